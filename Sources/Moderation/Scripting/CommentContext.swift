import TextAnalysis

/// The comment that is being judged: its fields in all their forms, and what words and patterns hit in them.
///
/// One for each moderator, reused comment after comment. Everything is worked out when first asked for.
final class CommentContext {
    /// What was worked out before the comment's turn came.
    struct Before {
        /// The count for each history query.
        var counts: ArraySlice<Int32>
        /// The body in its forms, where the history needed them.
        var body: TextForms?
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

    let groups: [TextGroup]
    private let entries: RuleSet.Entries
    @exclusivity(unchecked) private(set) var block: CommentBlock
    /// Lent for the time of the judgement: copying it costs more than most of what is done with it.
    @exclusivity(unchecked) private(set) var entry: UnsafePointer<CommentEntry>
    /// What `entry` leads to before the first comment.
    private let noEntry: UnsafeMutablePointer<CommentEntry>
    @exclusivity(unchecked) private(set) var decoder: any CommentDecoder
    /// The count for each history query.
    @exclusivity(unchecked) private(set) var historyCounts: [Int32] = []
    @exclusivity(unchecked) private var body: TextForms?
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

    private let forms: [TextForms]
    /// The number of the comment for which each field's forms were last set.
    @exclusivity(unchecked) private var formsFor = [Int](repeating: 0, count: Field.count)
    @exclusivity(unchecked) private var number = 0

    let models: CommentModels
    private let matchers: FieldMatchers
    @exclusivity(unchecked) private var scanners: [TextScanner] = []
    /// What is being searched.
    @exclusivity(unchecked) private var searched: (forms: TextForms, form: TextForm)
    /// The fields that any group of each form looks at, and those that a trigger does.
    private let fieldMasks: [UInt16]
    private let triggerMasks: [UInt16]
    /// Whether each group looks at a field: those of the first field, then those of the next.
    private let wantedGroups: UnsafeMutableBufferPointer<Bool>
    /// Whether any group leaves quotations out.
    private let skipsQuotations: Bool
    /// The fields searched so far, by form.
    @exclusivity(unchecked) private var scanned: [UInt16]
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
        forms = (0..<Field.count).map { _ in TextForms() }
        matchers = ruleSet.matchers
        models = CommentModels(ruleSet.models)
        searched = (forms[0], .raw)
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
        scanned = TextForm.allCases.map { _ in 0 }
        scanners = matchers.matchers.map { $0.makeScanner { [unowned self] match in weight(of: match) } }
    }

    deinit {
        noEntry.deinitialize(count: 1)
        noEntry.deallocate()
        wantedGroups.deallocate()
    }

    /// Turns to another comment. The entry must stay where it is until the next turn.
    func begin(
        _ entry: UnsafePointer<CommentEntry>, in block: CommentBlock, decoder: any CommentDecoder,
        before: Before, arrival: Int64
    ) {
        number += 1
        self.block = block
        self.decoder = decoder
        self.entry = entry
        self.arrival = arrival
        historyCounts.removeAll(keepingCapacity: true)
        historyCounts.append(contentsOf: before.counts)
        body = before.body
        for item in found { foundCounts[Int(item.group)] = 0 }
        found.removeAll(keepingCapacity: true)
        searchEnds.removeAll(keepingCapacity: true)
        for form in scanned.indices { scanned[form] = 0 }
        truncated.removeAll(keepingCapacity: true)
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

    /// A field's text in its forms; empty where the field is absent.
    func forms(of field: Field) -> TextForms {
        let index = Int(field.rawValue)
        let known = field == .body ? body : nil
        let forms = known ?? self.forms[index]
        if formsFor[index] != number {
            formsFor[index] = number
            if known == nil {
                forms.reset(block.value(of: field, in: entry.pointee) ?? UnsafeRawBufferPointer(start: nil, count: 0))
            }
            if forms.isTruncated { truncated.append(field) }
        }
        return forms
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
            let text = forms.bytes(form)
            let wanted = UnsafeBufferPointer(rebasing: wantedGroups[bit * groups.count..<(bit + 1) * groups.count])
            searched = (forms, form)
            scanners[matchers.number(of: form, field: field)].scan(text, among: wanted, into: &matches)
            if matches.isEmpty { continue }
            for match in matches {
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
        searched = (forms, form)
        scanners[matchers.number(of: form)].scan(forms.bytes(form), into: &matches)
        return (forms, matches.filter { $0.group == group && !isLeftOut($0, of: forms, form) })
    }

    /// Whether a match stands in a quotation and its group leaves those out.
    private func isLeftOut(_ match: TextMatch, of forms: TextForms, _ form: TextForm) -> Bool {
        skipsQuotations && groups[Int(match.group)].skipsQuotations
            && forms.isQuoted(forms.rawRange(of: match.bytes, in: form))
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
    func text(_ instance: Int) -> TextForms? {
        instance < textCount ? texts[instance] : nil
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
