import TextAnalysis

/// What history needs to know of a block's comments, worked out by each worker before its turn comes.
final class HistoryKeys {
    /// One comment: hashes of what it is counted by. 0 stands for a blank, which never counts.
    struct Row {
        /// Unix seconds; `nil` where the comment has no time.
        var time: Int64?
        var id: UInt64
        /// The folded body, where it was worked out: a range of `folded`.
        var foldedBody: Range<Int>?
        var profile: TextForms.PlainProfile?
    }

    // One worker owns it, and no change of these overlaps a use: no run-time check is needed.

    /// One for each entry that is a comment, in order.
    @exclusivity(unchecked) private(set) var rows: [Row] = []
    /// The `by` hash and the `distinct` hash of each query for each row, side by side.
    @exclusivity(unchecked) private(set) var hashes: [UInt64] = []

    /// Folded bodies side by side: judging needs them again.
    @exclusivity(unchecked) private var folded = ByteBuffer()
    private let forms = TextForms()
    private let fieldHash: FieldHash

    init(_ fieldHash: FieldHash = FieldHash(.ofProcess)) { self.fieldHash = fieldHash }

    /// The folded body of a comment, where it was worked out.
    func foldedBody(_ row: Int) -> CommentContext.FoldedBody? {
        guard row < rows.count, let range = rows[row].foldedBody else { return nil }
        return .init(bytes: UnsafeRawBufferPointer(rebasing: folded.storage[range]), profile: rows[row].profile)
    }

    /// Replaces the keys by those of the comments in `block`.
    func read(_ block: CommentBlock, queries: [HistoryQuery]) {
        rows.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        folded.removeAll()
        if queries.isEmpty { return }
        // Lent by their address: an entry out of the array is a copy each time.
        block.entries.withUnsafeBufferPointer { entries in
            guard let first = entries.baseAddress else { return }
            for entry in first..<first + entries.count where entry.pointee.malformation == nil {
                let id = hash(of: .field(.id), in: block, entry.pointee)
                rows.append(Row(time: entry.pointee.createdAt, id: id))
                for query in queries {
                    hashes.append(hash(of: query.by, in: block, entry.pointee))
                    hashes.append(hash(of: query.distinct, in: block, entry.pointee))
                }
            }
        }
    }

    /// The hash of several keys together; 0 when one of them is blank or there are none.
    private func hash(of keys: [HistoryQuery.Key], in block: CommentBlock, _ entry: borrowing CommentEntry) -> UInt64 {
        if keys.count == 1 { return hash(of: keys[0], in: block, entry) }
        var combined: UInt64 = 0
        for key in keys {
            let part = hash(of: key, in: block, entry)
            if part == 0 { return 0 }
            combined = fieldHash.keyed(combined ^ part)
        }
        return combined
    }

    private func hash(of key: HistoryQuery.Key, in block: CommentBlock, _ entry: borrowing CommentEntry) -> UInt64 {
        switch key {
        case .field(let field):
            return block.value(of: field, in: entry).flatMap { fieldHash(of: $0, in: field) } ?? 0
        case .emailDomain:
            return block.value(of: .email, in: entry).flatMap { fieldHash(ofDomainIn: $0) } ?? 0
        case .fingerprint:
            guard let value = block.value(of: .body, in: entry), !Blank.isBlank(value) else { return 0 }
            forms.reset(value)
            if rows[rows.count - 1].foldedBody == nil {
                let start = folded.count
                folded.append(forms.bytes(.folded))
                rows[rows.count - 1].foldedBody = start..<folded.count
                rows[rows.count - 1].profile = forms.plainProfile
            }
            return fieldHash.keyed(forms.fingerprint)
        }
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
