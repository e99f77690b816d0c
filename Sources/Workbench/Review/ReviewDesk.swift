import CommentFormats
import Moderation
import ModerationQueue

/// What a review asks of the queue.
public struct ReviewDesk {
    /// A held comment's place in the queue.
    struct Item: Hashable {
        /// Its id, or else its key.
        var name: String
        var source: String
    }

    /// What came of a decision.
    enum Outcome {
        case decided(QueueDecision)
        /// The entry is no longer what the moderator has seen.
        case changed
    }

    private let queue: QueueDatabase
    /// Which held comments are reviewed.
    private let filter: QueueFilter
    /// How many at most.
    private let limit: Int
    let who: String
    let now: () -> Int64

    /// How many of an author's other comments are shown.
    private static let shownPast = 3

    /// - Parameters:
    ///   - filter: Which comments to review; those that are not held are left out.
    ///   - who: The moderator.
    ///   - now: Unix seconds.
    public init(_ queue: QueueDatabase, filter: QueueFilter, who: String, now: @escaping () -> Int64) {
        self.queue = queue
        limit = filter.limit ?? .max
        self.filter = {
            var filter = filter
            filter.outcome = .hold
            filter.limit = nil
            return filter
        }()
        self.who = who
        self.now = now
    }

    /// The held comments that are not in `known`, the oldest first.
    func items(beside known: Set<Item>) throws(OutputError) -> [Item] {
        let room = limit - known.count
        var items: [Item] = []
        if room <= 0 { return [] }
        try queue.list(filter) { entry in
            let item = Item(name: entry.id ?? entry.key, source: entry.source)
            if !known.contains(item) { items.append(item) }
            return items.count < room
        }
        return items
    }

    /// How many held comments there are.
    func left() throws(OutputError) -> Int { try queue.count(filter) }

    /// An entry as it is now; `nil` where there is none any more.
    func entry(_ item: Item) throws(OutputError) -> QueueEntry? {
        guard case .success(let entry) = try queue.entry(item.name, source: item.source) else { return nil }
        return entry
    }

    func held(_ entry: QueueEntry) throws(OutputError) -> HeldComment {
        var parent: QueueEntry?
        if let id = entry.parent { parent = try self.entry(Item(name: id, source: entry.source)) }
        return HeldComment(
            entry: entry, judged: StoredComment().judged(entry.comment),
            past: try queue.past(of: entry, shown: Self.shownPast), parent: parent)
    }

    /// Decides about an entry, if it is still what was seen.
    func decide(_ entry: QueueEntry, _ outcome: Verdict.Outcome, note: String?) throws(OutputError) -> Outcome {
        let result = try queue.decide(
            [entry.id ?? entry.key], outcome, source: entry.source, who: who, note: note, now: now(), expecting: entry)
        guard case .success((decided: 1, already: _)) = result, let decision = try queue.decisions(on: entry).last
        else { return .changed }
        return .decided(decision)
    }

    /// Takes a decision back, if nothing was decided since.
    func undo(_ decision: QueueDecision, on item: Item) throws(OutputError) -> Bool {
        let result = try queue.undo(
            [item.name], source: item.source, who: who, note: nil, now: now(), expecting: decision)
        guard case .success((undone: 1, without: _)) = result else { return false }
        return true
    }

    /// Who decided last about an entry, and when: `Bob accepted it 2 minutes ago`.
    func lastDecision(on entry: QueueEntry) throws(OutputError) -> String {
        guard let last = try queue.decisions(on: entry).last else { return "it is \(entry.outcome.participle) now" }
        let who = last.action == "judge" ? "the rules" : SafeText.clean(last.who, limit: 60)
        return "\(who) \(entry.outcome.participle) it \(Age.text(last.time, now: now()))"
    }

    /// The first of some comments whose text or author has the words that are looked for.
    func search(_ text: String, among items: [Item]) throws(OutputError) -> Item? {
        var filter = filter
        // Signs alone are no word, and nothing is found.
        guard let search = try? QueueSearch(text) else { return nil }
        filter.search = search
        var found: Set<Item> = []
        try queue.list(filter) { entry in
            found.insert(Item(name: entry.id ?? entry.key, source: entry.source))
            return true
        }
        return items.first(where: found.contains)
    }
}
