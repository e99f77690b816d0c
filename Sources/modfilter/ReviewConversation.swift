import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import Workbench

/// A review, from the first comment to the last sentence.
struct ReviewConversation {
    let input: any ReviewInput
    let tests: ReviewTestFiles

    /// Lines of the terminal that are kept for what stands beside a text.
    private static let otherLines = 16
    private static let fewestTextLines = 8
    /// Lines of a text where there is no terminal.
    private static let linesWithoutTerminal = 20
    /// Characters of a sentence.
    private static let longestSentence = 4000

    /// Runs until the moderator quits, the input ends or a signal comes; gives the status of that.
    func run(_ session: ReviewSession) throws(OutputError) -> ExitCode? {
        var session = session
        input.begin()
        defer { input.end() }
        try show(session.begin())
        while !session.isOver {
            switch session.question {
            case .key(let prompt):
                try write(prompt)
                let key = input.key()
                try write(key.shown + "\n")
                switch key {
                case .character(let key): try show(session.receive(key))
                case .unknown: try write(lines: ["There is no such key; ? says which there are."])
                case .redraw: try show(session.receive("\u{C}"))
                case .end: try show(session.finish())
                case .signal(let number):
                    try show(session.finish())
                    return .signal(number)
                }
            case .line(let prompt): try show(session.receive(line: try answer(prompt, input.line(prompt))))
            case .choice(let prompt, let count):
                try show(session.receive(line: try answer(prompt, input.choice(prompt, of: count))))
            }
        }
        return nil
    }

    /// An answer, shown where it does not show by itself.
    private func answer(_ prompt: String, _ answer: String?) throws(OutputError) -> String? {
        if !input.echoes {
            try write(prompt + SafeText.clean(answer ?? "", limit: Self.longestSentence) + "\n")
        } else if answer == nil {
            try write("\n")
        }
        return answer
    }

    private func show(_ effects: [ReviewSession.Effect]) throws(OutputError) {
        let text = ReviewText(style: Terminal.style(STDOUT_FILENO), textLines: Self.textLines, now: SystemClock.now())
        for effect in effects {
            switch effect {
            case .show(let held, let number, let count):
                try write(lines: [""] + text.page(held, place: "[\(number) of \(count)]") + [""])
            case .more(let held, let part): try write(lines: text.text(held, part: part))
            case .say(let sentence), .finish(let sentence):
                try write(lines: [SafeText.clean(sentence, limit: Self.longestSentence)])
            case .help: try write(lines: [ReviewKeys.help])
            case .writeTest(let wrong):
                try write(lines: tests.write(wrong).map { SafeText.clean($0, limit: Self.longestSentence) })
            }
        }
    }

    private static var textLines: Int {
        var size = winsize()
        guard Terminal.isTerminal(STDOUT_FILENO), ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
            return linesWithoutTerminal
        }
        return max(fewestTextLines, Int(size.ws_row) - otherLines)
    }

    private func write(lines: [String]) throws(OutputError) {
        try write(lines.map { $0 + "\n" }.joined())
    }

    private func write(_ text: String) throws(OutputError) { try OutputFile.standardOutput.write(text: text) }
}
