import CText
import Glibc
import Moderation

/// Reads comments from lines of JSON. It keeps the parser's memory from line to line.
public final class JSONCommentDecoder: CommentDecoder {
    private static let defaultType: StaticString = "comment"
    /// The slots of which a comment needs one.
    private static let content: UInt32 =
        1 << UInt32(FieldKeys.slot(.body)) | 1 << UInt32(FieldKeys.slot(.author)) | 1 << UInt32(FieldKeys.slot(.url))

    /// Whether a date that is none is left out, and its name kept, in place of making the comment malformed.
    var toleratesDates = false
    /// The names of such dates in what was decoded last.
    private(set) var wrongDates: [String] = []

    private let maxLine: Int
    private let parser: OpaquePointer?
    private let resolution = FieldResolution()

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
        wrongDates.removeAll(keepingCapacity: true)
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
        entry.hasExtra = resolution.extraCount > 0
        entry.hasModeration = resolution.hasModeration
        if let malformation = store(into: &entry, block, room: length) { return malformation }
        if resolution.slots & Self.content == 0 { return .noContent }
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

    /// Copies the fields into the block, all by one reservation: together they are no longer than their line.
    private func store(
        into entry: inout CommentEntry, _ block: CommentBlock, room length: Int
    ) -> CommentEntry.Malformation? {
        var malformation: CommentEntry.Malformation?
        let offset = block.bytes.count
        block.bytes.fill(room: length) { room in
            var writer = FieldWriter(room: room, offset: offset)
            var slots = resolution.slots
            while slots != 0 && malformation == nil {
                let slot = slots.trailingZeroBitCount
                slots &= slots &- 1
                guard let member = resolution.member(of: slot) else { break }
                if let field = Field(rawValue: UInt8(truncatingIfNeeded: slot)) {
                    if member.pointee.value.kind == .string {
                        entry.set(field, to: writer.append(member.pointee.value.text, member.pointee.value.length))
                    } else {
                        malformation = store(member.pointee.value, as: field, into: &entry, &writer)
                    }
                } else {
                    malformation = storeTime(member.pointee.value, of: slot, into: &entry)
                }
            }
            return writer.count
        }
        return malformation
    }

    private func storeTime(
        _ value: CTextJSONValue, of slot: Int, into entry: inout CommentEntry
    ) -> CommentEntry.Malformation? {
        let time: Timestamp =
            switch value.kind {
            case .string: Timestamp(text: UnsafeRawBufferPointer(start: value.text, count: value.length))
            case .integer: Timestamp(seconds: Int64(bitPattern: value.bits))
            case .number: Timestamp(seconds: Double(bitPattern: value.bits))
            default: .invalid
            }
        guard case .seconds(let seconds) = time else {
            guard toleratesDates else { return .noDate(resolution.name(of: slot)) }
            wrongDates.append(resolution.name(of: slot))
            return nil
        }
        if slot == FieldKeys.createdAt { entry.createdAt = seconds } else { entry.postCreatedAt = seconds }
        return nil
    }

    /// Stores a value that is no string.
    private func store(
        _ value: CTextJSONValue, as field: Field, into entry: inout CommentEntry, _ writer: inout FieldWriter
    ) -> CommentEntry.Malformation? {
        let slot = FieldKeys.slot(field)
        let mayBeRendered = field == .body && resolution.winningRank(of: slot) == FieldKeys.renderedRank
        switch value.kind {
        case .integer where field.mayBeInteger:
            let signed = Int64(bitPattern: value.bits)
            entry.set(field, to: writer.append(signed.magnitude, isNegative: signed < 0), isInteger: true)
            return nil
        case .unsigned where field.mayBeInteger:
            entry.set(field, to: writer.append(value.bits, isNegative: false), isInteger: true)
            return nil
        case .object where mayBeRendered:
            guard let text = renderedText(of: value) else { break }
            entry.set(field, to: writer.append(text.text, text.length))
            return nil
        default:
            break
        }
        let expected: String =
            mayBeRendered
            ? "a string or an object with raw or rendered"
            : field.mayBeInteger ? "a string or an integer" : "a string"
        return .invalidField(resolution.name(of: slot), expected)
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

    /// Under which name the record that was decoded last has a field; `nil` where the field is absent.
    func key(of field: Field) -> String? {
        key(ofSlot: FieldKeys.slot(field))
    }

    /// The same of any slot of `FieldKeys`.
    func key(ofSlot slot: Int) -> String? {
        resolution.slots & 1 << UInt32(slot) == 0 ? nil : resolution.name(of: slot)
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

    /// Reads the entry's line once more for the verdict that an earlier run has put under `moderation`. The tape is empty
    /// where there is none.
    func readModeration(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape) {
        tape.removeAll()
        if entry.hasModeration { readMember("moderation", of: entry, in: block, into: &tape) }
    }

    /// Reads the entry's line once more for one of its members; the last of several counts. The tape is empty where
    /// there is none.
    func readMember(
        _ name: String, of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape
    ) {
        tape.removeAll()
        block.input.reserve(Int(CTEXT_JSON_PADDING))
        let raw = block.raw(entry)
        guard let parser, let base = raw.baseAddress, parse(base, raw.count) == nil else { return }
        var count = 0
        let members = UnsafeBufferPointer(start: CTextJSONMembers(parser, &count), count: count)
        let found = members.last { member in
            UnsafeRawBufferPointer(start: member.key, count: member.keyLength).elementsEqual(name.utf8)
        }
        if let found { append(found.value, to: &tape) }
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
    var nodes: Int {
        kind == .object ? 2 * Int(count) : Int(count)
    }
}

extension ValueTape {
    mutating func append(_ value: CTextJSONValue) {
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
