import Moderation

/// Verdicts as a shell script for WP-CLI (`wp comment approve|unapprove|spam|trash ID…`).
///
/// Of an id that comes twice the last verdict counts, whichever it is. Only whole numbers go into the script: nothing of
/// a comment can be read as anything else.
public struct WordPressScript {
    /// What is done with a comment.
    public enum Action: String, CaseIterable, Sendable {
        case approve, unapprove, spam, trash
    }

    /// How many comments a command names: far from the longest command line, and few to do again where one fails.
    private static let batch = 100
    /// The highest number of WordPress's column `comment_ID`, `bigint(20) unsigned`, has 20 digits; 18 fit any program.
    private static let mostDigits = 18

    /// What all rejected comments become; `nil` is spam where the category `spam` speaks most for it, else trash.
    public var rejected: Action?
    /// Which verdicts come into the script.
    public var verdicts: Set<Verdict.Outcome>
    /// How many records of those verdicts had no id, or one that is no number.
    public private(set) var refused = 0

    private var actions: [Int: Action] = [:]

    public init(verdicts: Set<Verdict.Outcome>, rejected: Action? = nil) {
        self.verdicts = verdicts
        self.rejected = rejected
    }

    /// Takes a record of any verdict: one that stays out of the script takes back what an earlier one said of its id.
    public mutating func take(_ record: VerdictRecord) {
        let isWanted = verdicts.contains(record.verdict)
        guard let id = record.id.flatMap(Self.number) else {
            if isWanted { refused += 1 }
            return
        }
        guard isWanted else {
            actions[id] = nil
            return
        }
        switch record.verdict {
        case .accept: actions[id] = .approve
        case .hold: actions[id] = .unapprove
        case .reject: actions[id] = rejected ?? (record.category == "spam" ? .spam : .trash)
        }
    }

    private static func number(_ id: String) -> Int? {
        guard id.utf8.count <= mostDigits, id.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(id),
            number > 0
        else { return nil }
        return number
    }

    /// The script, a piece at a time.
    public func write(to output: (String) throws -> Void) rethrows {
        try output(
            """
            #!/bin/sh
            # What modfilter decided, for WP-CLI (https://wp-cli.org). Run it in the folder of the blog, or say where that is:
            #   sh decisions.sh --path=/var/www/blog
            status=0

            """)
        for action in Action.allCases {
            let ids = actions.filter { $0.value == action }.keys.sorted()
            for start in stride(from: 0, to: ids.count, by: Self.batch) {
                let batch = ids[start..<min(start + Self.batch, ids.count)].map(String.init).joined(separator: " ")
                try output("wp \"$@\" comment \(action.rawValue) \(batch) || status=1\n")
            }
        }
        try output("exit $status\n")
    }
}
