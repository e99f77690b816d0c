import Moderation
import ModerationQueue

extension ReviewSession {
    /// Decides about the comment that is shown, unless others were faster.
    mutating func decide(_ outcome: Verdict.Outcome, note: String?) throws(OutputError) -> [Effect] {
        guard let current else { return [] }
        switch try desk.decide(current.entry, outcome, note: note) {
        case .decided(let decision):
            items[position].standing = .decided(outcome)
            steps.append(.decided(position, decision))
            return try advance()
        case .changed:
            return try lookAgain(outcome, note: note)
        }
    }

    /// What to do where the entry is not what was shown.
    private mutating func lookAgain(_ outcome: Verdict.Outcome, note: String?) throws(OutputError) -> [Effect] {
        guard let entry = try desk.entry(items[position].item) else {
            items[position].standing = .elsewhere
            return [.say("It is no longer in the queue.")] + (try advance())
        }
        let hasChanged = entry.content != current?.entry.content
        if entry.outcome == .hold {
            return [.say("It has changed meanwhile; nothing is decided.")] + (try show(entry, at: position))
        }
        let sentence = (hasChanged ? "it has changed, and " : "") + (try desk.lastDecision(on: entry))
        if hasChanged || entry.outcome == outcome {
            items[position].standing = .elsewhere
            return [.say("\(entry.title): \(sentence)")] + (try advance())
        }
        current?.entry = entry
        mode = .confirm(outcome, note: note)
        return [.say("\(entry.title): \(sentence)")]
    }

    /// Decides against somebody else, or lets their decision be.
    mutating func confirm(
        _ key: Character, _ outcome: Verdict.Outcome, _ note: String?
    ) throws(OutputError) -> [Effect] {
        switch key {
        case "y":
            mode = .comment
            return try decide(outcome, note: note)
        case "n":
            items[position].standing = .elsewhere
            return try advance()
        default: return [.say("y decides, n leaves it as it is.")]
        }
    }

    /// Takes back the last step of this review.
    mutating func undo() throws(OutputError) -> [Effect] {
        guard let step = steps.popLast() else { return [.say("There is nothing to take back.")] }
        switch step {
        case .skipped(let index):
            if let entry = try desk.entry(items[index].item), entry.outcome != .hold { return try passOver(index) }
            return try reopen(index)
        case .decided(let index, let decision):
            let item = items[index].item
            let before = try desk.entry(item)
            if try desk.undo(decision, on: item) {
                let effects = try reopen(index)
                // The blog takes nothing that is held, so it does not hear that it was mistaken.
                guard let before, before.state != .queued else { return effects }
                return effects + [.say("The blog has taken it already; decide anew, so that it hears of it.")]
            }
            items[index].standing = .elsewhere
            guard let before else { return [.say("It is no longer in the queue.")] }
            return [.say("\(before.title) stays: \(try desk.lastDecision(on: before))")]
        }
    }

    /// Goes back to a comment.
    private mutating func reopen(_ index: Int) throws(OutputError) -> [Effect] {
        items[index].standing = .waiting
        guard let entry = try desk.entry(items[index].item) else { return [.say("It is no longer in the queue.")] }
        return try show(entry, at: index)
    }
}

extension ReviewSession {
    /// Lists what may be wrong.
    mutating func askWhatIsWrong() -> [Effect] {
        guard let current else { return [] }
        mode = .wrongVerdict
        let rules = current.rules.enumerated().map { Effect.say("  \($0 + 1)  \($1) should have been silent") }
        return [.say("What is wrong?")] + rules
            + [.say("  a  it should be accepted"), .say("  r  it should be rejected"), .say("  other keys: nothing")]
    }

    mutating func chooseWrong(_ answer: String) -> [Effect] {
        mode = .comment
        guard let current else { return [] }
        switch answer {
        case "a": return [.writeTest(WrongVerdict(held: current, rule: nil, verdict: .accept))]
        case "r": return [.writeTest(WrongVerdict(held: current, rule: nil, verdict: .reject))]
        default:
            guard let number = Int(answer), current.rules.indices.contains(number - 1) else {
                return [.say("Nothing is written.")]
            }
            return [.writeTest(WrongVerdict(held: current, rule: current.rules[number - 1], verdict: nil))]
        }
    }
}
