import Moderation

/// Answers of WordPress's REST interface (`/wp-json/wp/v2/comments`, with `context=edit` or without) and lists of WP-CLI
/// (`wp comment list --format=json`): arrays of objects, several of them one behind the other.
final class WordPressJSON: CommentImporter {
    private let encoding: String?
    private var input: InputText?
    private var text = ByteBuffer()
    private var elements = JSONElements()
    private let reader = RecordReader()
    private let comment: ImportedComment
    private var others = OtherObjects()

    init(_ options: CommentImport.Options) {
        encoding = options.encoding
        comment = ImportedComment(timeZone: options.timeZone)
    }

    var foundInstead: String? { others.sentence("content, author_name or author_url") }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        let input = self.input ?? InputText(encoding: encoding, head: bytes)
        self.input = input
        text.removeAll()
        try input.decode(bytes, isEnd: isEnd, into: &text, sink)
        try elements.scan(text.storage, isEnd: isEnd) { element, line in
            switch element {
            case .object(let object), .inner(let object): take(object, line, sink)
            case .refused(let problem): sink.add("\(problem); it is left out", line)
            }
        }
    }

    private func take(_ object: UnsafeRawBufferPointer, _ line: Int, _ sink: ImportSink) {
        if let problem = reader.read(object, line: line, into: comment) {
            return sink.add("\(problem); the comment is left out", line)
        }
        JSONEscapes.check(object, line, sink)
        if !comment.hasContent { others.add(reader.names) }
        sink.take(comment)
    }
}

/// What objects hold that are no comments.
struct OtherObjects {
    private static let shown = 8
    private var names: [String]?

    /// Takes the names of an object's members. The first object is what is told of.
    mutating func add(_ names: [String]) {
        if self.names == nil { self.names = names }
    }

    /// - Parameter wanted: What a comment would have.
    func sentence(_ wanted: String) -> String? {
        guard let names else { return nil }
        var words = names.prefix(Self.shown).map { "\"\(SafeText.clean($0, limit: 40))\"" }
        if names.count > Self.shown { words.append("…") }
        let found = words.isEmpty ? "empty objects" : "objects with " + words.joined(separator: ", ")
        return "there is no comment in it, but \(found); a comment has \(wanted)"
    }
}
