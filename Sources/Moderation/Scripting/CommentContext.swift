import TextAnalysis

/// The comment that is being judged: its fields in all their forms, and what words and patterns hit in them.
///
/// One for each moderator, reused comment after comment. Everything is worked out when first asked for.
final class CommentContext {
    /// What was worked out before the comment's turn came.
    struct Before {
        /// The count for each history query.
        var counts: UnsafeBufferPointer<Int32>
        /// The body in its forms, where the history needed them.
        var body: Unmanaged<TextForms>?
    }

    /// Something found by the matchers.
    struct Found {
        var group: Int32
        var entry: Int32
        var field: Field
        var form: TextForm
        /// Bytes of that form of the field.
        var range: Range<Int>
    }

    // `@exclusivity(unchecked)`, as in `Moderator`: one thread, no overlapping changes, and an access at every turn.
    // `Unmanaged` and memory of its own for what is looked up at every turn: counting references costs as much.

    let groups: [TextGroup]
    private let entries: RuleSet.Entries
    @exclusivity(unchecked) private(set) var block: CommentBlock
    /// Lent for the time of the judgement: copying it costs more than most of what is done with it.
    @exclusivity(unchecked) private(set) var entry: UnsafePointer<CommentEntry>
    /// What `entry` leads to before the first comment.
    private let noEntry: UnsafeMutablePointer<CommentEntry>
    @exclusivity(unchecked) private(set) var decoder: any CommentDecoder
    /// The count for each history query.
    @exclusivity(unchecked) private(set) var historyCounts = UnsafeBufferPointer<Int32>(start: nil, count: 0)
    /// Unix seconds at which the comment arrived.
    @exclusivity(unchecked) private(set) var arrival: Int64 = 0

    /// What was found so far, by field and form in the order of the search, then by group and place.
    @exclusivity(unchecked) private(set) var found: [Found] = []
    /// Where each search ends in `found`: within one, the groups stand in their order.
    @exclusivity(unchecked) private var searchEnds: [Int] = []
    /// How many of `found` each group has.
    @exclusivity(unchecked) private(set) var foundCounts: [Int32]
    /// Scratch.
    @exclusivity(unchecked) private var weights: [Double] = []
    @exclusivity(unchecked) private(set) var truncated: [Field] = []

    /// By field; held for `currentForms`.
    private let ownForms: [TextForms]
    /// By field: its own, but where the body's were worked out before.
    private let currentForms: UnsafeMutablePointer<Unmanaged<TextForms>>
    /// The number of the comment for which each field's forms were last set.
    private let formsFor: UnsafeMutablePointer<Int>
    @exclusivity(unchecked) private var hasBodyBefore = false
    @exclusivity(unchecked) private var number = 0

    let models: CommentModels
    private let matchers: FieldMatchers
    @exclusivity(unchecked) private var scanners: [TextScanner] = []
    /// By form and field one of `scanners`.
    private let fieldScanners: UnsafeMutablePointer<Unmanaged<TextScanner>>
    /// What is being searched.
    @exclusivity(unchecked) private var searched: (forms: Unmanaged<TextForms>, form: TextForm)
    /// The fields that any group of each form looks at, and those that a trigger does.
    private let fieldMasks: [UInt16]
    private let triggerMasks: [UInt16]
    /// Whether each group looks at a field: those of the first field, then those of the next.
    private let wantedGroups: UnsafeMutableBufferPointer<Bool>
    /// Whether any group leaves quotations out.
    private let skipsQuotations: Bool
    /// The fields searched so far, by form.
    @exclusivity(unchecked) private var scanned = InlineArray<3, UInt16>(repeating: 0)
    @exclusivity(unchecked) private var matches: [TextMatch] = []

    @exclusivity(unchecked) private var extra = ValueTape()
    @exclusivity(unchecked) private var hasReadExtra = false

    /// Text that a rule handed to `text(x)` or to a handle during this call.
    private var texts: [TextForms] = []
    private var textBytes: [ByteBox] = []
    @exclusivity(unchecked) private(set) var textCount = 0

    init(ruleSet: RuleSet) {
        groups = ruleSet.groups
        entries = ruleSet.entries
        block = CommentBlock()
        noEntry = .allocate(capacity: 1)
        noEntry.initialize(to: CommentEntry(line: 0, raw: 0..<0))
        entry = UnsafePointer(noEntry)
        decoder = ValueDecoder()
        ownForms = (0..<Field.count).map { _ in TextForms() }
        currentForms = .allocate(capacity: Field.count)
        formsFor = .allocate(capacity: Field.count)
        for index in ownForms.indices {
            (currentForms + index).initialize(to: .passUnretained(ownForms[index]))
            (formsFor + index).initialize(to: 0)
        }
        matchers = ruleSet.matchers
        fieldScanners = .allocate(capacity: TextForm.allCases.count * Field.count)
        models = CommentModels(ruleSet.models)
        searched = (currentForms[0], .raw)
        foundCounts = [Int32](repeating: 0, count: ruleSet.groups.count)
        func masks(_ included: (TextGroup) -> Bool) -> [UInt16] {
            TextForm.allCases.map { form in
                ruleSet.groups.reduce(0) { $1.form == form && included($1) ? $0 | $1.fields : $0 }
            }
        }
        fieldMasks = masks { _ in true }
        triggerMasks = masks(\.isTrigger)
        wantedGroups = .allocate(capacity: Field.count * ruleSet.groups.count)
        for index in wantedGroups.indices {
            let mask: UInt16 = 1 << UInt16(index / ruleSet.groups.count)
            wantedGroups.initializeElement(
                at: index, to: ruleSet.groups[index % ruleSet.groups.count].fields & mask != 0)
        }
        skipsQuotations = ruleSet.groups.contains(where: \.skipsQuotations)
        scanners = matchers.matchers.map { $0.makeScanner { [unowned self] match in weight(of: match) } }
        for form in TextForm.allCases {
            for field in Field.allCases {
                let scanner = scanners.isEmpty ? nil : scanners[matchers.number(of: form, field: field)]
                if let scanner { fieldScanners[Self.place(form, field)] = .passUnretained(scanner) }
            }
        }
    }

    private static func place(_ form: TextForm, _ field: Field) -> Int {
        Int(form.rawValue) &* Field.count &+ Int(field.rawValue)
    }

    deinit {
        currentForms.deallocate()
        formsFor.deallocate()
        fieldScanners.deallocate()
        noEntry.deinitialize(count: 1)
        noEntry.deallocate()
        wantedGroups.deallocate()
    }

    /// Turns to another comment. The entry must stay where it is until the next turn, and what was worked out before too.
    func begin(
        _ entry: UnsafePointer<CommentEntry>, in block: CommentBlock, decoder: any CommentDecoder,
        before: Before, arrival: Int64
    ) {
        number += 1
        if self.block !== block { self.block = block }
        if self.decoder !== decoder { self.decoder = decoder }
        self.entry = entry
        self.arrival = arrival
        historyCounts = before.counts
        let body = Int(Field.body.rawValue)
        currentForms[body] = before.body ?? .passUnretained(ownForms[body])
        hasBodyBefore = before.body != nil
        for item in found { foundCounts[Int(item.group)] = 0 }
        found.removeAll(keepingCapacity: true)
        searchEnds.removeAll(keepingCapacity: true)
        for form in scanned.indices { scanned[form] = 0 }
        if !truncated.isEmpty { truncated.removeAll(keepingCapacity: true) }
        hasReadExtra = false
        textCount = 0
        models.begin()
    }

    /// The bytes of a field; `nil` where it is absent or blank.
    func value(of field: Field) -> UnsafeRawBufferPointer? {
        guard let value = block.value(of: field, in: entry.pointee), !Blank.isBlank(value) else { return nil }
        return value
    }

    /// Which fields of a mask are absent or blank.
    func blankFields(among fields: UInt16) -> UInt16 {
        var blank: UInt16 = 0
        var rest = fields
        while rest != 0 {
            let bit = rest & (~rest &+ 1)
            rest &= rest - 1
            if let field = Field(rawValue: UInt8(bit.trailingZeroBitCount)), value(of: field) == nil { blank |= bit }
        }
        return blank
    }

    /// Gives what a group found, in the order of `found`, until `body` says `false`.
    @inline(__always)
    func forEachFound(of group: Int, _ body: (Found) -> Bool) {
        var start = 0
        for end in searchEnds {
            var index = firstFound(of: group, in: start..<end)
            while index < end, found[index].group == group {
                if !body(found[index]) { return }
                index += 1
            }
            start = end
        }
    }

    /// Where a group begins, or would, in what a search found.
    private func firstFound(of group: Int, in search: Range<Int>) -> Int {
        var low = search.lowerBound
        var high = search.upperBound
        while low < high {
            let middle = (low + high) / 2
            if found[middle].group < group { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The greatest weight of the entries that a group hit.
    func heaviest(group: Int) -> Double {
        var heaviest = 0.0
        forEachFound(of: group) { item in
            heaviest = max(heaviest, entries.weight(of: Int(item.entry)))
            return true
        }
        return heaviest
    }

    /// The sum of the greatest weights of a group's hits, `limit` of them at most.
    func weight(ofHeaviest limit: Int, group: Int) -> Double {
        weights.removeAll(keepingCapacity: true)
        forEachFound(of: group) { item in
            weights.append(entries.weight(of: Int(item.entry)))
            return true
        }
        if weights.count > 1 { weights.sort(by: >) }
        return weights.prefix(limit).reduce(0, +)
    }

    /// What a match counts for where its group has too many; `nil` where it is left out.
    private func weight(of match: TextMatch) -> Double? {
        isLeftOut(match, of: searched.forms, searched.form) ? nil : entries.weight(of: Int(match.entry))
    }

    /// Lends a field's text in its forms; empty where the field is absent.
    @inline(__always)
    func withForms<Result>(of field: Field, _ body: (TextForms) -> Result) -> Result {
        forms(of: field)._withUnsafeGuaranteedRef(body)
    }

    /// The same, for as long as the comment is judged.
    @inline(__always)
    func forms(of field: Field) -> Unmanaged<TextForms> {
        let index = Int(field.rawValue)
        if formsFor[index] != number { beginForms(of: field) }
        return currentForms[index]
    }

    /// Where bytes of a form stand in the field's own text, and what stands there.
    func rawPlace(of range: Range<Int>, in field: Field, _ form: TextForm) -> (Range<Int>, UnsafeRawBufferPointer) {
        withForms(of: field) { forms in
            let place = forms.rawRange(of: range, in: form)
            return (place, UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[place]))
        }
    }

    private func beginForms(of field: Field) {
        let index = Int(field.rawValue)
        formsFor[index] = number
        currentForms[index]._withUnsafeGuaranteedRef { forms in
            if field != .body || !hasBodyBefore {
                forms.reset(block.value(of: field, in: entry.pointee) ?? UnsafeRawBufferPointer(start: nil, count: 0))
            }
            if forms.isTruncated { truncated.append(field) }
        }
    }

    /// Everything that the comment holds beside its fields: an object, or empty.
    func extraTape() -> ValueTape {
        if !hasReadExtra {
            hasReadExtra = true
            extra.removeAll()
            if entry.pointee.hasExtra { decoder.readExtra(of: entry.pointee, in: block, into: &extra) }
        }
        return extra
    }

    /// Searches all that triggers look at: one pass for each form of each field.
    func searchForTriggers() {
        for form in TextForm.allCases { search(form, fields: triggerMasks[Int(form.rawValue)]) }
    }

    /// Searches the fields of a group, unless that was done before.
    func search(group: Int) {
        search(groups[group].form, fields: groups[group].fields)
    }

    private func search(_ form: TextForm, fields wanted: UInt16) {
        var missing = wanted & ~scanned[Int(form.rawValue)]
        scanned[Int(form.rawValue)] |= missing
        while missing != 0 {
            let bit = missing.trailingZeroBitCount
            missing &= missing - 1
            guard let field = Field(rawValue: UInt8(bit)), !entry.pointee.place(of: field).isAbsent else { continue }
            let forms = forms(of: field)
            let text = forms._withUnsafeGuaranteedRef { $0.bytes(form) }
            let wanted = UnsafeBufferPointer(rebasing: wantedGroups[bit * groups.count..<(bit + 1) * groups.count])
            searched = (forms, form)
            fieldScanners[Self.place(form, field)]._withUnsafeGuaranteedRef {
                $0.scan(text, among: wanted, into: &matches)
            }
            if matches.isEmpty { continue }
            for index in matches.indices {
                let match = matches[index]
                if isLeftOut(match, of: forms, form) { continue }
                foundCounts[Int(match.group)] += 1
                found.append(
                    Found(
                        group: match.group, entry: match.entry, field: field, form: form, range: match.bytes))
            }
            searchEnds.append(found.count)
        }
    }

    /// What a group's words or pattern hit in any text.
    func search(_ text: UnsafeRawBufferPointer, group: Int) -> (forms: TextForms, matches: [TextMatch]) {
        let instance = keep(text)
        let forms = texts[instance]
        let form = groups[group].form
        searched = (.passUnretained(forms), form)
        scanners[matchers.number(of: form)].scan(forms.bytes(form), into: &matches)
        return (forms, matches.filter { $0.group == group && !isLeftOut($0, of: searched.forms, form) })
    }

    /// Whether a match stands in a quotation and its group leaves those out.
    private func isLeftOut(_ match: TextMatch, of forms: Unmanaged<TextForms>, _ form: TextForm) -> Bool {
        skipsQuotations && groups[Int(match.group)].skipsQuotations
            && forms._withUnsafeGuaranteedRef { $0.isQuoted($0.rawRange(of: match.bytes, in: form)) }
    }

    /// Keeps a text for the rest of the call and numbers it, so that its forms can be asked for one by one.
    func keep(_ text: UnsafeRawBufferPointer) -> Int {
        if textCount == texts.count {
            texts.append(TextForms())
            textBytes.append(ByteBox())
        }
        let instance = textCount
        textCount += 1
        texts[instance].reset(textBytes[instance].set(text))
        return instance
    }

    /// The text of this number, if it was kept during this call.
    func text(_ instance: Int) -> Unmanaged<TextForms>? {
        instance < textCount ? .passUnretained(texts[instance]) : nil
    }
}

/// A buffer that stays where it is while an array of them grows.
private final class ByteBox {
    private var buffer = ByteBuffer()

    /// Holds a copy of `bytes`, repaired where it is not UTF-8.
    func set(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        buffer.removeAll()
        buffer.append(UTF8Repair.repaired(bytes))
        return buffer.storage
    }
}

extension ByteBuffer {
    fileprivate mutating func append(_ repaired: UTF8Repair.Text) {
        switch repaired {
        case .asItIs(let bytes): append(bytes)
        case .repaired(let text): append(text)
        }
    }
}

extension TextMatch {
    /// `range` in the numbers that ranges of texts have.
    fileprivate var bytes: Range<Int> { Int(range.lowerBound)..<Int(range.upperBound) }
}
