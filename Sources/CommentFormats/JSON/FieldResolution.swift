import CText
import Moderation

/// Which member of an object each field of a comment is read from.
///
/// Our own name wins, then the earlier alias; `null` is absent and lets the next one apply; of one key's duplicates
/// the last wins. What loses belongs to `comment.extra`.
final class FieldResolution {
    private let keys = FieldKeys()
    private var members = UnsafeBufferPointer<CTextJSONMember>(start: nil, count: 0)
    /// For each slot a bit for each of its keys that is there, by rank.
    private let present: UnsafeMutablePointer<UInt8>
    /// The member of each key that is there, by slot and rank.
    private let places: UnsafeMutablePointer<Int32>
    /// The place of an integer `author`, WordPress's number of a user, or -1.
    private var integerAuthor: Int32 = -1

    private(set) var hasModeration = false
    /// A bit for each slot that has a member.
    private(set) var slots: UInt32 = 0
    /// How many members `forEachExtra` gives.
    private(set) var extraCount = 0

    init() {
        present = .allocate(capacity: FieldKeys.slotCount)
        present.initialize(repeating: 0, count: FieldKeys.slotCount)
        let codes = FieldKeys.slotCount * FieldKeys.ranks
        places = .allocate(capacity: codes)
        places.initialize(repeating: 0, count: codes)
    }

    deinit {
        present.deallocate()
        places.deallocate()
    }

    /// Looks through an object's members, which must stay valid as long as the result is used.
    func resolve(_ members: UnsafeBufferPointer<CTextJSONMember>) {
        self.members = members
        // Locals, and arithmetic without checks on numbers that can't overflow: this runs for each key of each comment.
        let present = present
        let places = places
        let special = special
        present.update(repeating: 0, count: FieldKeys.slotCount)
        integerAuthor = -1
        hasModeration = false
        var extra = 0
        var touched: UInt32 = 0
        guard let first = members.baseAddress else { return clear() }
        for index in 0..<members.count {
            let member = first + index
            let code = keys.find(member.pointee.key, member.pointee.keyLength)
            if code < 0 {
                extra &+= 1
                continue
            }
            let slot = FieldKeys.slot(ofCode: code)
            let slotBit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: slot)
            let isAbsent =
                special & slotBit != 0
                ? isAbsent(code, member, at: Int32(truncatingIfNeeded: index)) : member.pointee.value.kind == .null
            let bit: UInt8 = 1 &<< UInt8(truncatingIfNeeded: FieldKeys.rank(ofCode: code))
            if isAbsent {
                present[slot] &= ~bit
            } else {
                touched |= slotBit
                present[slot] |= bit
                places[code] = Int32(truncatingIfNeeded: index)
            }
        }
        if integerAuthor >= 0 { extra &+= 1 }
        settle(touched, extra: extra)
    }

    private func clear() {
        slots = 0
        extraCount = 0
    }

    /// Counts which of the touched slots have a member after all, and what loses.
    private func settle(_ touched: UInt32, extra: Int) {
        var extra = extra
        var rest = touched
        var slots: UInt32 = 0
        while rest != 0 {
            let slot = rest.trailingZeroBitCount
            rest &= rest &- 1
            let keys = present[slot]
            if keys == 0 { continue }
            slots |= 1 &<< UInt32(truncatingIfNeeded: slot)
            if keys & (keys &- 1) != 0 { extra &+= keys.nonzeroBitCount &- 1 }
        }
        self.slots = slots
        extraCount = extra
    }

    /// Whether a value of one of the `special` slots counts as absent. Notes what it says beside.
    private func isAbsent(_ code: Int, _ member: UnsafePointer<CTextJSONMember>, at index: Int32) -> Bool {
        let slot = FieldKeys.slot(ofCode: code)
        let kind = member.pointee.value.kind
        switch slot {
        case FieldKeys.moderation:
            hasModeration = true
            return true
        case FieldKeys.labels:
            return true
        case FieldKeys.slot(.author):
            guard FieldKeys.rank(ofCode: code) == 0 else { return kind == .null }
            let isInteger = kind == .integer || kind == .unsigned
            integerAuthor = isInteger ? index : -1
            return isInteger || kind == .null
        default:
            return kind == .null || Self.isAbsent(member.pointee.value, slot: slot)
        }
    }

    /// The slots whose values are not simply there or `null`.
    private let special: UInt32 = {
        let slots = [
            FieldKeys.slot(.author), FieldKeys.slot(.parent), FieldKeys.createdAt, FieldKeys.postCreatedAt,
            FieldKeys.moderation, FieldKeys.labels,
        ]
        return slots.reduce(0) { $0 | 1 << UInt32($1) }
    }()

    private static func isAbsent(_ value: CTextJSONValue, slot: Int) -> Bool {
        if slot == FieldKeys.slot(.parent) {
            return value.kind == .integer && value.bits == 0
                || value.kind == .string && value.length == 1 && value.text[0] == 0x30
        }
        guard slot >= FieldKeys.createdAt && value.kind == .string else { return false }
        if value.length == 0 { return true }
        // Of all dates the one that stands for none begins with a zero, and few others.
        let text = UnsafeRawBufferPointer(start: value.text, count: value.length)
        return text[0] == 0x30 && Timestamp(text: text) == .absent
    }

    /// Of which of the slot's keys the value is taken. The slot must be one of `slots`.
    func winningRank(of slot: Int) -> Int {
        present[slot].trailingZeroBitCount
    }

    /// The member that a slot is read from. The slot must be one of `slots`.
    func member(of slot: Int) -> UnsafePointer<CTextJSONMember>? {
        let index = places[FieldKeys.code(slot: slot, rank: winningRank(of: slot))]
        return members.baseAddress.map { $0 + Int(index) }
    }

    /// The key under which a slot's value was found.
    func name(of slot: Int) -> String {
        "\(FieldKeys.table[slot].keys[winningRank(of: slot)])"
    }

    /// Gives what is left beside the fields, in document order.
    func forEachExtra(_ body: (CTextJSONMember) -> Void) {
        for index in members.indices {
            let code = keys.find(members[index].key, members[index].keyLength)
            if code < 0 || isExtra(code, Int32(truncatingIfNeeded: index)) { body(members[index]) }
        }
    }

    private func isExtra(_ code: Int, _ index: Int32) -> Bool {
        let (slot, rank) = (FieldKeys.slot(ofCode: code), FieldKeys.rank(ofCode: code))
        if index == integerAuthor { return true }
        guard slot < FieldKeys.moderation, present[slot] & (1 << UInt8(rank)) != 0 else { return false }
        return places[code] == index && winningRank(of: slot) != rank
    }
}
