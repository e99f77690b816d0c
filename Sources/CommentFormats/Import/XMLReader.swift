import CXML
import Moderation

/// What is made of the elements of a document.
protocol XMLFormat: AnyObject {
    /// The local names that matter; `start` gets their places.
    static var names: [StaticString] { get }
    /// How the addresses of the namespaces that matter begin, behind `http://`; `start` gets their places.
    static var spaces: [StaticString] { get }

    var sink: ImportSink? { get set }
    /// See `CommentImporter.foundInstead`.
    var foundInstead: String? { get }

    /// - Parameters:
    ///   - name: A place in `names`, -1 for any other.
    ///   - space: A place in `spaces`, -1 for none and any other.
    ///   - identifier: What the attribute `id` says.
    ///   - line: From 1.
    func start(name: Int, space: Int, identifier: UnsafeRawBufferPointer?, line: Int)
    func end(line: Int)
    /// - Parameter isSection: Whether it stands in a CDATA section.
    func text(_ bytes: UnsafeRawBufferPointer, isSection: Bool)
}

/// Reads an export in XML, whatever its encoding, piece by piece.
final class XMLReader: CommentImporter {
    private let format: any XMLFormat
    private let encodingName: String?
    private var parser: OpaquePointer?
    private var input: InputText?
    private var scrubber = XMLScrubber()
    /// What the scrubber has not looked at yet.
    private var pending = ByteBuffer()
    private var clean = ByteBuffer()
    private var isAtStart = true
    /// Lines before the document, which the parser does not see.
    private var skippedLines = 0
    private var scrubbedLines = 0

    /// - Parameter encoding: In place of what the document says.
    init(_ format: any XMLFormat, encoding: String?) {
        self.format = format
        encodingName = encoding
    }

    deinit { cxml_destroy(parser) }

    var foundInstead: String? { format.foundInstead }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        if parser == nil { open(bytes) }
        guard let parser, let input else { throw ImportFault(line: nil, message: "there is not enough memory") }
        format.sink = sink
        defer { format.sink = nil }
        try input.decode(bytes, isEnd: isEnd, into: &pending, sink)
        if isAtStart { skipToDocument(sink) }
        clean.removeAll()
        let (dropped, mended) = (scrubber.dropped, scrubber.mended)
        let scrubbed = scrubber.scrub(pending.storage, isEnd: isEnd, into: &clean)
        scrubbedLines += LineScan.lines(in: UnsafeRawBufferPointer(rebasing: pending.storage[..<scrubbed]))
        pending.removeFirst(scrubbed)
        sink.report.controls += scrubber.dropped - dropped
        sink.report.ampersands += scrubber.mended - mended
        let start = clean.storage.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let isRefused = scrubber.refusal != nil
        try check(cxml_read(parser, start, clean.count, isEnd && !isRefused), parser)
        if let refusal = scrubber.refusal {
            throw ImportFault(line: skippedLines + scrubbedLines + 1, message: refusal)
        }
    }

    /// Text before a document is an error to a parser, and common where a blog prints blank lines and warnings.
    private func skipToDocument(_ sink: ImportSink) {
        let text = pending.storage
        let blanks = text.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? text.count
        let start = XMLDeclaration.start(of: text) ?? blanks
        if start > blanks { sink.add("there is other text before the XML; it is left out", 1) }
        skippedLines += LineScan.lines(in: UnsafeRawBufferPointer(rebasing: text[..<start]))
        pending.removeFirst(start)
        if pending.count > 0 { isAtStart = false }
    }

    private func check(_ status: CXMLStatus, _ parser: OpaquePointer) throws(ImportFault) {
        let message = { String(cString: cxml_message(parser)) }
        switch status {
        case .fine: return
        case .truncated:
            var message = "the file ends in the middle of the document"
            // In Chinese and Japanese encodings half a character takes the first byte of the section's end with it.
            if let lines = scrubber.openSection {
                message += ", in a CDATA section that begins in line \(skippedLines + scrubbedLines + 1 - lines)"
            }
            throw ImportFault(line: line, message: message)
        case .entity:
            throw ImportFault(
                line: line,
                message: "the entity \"\(message())\" is not known; those that a file declares are not expanded")
        // libxml2's own words for its limit of 10 MB (XML_MAX_HUGE_LENGTH, XML_MAX_LOOKUP_LIMIT).
        case .broken where message().contains("Huge input lookup"):
            throw ImportFault(line: line, message: "a comment, an instruction or a tag in it has more than 10 MB")
        case .broken: throw ImportFault(line: line, message: "it is no well-formed XML: \(message())")
        }
    }

    fileprivate var line: Int { Int(cxml_line(parser)) + skippedLines }

    /// - Parameter head: The document's first bytes.
    private func open(_ head: UnsafeRawBufferPointer) {
        input = InputText(encoding: encodingName ?? XMLDeclaration.encoding(head))
        let type = type(of: format)
        let events = CXMLEvents(
            start: { context, name, space, identifier, length in
                guard let reader = XMLReader.from(context) else { return }
                let identifier = identifier.map { UnsafeRawBufferPointer(start: $0, count: length) }
                reader.format.start(name: Int(name), space: Int(space), identifier: identifier, line: reader.line)
            },
            end: { context in
                guard let reader = XMLReader.from(context) else { return }
                reader.format.end(line: reader.line)
            },
            text: { context, bytes, count, isSection in
                let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
                XMLReader.from(context)?.format.text(bytes, isSection: isSection)
            })
        let names = type.names.map { UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self) as Optional }
        let spaces = type.spaces.map { UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self) as Optional }
        let attribute: StaticString = "id"
        names.withUnsafeBufferPointer { names in
            spaces.withUnsafeBufferPointer { spaces in
                let question = CXMLQuestion(
                    names: names.baseAddress, name_count: names.count, spaces: spaces.baseAddress,
                    space_count: spaces.count,
                    attribute: UnsafeRawPointer(attribute.utf8Start).assumingMemoryBound(to: CChar.self))
                parser = cxml_create(question, events, Unmanaged.passUnretained(self).toOpaque())
            }
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
        context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// What the first bytes of a document tell about its encoding (XML 1.0, appendix F).
enum XMLDeclaration {
    /// - Returns: `nil` where they tell nothing, which means UTF-8.
    static func encoding(_ head: UnsafeRawBufferPointer) -> String? {
        if let encoding = ByteOrderMark.encoding(head) { return encoding }
        if head.starts(with: [0x3C, 0x00, 0x3F, 0x00]) { return "UTF-16LE" }
        if head.starts(with: [0x00, 0x3C, 0x00, 0x3F]) { return "UTF-16BE" }
        guard let start = start(of: head) else { return nil }
        // A declaration has some 60 bytes.
        let declaration = String(decoding: head[start...].prefix(256), as: UTF8.self).prefix { $0 != ">" }
        guard let key = declaration.firstRange(of: "encoding") else { return nil }
        let value = declaration[key.upperBound...].drop { $0 == " " || $0 == "=" }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        let name = value.dropFirst().prefix { $0 != quote }
        // It is read as bytes of ASCII, which no document in UTF-16 is.
        return name.isEmpty || name.lowercased().hasPrefix("utf-16") ? nil : String(name)
    }

    /// Where `<?xml` stands; `nil` where it does not.
    static func start(of text: UnsafeRawBufferPointer) -> Int? {
        var from = 0
        while let place = text[from...].firstIndex(of: UInt8(ascii: "<")) {
            if text[place...].starts(with: "<?xml ".utf8) { return place }
            from = place + 1
        }
        return nil
    }
}
