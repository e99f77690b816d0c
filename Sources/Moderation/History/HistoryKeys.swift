import TextAnalysis

/// What history needs to know of a block's comments, worked out by each worker before its turn comes.
final class HistoryKeys {
    /// One comment.
    struct Row {
        /// Unix seconds; `nil` where the comment has no time and before its turn has come.
        var time: Int64?
        /// Tells it from other comments; 0 where it has no id.
        var id: UInt64
        /// Of a comment without an id a hash of all its fields, where that is wanted.
        var content: UInt64
        var values = HistoryValues()
        /// Whether it was not remembered before; known after its turn.
        var isNew = false
        /// Whether its body was looked at: `bodies` has it.
        var hasBody = false
    }

    // One worker owns it, and no change of these overlaps a use: no run-time check is needed.

    /// One for each entry that is a comment, in order.
    @exclusivity(unchecked) private(set) var rows: [Row] = []
    /// Which input the block is of.
    private(set) var input = 0

    /// The body of each row: judging goes on with what was worked out for it.
    @exclusivity(unchecked) private var bodies: [TextForms] = []
    /// A text's forms keep their memory for the next text, but not that of a longer one: there are many of them.
    private static let longestKept = 8 << 10
    /// More rows than comments of usual length fill a block with; those beyond are looked at again when they are judged.
    private static let mostBodies = 512
    private let forms = TextForms()
    private let fieldHash: FieldHash
    /// Whether all is worked out, since it is to outlast the run.
    private let isLasting: Bool
    /// Of the blog whose comments they are; 0 where ids are of one blog.
    private let sourceHash: UInt64

    /// - Parameters:
    ///   - memory: What the comments are remembered in beyond this run.
    init(_ memory: (any ModerationMemory)? = nil) {
        let hash = memory?.hash ?? FieldHash(.ofProcess)
        fieldHash = hash
        isLasting = memory != nil
        sourceHash = hash.hash(ofSource: memory?.source ?? "")
    }

    /// The forms of a comment's body, where they were worked out; they last until the next block is read.
    func body(_ row: Int) -> Unmanaged<TextForms>? {
        row < rows.count && rows[row].hasBody ? .passUnretained(bodies[row]) : nil
    }

    /// What is to be remembered of a comment; `nil` where it is remembered already or nothing outlasts the run.
    func event(_ row: Int) -> HistoryEvent? {
        guard isLasting, row < rows.count, rows[row].isNew, let time = rows[row].time else { return nil }
        return HistoryEvent(time: time, id: rows[row].id, hashes: rows[row].values.all)
    }

    /// Lends the rows to whoever learns in their turn what became of them.
    func withRows(_ body: (UnsafeMutableBufferPointer<Row>) -> Void) {
        rows.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Replaces the keys by those of the comments in `block`.
    func read(_ block: CommentBlock, queries: [HistoryQuery]) {
        for row in rows.indices where rows[row].hasBody && bodies[row].bytes(.raw).count > Self.longestKept {
            bodies[row] = TextForms(beside: forms)
        }
        rows.removeAll(keepingCapacity: true)
        input = block.source
        if queries.isEmpty, !isLasting { return }
        let wanted = isLasting ? Wanted.everything : Wanted(queries)
        // Lent by their address: an entry out of the array is a copy each time.
        block.entries.withUnsafeBufferPointer { entries in
            guard let first = entries.baseAddress else { return }
            for entry in first..<first + entries.count where entry.pointee.malformation == nil {
                append(entry, in: block, wanted)
            }
        }
    }

    /// Which values are worked out.
    private struct Wanted {
        var fields: [Field] = []
        var emailDomain = false
        var linkDomains = false
        var fingerprint = false
        var simHash = false

        static let everything = {
            // The id is told apart by itself.
            var wanted = Wanted(fields: Field.allCases.filter { $0 != .id })
            (wanted.emailDomain, wanted.linkDomains, wanted.fingerprint, wanted.simHash) = (true, true, true, true)
            return wanted
        }()

        init(fields: [Field]) { self.fields = fields }

        init(_ queries: [HistoryQuery]) {
            for key in queries.flatMap({ $0.by + $0.distinct }) {
                switch key {
                case .field(let field): if !fields.contains(field) { fields.append(field) }
                case .emailDomain: emailDomain = true
                case .linkDomain: linkDomains = true
                case .fingerprint: fingerprint = true
                case .similar: simHash = true
                }
            }
        }
    }

    private func append(_ entry: UnsafePointer<CommentEntry>, in block: CommentBlock, _ wanted: Wanted) {
        func hash(_ field: Field) -> UInt64 {
            block.value(of: field, in: entry.pointee).flatMap { fieldHash(of: $0, in: field) } ?? 0
        }
        let id = hash(.id)
        var row = Row(
            time: entry.pointee.createdAt, id: id == 0 ? 0 : fieldHash.historyID(id, source: sourceHash), content: 0)
        for field in wanted.fields { row.values[HistoryEvent.Kind(field)] = field == .id ? id : hash(field) }
        if wanted.emailDomain {
            row.values[.emailDomain] =
                block.value(of: .email, in: entry.pointee).flatMap { fieldHash(ofDomainIn: $0) } ?? 0
        }
        if isLasting {
            row.values[.id] = id
            if id == 0 { row.content = content(of: row.values, createdAt: row.time) }
        }
        if wanted.fingerprint || wanted.simHash || wanted.linkDomains,
            let body = block.value(of: .body, in: entry.pointee), !Blank.isBlank(body)
        {
            row.hasBody = rows.count < Self.mostBodies
            let forms = row.hasBody ? forms(ofRow: rows.count) : forms
            forms.reset(body)
            if wanted.fingerprint { row.values[.fingerprint] = fieldHash.keyed(forms.fingerprint) }
            if wanted.simHash { row.values[.simHash] = forms.simHash.map { $0 == 0 ? 1 : $0 } ?? 0 }
            if wanted.linkDomains {
                let links = forms.links
                for link in links.links { row.values.add(linkDomain: fieldHash.keyed(links.domain(of: link))) }
            }
        }
        rows.append(row)
    }

    private func forms(ofRow row: Int) -> TextForms {
        while bodies.count <= row { bodies.append(TextForms(beside: forms)) }
        return bodies[row]
    }

    private func content(of values: HistoryValues, createdAt: Int64?) -> UInt64 {
        var hash = fieldHash.keyed(UInt64(bitPattern: createdAt ?? .min) ^ sourceHash)
        for field in Field.allCases { hash = fieldHash.keyed(hash ^ values[HistoryEvent.Kind(field)]) }
        return hash
    }
}

/// What counts as nothing written.
public enum Blank {
    /// Whether there is nothing but white space: ASCII's, U+00A0, U+2000 to U+200B, U+3000 or U+FEFF.
    public static func isBlank(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Nearly every value begins with a letter.
        if let first = bytes.first, first > 0x20, first < 0x7F { return false }
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0...0x20: index += 1
            case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0: index += 2
            case 0xE2
            where index + 2 < bytes.count && bytes[index + 1] == 0x80 && (0x80...0x8B).contains(bytes[index + 2]):
                index += 3
            case 0xE3 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80: index += 3
            case 0xEF where index + 2 < bytes.count && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF: index += 3
            default: return false
            }
        }
        return true
    }
}

/// The part of an e-mail address after its last `@`.
enum EmailDomain {
    static func of(_ email: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let at = email.lastIndex(of: UInt8(ascii: "@")), at + 1 < email.count else { return nil }
        return UnsafeRawBufferPointer(rebasing: email[(at + 1)...])
    }
}
