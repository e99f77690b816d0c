import CommentFormats
import Glibc
import Moderation
import Synchronization

/// A bar on stderr while a long run goes on: its share of the input's bytes or of the comments, where either is known.
///
/// Only on a terminal, only when the run takes longer than a second, ten times a second at most.
final class ProgressBar: Sendable {
    private static let delay = 1.0
    private static let interval = 0.1

    private let input: InputProgress?
    private let noun: String
    private let hasRate: Bool
    private let started = SystemClock.uptime()
    private let state = Mutex((lastDrawn: 0.0, isShown: false))

    /// - Parameters:
    ///   - noun: What is counted.
    ///   - hasRate: Whether there are many a second.
    init(input: InputProgress? = nil, noun: String = "comments", hasRate: Bool = true) {
        self.input = input
        self.noun = noun
        self.hasRate = hasRate
    }

    /// - Parameter all: How many comments there are, where that is known.
    func update(comments: Int, of all: Int? = nil) {
        let now = SystemClock.uptime()
        state.withLock { state in
            guard now - started >= Self.delay, now - state.lastDrawn >= Self.interval else { return }
            state.lastDrawn = now
            state.isShown = true
            StandardError.writeRaw("\r" + line(comments, of: all, seconds: now - started) + "\u{1B}[K")
        }
    }

    /// Takes the bar off the terminal.
    func clear() {
        state.withLock { state in
            if state.isShown { StandardError.writeRaw("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func share(_ count: Int, of all: Int?) -> Double? {
        if let all, all > 0 { return min(1, Double(count) / Double(all)) }
        guard let input, let total = input.totalBytes, total > 0 else { return nil }
        return min(1, Double(input.bytesRead) / Double(total))
    }

    private func line(_ count: Int, of all: Int?, seconds: Double) -> String {
        let rate = Double(count) / seconds
        let comments = "\(Numbers.grouped(count)) \(noun)" + (hasRate ? ", \(Numbers.grouped(Int(rate)))/s" : "")
        guard let share = share(count, of: all) else { return comments }
        let left = share > 0 ? Int(seconds / share - seconds) : 0
        let note = " \(Int(share * 100)) %  \(comments), \(left) s left"
        let width = min(40, Terminal.width(STDERR_FILENO) - note.count - 3)
        guard width > 4 else { return note }
        let filled = Int(share * Double(width))
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]" + note
    }
}

/// Numbers as people read them.
enum Numbers {
    /// `1234567` as `1,234,567`.
    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// Seconds with two digits after the point.
    static func seconds(_ seconds: Double) -> String {
        let hundredths = Int((seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `1 comment`, `2 comments`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
