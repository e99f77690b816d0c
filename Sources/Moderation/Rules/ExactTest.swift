import TextAnalysis

/// What `is` and `exempt` ask: fields are exactly this. All fields named must agree, with any value of each.
struct ExactTest: Sendable {
    /// The values that one field may have.
    struct Part: Sendable {
        var field: Field
        var values: Values
        /// The values as written, by the number that a lookup gives.
        var entries: RuleSet.Entries
    }

    /// Values in the form in which their field compares.
    enum Values: Sendable {
        case exact(ByteTable)
        case email(addresses: ByteTable, domains: ByteTable, domainNumbers: [Int])
        case domains(ByteTable)
        case networks(NetworkTable)
    }

    var parts: [Part] = []

    /// Whether every part has one of its values.
    ///
    /// - Parameter entry: By its address, since one is copied with each borrowing.
    /// - Parameter agreed: Receives the number of the value that agreed for each part, in order; memory to be used again.
    func matches(_ entry: UnsafePointer<CommentEntry>, in block: CommentBlock, agreed: inout [Int]) -> Bool {
        agreed.removeAll(keepingCapacity: true)
        for index in parts.indices {
            guard let bytes = block.value(of: parts[index].field, in: entry.pointee),
                let value = parts[index].values.index(of: bytes)
            else { return false }
            agreed.append(value)
        }
        return true
    }

    /// What the points are multiplied by: the weights of the entries that agreed, one with the other.
    func weight(of agreed: [Int]) -> Double {
        zip(parts, agreed).reduce(1) { $0 * $1.0.entries.weight(of: $1.1) }
    }
}

extension ExactTest.Values {
    /// Compiles the values of a field; `reject` is told the number of each that can't be one, what is wrong with it, and
    /// what to do.
    init(_ entries: RuleSet.Entries, for field: Field, reject: (Int, String, String) -> Void) {
        let values = entries.indices.lazy.map { entries.bytes(of: $0) }
        switch field {
        case .ip:
            let table = NetworkTable(values) { number in
                reject(
                    number, "\"\(entries[number].text)\" is no IP address or network",
                    "write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32")
            }
            self = .networks(table)
        case .email:
            let lower = values.map { EmailForm.bytes(of: $0) }
            let domains = lower.indices.filter { lower[$0].first == UInt8(ascii: "@") }
            self = .email(
                addresses: ByteTable(lower.map { $0.first == UInt8(ascii: "@") ? [] : $0 }),
                domains: ByteTable(domains.map { lower[$0].dropFirst() }),
                domainNumbers: domains)
        case .url:
            for (number, value) in values.enumerated() {
                let isDomain = value.contains(UInt8(ascii: ".")) && !value.contains { $0 == 0x20 || $0 == 0x2F }
                if isDomain { continue }
                reject(
                    number, "\"\(entries[number].text)\" is no domain",
                    "write the domain alone, such as spam.example")
            }
            self = .domains(ByteTable(values.map { HostForm.bytes(of: $0) }))
        default:
            self = .exact(ByteTable(values))
        }
    }

    /// The number of the value that agrees with the field's bytes.
    func index(of bytes: UnsafeRawBufferPointer) -> Int? {
        if bytes.isEmpty { return nil }
        switch self {
        case .exact(let table):
            return table.index(of: bytes)
        case .networks(let table):
            return table.index(of: bytes)
        case .email(let addresses, let domains, let numbers):
            return EmailForm.with(bytes) { lower in
                if let number = addresses.index(of: lower) { return number }
                guard let at = lower.lastIndex(of: UInt8(ascii: "@")) else { return nil }
                return domains.index(of: UnsafeRawBufferPointer(rebasing: lower[(at + 1)...])).map { numbers[$0] }
            }
        case .domains(let table):
            return HostForm.with(hostOf: bytes) { Self.domain(of: $0, in: table) } ?? nil
        }
    }

    /// The longest domain of the table that is `host` or stands above it.
    private static func domain(of host: UnsafeRawBufferPointer, in table: ByteTable) -> Int? {
        var start = 0
        while start < host.count {
            if let number = table.index(of: UnsafeRawBufferPointer(rebasing: host[start...])) { return number }
            guard let dot = host[start...].firstIndex(of: UInt8(ascii: ".")) else { return nil }
            start = dot + 1
        }
        return nil
    }
}

/// The one form in which e-mail addresses are compared: letters A to Z small, the domain in the form of hosts.
enum EmailForm {
    static func bytes(of email: some Sequence<UInt8>) -> [UInt8] {
        Array(email).withUnsafeBytes { with($0) { [UInt8]($0) } }
    }

    static func with<Result>(
        _ email: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        guard let domain = EmailDomain.of(email) else { return ASCII.withLowercased(email, body) }
        let local = email.count - domain.count
        return HostForm.with(of: domain) { form in
            // Only an international domain has two spellings. Another that the form of hosts changes, with a dot at its
            // end or an invisible character in it, is nobody's address.
            if form.allSatisfy({ $0 < 0x80 }) { return ASCII.withLowercased(email, body) }
            return withUnsafeTemporaryAllocation(byteCount: local + form.count, alignment: 1) { copy in
                for index in 0..<local { copy[index] = ASCII.lowercased(email[index]) }
                UnsafeMutableRawBufferPointer(rebasing: copy[local...]).copyMemory(from: form)
                return body(UnsafeRawBufferPointer(rebasing: copy[..<(local + form.count)]))
            }
        }
    }
}

/// Letters A to Z and nothing else; what compares without case.
enum ASCII {
    static func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

    /// Lends a lower-case copy, on the stack where it is short.
    static func withLowercased<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(byteCount: max(bytes.count, 1), alignment: 1) { copy in
            for index in bytes.indices { copy[index] = lowercased(bytes[index]) }
            return body(UnsafeRawBufferPointer(rebasing: copy[..<bytes.count]))
        }
    }
}
