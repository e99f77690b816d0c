import Moderation

/// Verdicts for the eye: one line each, such as
/// `hold  4.5  #17 Ann  many_links 2.5 (5 links), spam_words 2 (casino)`.
public final class ReadableLines: VerdictSink {
    private let output: OutputFile
    private let inputs: [String]
    private let isColoured: Bool

    /// - Parameters:
    ///   - inputs: The names of the run's inputs; with more than one a record without an id is named by its file too.
    ///   - isColoured: Whether outcomes are coloured by ANSI escape sequences.
    public init(output: OutputFile, inputs: [String] = [], isColoured: Bool) {
        self.output = output
        self.inputs = inputs
        self.isColoured = isColoured
    }

    public func makeCollector() -> any VerdictCollector {
        ReadableLinesCollector(files: inputs.count > 1 ? inputs : [], isColoured: isColoured)
    }

    public func write(_ collector: any VerdictCollector) throws(OutputError) {
        guard let lines = collector as? any LineCollector else { return }
        try output.write(lines.storage)
    }

    /// Nothing is left to do: each block is written at once.
    public func finish() throws(OutputError) {}
}

/// A terminal shows some hundred lines a second: here strings are fine.
final class ReadableLinesCollector: LineCollector {
    // In characters. An author's is the design's; the others keep a line in sight.
    private static let authorLimit = 20
    private static let identifierLimit = 40
    private static let reasonLimit = 100

    private let files: [String]
    private let isColoured: Bool
    private var buffer = ByteBuffer()

    init(files: [String], isColoured: Bool) {
        self.files = files
        self.isColoured = isColoured
    }

    var storage: UnsafeRawBufferPointer { buffer.storage }

    func removeAll() { buffer.removeAll() }

    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        var parts = [paint(verdict.outcome.name, verdict.outcome.colour), verdict.score.description]
        parts.append(who(entry, in: block))
        let account = account(of: verdict)
        if !account.isEmpty { parts.append(account) }
        append(parts)
    }

    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {
        guard let malformation = entry.malformation, !entry.isContinuation else { return }
        // 35: magenta, which no outcome has.
        append([paint("malformed", "35"), place(of: entry, in: block), malformation.message])
    }

    private func append(_ parts: [String]) {
        buffer.append(parts.joined(separator: "  "))
        buffer.append(UInt8(ascii: "\n"))
    }

    private func paint(_ word: String, _ colour: String) -> String {
        isColoured ? "\u{1B}[\(colour)m\(word)\u{1B}[0m" : word
    }

    /// `#17 Ann`, or where it stands in the input if it has no id.
    private func who(_ entry: borrowing CommentEntry, in block: CommentBlock) -> String {
        let id = text(of: .id, entry, in: block)
        let name = id.isEmpty ? place(of: entry, in: block) : "#" + SafeText.clean(id, limit: Self.identifierLimit)
        var author = text(of: .author, entry, in: block)
        // Some give their address as their name; it must not leave with a verdict.
        let email = text(of: .email, entry, in: block).lowercased()
        if !email.isEmpty && author.lowercased().contains(email) { author = "[email]" }
        return author.isEmpty ? name : name + " " + SafeText.clean(author, limit: Self.authorLimit)
    }

    private func text(of field: Field, _ entry: borrowing CommentEntry, in block: CommentBlock) -> String {
        block.value(of: field, in: entry).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func place(of entry: borrowing CommentEntry, in block: CommentBlock) -> String {
        guard block.source < files.count else { return "line \(entry.line)" }
        return "\(SafeText.clean(files[block.source], limit: Self.reasonLimit)):\(entry.line)"
    }

    /// What fired, what failed and what settled it, where that is not the score.
    private func account(of verdict: borrowing Verdict) -> String {
        var parts: [String] = []
        switch verdict.cause {
        case .exempt: parts.append("exempt")
        case .rule, .category: parts.append("by " + verdict.because)
        case .score, .error: break
        }
        for fired in verdict.fired { parts.append(describe(fired, of: verdict)) }
        for fired in verdict.shadow { parts.append("on trial: " + describe(fired, of: verdict)) }
        for failure in verdict.failures {
            let place = "\(failure.file):\(failure.line): \(SafeText.clean(failure.message, limit: Self.reasonLimit))"
            parts.append(
                failure.rule.map { "\(verdict.ruleSet.rules[$0].name) failed (\(place))" } ?? "failed: \(place)")
        }
        return parts.joined(separator: ", ")
    }

    private func describe(_ fired: Verdict.Fired, of verdict: borrowing Verdict) -> String {
        var text = "\(verdict.ruleSet.rules[fired.rule].name) \(fired.points)"
        var reason = verdict.string(fired.reason)
        if reason.isEmpty, let first = fired.hits.first { reason = verdict.string(verdict.hits[first].found) }
        if !reason.isEmpty { text += " (\(SafeText.clean(reason, limit: Self.reasonLimit)))" }
        return text
    }
}

extension Verdict.Outcome {
    /// The ANSI colour: green, yellow, red.
    fileprivate var colour: String {
        switch self {
        case .accept: "32"
        case .hold: "33"
        case .reject: "31"
        }
    }
}
