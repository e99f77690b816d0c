import Moderation
import ModerationQueue

/// A moderator's way through the held comments of a queue, one at a time.
///
/// Keys go in, effects come out; how they are shown is not its business. Every decision is made by its queue at once.
public struct ReviewSession {
    /// What to show or do.
    public enum Effect {
        /// A comment, and which of how many it is, from 1.
        case show(HeldComment, number: Int, count: Int)
        /// The next part of its text; 1 is the first one that the page does not show.
        case more(HeldComment, part: Int)
        case say(String)
        /// What the keys do.
        case help
        /// Write a test that fails until the rules are mended.
        case writeTest(WrongVerdict)
        /// The last sentence.
        case finish(String)
    }

    /// What it waits for.
    public enum Question {
        /// One key.
        case key(String)
        /// A line of text.
        case line(String)
        /// One of so many numbered things, or a letter.
        case choice(String, of: Int)
    }

    /// What a key or a line means at this moment.
    enum Mode {
        case comment
        case note(Verdict.Outcome)
        case search
        case wrongVerdict
        /// Somebody else has decided: whether to decide anyway.
        case confirm(Verdict.Outcome, note: String?)
        /// All comments were shown.
        case end
        case over
    }

    /// What has become of a comment.
    enum Standing {
        case waiting, skipped
        case decided(Verdict.Outcome)
        /// Others have seen to it.
        case elsewhere
    }

    /// What `u` takes back.
    enum Step {
        case decided(Int, QueueDecision)
        case skipped(Int)
    }

    let desk: ReviewDesk
    var items: [(item: ReviewDesk.Item, standing: Standing)] = []
    /// Which of the items is shown.
    var position = -1
    /// What is shown.
    var current: HeldComment?
    var mode = Mode.comment
    var steps: [Step] = []
    var part = 0
    var lastSearch = ""
    public internal(set) var isOver = false

    public init(_ desk: ReviewDesk) {
        self.desk = desk
    }

    /// The first comment.
    public mutating func begin() throws(OutputError) -> [Effect] { try advance() }

    public var question: Question {
        switch mode {
        case .comment: return .key("\(current?.entry.title ?? "") [a,r,s,u,m,f,/,?,q]? ")
        case .note: return .line("Note: ")
        case .search: return .line("Search: ")
        case .wrongVerdict: return .choice("Which? ", of: current?.rules.count ?? 0)
        case .confirm(let outcome, _): return .key("\(outcome.participle.capitalizedFirst) anyway [y,n]? ")
        case .end, .over: return .key("No more comments [u,q]? ")
        }
    }

    /// Obeys a key.
    public mutating func receive(_ key: Character) throws(OutputError) -> [Effect] {
        switch mode {
        case .comment: return try command(key)
        case .confirm(let outcome, let note): return try confirm(key, outcome, note)
        case .end:
            switch key {
            case "q", "\n": return try finish()
            case "u": return try undo()
            case "?": return [.help]
            default: return [.say("Those were all: u takes the last step back, q ends.")]
            }
        case .note, .search, .wrongVerdict, .over: return []
        }
    }

    /// Takes a line; `nil` where the moderator changed their mind.
    public mutating func receive(line: String?) throws(OutputError) -> [Effect] {
        let text = line ?? ""
        switch mode {
        case .note(let outcome):
            mode = .comment
            if text.allSatisfy(\.isWhitespace) {
                return [.say("Without a note nothing is decided; a and r need none.")]
            }
            return try decide(outcome, note: text)
        case .search:
            mode = .comment
            return line == nil ? [] : try search(text)
        case .wrongVerdict: return chooseWrong(text)
        case .comment, .confirm, .end, .over: return []
        }
    }

    /// Ends the review: what was decided is decided.
    public mutating func finish() throws(OutputError) -> [Effect] {
        mode = .over
        isOver = true
        var (accepted, rejected, skipped) = (0, 0, 0)
        for (_, standing) in items {
            switch standing {
            case .decided(.accept): accepted += 1
            case .decided(.reject): rejected += 1
            case .skipped: skipped += 1
            case .decided(.hold), .waiting, .elsewhere: break
            }
        }
        let left = try desk.left()
        let rest = left == 0 ? "none is left" : left == 1 ? "1 is left" : "\(left) are left"
        return [.finish("\(accepted) accepted, \(rejected) rejected, \(skipped) skipped; \(rest)")]
    }

    private mutating func command(_ key: Character) throws(OutputError) -> [Effect] {
        switch key {
        case "a": return try decide(.accept, note: nil)
        case "r": return try decide(.reject, note: nil)
        case "A": mode = .note(.accept)
        case "R": mode = .note(.reject)
        case "s":
            items[position].standing = .skipped
            steps.append(.skipped(position))
            return try advance()
        case "u": return try undo()
        case "m":
            guard let current else { return [] }
            part += 1
            return [.more(current, part: part)]
        case "f": return askWhatIsWrong()
        case "/": mode = .search
        case "?": return [.help]
        case "q": return try finish()
        case "\n": break
        // Ctrl-L, as everywhere.
        case "\u{C}": return show()
        default: return [.say("There is no such key; ? says which there are.")]
        }
        return []
    }

    /// The comment that it stands at.
    func show() -> [Effect] {
        guard let current else { return [] }
        return [.show(current, number: position + 1, count: items.count)]
    }

    /// Goes to an entry.
    mutating func show(_ entry: QueueEntry, at index: Int) throws(OutputError) -> [Effect] {
        position = index
        mode = .comment
        part = 0
        current = try desk.held(entry)
        return show()
    }

    /// Goes to the next comment that waits: those behind this one, then those that came meanwhile, then those that a
    /// search has left behind.
    mutating func advance() throws(OutputError) -> [Effect] {
        var effects: [Effect] = []
        var index = position + 1
        while true {
            if index == items.count {
                items += try desk.items(beside: Set(items.map(\.item))).map { (item: $0, standing: Standing.waiting) }
            }
            if index >= items.count {
                guard let earlier = items.firstIndex(where: { $0.standing.isWaiting }) else { break }
                index = earlier
            }
            if items[index].standing.isWaiting {
                if let entry = try desk.entry(items[index].item), entry.outcome == .hold {
                    return effects + (try show(entry, at: index))
                }
                effects += try passOver(index)
            }
            index += 1
        }
        current = nil
        if items.isEmpty { return effects + [.say("Nothing is held here.")] + (try finish()) }
        mode = .end
        position = items.count - 1
        return effects
    }

    /// Leaves out a comment that others have seen to.
    mutating func passOver(_ index: Int) throws(OutputError) -> [Effect] {
        items[index].standing = .elsewhere
        guard let entry = try desk.entry(items[index].item) else { return [] }
        return [.say("\(entry.title): \(try desk.lastDecision(on: entry))")]
    }

    private mutating func search(_ text: String) throws(OutputError) -> [Effect] {
        let wanted = text.allSatisfy(\.isWhitespace) ? lastSearch : text
        if wanted.isEmpty { return [] }
        lastSearch = wanted
        // From here to the end, then from the beginning.
        let order = Array(items.indices[(position + 1)...]) + Array(items.indices[..<position])
        let waiting = order.filter { items[$0].standing.isWaiting }
        guard let found = try desk.search(wanted, among: waiting.map { items[$0].item }),
            let index = waiting.first(where: { items[$0].item == found }), let entry = try desk.entry(found)
        else { return [.say("No other held comment has that in its text or as its author.")] }
        return try show(entry, at: index)
    }
}

extension ReviewSession.Standing {
    var isWaiting: Bool {
        if case .waiting = self { return true }
        return false
    }
}

extension String {
    /// With a capital at its beginning.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
