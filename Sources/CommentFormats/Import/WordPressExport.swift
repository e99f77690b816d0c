import Moderation

/// WordPress's export in XML, WXR 1.0 to 1.2, as wp-admin/includes/export.php writes it: `channel`, in it an `item` for
/// each post, in it a `wp:comment` for each comment.
final class WordPressExport: XMLFormat {
    /// Elements that matter. Those from `comment` on are in WordPress's namespace.
    private enum Name: Int, CaseIterable {
        case item, title, link, language
        case comment, postID, postDate, postDateGMT
        case id, author, email, url, ip, date, dateGMT, content, approved, type, parent, userID
        case meta, metaKey, metaValue

        var text: StaticString {
            switch self {
            case .item: "item"
            case .title: "title"
            case .link: "link"
            case .language: "language"
            case .comment: "comment"
            case .postID: "post_id"
            case .postDate: "post_date"
            case .postDateGMT: "post_date_gmt"
            case .id: "comment_id"
            case .author: "comment_author"
            case .email: "comment_author_email"
            case .url: "comment_author_url"
            case .ip: "comment_author_IP"
            case .date: "comment_date"
            case .dateGMT: "comment_date_gmt"
            case .content: "comment_content"
            case .approved: "comment_approved"
            case .type: "comment_type"
            case .parent: "comment_parent"
            case .userID: "comment_user_id"
            case .meta: "commentmeta"
            case .metaKey: "meta_key"
            case .metaValue: "meta_value"
            }
        }

        /// How deep it stands: `rss` is 1, `channel` 2.
        var depth: Int {
            switch self {
            case .item, .language: 3
            case .title, .link, .comment, .postID, .postDate, .postDateGMT: 4
            case .metaKey, .metaValue: 6
            default: 5
            }
        }

        var field: Field? {
            switch self {
            case .id: .id
            case .author: .author
            case .email: .email
            case .url: .url
            case .ip: .ip
            case .content: .body
            case .type: .type
            case .parent: .parent
            default: nil
            }
        }
    }

    static let names = Name.allCases.map(\.text)
    // Versions 1.0 to 1.2, and whatever comes.
    static let spaces: [StaticString] = ["wordpress.org/export/"]

    var sink: ImportSink?

    private let timeZone: Int64?
    private let comment: ImportedComment
    private var depth = 0
    /// How many comments stand where none belongs.
    private var strays = 0
    private var isInItem = false
    private var isInComment = false
    private var isInMeta = false
    /// The element whose text is taken.
    private var taken: Name?
    private var text = XMLText()

    private var language: [UInt8] = []
    private var postID: [UInt8] = []
    private var postTitle: [UInt8] = []
    private var permalink: [UInt8] = []
    private var postCreatedAt: Int64?
    private var metaKey: [UInt8] = []
    /// The first date of the comment that is none.
    private var wrongDate: (name: String, line: Int)?

    /// - Parameter timeZone: How many seconds the blog's own time is ahead of UTC; `nil` where that is not known.
    init(timeZone: Int64?) {
        self.timeZone = timeZone
        comment = ImportedComment(timeZone: timeZone)
    }

    var foundInstead: String? {
        strays == 0 ? nil : "there is no comment in an <item>; comments elsewhere are left out, \(strays) in all"
    }

    func start(name: Int, space: Int, identifier: UnsafeRawBufferPointer?, line: Int) {
        depth += 1
        guard taken == nil, let name = Name(rawValue: name) else { return }
        let isWordPress = space == 0
        guard isWordPress == (name.rawValue >= Name.comment.rawValue) else { return }
        guard depth == name.depth else {
            if name == .comment { strays += 1 }
            return
        }
        switch name {
        case .item:
            isInItem = true
            postID = []
            postTitle = []
            permalink = []
            postCreatedAt = nil
        case .comment:
            guard isInItem else { return }
            isInComment = true
            comment.begin(line: line)
            wrongDate = nil
        case .meta:
            isInMeta = isInComment
            metaKey = []
        default:
            let isHere =
                switch name.depth {
                case 3: true
                case 4: isInItem
                case 5: isInComment
                default: isInMeta
                }
            if isHere { taken = name }
            text.removeAll()
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer, isSection: Bool) {
        if taken != nil { text.append(bytes, isSection: isSection) }
    }

    func end(line: Int) {
        defer { depth -= 1 }
        if let name = taken {
            guard depth == name.depth else { return }
            store(name == .content || name == .metaValue ? text.inner : text.trimmed, as: name, line)
            taken = nil
            return
        }
        switch depth {
        case 3: isInItem = false
        case 4 where isInComment:
            isInComment = false
            finish()
        case 5: isInMeta = false
        default: break
        }
    }

    private func store(_ value: UnsafeRawBufferPointer, as name: Name, _ line: Int) {
        if let field = name.field { return comment.set(field, value) }
        switch name {
        case .language: language = Array(value)
        case .title: postTitle = Array(value)
        case .link: permalink = Array(value)
        case .postID: postID = Array(value)
        // The blog's own time serves where the other is missing, as with drafts.
        case .postDateGMT, .postDate:
            if name == .postDateGMT || postCreatedAt == nil { storePostDate(value, isLocal: name == .postDate) }
        case .dateGMT:
            if !comment.setTime(\.createdAt, value) { wrongDate = wrongDate ?? ("\(name.text)", line) }
        case .date where comment.entry.createdAt == nil:
            if !comment.setLocalTime(\.createdAt, value) { wrongDate = wrongDate ?? ("\(name.text)", line) }
        case .approved: comment.status = WordPressStatus.name(String(decoding: value, as: UTF8.self))
        case .userID: if !value.elementsEqual("0".utf8) && !value.isEmpty { comment.addExtra("user_id", value) }
        case .metaKey: metaKey = Array(value)
        case .metaValue: metaKey.withUnsafeBytes { comment.addMeta($0, value) }
        default: break
        }
    }

    private func storePostDate(_ value: UnsafeRawBufferPointer, isLocal: Bool) {
        switch Timestamp(text: value) {
        case .seconds(let time): postCreatedAt = isLocal ? time - (timeZone ?? 0) : time
        default: break
        }
    }

    private func finish() {
        postID.withUnsafeBytes { comment.set(.post, $0) }
        permalink.withUnsafeBytes { comment.set(.permalink, $0) }
        postTitle.withUnsafeBytes { comment.set(.postTitle, $0) }
        language.withUnsafeBytes { comment.set(.postLanguage, $0) }
        comment.entry.postCreatedAt = postCreatedAt
        comment.endMeta()
        if let wrongDate, comment.entry.createdAt == nil { comment.wrongDates.append(wrongDate) }
        sink?.take(comment)
    }
}
