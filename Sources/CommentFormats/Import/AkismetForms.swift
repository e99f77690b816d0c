import Moderation

/// What was sent to Akismet's `comment-check` (akismet.com/developers/detailed-docs/comment-check): form data, a request a
/// line.
final class AkismetForms: CommentImporter {
    /// Secrets and switches of the request itself.
    private static let dropped: Set<String> = ["api_key", "key", "blog_charset", "is_test"]
    /// The most pairs of a request; WordPress with all its server's variables sends about a hundred.
    private static let mostPairs = 1000

    private var lines = LinePieces()
    private let reader = RecordReader()
    private let comment: ImportedComment
    private var object = ByteBuffer()

    init(_ options: CommentImport.Options) {
        comment = ImportedComment(timeZone: options.timeZone)
    }

    // A line that is no request is a problem of its own.
    var foundInstead: String? { nil }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        lines.split(bytes, isEnd: isEnd) { text, line in
            guard let text else { return sink.add("the line has more than 16 MiB; it is left out", line) }
            take(text, line, sink)
        }
    }

    private func take(_ text: UnsafeRawBufferPointer, _ line: Int, _ sink: ImportSink) {
        if text.count(where: { $0 == UInt8(ascii: "&") }) >= Self.mostPairs {
            return sink.add("the request has more than \(Self.mostPairs) values; it is left out", line)
        }
        // Only what separates the pairs is looked for first, since what is in them may be encoded.
        let pairs = text.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: FormData.decoded(parts[0]), value: parts.count > 1 ? FormData.decoded(parts[1]) : [])
        }
        if pairs.allSatisfy({ $0.value.isEmpty }) {
            let message = "the line is no form data such as comment_author=Ann&comment_content=Hi; it is left out"
            return sink.add(message, line)
        }
        let charset = pairs.last { $0.name.elementsEqual("blog_charset".utf8) }?.value
        var isMangled = false
        object.removeAll()
        for pair in pairs where !pair.value.isEmpty {
            guard let name = Self.fieldName(String(decoding: pair.name, as: UTF8.self)) else { continue }
            object.append(object.count == 0 ? "{" : "," as StaticString)
            object.append(quoted: name)
            object.append(UInt8(ascii: ":"))
            let value = Self.text(pair.value, charset, &isMangled)
            value.withUnsafeBytes { object.append(quoted: $0) }
        }
        if object.count == 0 { object.append(UInt8(ascii: "{")) }
        object.append(UInt8(ascii: "}"))
        if isMangled { sink.add("bytes that are no text; they became \u{FFFD}", line) }
        if let problem = reader.read(object.storage, line: line, into: comment) {
            sink.add("\(problem); the request is left out", line)
        } else {
            sink.take(comment)
        }
    }

    /// The name under which a value is read; `nil` for one that is left out, as the server's own variables are.
    private static func fieldName(_ name: String) -> String? {
        if name == "comment_post_modified_gmt" { return "post_created_at" }
        let isVariable = name.utf8.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? true
        return isVariable || dropped.contains(name) ? nil : name
    }

    /// A value as UTF-8.
    private static func text(_ value: [UInt8], _ charset: [UInt8]?, _ isMangled: inout Bool) -> [UInt8] {
        let encoding = charset.map { String(decoding: $0, as: UTF8.self) }
        guard let converter = TextConverter(encoding: encoding) ?? TextConverter(encoding: nil) else { return value }
        var text = ByteBuffer()
        value.withUnsafeBytes { bytes in
            converter.convert(bytes, isEnd: true, into: &text) { _ in isMangled = true }
        }
        return Array(text.storage)
    }
}

/// `application/x-www-form-urlencoded` (WHATWG URL Standard, section 5.1).
enum FormData {
    static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let value = hexadecimal(rest.prefix(2)) else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                continue
            }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }

    private static func hexadecimal(_ digits: some Collection<UInt8>) -> UInt8? {
        let areHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 2, areHexadecimal else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
