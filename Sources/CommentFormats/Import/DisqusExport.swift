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

    /// What the texts of threads may take together, in bytes.
    static let threadRoom = 32 << 20
    /// How many threads are known at a time: what a table of 2^18 places holds.
    static let mostThreads = 190_000

    var sink: ImportSink?

    private let comment = ImportedComment()
    private var threads: [String: Thread] = [:]
    // All at once: while memory grows, twice of it is taken. Only what is written to counts.
    private var threadText = ByteBuffer(capacity: threadRoom)
    /// What the threads' own names take, in bytes.
    private var threadNames = 0

    private var depth = 0
    /// What stands at depth 2.
    private var outer: Name?
    private var isInAuthor = false
    private var taken: Name?
    private var text = XMLText()

    private var threadID = ""
    private var isThreadWhole = true
    private var thread = Thread(link: 0..<0, title: 0..<0)
    private var isDeleted = false
    private var isSpam = false
    private var wrongFlags: [(name: String, line: Int)] = []
    /// How many posts are not in Disqus's namespace.
    private var strays = 0

    var foundInstead: String? {
        strays == 0 ? nil : "there is no post in the namespace http://disqus.com; others are left out, \(strays) in all"
    }

    func start(name: Int, space: Int, identifier: UnsafeRawBufferPointer?, line: Int) {
        depth += 1
        guard taken == nil, let name = Name(rawValue: name) else { return }
        guard space == 0 else {
            if depth == 2, name == .post { strays += 1 }
            return
        }
        let id = identifier.map { String(decoding: $0, as: UTF8.self) } ?? ""
        switch (depth, name, outer) {
        case (2, .thread, _):
            outer = name
            threadID = id
            isThreadWhole = true
            thread = Thread(link: 0..<0, title: 0..<0)
        case (2, .post, _):
            outer = name
            threadID = ""
            isDeleted = false
            isSpam = false
            wrongFlags.removeAll(keepingCapacity: true)
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

    func text(_ bytes: UnsafeRawBufferPointer, isSection: Bool) {
        if taken != nil { text.append(bytes, isSection: isSection) }
    }

    func end(line: Int) {
        defer { depth -= 1 }
        if let name = taken {
            guard depth == takenDepth else { return }
            store(name == .message ? text.inner : text.trimmed, as: name, line)
            taken = nil
            return
        }
        if depth == 3 { isInAuthor = false }
        guard depth == 2, let outer else { return }
        self.outer = nil
        if outer == .thread {
            if !threadID.isEmpty { keepThread(line) }
        } else {
            finish()
        }
    }

    private func store(_ value: UnsafeRawBufferPointer, as name: Name, _ line: Int) {
        switch name {
        case .link: thread.link = keep(value, line)
        case .title: thread.title = keep(value, line)
        case .createdAt where outer == .thread:
            if case .seconds(let time) = Timestamp(text: value) { thread.createdAt = time }
        case .createdAt:
            if !comment.setTime(\.createdAt, value) { comment.wrongDates.append(("createdAt", line)) }
        case .message: comment.set(.body, value)
        case .isDeleted: isDeleted = flag(value, name, line)
        case .isSpam: isSpam = flag(value, name, line)
        case .ipAddress: comment.set(.ip, value)
        case .name: comment.set(.author, value)
        case .email: comment.set(.email, value)
        case .username: if !value.isEmpty { comment.addExtra("username", value) }
        case .isAnonymous: if value.elementsEqual("true".utf8) { comment.extra.append(",\"anonymous\":true") }
        default: break
        }
    }

    /// Whether something holds of a comment; a word that is neither yes nor no leaves it without a state.
    private func flag(_ value: UnsafeRawBufferPointer, _ name: Name, _ line: Int) -> Bool {
        switch String(decoding: value, as: UTF8.self).lowercased() {
        case "true", "1": return true
        case "false", "0", "": return false
        default:
            wrongFlags.append(("\(name.text)", line))
            return false
        }
    }

    private func keep(_ value: UnsafeRawBufferPointer, _ line: Int) -> Range<Int> {
        if value.isEmpty { return 0..<0 }
        guard threadText.count + value.count <= Self.threadRoom else {
            isThreadWhole = false
            return 0..<0
        }
        threadText.append(value)
        return threadText.count - value.count..<threadText.count
    }

    private func keepThread(_ line: Int) {
        let hasRoom = threads.count < Self.mostThreads && threadNames + threadID.utf8.count <= Self.threadRoom / 4
        if hasRoom {
            threads[threadID] = thread
            threadNames += threadID.utf8.count
        }
        if !hasRoom || !isThreadWhole {
            sink?.add("there are more threads than fit; the comments of this one lack its link or title", line)
        }
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
        comment.status = isSpam ? "spam" : isDeleted ? "deleted" : wrongFlags.isEmpty ? "approved" : nil
        for flag in wrongFlags {
            sink?.add("\(flag.name) is neither true nor false; the comment has no status", flag.line)
        }
        sink?.take(comment)
    }
}
