import CommentFormats
import Moderation
import ModerationQueue
import Workbench

/// Entries of a queue as JSON, the comment within as the run wrote it.
enum QueueEntryJSON {
    /// What the blog gets. The lease comes first, so that a shell finds it without reading JSON.
    static func taken(_ entry: QueueEntry) -> JSONValue {
        .object([("lease", .optional(entry.lease))] + head(entry) + [("comment", .written(entry.comment))])
    }

    static func whole(_ entry: QueueEntry, decisions: [QueueDecision]? = nil, now: Int64) -> JSONValue {
        let standing: [(String, JSONValue)] = [
            ("state", .string(entry.state(at: now).rawValue)), ("lease", .optional(entry.lease)),
            ("lease_until", entry.leaseUntil.map { .integer(Int($0)) } ?? .null),
            ("arrived", .integer(Int(entry.arrived))),
        ]
        let history: JSONValue = decisions.map { .array($0.map(decision)) } ?? .null
        return .object(head(entry) + standing + [("decisions", history), ("comment", .written(entry.comment))])
    }

    static func stats(_ counts: [QueueCount]) -> JSONValue {
        .object(
            Verdict.Outcome.allCases.map { outcome in
                let own = counts.filter { $0.outcome == outcome }
                let states = QueueEntry.State.allCases.map { state in
                    (state.rawValue, JSONValue.integer(own.first { $0.state == state }?.count ?? 0))
                }
                let oldest = own.first { $0.state == .queued }?.oldest
                return (outcome.name, .object(states + [("oldest_queued", oldest.map { .integer(Int($0)) } ?? .null)]))
            })
    }

    private static func head(_ entry: QueueEntry) -> [(String, JSONValue)] {
        [
            ("key", .string(entry.key)), ("source", entry.source.isEmpty ? .null : .string(entry.source)),
            ("id", .optional(entry.id)), ("outcome", .string(entry.outcome.name)),
            ("decided_by", .string(entry.decidedBy.rawValue)),
        ]
    }

    private static func decision(_ decision: QueueDecision) -> JSONValue {
        .object([
            ("time", .integer(Int(decision.time))), ("who", .string(decision.who)),
            ("action", .string(decision.action)), ("from", standing(decision.from)),
            ("to", standing(decision.to)), ("note", .optional(decision.note)),
        ])
    }

    private static func standing(_ standing: QueueDecision.Standing) -> JSONValue {
        .object([
            ("outcome", .string(standing.outcome)), ("state", .string(standing.state)),
            ("decided_by", .string(standing.decidedBy)),
        ])
    }
}

/// Entries of a queue for people. What strangers wrote can't move the cursor or look like a line of its own.
enum QueueEntryText {
    /// Characters of a name, an id or a reason that are shown.
    private static let longestWord = 80
    /// Characters of a line of the comment that are shown.
    private static let longestLine = 10_000

    /// `hold  queued  #17 Ann  of en  many_links 2.5 (5 links)`
    static func line(_ entry: QueueEntry, reasons: [QueueReason], now: Int64) -> String {
        var parts = [entry.outcome.name, entry.state(at: now).rawValue, name(entry)]
        if !entry.source.isEmpty { parts.append("of \(word(entry.source))") }
        if entry.decidedBy == .moderator { parts.append("by hand") }
        let rules = reasons.map { reason in
            "\(word(reason.rule)) \(reason.score)" + (reason.reason.map { " (\(word($0)))" } ?? "")
        }
        if !rules.isEmpty { parts.append(rules.joined(separator: ", ")) }
        return parts.joined(separator: "  ")
    }

    static func page(
        _ entry: QueueEntry, reasons: [QueueReason], decisions: [QueueDecision], now: Int64
    ) -> [String] {
        let decider = entry.decidedBy == .moderator ? "by hand" : "by the rules"
        let state = entry.state(at: now)
        let remark = state == entry.state ? "" : " again, for its lease is over"
        var lines = ["\(entry.outcome.name), \(decider), \(state.rawValue)\(remark)", name(entry)]
        if !entry.source.isEmpty { lines.append("of \(word(entry.source))") }
        if let post = entry.post { lines.append("under the post \(word(post))") }
        if let parent = entry.parent { lines.append("in answer to \(word(parent))") }
        lines.append("came \(UTCTime.text(entry.arrived))")
        lines.append("")
        for line in (entry.body ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append("  " + SafeText.clean(line, limit: longestLine))
        }
        if !reasons.isEmpty { lines += ["", "Rules that fired"] }
        for reason in reasons {
            lines.append("  \(word(reason.rule))  \(reason.score)" + (reason.reason.map { "  \(word($0))" } ?? ""))
        }
        if !decisions.isEmpty { lines += ["", "Decisions"] }
        for decision in decisions {
            let note = decision.note.map { ": \(SafeText.clean($0, limit: 1000))" } ?? ""
            let action = decision.action == "undo" ? "undone, " : ""
            lines.append(
                "  \(UTCTime.text(decision.time))  \(word(decision.who))  \(action)\(decision.from.outcome) -> "
                    + decision.to.outcome + note)
        }
        return lines
    }

    static func stats(_ counts: [QueueCount]) -> [String] {
        Verdict.Outcome.allCases.map { outcome in
            let own = counts.filter { $0.outcome == outcome }
            let parts = QueueEntry.State.allCases.compactMap { state in
                own.first { $0.state == state }.map { "\(Numbers.grouped($0.count)) \(state.rawValue)" }
            }
            let oldest = own.first { $0.state == .queued }.map { ", the oldest of \(UTCTime.text($0.oldest))" } ?? ""
            return "\(outcome.name)  " + (parts.isEmpty ? "none" : parts.joined(separator: ", ") + oldest)
        }
    }

    private static func name(_ entry: QueueEntry) -> String {
        let id = entry.id.map { "#" + word($0) } ?? word(entry.key)
        return entry.author.map { "\(id) \(word($0))" } ?? id
    }

    private static func word(_ text: String) -> String { SafeText.clean(text, limit: longestWord) }
}
