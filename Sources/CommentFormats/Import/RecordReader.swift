import Moderation

/// Reads a comment from an object of JSON under the names that the filter itself knows (`FieldKeys`), which are those of
/// WordPress's REST interface, of WP-CLI and of Akismet.
final class RecordReader {
    /// What is of no use beside the fields: links for programs, pictures, and what other members say too.
    private static let noise: Set<String> = [
        "_links", "author_avatar_urls", "status", "comment_approved", "comment_date", "comment_karma", "guid",
    ]

    private let decoder = JSONCommentDecoder(maxLine: JSONLinesSource.highestMaxLine)
    private let keys = FieldKeys()
    private var tape = ValueTape()

    /// Reads one object, which stands on one line.
    ///
    /// - Returns: What is wrong with it, or `nil`. One without text, name and address is not wrong, but empty.
    func read(_ object: UnsafeRawBufferPointer, line: Int, into comment: ImportedComment) -> String? {
        comment.begin(line: line)
        let block = comment.block
        block.input.append(object)
        decoder.decode(block)
        guard let entry = block.entries.first else { return "there is no object" }
        if let malformation = entry.malformation {
            return malformation == .noContent ? nil : malformation.message
        }
        comment.entry = entry
        comment.entry.line = line
        settleAddress(of: comment)
        if entry.hasExtra { readExtra(of: comment, entry) }
        return nil
    }

    /// `url` of WP-CLI's rows is the comment's own address.
    private func settleAddress(of comment: ImportedComment) {
        guard decoder.key(of: .id) == "comment_ID", decoder.key(of: .url) == "url" else { return }
        comment.entry.set(.permalink, to: comment.entry.place(of: .url))
        comment.entry.set(.url, to: .absent)
    }

    private func readExtra(of comment: ImportedComment, _ entry: CommentEntry) {
        decoder.readExtra(of: entry, in: comment.block, into: &tape)
        let root = TapeValue(tape: tape, index: 0)
        let state = root["status"] ?? root["comment_approved"]
        comment.status = (state?.string ?? state?.integer.map(String.init)).flatMap(WordPressStatus.name)
        if comment.entry.createdAt == nil, let date = root["comment_date"]?.string {
            // The blog's own time, as good as there is: WP-CLI gives no other unless asked.
            var date = date
            _ = date.withUTF8 { comment.setTime(\.createdAt, UnsafeRawBufferPointer($0)) }
        }
        if comment.entry.place(of: .url).isAbsent, let url = root["comment_author_url"]?.string {
            comment.set(.url, url)
        }
        guard case .object(let count) = tape.nodes.first else { return }
        var index = 1
        for _ in 0..<count {
            if case .string(let name) = tape.nodes[index] { append(name, at: index + 1, to: comment) }
            index = tape.end(ofValueAt: index + 1)
        }
    }

    /// Adds a member that stands beside the fields.
    private func append(_ name: Range<Int>, at index: Int, to comment: ImportedComment) {
        let text = tape.text(name)
        // WordPress's REST interface has a user's number there.
        let isUser = text == "author"
        if isUser, case .integer(0) = tape.nodes[index] { return }
        if case .string(let range) = tape.nodes[index], range.isEmpty { return }
        if !isUser && (isKnown(text) || Self.noise.contains(text)) || tape.nodes[index] == .null { return }
        comment.extra.append(UInt8(ascii: ","))
        comment.extra.append(quoted: isUser ? "user_id" : text)
        comment.extra.append(UInt8(ascii: ":"))
        comment.extra.append(tape, at: index)
    }

    /// Whether a value under this name is what a comment needs one of.
    static func isContent(_ name: String) -> Bool {
        [Field.body, .author, .url].contains { field in
            FieldKeys.table[FieldKeys.slot(field)].keys.contains { "\($0)" == name }
        }
    }

    /// Whether it is a name of a field: what lost against a better name would only be read as that field again.
    private func isKnown(_ name: String) -> Bool {
        var padded = Array(name.utf8)
        let count = padded.count
        padded += [0, 0, 0, 0, 0, 0, 0, 0]
        return padded.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { keys.find($0, count) >= 0 } ?? false
        }
    }
}
