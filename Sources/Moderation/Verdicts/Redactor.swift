/// Takes a comment's e-mail and IP out of everything that a verdict or a message says.
struct Redactor {
    private var email: [UInt8] = []
    private var ip: [UInt8] = []

    /// Below this many bytes a value is no address, and taking it out would garble sentences.
    private static let shortest = 3

    /// Turns to another comment; `nil` for a field that is absent or blank.
    mutating func begin(email: UnsafeRawBufferPointer?, ip: UnsafeRawBufferPointer?) {
        Self.keep(email, in: &self.email)
        Self.keep(ip, in: &self.ip)
    }

    private static func keep(_ value: UnsafeRawBufferPointer?, in kept: inout [UInt8]) {
        kept.removeAll(keepingCapacity: true)
        guard let value, value.count >= shortest else { return }
        for byte in value { kept.append(ASCII.lowercased(byte)) }
        while kept.last == 0x20 { kept.removeLast() }
    }

    /// Appends `text` with `[email]` and `[ip]` in place of the comment's own, and returns where it stands.
    func append(_ text: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Range<Int> {
        let start = output.count
        var index = 0
        while index < text.count {
            if let length = match(email, text, at: index) {
                output.append(contentsOf: "[email]".utf8)
                index += length
            } else if let length = match(ip, text, at: index) {
                output.append(contentsOf: "[ip]".utf8)
                index += length
            } else {
                output.append(text[index])
                index += 1
            }
        }
        return start..<output.count
    }

    func redacted(_ text: String) -> String {
        var output: [UInt8] = []
        var text = text
        _ = text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    private func match(_ secret: [UInt8], _ text: UnsafeRawBufferPointer, at index: Int) -> Int? {
        guard !secret.isEmpty, text.count - index >= secret.count else { return nil }
        for offset in secret.indices where ASCII.lowercased(text[index + offset]) != secret[offset] { return nil }
        return secret.count
    }
}
