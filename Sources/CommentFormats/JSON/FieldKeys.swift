import Glibc
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

    /// A place in the hash table: a key, or nothing where `code` is negative.
    private struct Entry {
        var text: UnsafePointer<UInt8>
        var length: Int
        var code: Int
    }

    /// The rank of `content` among the body's keys, which may hold `{"raw", "rendered"}`, as WordPress sends it.
    static let renderedRank = 2

    /// The place of a key among the codes: eight for each slot, by rank.
    static func code(slot: Int, rank: Int) -> Int { slot &<< 3 | rank }
    static func slot(ofCode code: Int) -> Int { code &>> 3 }
    static func rank(ofCode code: Int) -> Int { code & 7 }

    // Five times the keys and a power of two.
    private static let capacity = 256

    private let entries: UnsafeMutablePointer<Entry>
    private let longest: Int

    init() {
        entries = .allocate(capacity: Self.capacity)
        let empty: StaticString = ""
        entries.initialize(repeating: Entry(text: empty.utf8Start, length: 0, code: -1), count: Self.capacity)
        var longest = 0
        for (slot, names) in Self.table {
            for (rank, name) in names.enumerated() {
                longest = max(longest, name.utf8CodeUnitCount)
                var place = Self.hash(name.utf8Start, name.utf8CodeUnitCount)
                while entries[place].code >= 0 { place = (place + 1) % Self.capacity }
                entries[place] = Entry(
                    text: name.utf8Start, length: name.utf8CodeUnitCount, code: Self.code(slot: slot, rank: rank))
            }
        }
        self.longest = longest
    }

    deinit { entries.deallocate() }

    private static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> Int {
        // Length and three characters tell the keys apart; these factors, found by trying, give each a place of its own.
        let ends = Int(text[0]) &+ Int(text[length &- 1]) &* 5
        return (ends &+ Int(text[length &>> 1]) &* 7 &+ length &* 31) & (capacity - 1)
    }

    /// The code of this key, or a negative number.
    func find(_ text: UnsafePointer<UInt8>, _ length: Int) -> Int {
        guard length > 0 && length <= longest else { return -1 }
        var place = Self.hash(text, length)
        while true {
            let entry = entries + place
            if entry.pointee.code < 0 { return -1 }
            if entry.pointee.length == length && memcmp(entry.pointee.text, text, length) == 0 {
                return entry.pointee.code
            }
            place = (place &+ 1) & (Self.capacity - 1)
        }
    }
}
