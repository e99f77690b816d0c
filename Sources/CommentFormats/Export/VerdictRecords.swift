import Moderation

/// A comment that was judged, as a line of modfilter's output tells of it: a verdict, or a comment with its verdict
/// under `moderation`.
public struct VerdictRecord {
    /// A rule that fired.
    public struct Rule: Sendable, Equatable {
        public var name: String
        public var category: String
        public var reason: String?
    }

    /// The number of the line, from 1.
    public var line: Int
    public var id: String?
    public var verdict: Verdict.Outcome
    public var because: String
    /// Points, in decimal.
    public var score: String
    public var rules: [Rule]
    /// The category that speaks most for the verdict: that of the rule that decided, else the one with most points.
    public var category: String?
    /// What the comment says, where the line holds it.
    public var comment: Comment?
    /// What another system thought of it, where the line holds it.
    public var status: String?

    /// - Returns: `nil` where the line tells of no verdict.
    init?(_ root: TapeValue, line: Int, comment: (() -> Comment?)) {
        let moderation = root["moderation"]
        let judged = moderation ?? root
        guard let word = judged["verdict"]?.string,
            let outcome = Verdict.Outcome.allCases.first(where: { $0.name == word })
        else { return nil }
        self.line = line
        verdict = outcome
        because = judged["because"]?.string ?? ""
        score = judged["score"]?.points.map { "\($0)" } ?? ""
        rules = (judged["rules"]?.items ?? []).compactMap { rule in
            guard let name = rule["rule"]?.string else { return nil }
            return Rule(name: name, category: rule["category"]?.string ?? "", reason: rule["reason"]?.string)
        }
        let comment = moderation == nil ? nil : comment()
        self.comment = comment
        status = moderation == nil ? nil : root["status"]?.string
        id = comment?[.id] ?? root["id"]?.plainText
        category = Self.category(because: because, scores: judged["scores"], rules: rules)
    }

    private static func category(because: String, scores: TapeValue?, rules: [Rule]) -> String? {
        if because.hasPrefix("rule:") {
            let name = because.dropFirst("rule:".count)
            return rules.first { $0.name == name }?.category
        }
        if because.hasPrefix("score:") { return String(because.dropFirst("score:".count)) }
        return scores?.members.compactMap { name, value in value.points.map { (name: name, points: $0) } }
            .max { $0.points.thousandths < $1.points.thousandths }?.name
    }
}

/// Reads what modfilter has written, line by line.
public final class VerdictRecords {
    private static let piece = 128 << 10

    /// How far the reading has come.
    public let progress: InputProgress

    private let inputs: [InputFile]
    private let onProblem: (ImportProblem) -> Void
    private let tree = JSONTree()
    private let stored = StoredComment()
    private var tape = ValueTape()

    /// - Parameter onProblem: Called for each line that tells of no verdict.
    public init(inputs: [InputFile], onProblem: @escaping (ImportProblem) -> Void) {
        self.inputs = inputs
        self.onProblem = onProblem
        var total: Int? = 0
        for input in inputs { total = input.size.flatMap { size in total.map { $0 + size } } }
        progress = InputProgress(totalBytes: total)
    }

    /// Hands over each record in order.
    ///
    /// - Throws: What `take` throws, and `InputError` where an input can't be read.
    public func read(_ take: (VerdictRecord) throws -> Void) throws {
        for input in inputs {
            let reader = try InputReader(opening: input, shouldStop: { false })
            var lines = LinePieces()
            var buffer = ByteBuffer(capacity: Self.piece)
            var failure: (any Error)?
            var isEnd = false
            while !isEnd {
                buffer.removeAll()
                isEnd = try reader.read(into: &buffer, room: Self.piece, shouldStop: { false }) == .end
                progress.add(buffer.count)
                lines.split(buffer.storage, isEnd: isEnd) { text, line in
                    guard failure == nil else { return }
                    do {
                        if let record = record(text, line, input.name) { try take(record) }
                    } catch {
                        failure = error
                    }
                }
                if let failure { throw failure }
            }
        }
    }

    private func record(_ text: UnsafeRawBufferPointer?, _ line: Int, _ input: String) -> VerdictRecord? {
        func refuse(_ message: String) -> VerdictRecord? {
            onProblem(ImportProblem(input: input, line: line, message: message))
            return nil
        }
        guard let text else { return refuse("the line has more than 16 MiB") }
        if let malformation = tree.read(text, into: &tape) { return refuse(malformation.message) }
        let root = TapeValue(tape: tape, index: 0)
        let isError = root["error"] != nil && root["verdict"] == nil
        if isError { return refuse("the comment was malformed and has no verdict") }
        let record = VerdictRecord(root, line: line) {
            stored.judged(String(decoding: text, as: UTF8.self))?.comment
        }
        return record ?? refuse("there is no verdict; export reads what modfilter writes")
    }
}
