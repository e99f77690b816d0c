import CText
import Moderation

/// Which member of an object each field of a comment is read from.
///
/// Our own name wins, then the earlier alias; `null` is absent and lets the next one apply; of one key's duplicates
/// the last wins. What loses belongs to `comment.extra`.
struct FieldResolution {
    private let keys = FieldKeys()
    private var members = UnsafeBufferPointer<CTextJSONMember>(start: nil, count: 0)
    /// For each slot a bit for each of its keys that is there, by rank.
    private var present = InlineArray<20, UInt8>(repeating: 0)
    /// The member of each key that is there, by slot and rank.
    private var places = InlineArray<160, Int32>(repeating: 0)
    /// The place of an integer `author`, WordPress's number of a user, or -1.
    private var integerAuthor: Int32 = -1

    private(set) var hasModeration = false

    /// Whether anything is left beside the fields.
    var hasExtra: Bool { extraCount > 0 }

    /// How many members `forEachExtra` gives.
    private(set) var extraCount = 0

    /// Looks through an object's members, which must stay valid as long as the result is used.
    mutating func resolve(_ members: UnsafeBufferPointer<CTextJSONMember>) {
        self.members = members
        for slot in 0..<FieldKeys.slotCount { present[slot] = 0 }
        integerAuthor = -1
        hasModeration = false
        var extra = 0
        for index in members.indices {
            guard let key = keys.find(members[index].key, members[index].keyLength) else {
                extra += 1
                continue
            }
            note(key, index)
        }
        if integerAuthor >= 0 { extra += 1 }
        for slot in 0..<FieldKeys.moderation where present[slot] & (present[slot] &- 1) != 0 {
            extra += present[slot].nonzeroBitCount - 1
        }
        extraCount = extra
    }

    private mutating func note(_ key: FieldKeys.Key, _ index: Int) {
        let slot = Int(key.slot)
        if slot >= FieldKeys.moderation {
            if slot == FieldKeys.moderation { hasModeration = true }
            return
        }
        let bit: UInt8 = 1 << key.rank
        let isIntegerAuthor = Self.isIntegerAuthor(key, members[index].value)
        if slot == FieldKeys.slot(.author) && key.rank == 0 { integerAuthor = isIntegerAuthor ? Int32(index) : -1 }
        if isIntegerAuthor || Self.isAbsent(members[index].value, slot: slot) {
            present[slot] &= ~bit
        } else {
            present[slot] |= bit
            places[slot * FieldKeys.highestRank + Int(key.rank)] = Int32(index)
        }
    }

    private static func isIntegerAuthor(_ key: FieldKeys.Key, _ value: CTextJSONValue) -> Bool {
        key.slot == FieldKeys.slot(.author) && key.rank == 0 && (value.kind == .integer || value.kind == .unsigned)
    }

    private static func isAbsent(_ value: CTextJSONValue, slot: Int) -> Bool {
        if value.kind == .null { return true }
        if slot == FieldKeys.slot(.parent) {
            return value.kind == .integer && value.bits == 0
                || value.kind == .string && value.length == 1 && value.text[0] == 0x30
        }
        return slot >= FieldKeys.createdAt && value.kind == .string && timestamp(value) == .absent
    }

    /// The point in time that a value stands for.
    static func timestamp(_ value: CTextJSONValue) -> Timestamp {
        switch value.kind {
        case .string: Timestamp(text: UnsafeRawBufferPointer(start: value.text, count: value.length))
        case .integer: Timestamp(seconds: Int64(bitPattern: value.bits))
        case .number: Timestamp(seconds: Double(bitPattern: value.bits))
        default: .invalid
        }
    }

    /// The member that a slot is read from, or `nil` where the field is absent.
    func winner(of slot: Int) -> (key: FieldKeys.Key, value: CTextJSONValue)? {
        guard present[slot] != 0 else { return nil }
        let rank = present[slot].trailingZeroBitCount
        let member = members[Int(places[slot * FieldKeys.highestRank + rank])]
        guard let key = keys.find(member.key, member.keyLength) else { return nil }
        return (key, member.value)
    }

    /// Gives what is left beside the fields, in document order.
    func forEachExtra(_ body: (CTextJSONMember) -> Void) {
        for index in members.indices {
            if let key = keys.find(members[index].key, members[index].keyLength), !isExtra(key, Int32(index)) {
                continue
            }
            body(members[index])
        }
    }

    private func isExtra(_ key: FieldKeys.Key, _ index: Int32) -> Bool {
        let slot = Int(key.slot)
        if index == integerAuthor { return true }
        guard slot < FieldKeys.moderation, present[slot] & (1 << key.rank) != 0 else { return false }
        return places[slot * FieldKeys.highestRank + Int(key.rank)] == index
            && present[slot].trailingZeroBitCount != Int(key.rank)
    }
}
