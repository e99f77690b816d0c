/// The one form in which whole web addresses are compared.
///
/// Scheme in small letters, host in its form (see `HostForm`), an empty path as `/` (RFC 3986, section 6.2). What stands
/// behind the host stays as it was written: there capitals count.
public enum AddressForm {
    /// Lends the form of an address, in one piece of memory on the stack where it is short.
    ///
    /// - Parameter url: Valid UTF-8, with or without a scheme; white space around it does not count.
    /// - Returns: What `body` gives, of `url` as written where it is no web address.
    public static func with<Result>(
        _ url: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let trimmed = url.withoutBlanksAround
        guard let parts = AddressParts(trimmed) else { return body(url) }
        return HostForm.with(of: UnsafeRawBufferPointer(rebasing: trimmed[parts.host])) { host in
            let head = UnsafeRawBufferPointer(rebasing: trimmed[..<parts.host.lowerBound])
            let port = UnsafeRawBufferPointer(rebasing: trimmed[parts.host.upperBound..<parts.rest])
            let rest = UnsafeRawBufferPointer(rebasing: trimmed[parts.rest...])
            let hasPath = rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: "\\")
            let length = head.count + host.count + port.count + rest.count + 1
            return withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { copy in
                var end = 0
                func append(_ bytes: UnsafeRawBufferPointer) {
                    UnsafeMutableRawBufferPointer(rebasing: copy[end...]).copyMemory(from: bytes)
                    end += bytes.count
                }
                append(head)
                // The scheme alone: a user's name may stand behind it, and there capitals count.
                for index in head.indices.prefix(while: { head[$0].isLetter }) { copy[index] = copy[index].lowercased }
                append(host)
                append(port)
                if !hasPath {
                    copy[end] = UInt8(ascii: "/")
                    end += 1
                }
                append(rest)
                return body(UnsafeRawBufferPointer(rebasing: copy[..<end]))
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// What is left without white space at either end.
    var withoutBlanksAround: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }
}
