import CText

/// Finds numbers and handles that move a reader elsewhere, in folded text.
///
/// A keyword (`qq`, `微信`, `加v`, `telegram`) with a value of its shape close after it makes a contact; e-mail
/// addresses, telephone numbers and `t.me/name` need no keyword.
struct ContactFinder {
    private enum Shape { case digits, handle, name }

    private struct Keyword {
        var text: StaticString
        var kind: ContactKind
        var shape: Shape
        /// Whether a separator or a digit must follow, since the word alone is common.
        var isShort: Bool
    }

    /// Ways of saying it, folded; longer ones before those that they begin with.
    private static let keywords: [Keyword] = [
        Keyword(text: "qq", kind: .qq, shape: .digits, isShort: false),
        Keyword(text: "扣扣", kind: .qq, shape: .digits, isShort: false),
        Keyword(text: "企鹅", kind: .qq, shape: .digits, isShort: false),
        Keyword(text: "加q", kind: .qq, shape: .digits, isShort: false),
        Keyword(text: "q群", kind: .qq, shape: .digits, isShort: false),
        Keyword(text: "微信", kind: .wechat, shape: .handle, isShort: false),
        Keyword(text: "薇信", kind: .wechat, shape: .handle, isShort: false),
        Keyword(text: "威信", kind: .wechat, shape: .handle, isShort: false),
        Keyword(text: "加v", kind: .wechat, shape: .handle, isShort: false),
        Keyword(text: "加薇", kind: .wechat, shape: .handle, isShort: false),
        Keyword(text: "wechat", kind: .wechat, shape: .handle, isShort: true),
        Keyword(text: "weixin", kind: .wechat, shape: .handle, isShort: true),
        Keyword(text: "vx", kind: .wechat, shape: .handle, isShort: true),
        Keyword(text: "wx", kind: .wechat, shape: .handle, isShort: true),
        Keyword(text: "telegram", kind: .telegram, shape: .name, isShort: true),
        Keyword(text: "телеграм", kind: .telegram, shape: .name, isShort: true),
        Keyword(text: "电报", kind: .telegram, shape: .name, isShort: false),
        Keyword(text: "tg", kind: .telegram, shape: .name, isShort: true),
        Keyword(text: "t.me/", kind: .telegram, shape: .name, isShort: false),
        Keyword(text: "telegram.me/", kind: .telegram, shape: .name, isShort: false),
    ]

    /// How many are looked for in one text; no reader takes down as many.
    private static let limit = 100

    private let text: UnsafeRawBufferPointer

    init(_ folded: UnsafeRawBufferPointer) {
        text = folded
    }

    func find(into contacts: inout [Contact]) {
        let (first, second) = Self.openings
        var position = 0
        while position < text.count, contacts.count < Self.limit {
            let byte = text[position]
            if byte == UInt8(ascii: "@"), let value = email(around: position, floor: contacts.last?.value.upperBound) {
                contacts.append(Contact(kind: .email, value: value))
                position = value.upperBound
            } else if byte.isDigit || byte == UInt8(ascii: "+") {
                position = readNumber(position, into: &contacts)
            } else if first[Int(byte)] != 0, position + 1 < text.count,
                first[Int(byte)] & second[Int(text[position + 1])] != 0, let contact = keyword(at: position)
            {
                contacts.append(contact)
                position = contact.value.upperBound
            } else {
                position += 1
            }
        }
    }

    /// For each byte, which keywords have it as their first and second: a bit each. Both together rule out almost
    /// every place at which no keyword stands.
    private static let openings: (first: [UInt32], second: [UInt32]) = {
        var first = [UInt32](repeating: 0, count: 256)
        var second = first
        for (index, keyword) in keywords.enumerated() {
            first[Int(keyword.text.utf8Start[0])] |= 1 << UInt32(index)
            second[Int(keyword.text.utf8Start[1])] |= 1 << UInt32(index)
        }
        return (first, second)
    }()

    private func keyword(at index: Int) -> Contact? {
        for keyword in Self.keywords where text.hasIgnoringCase(keyword.text, at: index) {
            let isLetter = keyword.text.utf8Start[0] < 0x80
            if isLetter, !WordBoundary.isFree(before: index, in: text) { continue }
            let end = index + keyword.text.utf8CodeUnitCount
            let (start, separates) = valueStart(after: end)
            if keyword.isShort, !separates { continue }
            if let value = value(keyword.shape, from: start) { return Contact(kind: keyword.kind, value: value) }
        }
        return nil
    }

    /// Passes over what stands between a keyword and its value: `号：`, `:`, ` id is `, white space, an arrow.
    private func valueStart(after index: Int) -> (start: Int, separates: Bool) {
        var position = index
        var separates = false
        // Eight characters are room for `号码是：` and a few blanks.
        for _ in 0..<8 {
            guard position < text.count else { break }
            let (value, length) = text.character(at: position)
            switch value {
            case 0x3A, 0x3D, 0x2D, 0x40, 0x3E, 0x2192: separates = true
            case 0x20, 0x09, 0x7E, 0x28, 0x3010, 0x300C: break
            // 号 码 群 是 为 我 聊 加 信
            case 0x53F7, 0x7801, 0x7FA4, 0x662F, 0x4E3A, 0x6211, 0x804A, 0x52A0, 0x4FE1: break
            case 0x69 where text.hasIgnoringCase("id", at: position) && text.hasIgnoringCase("d:", at: position + 1):
                separates = true
            default: return (position, separates)
            }
            position += length
        }
        return (position, separates)
    }

    private func value(_ shape: Shape, from start: Int) -> Range<Int>? {
        var end = start
        while end < text.count, end - start < 40 {
            let byte = text[end]
            let isMark = byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            guard byte.isDigit || shape != .digits && (byte.isLetter || isMark) else { break }
            end += 1
        }
        while end > start, text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        let length = end - start
        switch shape {
        // QQ numbers have 5 to 11 digits; WeChat names 6 to 20 characters, Telegram's 5 to 32.
        case .digits: return length >= 5 && length <= 11 ? start..<end : nil
        case .handle: return length >= 5 && length <= 20 ? start..<end : nil
        case .name: return length >= 5 && length <= 32 && !text[start].isDigit ? start..<end : nil
        }
    }
}

// MARK: - Without a keyword

extension ContactFinder {
    /// Reads a telephone number, or passes over a number that is none. Returns where to go on.
    private func readNumber(_ index: Int, into contacts: inout [Contact]) -> Int {
        // A bracket around the area code belongs to the number.
        let hasBracket = index > 0 && text[index - 1] == UInt8(ascii: "(") && hasClosing(index)
        let start = hasBracket ? index - 1 : index
        let isInternational = text[index] == UInt8(ascii: "+")
        var position = isInternational ? index + 1 : index
        var digits = 0
        var lastDigit = index
        var separators = 0
        var groupSeparators = 0
        // 15 digits at most, ITU E.164; what is longer is some other number.
        while position < text.count, digits < 20 {
            let byte = text[position]
            if byte.isDigit {
                digits += 1
                lastDigit = position + 1
                separators = 0
            } else if digits > 0 || isInternational, separators < 2, Self.separates(byte) {
                if separators == 0 { groupSeparators += 1 }
                separators += 1
            } else {
                break
            }
            position += 1
        }
        let end = max(lastDigit, index + 1)
        if start > 0, !WordBoundary.isFree(before: start, in: text) { return end }
        if !WordBoundary.isFree(after: end, in: text) { return end }
        if isTelephone(start..<end, digits: digits, isInternational: isInternational, groups: groupSeparators) {
            contacts.append(Contact(kind: .phone, value: start..<end))
        }
        return end
    }

    private func hasClosing(_ index: Int) -> Bool {
        text[index..<min(index + 6, text.count)].contains(UInt8(ascii: ")"))
    }

    /// Whether these digits start with a date, such as 2026-11-22.
    private func isDate(_ range: Range<Int>) -> Bool {
        let start = range.lowerBound
        guard range.count >= 10, text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-") else {
            return false
        }
        let century = text[start] &* 10 &+ text[start + 1]
        return century == 0x31 &* 10 &+ 0x39 || century == 0x32 &* 10 &+ 0x30
    }

    private static func separates(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
    }

    /// Numbers with a country's prefix; mobile numbers of mainland China; and ten digits or more in groups.
    private func isTelephone(_ range: Range<Int>, digits: Int, isInternational: Bool, groups: Int) -> Bool {
        if isInternational { return digits >= 8 && digits <= 15 }
        let first = text[range.lowerBound]
        if digits == 11, first == UInt8(ascii: "1") {
            let second = text[range.lowerBound + 1]
            return second >= UInt8(ascii: "3") && second <= UInt8(ascii: "9")
        }
        if isDate(range) { return false }
        // Dates and sums have fewer digits; North America writes 3-3-4.
        let hasHyphens = text[range].contains(UInt8(ascii: "-")) || text[range].contains(UInt8(ascii: "("))
        return digits >= 10 && digits <= 13 && groups >= 2 && groups <= 5 && hasHyphens
    }

    /// The e-mail address around a `@`.
    private func email(around sign: Int, floor: Int?) -> Range<Int>? {
        var start = sign
        // 64 characters at most before the sign, RFC 5321, section 4.5.3.1.
        while start > floor ?? 0, sign - start < 64, Self.isLocal(text[start - 1]) { start -= 1 }
        while start < sign, text[start] == UInt8(ascii: ".") { start += 1 }
        var end = sign + 1
        var lastDot = -1
        while end < text.count, end - sign <= HostName.longest {
            let byte = text[end]
            if byte == UInt8(ascii: ".") {
                if text[end - 1] == byte || end == sign + 1 { break }
                lastDot = end
            } else if !byte.isAlphanumeric, byte != UInt8(ascii: "-") {
                break
            }
            end += 1
        }
        if lastDot == end - 1 {
            end -= 1
            lastDot = text[sign..<end].lastIndex(of: UInt8(ascii: ".")) ?? -1
        }
        guard start < sign, lastDot > sign + 1, end - lastDot > 2 else { return nil }
        guard TopLevelDomain.isKnown(UnsafeRawBufferPointer(rebasing: text[(lastDot + 1)..<end])) else {
            return nil
        }
        return start..<end
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        if byte.isAlphanumeric { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"): return true
        default: return false
        }
    }
}
