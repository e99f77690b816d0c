import Moderation

/// Answers of WordPress's REST interface (`/wp-json/wp/v2/comments`, with `context=edit` or without) and lists of WP-CLI
/// (`wp comment list --format=json`): arrays of objects, several of them one behind the other.
final class WordPressJSON: CommentImporter {
    private var elements = JSONElements()
    private let reader = RecordReader()
    private let comment = ImportedComment()

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        try elements.scan(bytes, isEnd: isEnd) { element, line in
            guard let element else { return sink.add("the object has more than 8 MiB; it is left out", line) }
            if let problem = reader.read(element, line: line, into: comment) {
                sink.add("\(problem); the comment is left out", line)
            } else {
                sink.take(comment)
            }
        }
    }
}
