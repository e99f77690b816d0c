import Glibc

/// Takes a comment's e-mail and IP out of everything that a verdict or a message says.
public struct Redactor {
    private var email = UnsafeRawBufferPointer(start: nil, count: 0)
    private var ip = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Other spellings of the two, which rules may know from their own lists.
    private var spellings: [(text: [UInt8], mark: StaticString)] = []

    /// Below this many bytes a value is no address, and taking it out would garble sentences.
    private static let shortest = 3

    public init() {}

    /// Turns to another comment; `nil` for a field that is absent or blank. The values must stay where they are while
    /// the comment is judged.
    public mutating func begin(email: UnsafeRawBufferPointer?, ip: UnsafeRawBufferPointer?) {
        self.email = Self.trimmed(email)
        self.ip = Self.trimmed(ip)
        if !spellings.isEmpty { spellings.removeAll(keepingCapacity: true) }
    }

    /// Takes in what a list entry calls the comment's e-mail or IP, where it names one address and no more.
    mutating func learn(_ entry: some Collection<UInt8>, of field: Field) {
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
        if !email.isEmpty { replace(email, "[email]", in: &output, from: start) }
        if !ip.isEmpty { replace(ip, "[ip]", in: &output, from: start) }
        for spelling in spellings where !spelling.text.isEmpty {
            spelling.text.withUnsafeBytes { replace($0, spelling.mark, in: &output, from: start) }
        }
    }

    private func replace(
        _ secret: UnsafeRawBufferPointer, _ mark: StaticString, in output: inout [UInt8], from start: Int
    ) {
        var from = start
        while let place = output.withUnsafeBytes({ Self.find(secret, in: $0, from: from) }) {
            output.replaceSubrange(
                place..<place + secret.count,
                with: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
            from = place + mark.utf8CodeUnitCount
        }
    }

    func redacted(_ text: String) -> String {
        var output = Array(text.utf8)
        redact(&output, from: 0)
        return String(decoding: output, as: UTF8.self)
    }

    /// The first place at or after `from` where `secret` stands, whatever the case of its letters A to Z.
    private static func find(_ secret: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from: Int) -> Int? {
        guard text.count - from >= secret.count else { return nil }
        let first = ASCII.lowercased(secret[0])
        for index in from...(text.count - secret.count) where ASCII.lowercased(text[index]) == first {
            var offset = 1
            while offset < secret.count, ASCII.lowercased(text[index + offset]) == ASCII.lowercased(secret[offset]) {
                offset += 1
            }
            if offset == secret.count { return index }
        }
        return nil
    }
}
