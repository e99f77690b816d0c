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

    /// Whether a text spells out an IP address.
    public static func isAddress(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { NetworkTable.address($0) != nil }
    }

    /// The hash of an e-mail address's domain; `nil` where there is none.
    public func callAsFunction(ofDomainIn email: UnsafeRawBufferPointer) -> UInt64? {
        EmailDomain.of(email).map { domain in HostForm.with(of: domain) { keyed($0) } }
    }
}
