import Moderation

/// Reads a comment from an object of JSON under the names that the filter itself knows (`FieldKeys`), which are those of
/// WordPress's REST interface, of WP-CLI and of Akismet.
final class RecordReader {
    /// What is of no use beside the fields: links for programs, pictures, and what other members say too.
    private static let noise: Set<String> = [
        "_links", "author_avatar_urls", "status", "comment_approved", "comment_date", "comment_karma", "guid",
    ]

    /// The names under which WordPress gives the blog's own time.
    static let localDates = ["date", "comment_date"]

    /// Names of dates in the blog's own time, which serve where UTC is missing or wrong.
    private let localDates: [String]
    private let decoder = JSONCommentDecoder(maxLine: JSONLinesSource.highestMaxLine)
    private let keys = FieldKeys()
    private var tape = ValueTape()

    init(localDates: [String] = RecordReader.localDates) {
        self.localDates = localDates
        decoder.toleratesDates = true
    }

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
            if malformation != .noContent { return malformation.message }
            var other = CommentEntry(line: line, raw: entry.raw)
            other.hasExtra = true
            decoder.readExtra(of: other, in: block, into: &tape)
            return nil
        }
        comment.entry = entry
        comment.entry.line = line
        settleAddress(of: comment)
        settleDates(of: comment)
        return entry.hasExtra ? readExtra(of: comment, entry) : nil
    }

    /// `url` of WP-CLI's rows is the comment's own address.
    private func settleAddress(of comment: ImportedComment) {
        guard decoder.key(of: .id) == "comment_ID", decoder.key(of: .url) == "url" else { return }
        comment.entry.set(.permalink, to: comment.entry.place(of: .url))
        comment.entry.set(.url, to: .absent)
    }

    private func settleDates(of comment: ImportedComment) {
        let wrong = decoder.wrongDates
        let key = decoder.key(ofSlot: FieldKeys.createdAt)
        if comment.entry.createdAt == nil || localDates.contains(where: { $0 == key }) {
            for name in localDates where comment.entry.createdAt == nil || name == key {
                decoder.readMember(name, of: comment.entry, in: comment.block, into: &tape)
                guard var date = TapeValue(tape: tape, index: 0).string else { continue }
                _ = date.withUTF8 { comment.setLocalTime(\.createdAt, UnsafeRawBufferPointer($0)) }
            }
        }
        for name in wrong where name != key || comment.entry.createdAt == nil {
            comment.wrongDates.append((name, comment.entry.line))
        }
    }

    /// Reads what stands beside the fields.
    ///
    /// - Returns: What is wrong with it, or `nil`.
    private func readExtra(of comment: ImportedComment, _ entry: CommentEntry) -> String? {
        decoder.readExtra(of: entry, in: comment.block, into: &tape)
        let root = TapeValue(tape: tape, index: 0)
        // https://developer.wordpress.org/rest-api/reference/posts/: a comment has no title.
        if root["title"]?["rendered"] != nil { return "it is a post or page" }
        let state = root["status"] ?? root["comment_approved"]
        comment.status = (state?.string ?? state?.integer.map(String.init)).flatMap(WordPressStatus.name)
        if comment.entry.place(of: .url).isAbsent, let url = root["comment_author_url"]?.string {
            comment.set(.url, url)
        }
        for member in kept(of: root) { append(member, to: comment) }
        return nil
    }

    /// The members that stand beside the fields, those of one name together.
    private func kept(of root: TapeValue) -> [(name: String, values: [TapeValue])] {
        var kept: [(name: String, values: [TapeValue])] = []
        var places: [String: Int] = [:]
        for (name, value) in root.members {
            // WordPress's REST interface has a user's number there.
            let isUser = name == "author" || name == "user_id"
            if name != "author" && (isKnown(name) || Self.noise.contains(name)) { continue }
            if value.node == .null || value.string == "" || isUser && value.plainText == "0" { continue }
            let name = isUser ? "user_id" : name
            if let place = places[name] {
                kept[place].values.append(value)
            } else {
                places[name] = kept.count
                kept.append((name, [value]))
            }
        }
        return kept
    }

    /// Adds a member that stands beside the fields; several values of one name as an array, which loses none of them.
    private func append(_ member: (name: String, values: [TapeValue]), to comment: ImportedComment) {
        comment.extra.append(UInt8(ascii: ","))
        comment.extra.append(quoted: member.name)
        comment.extra.append(UInt8(ascii: ":"))
        if member.values.count > 1 { comment.extra.append(UInt8(ascii: "[")) }
        for (index, value) in member.values.enumerated() {
            if index > 0 { comment.extra.append(UInt8(ascii: ",")) }
            if member.name == "user_id", let text = value.plainText {
                comment.extra.append(quoted: text)
            } else {
                comment.extra.append(tape, at: value.index)
            }
        }
        if member.values.count > 1 { comment.extra.append(UInt8(ascii: "]")) }
    }

    /// The names of the members that are no fields, of what was read last and is no comment.
    var names: [String] { TapeValue(tape: tape, index: 0).members.map(\.name) }

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
