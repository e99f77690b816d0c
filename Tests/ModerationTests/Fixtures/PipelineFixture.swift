import Synchronization

@testable import Moderation

/// Input lines of the form `author|body`; a line that begins with `!` is malformed. A few lines make a block.
final class LinesSource: CommentSource {
    private let lines: [String]
    private let blockLines: Int
    private let failsAt: Int?
    private var next = 0
    /// How many lines were handed out.
    private(set) var given = 0

    /// - Parameter failsAt: The line before which reading fails.
    init(_ lines: [String], blockLines: Int = 3, failsAt: Int? = nil) {
        self.lines = lines
        self.blockLines = blockLines
        self.failsAt = failsAt
    }

    func fill(_ block: CommentBlock) throws(InputError) -> Bool {
        block.removeAll()
        if let failsAt, next >= failsAt { throw InputError(input: "in", message: "is gone") }
        if next >= lines.count { return false }
        block.firstLine = next + 1
        block.source = 0
        for line in lines[next..<min(next + blockLines, lines.count)] { block.input.append(line + "\n") }
        next += blockLines
        given = min(next, lines.count)
        return true
    }

    func makeDecoder() -> any CommentDecoder { Decoder() }

    private final class Decoder: CommentDecoder {
        func decode(_ block: CommentBlock) {
            let text = String(decoding: block.input.storage, as: UTF8.self)
            for (number, line) in text.split(separator: "\n").enumerated() {
                if line.hasPrefix("!") {
                    var entry = CommentEntry(line: block.firstLine + number, raw: 0..<0)
                    entry.malformation = CommentEntry.Malformation(code: "broken", message: "is broken")
                    block.entries.append(entry)
                    continue
                }
                let parts = line.split(separator: "|", omittingEmptySubsequences: false)
                block.append(
                    Comment(author: String(parts[0]), body: String(parts.last ?? "")), line: block.firstLine + number)
            }
        }

        func readExtra(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape) {}
    }
}

/// Keeps what is written, a line a record: `LINE OUTCOME RULES`.
final class LinesSink: VerdictSink {
    let name: String
    private(set) var lines: [String] = []
    private(set) var hasFinished = false
    /// Told of each block: the sink's name.
    private let order: ((String) -> Void)?
    /// Writing fails from this block on, counted from 0.
    private let failsAt: Int?
    private let isClosedPipe: Bool
    private var blocks = 0

    init(
        _ name: String = "out", failsAt: Int? = nil, isClosedPipe: Bool = false, order: ((String) -> Void)? = nil
    ) {
        self.name = name
        self.failsAt = failsAt
        self.isClosedPipe = isClosedPipe
        self.order = order
    }

    func makeCollector() -> any VerdictCollector { Collector() }

    func write(_ collector: any VerdictCollector) throws(OutputError) {
        order?(name)
        if let failsAt, blocks >= failsAt {
            throw OutputError(output: name, message: "No space left on device", isClosedPipe: isClosedPipe)
        }
        blocks += 1
        if let collector = collector as? Collector { lines += collector.lines }
    }

    func finish() throws(OutputError) { hasFinished = true }

    private final class Collector: VerdictCollector {
        var lines: [String] = []

        func removeAll() { lines.removeAll() }

        func collect(
            _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
            decoder: any CommentDecoder
        ) {
            var rules: [String] = []
            for fired in verdict.fired {
                rules.append(verdict.ruleSet.rules[fired.rule].name + "(" + verdict.string(fired.reason) + ")")
            }
            lines.append("\(entry.line) \(verdict.outcome.name) " + rules.joined(separator: " "))
        }

        func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {
            lines.append("\(entry.line) malformed")
        }
    }
}
