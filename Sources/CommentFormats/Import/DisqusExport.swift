import Moderation

/// Disqus's export in XML (disqus.com/api/schemas/1.0/disqus.xsd): threads, then posts, each of which names its thread
/// and its parent by `dsq:id`.
final class DisqusExport: XMLFormat {
    private enum Name: Int, CaseIterable {
        case thread, post
        case link, title, createdAt, message, isDeleted, isSpam, ipAddress, parent, author
        case name, email, username, isAnonymous

        var text: StaticString {
            switch self {
            case .thread: "thread"
            case .post: "post"
            case .link: "link"
            case .title: "title"
            case .createdAt: "createdAt"
            case .message: "message"
            case .isDeleted: "isDeleted"
            case .isSpam: "isSpam"
            case .ipAddress: "ipAddress"
            case .parent: "parent"
            case .author: "author"
            case .name: "name"
            case .email: "email"
            case .username: "username"
            case .isAnonymous: "isAnonymous"
            }
        }
    }

    /// What a comment says of its post.
    private struct Thread {
        var link: Range<Int>
        var title: Range<Int>
        var createdAt: Int64?
    }

    static let names = Name.allCases.map(\.text)
    static let spaces: [StaticString] = ["disqus.com"]

    /// What threads may take together, in bytes: about 200,000 of them. What comes later stays without link and title.
    static let threadRoom = 32 << 20

    var sink: ImportSink?

    private let comment = ImportedComment()
    private var threads: [String: Thread] = [:]
    private var threadText = ByteBuffer()

    private var depth = 0
    /// What stands at depth 2.
    private var outer: Name?
    private var isInAuthor = false
    private var taken: Name?
    private var text = XMLText()

    private var threadID = ""
    private var thread = Thread(link: 0..<0, title: 0..<0)
    private var isDeleted = false
    private var isSpam = false

    func start(name: Int, space: Int, identifier: UnsafeRawBufferPointer?, line: Int) {
        depth += 1
        guard taken == nil, space == 0, let name = Name(rawValue: name) else { return }
        let id = identifier.map { String(decoding: $0, as: UTF8.self) } ?? ""
        switch (depth, name, outer) {
        case (2, .thread, _):
            outer = name
            threadID = id
            thread = Thread(link: 0..<0, title: 0..<0)
        case (2, .post, _):
            outer = name
            threadID = ""
            isDeleted = false
            isSpam = false
            comment.begin(line: line)
            if let identifier { comment.set(.id, identifier) }
        case (3, .thread, .post): threadID = id
        case (3, .parent, .post): if let identifier { comment.set(.parent, identifier) }
        case (3, .author, .post): isInAuthor = true
        case (3, .link, .thread), (3, .title, .thread), (3, .createdAt, _): take(name)
        case (3, .message, .post), (3, .isDeleted, .post), (3, .isSpam, .post), (3, .ipAddress, .post): take(name)
        case (4, .name, .post), (4, .email, .post), (4, .username, .post), (4, .isAnonymous, .post):
            if isInAuthor { take(name) }
        default: break
        }
    }

    private func take(_ name: Name) {
        taken = name
        takenDepth = depth
        text.removeAll()
    }

    private var takenDepth = 0

    func text(_ bytes: UnsafeRawBufferPointer) {
        if taken != nil { text.append(bytes) }
    }

    func end(line: Int) {
        defer { depth -= 1 }
        if let name = taken {
            guard depth == takenDepth else { return }
            store(text.trimmed, as: name, line)
            taken = nil
            return
        }
        if depth == 3 { isInAuthor = false }
        guard depth == 2, let outer else { return }
        self.outer = nil
        if outer == .thread {
            if !threadID.isEmpty, threadText.count < Self.threadRoom { threads[threadID] = thread }
        } else {
            finish()
        }
    }

    private func store(_ value: UnsafeRawBufferPointer, as name: Name, _ line: Int) {
        switch name {
        case .link: thread.link = keep(value)
        case .title: thread.title = keep(value)
        case .createdAt where outer == .thread:
            if case .seconds(let time) = Timestamp(text: value) { thread.createdAt = time }
        case .createdAt:
            if !comment.setTime(\.createdAt, value) {
                sink?.add("createdAt is no date; the comment is taken without", line)
            }
        case .message: comment.set(.body, value)
        case .isDeleted: isDeleted = value.elementsEqual("true".utf8)
        case .isSpam: isSpam = value.elementsEqual("true".utf8)
        case .ipAddress: comment.set(.ip, value)
        case .name: comment.set(.author, value)
        case .email: comment.set(.email, value)
        case .username: if !value.isEmpty { comment.addExtra("username", value) }
        case .isAnonymous: if value.elementsEqual("true".utf8) { comment.extra.append(",\"anonymous\":true") }
        default: break
        }
    }

    private func keep(_ value: UnsafeRawBufferPointer) -> Range<Int> {
        guard threadText.count + value.count <= Self.threadRoom else { return 0..<0 }
        threadText.append(value)
        return threadText.count - value.count..<threadText.count
    }

    private func finish() {
        comment.set(.post, threadID)
        if let thread = threads[threadID] {
            let texts = threadText.storage
            comment.set(.permalink, UnsafeRawBufferPointer(rebasing: texts[thread.link]))
            comment.set(.postTitle, UnsafeRawBufferPointer(rebasing: texts[thread.title]))
            comment.entry.postCreatedAt = thread.createdAt
        }
        // Spam that was deleted is spam.
        comment.status = isSpam ? "spam" : isDeleted ? "deleted" : "approved"
        sink?.take(comment)
    }
}
