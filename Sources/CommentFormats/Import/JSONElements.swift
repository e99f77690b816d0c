import Moderation

/// Takes the objects out of JSON that is too large to be read at once: the elements of arrays, or objects one behind the
/// other, as when pages of answers are put into one file.
struct JSONElements: ~Copyable {
    /// The longest object that is read, in bytes; a parser needs several times as much.
    static let longest = 8 << 20
    /// Of an object: each takes some forty bytes besides its text.
    static let mostValues = 200_000

    /// What stands between two commas. Valid while it is handed over.
    enum Element {
        /// An object on one line.
        case object(UnsafeRawBufferPointer)
        /// An object of the array in an object that was entered.
        case inner(UnsafeRawBufferPointer)
        /// Why an element is no object that is read.
        case refused(String)
    }

    private var element = ByteBuffer()
    private var depth = 0
    private var values = 0
    private var isInString = false
    private var isEscaped = false
    /// Within a number, `true`, `false` or `null` between objects.
    private var isInWord = false
    private var isTooLong = false
    private var arrays = 0
    /// The number of arrays that are open where one in an object was entered.
    private var entered: Int?
    /// Behind that array, in the object that holds it.
    private var isBehindEntered = false
    private var line = 1
    private var elementLine = 1

    /// Looks through the next piece, which may end anywhere.
    ///
    /// - Parameters:
    ///   - enter: Gets an object up to an array in it, and says whether the array's elements are to be handed over rather
    ///     than the object as a whole.
    ///   - take: Gets each element, and the line where it begins.
    mutating func scan(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, entering enter: (UnsafeRawBufferPointer) -> Bool = { _ in false },
        _ take: (Element, Int) -> Void
    ) throws(ImportFault) {
        var start = 0
        var index = 0
        while index < bytes.count {
            if isInString && !isEscaped {
                // Most of what comes.
                while index < bytes.count, bytes[index].isPlainInString { index += 1 }
                if index == bytes.count { break }
            }
            let byte = bytes[index]
            let isInside = depth > 0
            if byte == 0x0A { line += 1 }
            if isInString {
                inside(byte)
            } else if !isInside {
                try between(byte, take)
                start = index
            } else if byte == UInt8(ascii: "["), depth == 1, entered == nil, !isBehindEntered {
                append(bytes, start..<index)
                start = index
                if !isTooLong && enter(element.storage) {
                    openArray()
                    index += 1
                    continue
                }
                outside(byte)
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
                hand(take)
            }
        }
        if depth > 0 { append(bytes, start..<index) }
        if isEnd && (depth > 0 || arrays > 0) {
            throw ImportFault(line: line, message: "the file ends in the middle of an array or object")
        }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        if isBehindEntered { return }
        if element.count + range.count > Self.longest { isTooLong = true }
        if !isTooLong { element.append(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    /// Hands over the object that ends here.
    private mutating func hand(_ take: (Element, Int) -> Void) {
        if isBehindEntered {
            isBehindEntered = false
        } else if isTooLong {
            take(.refused("the object has more than \(Self.longest >> 20) MiB"), elementLine)
        } else if values > Self.mostValues {
            take(.refused("the object has more than \(Self.mostValues) values"), elementLine)
        } else {
            take(entered == nil ? .object(element.storage) : .inner(element.storage), elementLine)
        }
        element.removeAll()
        isTooLong = false
    }

    /// Goes on in an array of the object as between objects.
    private mutating func openArray() {
        arrays += 1
        entered = arrays
        depth = 0
        element.removeAll()
    }

    private mutating func closeArray() {
        if arrays == entered {
            entered = nil
            isBehindEntered = true
            depth = 1
        }
        arrays -= 1
    }

    /// A byte between objects.
    private mutating func between(_ byte: UInt8, _ take: (Element, Int) -> Void) throws(ImportFault) {
        if isInWord, byte.isPartOfWord { return }
        isInWord = false
        switch byte {
        // White space, and the bytes of a mark that a page began with.
        case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: break
        case UInt8(ascii: "{"):
            depth = 1
            values = 0
            elementLine = line
        // Answers are arrays; one in another is tolerated, as of `jq -s`.
        case UInt8(ascii: "[") where arrays < (entered ?? 1) + 1: arrays += 1
        case UInt8(ascii: "]") where arrays > 0: closeArray()
        case UInt8(ascii: ","): break
        case UInt8(ascii: "\"") where arrays > 0:
            isInString = true
            take(.refused("a text stands where an object should"), line)
        case _ where arrays > 0 && byte.beginsWord:
            isInWord = true
            take(.refused("a value stands where an object should"), line)
        default:
            throw ImportFault(line: line, message: "unexpected text between the objects of the JSON")
        }
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
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            values += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ","): values += 1
        default: break
        }
    }
}

extension UInt8 {
    /// Whether it neither ends a string nor means anything in it.
    fileprivate var isPlainInString: Bool { self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }

    /// Whether `null`, `true`, `false` or a number begins with it.
    fileprivate var beginsWord: Bool {
        switch self {
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "-"), 0x30...0x39: true
        default: false
        }
    }

    fileprivate var isPartOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x30...0x39: true
        case UInt8(ascii: "E"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
