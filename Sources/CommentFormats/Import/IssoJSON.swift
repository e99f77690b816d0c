import Moderation

/// Isso's own format for imports (isso/migrate.py, `Generic`): an array of threads, each with `id`, `title` and
/// `comments`.
final class IssoJSON: CommentImporter {
    private var elements = JSONElements()
    private let tree = JSONTree()
    private var tape = ValueTape()
    private let comment = ImportedComment()

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        try elements.scan(bytes, isEnd: isEnd) { element, line in
            guard let element else { return sink.add("the thread has more than 8 MiB; it is left out", line) }
            if let malformation = tree.read(element, into: &tape) {
                return sink.add("\(malformation.message); the thread is left out", line)
            }
            let thread = TapeValue(tape: tape, index: 0)
            for entry in thread["comments"]?.items ?? [] { take(entry, of: thread, line, sink) }
        }
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
            if !isTime { sink.add("created is no date; the comment is taken without", line) }
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
