import Moderation

/// The text of an input in whatever encoding, as UTF-8, piece by piece. Bytes that are no text are told, once a line.
final class InputText {
    /// Its name, for people.
    let encoding: String
    private let converter: TextConverter?
    private var lastMangledLine = 0

    /// - Parameter encoding: `nil` is UTF-8.
    init(encoding: String?) {
        self.encoding = encoding ?? "UTF-8"
        converter = TextConverter(encoding: encoding)
    }

    /// - Parameter head: The first bytes, which may tell by their mark what they are.
    convenience init(encoding: String?, head: UnsafeRawBufferPointer) {
        self.init(encoding: encoding ?? ByteOrderMark.encoding(head))
    }

    /// Appends the whole characters of the next piece to `text`.
    func decode(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, into text: inout ByteBuffer, _ sink: ImportSink
    ) throws(ImportFault) {
        guard let converter else {
            let name = SafeText.clean(encoding, limit: 80)
            throw ImportFault(message: "nobody knows the encoding \"\(name)\"", isUsage: true)
        }
        converter.convert(bytes, isEnd: isEnd, into: &text) { line in
            if line != lastMangledLine {
                sink.add("bytes that are no text in \(encoding); they became \u{FFFD}", line)
            }
            lastMangledLine = line
        }
    }
}

/// The mark that a text may begin with (The Unicode Standard, section 23.8).
enum ByteOrderMark {
    /// The encoding that it tells of; `nil` where there is none.
    static func encoding(_ head: UnsafeRawBufferPointer) -> String? {
        let marks: [(bytes: [UInt8], name: String)] = [
            ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
        ]
        return marks.first { head.starts(with: $0.bytes) }?.name
    }
}
