import Moderation

/// Remark42's backup (backend/app/migrator/native.go): a line with the format's version, users and posts, then a comment
/// a line (backend/app/store/comment.go).
final class Remark42Backup: CommentImporter {
    /// The versions that Remark42 itself takes.
    private static let versions = 0...1

    private let encoding: String?
    private var input: InputText?
    private var text = ByteBuffer()
    private var lines = LinePieces()
    private let tree = JSONTree()
    private var tape = ValueTape()
    private let comment = ImportedComment()
    private var isBehindHead = false
    private var others = OtherObjects()

    init(_ options: CommentImport.Options) {
        encoding = options.encoding
    }

    var foundInstead: String? { others.sentence("text, user and locator") }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        let input = self.input ?? InputText(encoding: encoding, head: bytes)
        self.input = input
        text.removeAll()
        try input.decode(bytes, isEnd: isEnd, into: &text, sink)
        var fault: ImportFault?
        lines.split(text.storage, isEnd: isEnd) { text, line in
            guard fault == nil else { return }
            guard let text else {
                // The first line lists all users, and may be of any length.
                if isBehindHead { sink.add("the line has more than 16 MiB; it is left out", line) }
                isBehindHead = true
                return
            }
            if let malformation = tree.read(text, into: &tape) {
                return sink.add("\(malformation.message); the line is left out", line)
            }
            let record = TapeValue(tape: tape, index: 0)
            guard isBehindHead || record["version"] == nil else {
                isBehindHead = true
                let version = record["version"]?.integer ?? -1
                if Self.versions.contains(version) { return }
                fault = ImportFault(line: line, message: "a backup of version \(version) is not known, only 1")
                return
            }
            isBehindHead = true
            JSONEscapes.check(text, line, sink)
            take(record, line, sink)
        }
        if let fault { throw fault }
    }

    private func take(_ record: TapeValue, _ line: Int, _ sink: ImportSink) {
        comment.begin(line: line)
        let (user, locator) = (record["user"], record["locator"])
        let typed = record["orig"]?.string ?? ""
        let fields: [(Field, String?)] = [
            (.id, record["id"]?.plainText), (.parent, record["pid"]?.plainText), (.author, user?["name"]?.string),
            // What was typed, where it was kept, else what is shown.
            (.ip, user?["ip"]?.string), (.body, typed.isEmpty ? record["text"]?.string : typed),
            (.post, locator?["url"]?.string), (.permalink, locator?["url"]?.string),
            (.postTitle, record["title"]?.string), (.role, user?["admin"]?.isTrue == true ? "administrator" : nil),
        ]
        for (field, value) in fields {
            if let value { comment.set(field, value) }
        }
        if var time = record["time"]?.string {
            let isTime = time.withUTF8 { comment.setTime(\.createdAt, UnsafeRawBufferPointer($0)) }
            if !isTime { comment.wrongDates.append(("time", line)) }
        }
        comment.status = record["delete"]?.isTrue == true ? "deleted" : "approved"
        let extras: [(StaticString, String?)] = [
            ("user_id", user?["id"]?.plainText), ("site", locator?["site"]?.string),
        ]
        for (name, value) in extras {
            guard var value, !value.isEmpty else { continue }
            value.withUTF8 { comment.addExtra(name, UnsafeRawBufferPointer($0)) }
        }
        if !comment.hasContent, comment.status != "deleted" { others.add(record.members.map(\.name)) }
        sink.take(comment)
    }
}
