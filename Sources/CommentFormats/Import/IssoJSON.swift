import Moderation

/// Isso's own format for imports (isso/migrate.py, `Generic`): an array of threads, each with `id`, `title` and
/// `comments`.
final class IssoJSON: CommentImporter {
    private let encoding: String?
    private var input: InputText?
    private var text = ByteBuffer()
    private var elements = JSONElements()
    private let tree = JSONTree()
    private var tape = ValueTape()
    /// What a thread says of itself, whose comments are read one by one.
    private var threadTape = ValueTape()
    private let comment = ImportedComment()
    private var others = OtherObjects()

    init(_ options: CommentImport.Options) {
        encoding = options.encoding
    }

    var foundInstead: String? { others.sentence("its thread, which has \"id\", \"title\" and \"comments\"") }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        let input = self.input ?? InputText(encoding: encoding, head: bytes)
        self.input = input
        text.removeAll()
        try input.decode(bytes, isEnd: isEnd, into: &text, sink)
        try elements.scan(
            text.storage, isEnd: isEnd, entering: { begin(thread: $0) },
            { element, line in
                switch element {
                case .object(let thread): take(thread: thread, line, sink)
                case .inner(let entry):
                    if let malformation = tree.read(entry, into: &tape) {
                        return sink.add("\(malformation.message); the comment is left out", line)
                    }
                    JSONEscapes.check(entry, line, sink)
                    let thread = TapeValue(tape: threadTape, index: 0)
                    take(TapeValue(tape: tape, index: 0), of: thread, line, sink)
                case .refused(let problem): sink.add("\(problem); it is left out", line)
                }
            })
    }

    /// Sees whether a thread's comments may be read one by one: it may be longer than fits into memory, but what it says
    /// of itself must stand before them, where Isso's documentation has it.
    ///
    /// - Parameter head: The thread up to an array in it.
    private func begin(thread head: UnsafeRawBufferPointer) -> Bool {
        let name = Array("\"comments\":".utf8)
        let end = head.suffix(64).filter { $0 != 0x20 }
        guard end.suffix(name.count).elementsEqual(name) else { return false }
        var whole = ByteBuffer(capacity: head.count + 2)
        whole.append(head)
        whole.append("[]}" as StaticString)
        guard tree.read(whole.storage, into: &threadTape) == nil else { return false }
        let thread = TapeValue(tape: threadTape, index: 0)
        return thread["id"] != nil && thread["title"] != nil
    }

    private func take(thread: UnsafeRawBufferPointer, _ line: Int, _ sink: ImportSink) {
        if let malformation = tree.read(thread, into: &tape) {
            return sink.add("\(malformation.message); the thread is left out", line)
        }
        JSONEscapes.check(thread, line, sink)
        let thread = TapeValue(tape: tape, index: 0)
        guard let comments = thread["comments"] else { return others.add(thread.members.map(\.name)) }
        for entry in comments.items { take(entry, of: thread, line, sink) }
    }

    private func take(_ entry: TapeValue, of thread: TapeValue, _ line: Int, _ sink: ImportSink) {
        comment.begin(line: line)
        let post = thread["id"]?.plainText ?? ""
        // Its numbers begin anew in each thread.
        func whole(_ id: String) -> String { post.isEmpty ? id : "\(post)#isso-\(id)" }
        if let id = entry["id"]?.plainText { comment.set(.id, whole(id)) }
        if let parent = entry["parent"]?.plainText, !parent.isEmpty { comment.set(.parent, whole(parent)) }
        comment.set(.post, post)
        comment.set(.permalink, post)
        if let title = thread["title"]?.string { comment.set(.postTitle, title) }
        let fields: [(Field, String)] = [
            (.author, "author"), (.email, "email"), (.url, "website"), (.ip, "remote_addr"), (.body, "text"),
        ]
        for (field, name) in fields {
            if let value = entry[name]?.string { comment.set(field, value) }
        }
        comment.status = IssoMode.name(entry["mode"]?.integer ?? 1)
        if var created = entry["created"]?.plainText {
            let isTime = created.withUTF8 { comment.setTime(\.createdAt, UnsafeRawBufferPointer($0)) }
            if !isTime { comment.wrongDates.append(("created", line)) }
        }
        sink.take(comment)
    }
}

/// The state of a comment (isso/db/comments.py).
enum IssoMode {
    static func name(_ mode: Int) -> String {
        switch mode {
        case 1: "approved"
        case 2: "hold"
        case 4: "deleted"
        default: "mode \(mode)"
        }
    }
}
