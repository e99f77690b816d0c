import CText
import Glibc
import Moderation

/// Reads comments from lines of JSON. It keeps the parser's memory from line to line.
public final class JSONCommentDecoder: CommentDecoder {
    private static let defaultType: StaticString = "comment"

    private let maxLine: Int
    private let parser: OpaquePointer?
    private var resolution = FieldResolution()
    private let digits = DecimalDigits()

    /// - Parameter maxLine: The longest line in bytes without its end; a longer one is malformed.
    public init(maxLine: Int = JSONLinesSource.defaultMaxLine) {
        self.maxLine = maxLine
        parser = CTextJSONParserCreate()
    }

    deinit { CTextJSONParserDestroy(parser) }

    /// Appends an entry for each line of `block.input` that is not empty. A block whose entries its source has made is
    /// left as it is.
    public func decode(_ block: CommentBlock) {
        guard block.entries.isEmpty else { return }
        // What the parser may read beyond the last line.
        block.input.reserve(Int(CTEXT_JSON_PADDING))
        let input = block.input.storage
        guard let base = input.baseAddress else { return }
        var defaultType = CommentEntry.Place.absent
        var line = block.firstLine
        var start = 0
        while start < input.count {
            let found = memchr(base + start, 0x0A, input.count - start)
            let end = found.map { UnsafeRawPointer($0) - base } ?? input.count
            let length = end > start && input[end - 1] == 0x0D ? end - start - 1 : end - start
            if length > 0 {
                var entry = CommentEntry(line: line, raw: start..<start + length)
                if let malformation = read(base + start, length, into: &entry, block, &defaultType) {
                    entry = CommentEntry(line: line, raw: start..<start + length)
                    entry.malformation = malformation
                }
                block.entries.append(entry)
            }
            line += 1
            start = end + 1
        }
    }

    /// Fills `entry` from one line, or says why it is no comment.
    private func read(
        _ line: UnsafeRawPointer, _ length: Int, into entry: inout CommentEntry, _ block: CommentBlock,
        _ defaultType: inout CommentEntry.Place
    ) -> CommentEntry.Malformation? {
        if length > maxLine { return .lineTooLong(maxLine) }
        if let malformation = parse(line, length) { return malformation }
        entry.hasExtra = resolution.hasExtra
        entry.hasModeration = resolution.hasModeration
        if let malformation = store(into: &entry, block) { return malformation }
        if entry.place(of: .body).isAbsent && entry.place(of: .author).isAbsent && entry.place(of: .url).isAbsent {
            return .noContent
        }
        if entry.place(of: .type).isAbsent || entry.place(of: .type).count == 0 {
            // One copy of the word serves the whole block.
            if defaultType.isAbsent { defaultType = Self.defaultType.place(in: block) }
            entry.set(.type, to: defaultType)
        }
        return nil
    }

    /// Parses a line and finds the member that each field is read from.
    private func parse(_ line: UnsafeRawPointer, _ length: Int) -> CommentEntry.Malformation? {
        guard let parser else { return .noMemory }
        switch CTextJSONParse(parser, line.assumingMemoryBound(to: UInt8.self), length) {
        case .object: break
        case .otherRoot: return .noObject
        case .invalid: return JSONFault.locate(in: UnsafeRawBufferPointer(start: line, count: length))
        case .outOfMemory: return .noMemory
        }
        var count = 0
        let members = CTextJSONMembers(parser, &count)
        resolution.resolve(UnsafeBufferPointer(start: members, count: count))
        return nil
    }

    private func store(into entry: inout CommentEntry, _ block: CommentBlock) -> CommentEntry.Malformation? {
        for slot in 0..<Field.count {
            guard let winner = resolution.winner(of: slot), let field = Field(rawValue: UInt8(slot)) else { continue }
            if let malformation = store(winner.value, winner.key, as: field, into: &entry, block) {
                return malformation
            }
        }
        if let created = resolution.winner(of: FieldKeys.createdAt) {
            guard case .seconds(let seconds) = FieldResolution.timestamp(created.value) else {
                return .noDate(created.key)
            }
            entry.createdAt = seconds
        }
        if let created = resolution.winner(of: FieldKeys.postCreatedAt) {
            guard case .seconds(let seconds) = FieldResolution.timestamp(created.value) else {
                return .noDate(created.key)
            }
            entry.postCreatedAt = seconds
        }
        return nil
    }

    private func store(
        _ value: CTextJSONValue, _ key: FieldKeys.Key, as field: Field, into entry: inout CommentEntry,
        _ block: CommentBlock
    ) -> CommentEntry.Malformation? {
        switch value.kind {
        case .string:
            entry.set(field, to: block.append(UnsafeRawBufferPointer(start: value.text, count: value.length)))
            return nil
        case .integer where field.mayBeInteger:
            let signed = Int64(bitPattern: value.bits)
            let place = digits.withText(signed.magnitude, isNegative: signed < 0) { block.append($0) }
            entry.set(field, to: place, isInteger: true)
            return nil
        case .unsigned where field.mayBeInteger:
            entry.set(field, to: digits.withText(value.bits, isNegative: false) { block.append($0) }, isInteger: true)
            return nil
        case .object where key.mayBeRendered:
            guard let text = renderedText(of: value) else { break }
            entry.set(field, to: block.append(UnsafeRawBufferPointer(start: text.text, count: text.length)))
            return nil
        default:
            break
        }
        if key.mayBeRendered { return .invalidField("\(key.text)", "a string or an object with raw or rendered") }
        return .invalidField("\(key.text)", field.mayBeInteger ? "a string or an integer" : "a string")
    }

    /// The text of WordPress's `{"raw": …, "rendered": …}`: what was typed where it is given.
    private func renderedText(of object: CTextJSONValue) -> CTextJSONValue? {
        var raw: CTextJSONValue?
        var rendered: CTextJSONValue?
        forEachMember(of: object) { key, value in
            let name = UnsafeRawBufferPointer(start: key.text, count: key.length)
            if name.elementsEqual("raw".utf8) { raw = value.kind == .null ? nil : value }
            if name.elementsEqual("rendered".utf8) { rendered = value.kind == .null ? nil : value }
        }
        guard let text = raw ?? rendered, text.kind == .string else { return nil }
        return text
    }

    private func forEachMember(of object: CTextJSONValue, _ body: (CTextJSONValue, CTextJSONValue) -> Void) {
        var index = object.index + 1
        for _ in 0..<object.count {
            var key = CTextJSONValue()
            var value = CTextJSONValue()
            let place = CTextJSONRead(parser, index, &key)
            index = CTextJSONRead(parser, place, &value)
            body(key, value)
            index = skip(value, next: index)
        }
    }

    /// The index after a value whose own node has been read.
    private func skip(_ value: CTextJSONValue, next: Int) -> Int {
        var pending = value.nodes
        var index = next
        while pending > 0 {
            var node = CTextJSONValue()
            index = CTextJSONRead(parser, index, &node)
            pending += node.nodes - 1
        }
        return index
    }

    /// Parses the entry's line once more: few rules ask for `comment.extra`, and most comments have none.
    public func readExtra(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape) {
        tape.removeAll()
        block.input.reserve(Int(CTEXT_JSON_PADDING))
        let raw = block.raw(entry)
        guard entry.malformation == nil, entry.hasExtra, let base = raw.baseAddress, parse(base, raw.count) == nil
        else {
            tape.append(.object(count: 0))
            return
        }
        tape.append(.object(count: resolution.extraCount))
        resolution.forEachExtra { member in
            tape.append(string: UnsafeRawBufferPointer(start: member.key, count: member.keyLength))
            append(member.value, to: &tape)
        }
    }

    private func append(_ value: CTextJSONValue, to tape: inout ValueTape) {
        tape.append(value)
        var pending = value.nodes
        var index = value.index + 1
        while pending > 0 {
            var node = CTextJSONValue()
            index = CTextJSONRead(parser, index, &node)
            tape.append(node)
            pending += node.nodes - 1
        }
    }
}

extension CTextJSONValue {
    /// How many nodes stand right below it: an object's keys count as nodes too.
    fileprivate var nodes: Int {
        kind == .object ? 2 * Int(count) : Int(count)
    }
}

extension ValueTape {
    fileprivate mutating func append(_ value: CTextJSONValue) {
        switch value.kind {
        case .null: append(.null)
        case .false: append(.boolean(false))
        case .true: append(.boolean(true))
        case .integer: append(.integer(Int64(bitPattern: value.bits)))
        case .unsigned: append(.unsigned(value.bits))
        case .number: append(.number(Double(bitPattern: value.bits)))
        case .string: append(string: UnsafeRawBufferPointer(start: value.text, count: value.length))
        case .array: append(.array(count: Int(value.count)))
        case .object: append(.object(count: Int(value.count)))
        }
    }
}

extension Field {
    /// Whether JSON may give it as an integer.
    fileprivate var mayBeInteger: Bool { self == .id || self == .post || self == .parent }
}

extension StaticString {
    fileprivate func place(in block: CommentBlock) -> CommentEntry.Place {
        block.append(UnsafeRawBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
    }
}
