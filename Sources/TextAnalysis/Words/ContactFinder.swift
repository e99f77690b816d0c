import CText

/// Finds numbers and handles that move a reader elsewhere, in folded text.
///
/// A keyword (`qq`, `微信`, `加v`, `telegram`) with a value of its shape close after it makes a contact; e-mail
/// addresses, telephone numbers and `t.me/name` need no keyword.
struct ContactFinder {
    /// How many are looked for in one text; no reader takes down as many.
    private static let limit = 100

    private let text: UnsafeRawBufferPointer
    private let starts = ContactStarts.all

    init(_ folded: UnsafeRawBufferPointer) {
        text = folded
    }

    func find(into list: inout ContactList) {
        var position = 0
        // What lies before was read as a part of something.
        var floor = 0
        while list.contacts.count < Self.limit {
            position = starts.next(in: text, from: position)
            guard position < text.count else { return }
            let byte = text[position]
            if let end = keyword(at: position, into: &list) {
                position = end
            } else if byte.isDigit || byte == UInt8(ascii: "+") || Digit.mayStart(byte) {
                let count = list.contacts.count
                position = readNumber(position, into: &list)
                if list.contacts.count > count { floor = position }
            } else if let sign = MailAddress.sign(in: text, at: position),
                let address = MailAddress(text, around: sign, floor: floor, to: list.store)
            {
                if isHandle(address) {
                    list.store.truncate(to: address.value.lowerBound)
                } else {
                    list.contacts.append(Contact(kind: .email, at: address.range, value: address.value))
                }
                position = address.range.upperBound
                floor = position
            } else if byte == UInt8(ascii: ":"), text.hasIgnoringCase("://", at: position) {
                // Numbers and signs in a web address are none of a contact, but for `https://t.me/name`.
                position += 3
                if let end = keyword(at: position, into: &list) { position = end }
                position = max(position, AddressEnd.afterPath(text, from: position))
                floor = position
            } else {
                position += 1
            }
        }
    }

    /// Whether an `@` that begins a name stands right before the address: `@ann@mastodon.example` is a person of the
    /// fediverse, and nobody reads mail there.
    private func isHandle(_ address: MailAddress) -> Bool {
        let sign = address.range.lowerBound - 1
        return sign >= 0 && text[sign] == UInt8(ascii: "@") && SignFinder.mayBeginMention(text, at: sign)
    }

    // MARK: After a keyword

    /// Reads the keyword at `index` with its value. Returns where the value ends; `nil` where there is none.
    @inline(__always)
    private func keyword(at index: Int, into list: inout ContactList) -> Int? {
        let candidates = starts.keywords(in: text, at: index)
        return candidates == 0 ? nil : keyword(among: candidates, at: index, into: &list)
    }

    private func keyword(among candidates: UInt64, at index: Int, into list: inout ContactList) -> Int? {
        var rest = candidates
        while rest != 0 {
            let keyword = ContactKeyword.all[rest.trailingZeroBitCount]
            rest &= rest - 1
            guard text.hasIgnoringCase(keyword.text, at: index) else { continue }
            let end = index + keyword.text.utf8CodeUnitCount
            let isLatin = keyword.text.utf8Start[0] < 0x80
            if isLatin, !WordBoundary.isFree(before: index, in: text) { continue }
            if isLatin, text[end - 1].isLetter, end < text.count, text[end].isLetter { continue }
            let (start, isMarked) = valueStart(after: end)
            let mark = list.store.count
            if let range = value(of: keyword, from: start, isMarked: isMarked, to: list.store) {
                list.contacts.append(Contact(kind: keyword.kind, at: range, value: mark..<list.store.count))
                return range.upperBound
            }
            list.store.truncate(to: mark)
        }
        return nil
    }

    /// Passes over what stands between a keyword and its value: `号：`, `:`, ` id is `, white space, an arrow.
    private func valueStart(after index: Int) -> (start: Int, isMarked: Bool) {
        var position = index
        var isMarked = false
        // Ten are room for `号码是：` or ` number is: ` and a few blanks.
        for _ in 0..<10 {
            guard position < text.count else { break }
            let (value, length) = text.character(at: position)
            switch value {
            case 0x3A, 0x3D, 0x2D, 0x40, 0x3E, 0x2192: isMarked = true
            case 0x20, 0x09, 0x7E, 0x28, 0x3010, 0x300C, 0x2764, 0x5FC3: break
            // 号 码 群 是 为 我 聊 加 信
            case 0x53F7, 0x7801: isMarked = true
            case 0x7FA4, 0x662F, 0x4E3A, 0x6211, 0x804A, 0x52A0, 0x4FE1: break
            case 0x69 where isWord("id", at: position, isName: true):
                isMarked = true
                position += 1
            default:
                guard let filler = filler(at: position) else {
                    return (position, isMarked)
                }
                position += filler.utf8CodeUnitCount - length
            }
            position += length
        }
        return (position, isMarked)
    }

    /// Whether a word stands at `index` by itself: `is_cool` is a handle, and so is `my-id-1`.
    ///
    /// - Parameter isName: Whether it names what the value is, so that a hyphen may part the two: `number-1234567`.
    private func isWord(_ word: StaticString, at index: Int, isName: Bool) -> Bool {
        guard text.hasIgnoringCase(word, at: index), index > 0, !text[index - 1].isAlphanumeric else { return false }
        let end = index + word.utf8CodeUnitCount
        guard end < text.count else { return true }
        if text[end].isAlphanumeric || text[end] == UInt8(ascii: "_") { return false }
        return isName || text[end] != UInt8(ascii: "-")
            || !(end + 1 < text.count && text[end + 1].isAlphanumeric)
    }

    /// The word at `index` that stands between a keyword and its value and says nothing.
    private func filler(at index: Int) -> StaticString? {
        ContactKeyword.fillers.first { isWord($0, at: index, isName: false) }
            ?? ContactKeyword.valueNames.first { isWord($0, at: index, isName: true) }
    }

    /// Reads a value of a keyword's shape and appends it to `output`. Returns where it stands.
    private func value(
        of keyword: ContactKeyword, from start: Int, isMarked: Bool, to output: ByteStore
    ) -> Range<Int>? {
        if keyword.shape == .phone { return announcedNumber(from: start, digits: 7...15, to: output) }
        let mark = output.count
        var end = start
        var hasLetter = false
        var hasOther = false
        // Longer ones are none; what follows tells.
        while end < text.count, output.count - mark < 40 {
            let byte = text[end]
            if let digit = Digit.read(text, at: end) {
                output.append(0x30 + digit.value)
                hasOther = true
                end += digit.length
            } else if keyword.shape != .digits, keyword.shape != .manyDigits,
                byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            {
                output.append(byte)
                if byte.isLetter { hasLetter = true } else { hasOther = true }
                end += 1
            } else {
                break
            }
        }
        while end > start, text[end - 1] == UInt8(ascii: "-") {
            end -= 1
            output.truncate(to: output.count - 1)
        }
        let length = output.count - mark
        // `138-1234-5678` is a number, though a name may hold hyphens.
        let isNumber = !hasLetter && output.bytes[mark...].contains(UInt8(ascii: "-"))
        // A name that is a word needs a mark that says it is none.
        let isClear = isMarked || hasOther || !keyword.isCommon
        // QQ numbers have 5 to 11 digits; WeChat names 6 to 20 characters, older ones 5; Telegram's 5 to 32.
        switch keyword.shape {
        case .digits where (5...11).contains(length) && !goesOn(end): return start..<end
        case .manyDigits where (7...11).contains(length) && !goesOn(end):
            return isAmount(after: end) ? nil : start..<end
        case .handle where (5...20).contains(length) && isClear && !isNumber && !goesOn(end): return start..<end
        case .name where (5...32).contains(length) && isClear && !text[start].isDigit && !goesOn(end):
            return start..<end
        default:
            output.truncate(to: mark)
            // `1 2 3 4 5 6 7` and `138-1234-5678`.
            if hasLetter || keyword.shape == .name { return nil }
            if keyword.shape != .manyDigits { return announcedNumber(from: start, digits: 5...11, to: output) }
            let number = announcedNumber(from: start, digits: 7...11, to: output)
            return number.flatMap { isAmount(after: $0.upperBound) ? nil : $0 }
        }
    }

    private func announcedNumber(from start: Int, digits: ClosedRange<Int>, to output: ByteStore) -> Range<Int>? {
        guard start < text.count, text[start] == UInt8(ascii: "+") || Digit.read(text, at: start) != nil else {
            return nil
        }
        let number = TelephoneNumber(text, at: start, to: output)
        guard digits.contains(number.digits), number.isAnnounced || number.digits < 7, !goesOn(number.range.upperBound)
        else { return nil }
        return number.range
    }

    /// Whether what ends at `index` is the start of something else: a host, an e-mail address, a longer word.
    private func goesOn(_ index: Int) -> Bool {
        guard index < text.count else { return false }
        let byte = text[index]
        let hasNext = index + 1 < text.count
        if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "_") || byte.isAlphanumeric { return true }
        if byte == UInt8(ascii: ".") { return hasNext && text[index + 1].isAlphanumeric }
        return byte == UInt8(ascii: ":") && hasNext && text[index + 1] == UInt8(ascii: "/")
    }

    // MARK: Without a keyword

    /// Reads a telephone number, or passes over a number that is none. Returns where to go on.
    private func readNumber(_ index: Int, into list: inout ContactList) -> Int {
        let isPlus = text[index] == UInt8(ascii: "+")
        let first = isPlus ? index + 1 : index
        guard Digit.read(text, at: first) != nil || isPlus && first < text.count && text[first] == UInt8(ascii: "(")
        else { return index + 1 }
        let mark = list.store.count
        let number = TelephoneNumber(text, at: index, to: list.store)
        let range = number.range
        if number.isTelephone, WordBoundary.isFree(before: range.lowerBound, in: text),
            WordBoundary.isFree(after: range.upperBound, in: text), !goesOn(range.upperBound),
            !isOther(before: range.lowerBound), !isAmount(after: range.upperBound)
        {
            list.contacts.append(Contact(kind: .phone, at: range, value: mark..<list.store.count))
        } else {
            list.store.truncate(to: mark)
        }
        return range.upperBound
    }

    /// Whether the number that starts at `index` is a price, a part of an address or code, or named as something else.
    private func isOther(before index: Int) -> Bool {
        var position = index
        // `ISBN: 978`, `№ 138`, `订单号：138`.
        while position > 0, index - position < 6, [0x20, 0x3A, 0x2E].contains(text[position - 1]) { position -= 1 }
        guard position > 0 else { return false }
        let (value, _) = text.character(before: position)
        switch value {
        // # $ £ ¥ and all currency signs
        case 0x23, 0x24, 0xA3, 0xA5, 0x20A0...0x20CF: return true
        // = & ? _ % +
        case 0x3D, 0x26, 0x3F, 0x5F, 0x25, 0x2B: return position == index
        // A slash, hyphen or dot after a letter or digit.
        case 0x2F, 0x2D, 0x2E: return position == index && position > 1 && text[position - 2].isAlphanumeric
        default:
            return ContactKeyword.otherNumbers.contains { word in
                let start = position - word.utf8CodeUnitCount
                return text.hasIgnoringCase(word, at: start)
                    && (word.utf8Start[0] >= 0x80 || WordBoundary.isFree(before: start, in: text))
            }
        }
    }

    /// Whether a sign or word of an amount follows: `13800000000元`, `13800000000 %`.
    private func isAmount(after index: Int) -> Bool {
        var position = index
        if position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
        guard position < text.count else { return false }
        switch text.character(at: position).value {
        // % and currency signs; 元 块 円 万 亿
        case 0x25, 0x20A0...0x20CF, 0x5143, 0x5757, 0x5186, 0x4E07, 0x4EBF: return true
        default: return false
        }
    }
}
