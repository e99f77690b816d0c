import Glibc

/// Takes a comment's e-mail and IP out of everything that a verdict or a message says.
public struct Redactor {
    private var email = UnsafeRawBufferPointer(start: nil, count: 0)
    private var ip = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Below this many bytes a value is no address, and taking it out would garble sentences.
    private static let shortest = 3

    public init() {}

    /// Turns to another comment; `nil` for a field that is absent or blank. The values must stay where they are while
    /// the comment is judged.
    public mutating func begin(email: UnsafeRawBufferPointer?, ip: UnsafeRawBufferPointer?) {
        self.email = Self.trimmed(email)
        self.ip = Self.trimmed(ip)
    }

    private static func trimmed(_ value: UnsafeRawBufferPointer?) -> UnsafeRawBufferPointer {
        guard var value else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        while let first = value.first, first <= 0x20 { value = UnsafeRawBufferPointer(rebasing: value.dropFirst()) }
        while let last = value.last, last <= 0x20 { value = UnsafeRawBufferPointer(rebasing: value.dropLast()) }
        return value.count >= shortest ? value : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Puts `[email]` and `[ip]` in place of the comment's own in what `output` holds from `start` on.
    public func redact(_ output: inout [UInt8], from start: Int) {
        for (secret, mark) in [(email, "[email]" as StaticString), (ip, "[ip]")] where !secret.isEmpty {
            var from = start
            while let place = output.withUnsafeBytes({ Self.find(secret, in: $0, from: from) }) {
                output.replaceSubrange(
                    place..<place + secret.count,
                    with: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
                from = place + mark.utf8CodeUnitCount
            }
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
