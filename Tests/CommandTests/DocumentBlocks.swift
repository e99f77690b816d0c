import Foundation

/// A fenced block of a Markdown page.
struct DocumentBlock {
    /// The word behind the opening fence, such as `lua`.
    var language: String
    /// The lines between the fences, each with its end.
    var text: String
    /// The line of the opening fence, from 1.
    var line: Int

    /// The file that the block's first line names in a Lua comment, as in `-- rules/policy.lua`.
    var file: String? {
        let first = text.prefix { $0 != "\n" }
        return first.hasPrefix("-- ") && first.hasSuffix(".lua") ? String(first.dropFirst(3)) : nil
    }

    /// The commands of a transcript: what stands behind `$ `.
    var commands: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    }

    /// All blocks of a page of the source tree, in order.
    static func all(of page: String) throws -> [DocumentBlock] {
        let content = try String(contentsOfFile: Command.root + "/" + page, encoding: .utf8)
        var blocks: [DocumentBlock] = []
        var open: DocumentBlock?
        for (index, line) in content.components(separatedBy: "\n").enumerated() {
            if line.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                open = open == nil ? DocumentBlock(language: String(line.dropFirst(3)), text: "", line: index + 1) : nil
            } else {
                open?.text += line + "\n"
            }
        }
        return blocks
    }
}

/// What a terminal showed, against what a page shows.
enum Transcript {
    /// What differs from run to run, or with each new rule of the pack, and what stands for it here.
    private static let changing = [
        (#"in [0-9.]+ s \([0-9,]+/s\)"#, "in N s (N/s)"),
        (#"\([0-9a-f]{12}\)"#, "(HASH)"),
        (#"ruleset [0-9a-f]{12}"#, "ruleset HASH"),
        (#"(?m)(^|, )[0-9]+ rules"#, "$1N rules"),
        (#"\.txt:[0-9]+"#, ".txt:N"),
        // A progress bar, where the machine is slow.
        (#"(?:\r[^\r\n]*\x{1B}\[K)+\r?"#, ""),
    ]

    /// The text with its changing parts, line ends of a terminal included, made the same.
    static func steady(_ text: String) -> String {
        changing.reduce(text.replacingOccurrences(of: "\r\n", with: "\n")) { text, change in
            text.replacingOccurrences(of: change.0, with: change.1, options: .regularExpression)
        }
    }

    /// Whether `shown` is what came; a line `…` in it stands for any lines, `…` in a line for any text.
    static func matches(_ came: String, _ shown: String) -> Bool {
        let pattern = steady(shown).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { line in
                if line == "…" { return #"(?:.*\n)*?"# }
                let parts = line.components(separatedBy: "…").map(NSRegularExpression.escapedPattern)
                return parts.joined(separator: ".*") + "\\n"
            }
            .joined()
        return steady(came).range(of: "^(?:" + pattern + ")$", options: .regularExpression)
            .map { $0 == steady(came).startIndex..<steady(came).endIndex } ?? false
    }

    /// A script that shows each command as a terminal does, then runs it.
    static func script(_ commands: [(shown: String, run: String)]) -> String {
        let steps = commands.map { command in
            let quoted = "'$ " + command.shown.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
            // `echo $?` is to see the status of the command before.
            return "status=$?; printf '%s\\n' \(quoted); (exit $status)\n\(command.run)"
        }
        return "exec 2>&1\ntrue\n" + steps.joined(separator: "\n") + "\n"
    }
}
