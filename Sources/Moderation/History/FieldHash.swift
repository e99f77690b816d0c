import TextAnalysis

/// Hashes of a comment's fields, in the form in which `is` compares them too: one sender is one however it is spelled.
///
/// What history, the memory of authors and hashed addresses have in common: under the same key equal senders have equal
/// hashes, and nobody without the key can tell whose they are.
public struct FieldHash: Sendable {
    public let keyed: KeyedHash

    public init(_ keyed: KeyedHash) { self.keyed = keyed }

    /// The hash of a field's value, never 0; `nil` for a blank one.
    public func callAsFunction(of value: UnsafeRawBufferPointer, in field: Field) -> UInt64? {
        if Blank.isBlank(value) { return nil }
        switch field {
        case .email: return EmailForm.with(value) { keyed($0) }
        case .url: return AddressForm.with(value) { keyed($0) }
        case .ip:
            guard var address = NetworkTable.address(value)?.0 else { return keyed(value) }
            return withUnsafeBytes(of: &address) { keyed($0) }
        default: return keyed(value)
        }
    }

    /// What history knows a comment with an id by; `nil` for a blank id.
    ///
    /// - Parameter source: Of which blog it is, where several are remembered together; else empty.
    public func historyID(ofComment id: String, source: String) -> UInt64? {
        guard let hash = Array(id.utf8).withUnsafeBytes({ self(of: $0, in: .id) }) else { return nil }
        return historyID(hash, source: self.hash(ofSource: source))
    }

    func historyID(_ hash: UInt64, source: UInt64) -> UInt64 { source == 0 ? hash : keyed(hash ^ source) }

    /// 0 for none.
    func hash(ofSource source: String) -> UInt64 {
        source.isEmpty ? 0 : Array(source.utf8).withUnsafeBytes { keyed($0) }
    }

    /// Whether a text spells out an IP address.
    public static func isAddress(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { NetworkTable.address($0) != nil }
    }

    /// The hash of an e-mail address's domain; `nil` where there is none.
    public func callAsFunction(ofDomainIn email: UnsafeRawBufferPointer) -> UInt64? {
        EmailDomain.of(email).map { domain in HostForm.with(of: domain) { keyed($0) } }
    }
}
