import Moderation

/// Takes the objects out of JSON that is too large to be read at once: the elements of arrays, or objects one behind the
/// other, as when pages of answers are put into one file.
struct JSONElements: ~Copyable {
    /// The longest object that is read, in bytes; a parser needs several times as much.
    static let longest = 8 << 20

    private var element = ByteBuffer()
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isTooLong = false
    private var arrays = 0
    private var line = 1
    private var elementLine = 1

    /// Whether anything but white space came.
    private(set) var hasContent = false

    /// Looks through the next piece, which may end anywhere.
    ///
    /// - Parameter take: Gets each object on one line, and the line where it begins; `nil` for one that is too long.
    mutating func scan(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ take: (UnsafeRawBufferPointer?, Int) -> Void
    ) throws(ImportFault) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isInside = depth > 0
            if byte == 0x0A { line += 1 }
            if !isInside {
                try between(byte)
                start = index
            } else if isInString {
                inside(byte)
            } else {
                outside(byte)
            }
            index += 1
            if byte < 0x20 && depth > 0 {
                // An object is handed on as one line. In a string a line end is no JSON, and stays none.
                append(bytes, start..<index - 1)
                element.append(isInString ? 0x01 : 0x20)
                start = index
            } else if depth == 0 && isInside {
                append(bytes, start..<index)
                take(isTooLong ? nil : element.storage, elementLine)
                element.removeAll()
                isTooLong = false
            }
        }
        if depth > 0 { append(bytes, start..<index) }
        if isEnd && (depth > 0 || arrays > 0) {
            throw ImportFault(line: line, message: "the file ends in the middle of an array or object")
        }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        if element.count + range.count > Self.longest { isTooLong = true }
        if !isTooLong { element.append(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    /// A byte between objects.
    private mutating func between(_ byte: UInt8) throws(ImportFault) {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return
        case UInt8(ascii: "{"):
            depth = 1
            elementLine = line
        // Answers are arrays; one in another is tolerated, as of `jq -s`.
        case UInt8(ascii: "[") where arrays < 2: arrays += 1
        case UInt8(ascii: "]") where arrays > 0: arrays -= 1
        case UInt8(ascii: ","): break
        default:
            throw ImportFault(line: line, message: "unexpected text between the objects of the JSON")
        }
        hasContent = true
    }

    private mutating func inside(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func outside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
    }
}

/// Cuts a text into its lines, piece by piece.
struct LinePieces: ~Copyable {
    /// The longest line that is read, in bytes.
    static let longest = 16 << 20

    private var carried = ByteBuffer()
    private var isTooLong = false
    private(set) var line = 1

    /// - Parameter take: Gets each line without its end, and its number; `nil` for one that is too long. Empty lines are
    ///   left out.
    mutating func split(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ take: (UnsafeRawBufferPointer?, Int) -> Void
    ) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            carry(bytes, start..<end)
            hand(take)
            line += 1
            start = end + 1
        }
        carry(bytes, start..<bytes.count)
        if isEnd { hand(take) }
    }

    private mutating func carry(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        if carried.count + range.count > Self.longest { isTooLong = true }
        if !isTooLong { carried.append(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    private mutating func hand(_ take: (UnsafeRawBufferPointer?, Int) -> Void) {
        if isTooLong {
            take(nil, line)
        } else {
            let isBroken = carried.storage.last == 0x0D
            let text = UnsafeRawBufferPointer(rebasing: carried.storage.dropLast(isBroken ? 1 : 0))
            if !text.isEmpty { take(text, line) }
        }
        isTooLong = false
        carried.removeAll()
    }
}
