import CText

/// Reading and judging host names.
enum HostName {
    /// The longest host, RFC 1035, section 2.3.4.
    static let longest = 253

    /// What a host is, which decides on its domain.
    enum Kind {
        case name
        case address
    }

    /// Whether these bytes may be a host of a web address, and which kind.
    static func kind(of host: UnsafeRawBufferPointer) -> Kind? {
        guard !host.isEmpty, host.count <= longest else { return nil }
        if host.contains(UInt8(ascii: ":")) { return isIPv6(host) ? .address : nil }
        var label = 0
        var isNumeric = true
        for byte in host {
            if byte == UInt8(ascii: ".") {
                if label == 0 { return nil }
                label = 0
                continue
            }
            guard byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80 else {
                return nil
            }
            if !byte.isDigit { isNumeric = false }
            label += 1
        }
        if label == 0 { return nil }
        return isNumeric ? .address : .name
    }

    private static func isIPv6(_ host: UnsafeRawBufferPointer) -> Bool {
        host.allSatisfy {
            $0.isDigit || $0.lowercased &- 0x61 < 6 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        } && host.count >= 2
    }

    /// Where the registered domain starts in a host.
    static func domainStart(of host: UnsafeRawBufferPointer) -> Int {
        withTerminator(host) { start in
            let found = ctext_registrable_start(start)
            return found >= 0 && found < host.count ? found : 0
        }
    }

    /// Whether a label is a top-level domain of the Public Suffix List, in lower case.
    static func isTopLevelDomain(_ label: UnsafeRawBufferPointer) -> Bool {
        // The longest one in the root zone has 24 letters; in UTF-8 none has more bytes than a label.
        guard label.count >= 2, label.count <= 63 else { return false }
        return withTerminator(label) { ctext_is_top_level_domain($0) }
    }

    private static func withTerminator<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
            for index in 0..<bytes.count { copy[index] = CChar(bitPattern: bytes[index].lowercased) }
            copy[bytes.count] = 0
            return body(UnsafePointer(copy.baseAddress.unsafelyUnwrapped))
        }
    }

    /// Top-level domains that are also words, abbreviations or names of files: `done.so`, `read.me`, `setup.py`.
    /// A bare one counts only with a path, a port or `www.`.
    static func isAmbiguous(_ label: UnsafeRawBufferPointer) -> Bool {
        switch label.count {
        case 2:
            let pair = UInt16(label[0].lowercased) << 8 | UInt16(label[1].lowercased)
            return ambiguousPairs.contains(pair)
        case 3: return label.hasIgnoringCase("zip", at: 0) || label.hasIgnoringCase("mov", at: 0)
        default: return false
        }
    }

    private static let ambiguousPairs: Set<UInt16> = {
        let words = "am as at be by cc do id im in is it la me mr ms my no pa pl pm ps py rs sh so st to us ws md ml"
        var pairs: Set<UInt16> = []
        for word in words.utf8.split(separator: 0x20) {
            pairs.insert(word.reduce(0) { $0 << 8 | UInt16($1) })
        }
        return pairs
    }()
}
