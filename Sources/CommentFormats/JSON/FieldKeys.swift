import Moderation

/// The keys of a comment's JSON object, each with the field that it stands for.
///
/// A decoder looks up every key of every comment, so this is a hash table over the raw bytes, made once a decoder.
final class FieldKeys {
    /// What a key's value goes to. The first cases are those of `Field`, by raw value.
    static let createdAt = 16
    static let postCreatedAt = 17
    static let moderation = 18
    static let labels = 19
    static let slotCount = 20

    /// How many keys a slot may have: eight, so that a code is a slot and three bits.
    static let ranks = 8

    /// The keys of each slot in the order in which they win, as section 1 of the design lists them.
    static let table: [(slot: Int, keys: [StaticString])] = [
        (slot(.id), ["id", "comment_ID", "comment_id"]),
        (slot(.type), ["type", "comment_type"]),
        (slot(.author), ["author", "author_name", "comment_author"]),
        (slot(.email), ["email", "author_email", "comment_author_email"]),
        (slot(.url), ["url", "author_url", "comment_author_url"]),
        (slot(.ip), ["ip", "author_ip", "comment_author_IP", "user_ip"]),
        (slot(.userAgent), ["user_agent", "author_user_agent", "comment_agent"]),
        (slot(.referrer), ["referrer", "comment_referrer"]),
        (slot(.body), ["body", "comment_content", "content", "text", "message"]),
        (slot(.post), ["post", "comment_post_ID"]),
        (slot(.parent), ["parent", "comment_parent"]),
        (slot(.permalink), ["permalink", "link"]),
        (slot(.postTitle), ["post_title"]),
        (slot(.postLanguage), ["post_language", "blog_lang"]),
        (slot(.section), ["section"]),
        (slot(.role), ["role", "user_role"]),
        (createdAt, ["created_at", "comment_date_gmt", "date_gmt", "date", "created"]),
        (postCreatedAt, ["post_created_at"]),
        (moderation, ["moderation"]),
        (labels, ["labels"]),
    ]

    static func slot(_ field: Field) -> Int { Int(field.rawValue) }

    /// A key of up to 24 bytes as numbers, so that comparing takes no call.
    private struct Text: Equatable {
        /// The first eight bytes, or all of them with zeros behind.
        var first: UInt64
        /// Of more than eight the last eight.
        var last: UInt64 = 0
        /// Of more than sixteen the eight after the first.
        var middle: UInt64 = 0
        var length: Int

        /// - Parameters:
        ///   - text: At least eight bytes that can be read, of which `length` are the key.
        ///   - length: 1 to 24.
        @inline(__always)
        init(_ text: UnsafePointer<UInt8>, _ length: Int) {
            self.length = length
            let bytes = UnsafeRawPointer(text)
            first = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
            if length < 8 {
                first &= 1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1
            } else if length > 8 {
                last = bytes.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
                if length > 16 { middle = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
            }
        }

        /// A number below `FieldKeys.capacity`.
        var hash: Int {
            // Knuth's multiplicative hashing: the golden ratio of 2^64 spreads the words over the upper bits.
            let mixed = (first ^ last &* 31 ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: mixed &>> 56)
        }
    }

    /// A place in the hash table: a key, or nothing where `code` is negative.
    private struct Entry {
        var text: Text
        var code: Int
    }

    /// The rank of `content` among the body's keys, which may hold `{"raw", "rendered"}`, as WordPress sends it.
    static let renderedRank = 2

    /// The place of a key among the codes: eight for each slot, by rank.
    static func code(slot: Int, rank: Int) -> Int { slot &<< 3 | rank }
    static func slot(ofCode code: Int) -> Int { code &>> 3 }
    static func rank(ofCode code: Int) -> Int { code & 7 }

    // A place for each hash, some five times the keys.
    private static let capacity = 256
    /// The longest key that `Text` can hold; `comment_author_email` has 20 bytes.
    private static let longest = 24

    private let entries: UnsafeMutablePointer<Entry>

    init() {
        entries = .allocate(capacity: Self.capacity)
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.longest)
        defer { room.deallocate() }
        room.initialize(repeating: 0, count: Self.longest)
        entries.initialize(repeating: Entry(text: Text(room, 1), code: -1), count: Self.capacity)
        for (slot, names) in Self.table {
            for (rank, name) in names.enumerated() {
                // A copy, since eight bytes of a shorter name can't be read where it stands.
                room.update(from: name.utf8Start, count: name.utf8CodeUnitCount)
                let text = Text(room, name.utf8CodeUnitCount)
                var place = text.hash
                while entries[place].code >= 0 { place = (place + 1) % Self.capacity }
                entries[place] = Entry(text: text, code: Self.code(slot: slot, rank: rank))
            }
        }
    }

    deinit { entries.deallocate() }

    /// The code of this key, or a negative number.
    ///
    /// - Parameters:
    ///   - key: At least eight bytes that can be read, as `CTextJSONMember` promises.
    ///   - length: How many of them are the key.
    @inline(__always)
    func find(_ key: UnsafePointer<UInt8>, _ length: Int) -> Int {
        guard length > 0 && length <= Self.longest else { return -1 }
        let text = Text(key, length)
        var place = text.hash
        while true {
            let entry = entries + place
            let code = entry.pointee.code
            if code < 0 || entry.pointee.text == text { return code }
            place = (place &+ 1) & (Self.capacity &- 1)
        }
    }
}
