import Moderation

/// Finds out where a line stops being JSON that is taken, and why.
///
/// simdjson's DOM parser says that a line is refused, not where; this slower look is taken at refused lines only. It
/// names places by bytes from the line's start, from 0, and never gives the line's own text.
struct JSONFault {
    /// The deepest that objects and arrays may stand in each other, as the parser has it.
    static let depth = 1024

    let bytes: UnsafeRawBufferPointer
    var index = 0
    private var fault: Fault?

    /// What was found, before it is boxed: the optimizer of Swift 6.3.1 fails on a class here.
    private struct Fault {
        var code: String
        var message: String
    }

    static func locate(in line: UnsafeRawBufferPointer) -> CommentEntry.Malformation {
        if let offset = UTF8Fault.offset(in: line) {
            return .init(code: "invalid_utf8", message: "invalid UTF-8 at byte \(offset)")
        }
        var scan = JSONFault(bytes: line)
        scan.run()
        let fault = scan.fault ?? Fault(code: "invalid_json", message: "the line is no valid JSON")
        return .init(code: fault.code, message: fault.message)
    }

    private init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func fail(_ what: String, at place: Int? = nil) {
        let offset = place ?? index
        let isEnd = offset >= bytes.count
        let message = isEnd ? "unexpected end of line at byte \(bytes.count)" : "\(what) at byte \(offset)"
        fault = Fault(code: "invalid_json", message: message)
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Walks the document without recursion: what is open stands in `isObject`.
    private mutating func run() {
        var isObject: [Bool] = []
        skipSpace()
        if index == bytes.count { return fail("", at: index) }
        while fault == nil {
            guard openOrRead(&isObject) else { continue }
            guard fault == nil, close(&isObject) else { return }
        }
    }

    /// Reads a value, or enters a container that has one. Says whether a value is complete.
    private mutating func openOrRead(_ isObject: inout [Bool]) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: "{") || current == UInt8(ascii: "[") else {
            scalar()
            return true
        }
        let opensObject = current == UInt8(ascii: "{")
        if isObject.count == Self.depth {
            let message = "objects and arrays stand more than \(Self.depth) deep in each other at byte \(index)"
            fault = Fault(code: "too_deep", message: message)
            return false
        }
        index += 1
        skipSpace()
        if take(opensObject ? "}" : "]") { return true }
        isObject.append(opensObject)
        if opensObject { key() }
        return false
    }

    /// Goes on behind a complete value, closing what ends there. Says whether another value follows.
    private mutating func close(_ isObject: inout [Bool]) -> Bool {
        while true {
            skipSpace()
            guard let isInObject = isObject.last else {
                if index < bytes.count { fail("unexpected text behind the end of the JSON value") }
                return false
            }
            if take(",") {
                if isInObject {
                    skipSpace()
                    key()
                }
                return fault == nil
            }
            guard take(isInObject ? "}" : "]") else {
                fail(isInObject ? "expected ',' or '}'" : "expected ',' or ']'")
                return false
            }
            isObject.removeLast()
        }
    }

    private mutating func key() {
        guard current == UInt8(ascii: "\"") else { return fail("expected a key in quotation marks") }
        string()
        guard fault == nil else { return }
        skipSpace()
        if !take(":") { fail("expected ':'") }
    }

    private mutating func scalar() {
        guard let byte = current else { return fail("") }
        switch byte {
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "t"): word("true")
        case UInt8(ascii: "f"): word("false")
        case UInt8(ascii: "n"): word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): number()
        default: fail("expected a value")
        }
    }

    private mutating func word(_ word: StaticString) {
        let start = index
        for position in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[position] else {
                // A word cut off by the line's end is an end, anything else is no value.
                return fail("expected a value", at: index == bytes.count ? index : start)
            }
            index += 1
        }
    }

    private mutating func string() {
        index += 1
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"):
                escape()
                if fault != nil { return }
            case 0..<0x20:
                return fail("unescaped control character in a string")
            default:
                index += 1
            }
        }
        fail("")
    }

    private mutating func escape() {
        let start = index
        index += 1
        switch current {
        case UInt8(ascii: "u"):
            index += 1
            for _ in 0..<4 {
                guard let byte = current, byte.isHexadecimalDigit else {
                    return fail("invalid escape in a string", at: index == bytes.count ? index : start)
                }
                index += 1
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
        default:
            fail("invalid escape in a string", at: index == bytes.count ? index : start)
        }
    }

    /// How many digits follow.
    private mutating func digits() -> Int {
        let start = index
        while let byte = current, byte >= 0x30 && byte <= 0x39 { index += 1 }
        return index - start
    }

    private mutating func number() {
        let start = index
        _ = take("-")
        let first = current
        let whole = digits()
        if whole == 0 || (whole > 1 && first == UInt8(ascii: "0")) {
            return fail("invalid number", at: index == bytes.count ? index : start)
        }
        var isInteger = true
        if take(".") {
            isInteger = false
            if digits() == 0 { return fail("invalid number", at: index == bytes.count ? index : start) }
        }
        var hasExponent = false
        if take("e") || take("E") {
            isInteger = false
            hasExponent = true
            if !take("+") { _ = take("-") }
            if digits() == 0 { return fail("invalid number", at: index == bytes.count ? index : start) }
        }
        // 64 bits hold 18 digits always, a double 308 without an exponent.
        guard isInteger ? index - start > 18 : hasExponent || index - start > 308 else { return }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        let fits = isInteger ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite ?? false
        if !fits { fault = Fault(code: "number_out_of_range", message: "number out of range at byte \(start)") }
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
