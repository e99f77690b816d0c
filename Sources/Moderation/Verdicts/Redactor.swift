import Glibc

/// Takes a comment's e-mail and IP out of everything that a verdict or a message says.
///
/// A class, since lending a structure that holds a list counts a reference each time. One thread uses it.
public final class Redactor {
    @exclusivity(unchecked) private var email = UnsafeRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private var ip = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Other spellings of the two, which rules may know from their own lists.
    @exclusivity(unchecked) private var spellings: [(text: [UInt8], mark: StaticString)] = []

    /// Below this many bytes a value is no address, and taking it out would garble sentences.
    private static let shortest = 3

    public init() {}

    /// Turns to another comment; `nil` for a field that is absent or blank. The values must stay where they are while
    /// the comment is judged.
    public func begin(email: UnsafeRawBufferPointer?, ip: UnsafeRawBufferPointer?) {
        self.email = Self.trimmed(email)
        self.ip = Self.trimmed(ip)
        if !spellings.isEmpty { spellings.removeAll(keepingCapacity: true) }
    }

    /// Takes in what a list entry calls the comment's e-mail or IP, where it names one address and no more.
    func learn(_ entry: some Collection<UInt8>, of field: Field) {
        let slash = entry.firstIndex(of: UInt8(ascii: "/"))
        switch field {
        case .email where entry.first != UInt8(ascii: "@"): spellings.append((Array(entry), "[email]"))
        case .ip
        where slash == nil || entry.suffix(3).elementsEqual("/32".utf8) || entry.suffix(4).elementsEqual("/128".utf8):
            spellings.append((Array(entry[..<(slash ?? entry.endIndex)]), "[ip]"))
        default: break
        }
    }

    private static func trimmed(_ value: UnsafeRawBufferPointer?) -> UnsafeRawBufferPointer {
        guard var value else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        while let first = value.first, first <= 0x20 { value = UnsafeRawBufferPointer(rebasing: value.dropFirst()) }
        while let last = value.last, last <= 0x20 { value = UnsafeRawBufferPointer(rebasing: value.dropLast()) }
        return value.count >= shortest ? value : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Puts `[email]` and `[ip]` in place of the comment's own in what `output` holds from `start` on.
    public func redact(_ output: inout [UInt8], from start: Int) {
        if email.isEmpty && ip.isEmpty && spellings.isEmpty { return }
        let found = output.withUnsafeBytes { ranges(in: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        if found.isEmpty { return }
        let text = Array(output[start...])
        output.removeSubrange(start...)
        var end = 0
        for (range, mark) in found {
            output += text[end..<range.lowerBound]
            output += UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
            end = range.upperBound
        }
        output += text[end...]
    }

    /// Where the comment's addresses stand in a text, in order and without overlaps, each with what to put in its place.
    package func ranges(in text: UnsafeRawBufferPointer) -> [(range: Range<Int>, mark: StaticString)] {
        var found: [(range: Range<Int>, mark: StaticString)] = []
        Self.find(email, in: text) { found.append(($0, "[email]")) }
        Self.find(ip, in: text) { found.append(($0, "[ip]")) }
        // By their numbers: a walk through the list counts a reference to it, though it is nearly always empty.
        for index in spellings.indices {
            spellings[index].text.withUnsafeBytes { secret in
                Self.find(secret, in: text) { found.append(($0, spellings[index].mark)) }
            }
        }
        if found.count < 2 { return found }
        // Of those that overlap the first one stands, made as long as both are.
        found.sort { ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound) }
        var kept: [(range: Range<Int>, mark: StaticString)] = []
        for item in found {
            if let last = kept.last, item.range.lowerBound < last.range.upperBound {
                let end = max(last.range.upperBound, item.range.upperBound)
                kept[kept.count - 1].range = last.range.lowerBound..<end
            } else {
                kept.append(item)
            }
        }
        return kept
    }

    package func redacted(_ text: String) -> String {
        var output = Array(text.utf8)
        redact(&output, from: 0)
        return String(decoding: output, as: UTF8.self)
    }

    /// Up to this product of lengths comparing at each place is fast enough, and needs no memory.
    private static let shortWork = 1 << 20

    /// Finds all places where `secret` stands, whatever the case of its letters A to Z.
    private static func find(
        _ secret: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, found: (Range<Int>) -> Void
    ) {
        guard secret.count > 0, secret.count <= text.count else { return }
        if secret.count * text.count > shortWork { return findLong(secret, in: text, found: found) }
        let first = ASCII.lowercased(secret[0])
        var index = 0
        while index <= text.count - secret.count {
            var matched = ASCII.lowercased(text[index]) == first ? 1 : 0
            if matched == 1 {
                while matched < secret.count,
                    ASCII.lowercased(text[index + matched]) == ASCII.lowercased(secret[matched])
                { matched += 1 }
            }
            if matched == secret.count { found(index..<index + matched) }
            index += matched == secret.count ? matched : 1
        }
    }

    /// The same in time linear in both (Knuth, Morris, Pratt 1977): a field may be as long as a line, and an e-mail of
    /// one letter again and again too.
    private static func findLong(
        _ secret: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, found: (Range<Int>) -> Void
    ) {
        // How much of the secret is still matched where the next byte does not go on.
        var borders = [Int](repeating: 0, count: secret.count)
        var matched = 0
        for index in 1..<secret.count {
            let byte = ASCII.lowercased(secret[index])
            while matched > 0, ASCII.lowercased(secret[matched]) != byte { matched = borders[matched - 1] }
            if ASCII.lowercased(secret[matched]) == byte { matched += 1 }
            borders[index] = matched
        }
        matched = 0
        for index in text.indices {
            let byte = ASCII.lowercased(text[index])
            while matched > 0, ASCII.lowercased(secret[matched]) != byte { matched = borders[matched - 1] }
            if ASCII.lowercased(secret[matched]) == byte { matched += 1 }
            if matched == secret.count {
                found(index + 1 - secret.count..<index + 1)
                matched = 0
            }
        }
    }
}
