import CText
import Moderation

/// Turns the bytes of an input, whatever their encoding, into whole characters of UTF-8, piece by piece.
///
/// Bytes that stand for no character become U+FFFD, and their line is told.
final class TextConverter {
    private static let replacement: StaticString = "\u{FFFD}"
    /// Room for what one call of the library gives.
    private static let room = 8192

    private let decoder: OpaquePointer?
    /// The beginning of a character that is not whole yet.
    private var carried: [UInt8] = []
    private var isAtStart = true
    /// The line of the text that comes next, from 1.
    private var line = 1

    /// - Parameter encoding: As XML declares it, such as `GBK`; `nil` is UTF-8.
    /// - Returns: `nil` where nobody knows the encoding.
    init?(encoding: String?) {
        guard let name = encoding.map(Self.standardName), !["utf-8", "utf8"].contains(name) else {
            decoder = nil
            return
        }
        // The library's own names may carry options behind a comma.
        guard name.utf8.count < 64, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }),
            let opened = ctext_decoder_open(name)
        else { return nil }
        decoder = opened
    }

    deinit { if let decoder { ctext_decoder_close(decoder) } }

    /// What is meant by a name: browsers and editors have long written the larger set under the smaller one's name
    /// (WHATWG Encoding Standard, section 4.2).
    private static func standardName(_ name: String) -> String {
        let lower = name.lowercased()
        switch lower {
        case "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1": return "windows-1252"
        case "gb2312", "gbk", "x-gbk", "cp936": return "windows-936"
        default: return lower
        }
    }

    /// Appends the characters of the next bytes to `text`.
    ///
    /// - Parameter mangled: Called with the line of each stretch that stands for no character.
    func convert(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, into text: inout ByteBuffer, mangled: (Int) -> Void
    ) {
        let start = text.count
        if let decoder {
            convert(bytes, isEnd, by: decoder, into: &text, mangled)
        } else if carried.isEmpty {
            copy(bytes, isEnd, into: &text, mangled)
        } else {
            let joined = carried + bytes
            carried.removeAll()
            joined.withUnsafeBytes { copy($0, isEnd, into: &text, mangled) }
        }
        if isAtStart && text.count > start {
            isAtStart = false
            // A byte order mark.
            if start == 0 && text.storage.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        }
    }

    /// Checks text that is UTF-8, or should be.
    private func copy(
        _ bytes: UnsafeRawBufferPointer, _ isEnd: Bool, into text: inout ByteBuffer, _ mangled: (Int) -> Void
    ) {
        let end = isEnd ? bytes.count : Self.wholeCharacters(of: bytes)
        let whole = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        carried = Array(bytes[end...])
        if UTF8Fault.isValid(whole) {
            line += LineScan.lines(in: whole)
            return text.append(whole)
        }
        var start = 0
        var index = 0
        while index < whole.count {
            if let length = UTF8Fault.length(in: whole, at: index) {
                if whole[index] == 0x0A { line += 1 }
                index += length
                continue
            }
            text.append(UnsafeRawBufferPointer(rebasing: whole[start..<index]))
            text.append(Self.replacement)
            mangled(line)
            // What follows the first byte belongs to it as long as it is a continuation, three bytes at most.
            index += 1
            let last = min(index + 3, whole.count)
            while index < last, whole[index] & 0xC0 == 0x80 { index += 1 }
            start = index
        }
        text.append(UnsafeRawBufferPointer(rebasing: whole[start...]))
    }

    /// Where a character begins that is not whole at the end; the end where all are.
    private static func wholeCharacters(of bytes: UnsafeRawBufferPointer) -> Int {
        var index = bytes.count
        // A character has four bytes at most.
        while index > max(0, bytes.count - 4) {
            index -= 1
            let byte = bytes[index]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
            return index + length > bytes.count ? index : bytes.count
        }
        return bytes.count
    }

    private func convert(
        _ bytes: UnsafeRawBufferPointer, _ isEnd: Bool, by decoder: OpaquePointer, into text: inout ByteBuffer,
        _ mangled: (Int) -> Void
    ) {
        var rest = bytes
        var written = 0
        var isMangled = false
        repeat {
            let start = text.count
            text.fill(room: Self.room) { free in
                var consumed = 0
                written = ctext_decode(
                    decoder, rest.baseAddress?.assumingMemoryBound(to: UInt8.self), rest.count, isEnd, &consumed,
                    free.baseAddress?.assumingMemoryBound(to: CChar.self), Self.room, &isMangled)
                rest = UnsafeRawBufferPointer(rebasing: rest[consumed...])
                return written
            }
            line += LineScan.lines(in: UnsafeRawBufferPointer(rebasing: text.storage[start...]))
            if isMangled {
                text.append(Self.replacement)
                mangled(line)
            }
        } while !rest.isEmpty || written > 0 || isMangled
    }
}
