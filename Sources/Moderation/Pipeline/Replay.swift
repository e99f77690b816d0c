/// Judges comments one after the other with one rule set or several, as `explain`, `profile` and `compare` do.
///
/// One thread does it all, so that what is seen of a comment can be looked at in peace. No rule is set aside.
///
/// ```swift
/// let replay = try Replay(ruleSets: [rules], source: source)
/// let summaries = try replay.run { comment in print(comment.verdicts[0].because) }
/// ```
public final class Replay {
    /// How a replay runs.
    public struct Options: Sendable {
        /// What rules see as the present, in Unix seconds; `nil` takes the moment at which a block is read.
        public var now: Int64?
        /// Whether a rule's budget counts instructions of Lua in place of time.
        public var strictBudget = false
        /// How many hits of each rule a verdict names.
        public var shownHits = Moderator.shownHits
        /// Whether each rule's and each stage's time is taken.
        public var isProfiled = false
        /// Receives what rules log: file, line, text.
        public var log: @Sendable (String, Int, String) -> Void = { _, _, _ in }

        public init() {}
    }

    /// A comment and what was decided about it; for use during the visit only.
    public struct Visit {
        public let entry: CommentEntry
        public let block: CommentBlock
        public let decoder: any CommentDecoder
        /// By rule set.
        public let verdicts: [Verdict]
        /// Its number among the comments of the run, from 1.
        public let number: Int

        /// The value of a field as text; `nil` where it is absent.
        public func text(of field: Field) -> String? {
            block.value(of: field, in: entry).map { String(decoding: $0, as: UTF8.self) }
        }

        /// Takes the comment's e-mail and IP out of texts.
        package let redactor: Redactor
    }

    /// One rule set's part.
    private final class Side {
        let moderator: Moderator
        let keys = HistoryKeys()
        var counts: [Int32] = []
        var summary: RunSummary
        private var history: History

        init(_ moderator: Moderator) {
            self.moderator = moderator
            history = History(queries: moderator.ruleSet.historyQueries)
            summary = RunSummary(ruleCount: moderator.ruleSet.rules.count)
        }

        func observe(_ block: CommentBlock, arrival: Int64) {
            keys.read(block, queries: moderator.ruleSet.historyQueries)
            history.observe(keys, arrival: arrival, counts: &counts)
        }

        /// Judges a comment of the block, which is the `comment`-th, from 0.
        func judge(
            _ entry: CommentEntry, _ comment: Int, in block: CommentBlock, _ decoder: any CommentDecoder,
            arrival: Int64, into verdict: inout Verdict
        ) {
            let queries = moderator.ruleSet.historyQueries.count
            moderator.streaks.begin(setAside: [:])
            moderator.number = 0
            counts.withUnsafeBufferPointer { counts in
                let before = CommentContext.Before(
                    counts: UnsafeBufferPointer(rebasing: counts[comment * queries..<(comment + 1) * queries]),
                    body: keys.body(comment))
                withUnsafePointer(to: entry) {
                    moderator.judge($0, in: block, decoder: decoder, before: before, arrival: arrival, into: &verdict)
                }
            }
            summary.add(verdict)
        }
    }

    private let source: any CommentSource
    private let options: Options
    private var sides: [Side] = []
    /// What was timed; of the first rule set, where that was asked for.
    public let profile: JudgementProfile?

    /// - Throws: `RuleLoadError` when a rule set does not load again as it did.
    public init(
        ruleSets: [RuleSet], source: any CommentSource, options: Options = Options()
    ) throws(RuleLoadError) {
        self.source = source
        self.options = options
        profile = options.isProfiled ? ruleSets.first.map { JudgementProfile(ruleCount: $0.rules.count) } : nil
        for ruleSet in ruleSets {
            let moderator = try Moderator(ruleSet: ruleSet, strictBudget: options.strictBudget, log: options.log)
            moderator.shownHits = options.shownHits
            sides.append(Side(moderator))
        }
        if let profile { sides.first?.moderator.profile = profile }
    }

    /// Judges all comments of the source.
    ///
    /// - Parameters:
    ///   - malformed: Told of each record that is no comment.
    ///   - visit: Told of each comment; `false` ends the run.
    /// - Returns: A summary for each rule set.
    public func run(
        malformed: (CommentEntry, CommentBlock) -> Void = { _, _ in }, visit: (Visit) -> Bool
    ) throws(InputError) -> [RunSummary] {
        let started = SystemClock.uptime()
        let block = CommentBlock()
        let decoder = source.makeDecoder()
        var verdicts = sides.map { Verdict(ruleSet: $0.moderator.ruleSet) }
        var number = 0
        var goesOn = true
        while goesOn, try fill(block) {
            let arrival = options.now ?? SystemClock.now()
            time(.decode) { decoder.decode(block) }
            time(.history) {
                for side in sides { side.observe(block, arrival: arrival) }
            }
            var comment = 0
            for entry in block.entries {
                if entry.malformation != nil {
                    if !entry.isContinuation {
                        for side in sides { side.summary.malformed += 1 }
                    }
                    malformed(entry, block)
                    continue
                }
                profile?.begin(line: entry.line, source: block.source)
                for (index, side) in sides.enumerated() {
                    side.judge(entry, comment, in: block, decoder, arrival: arrival, into: &verdicts[index])
                }
                comment += 1
                number += 1
                goesOn = visit(
                    Visit(
                        entry: entry, block: block, decoder: decoder, verdicts: verdicts, number: number,
                        redactor: sides[0].moderator.redactor))
                if !goesOn { break }
            }
        }
        let seconds = SystemClock.uptime() - started
        return sides.map {
            var summary = $0.summary
            summary.seconds = seconds
            return summary
        }
    }

    private func fill(_ block: CommentBlock) throws(InputError) -> Bool {
        let started = profile == nil ? 0 : JudgementProfile.now()
        let isFilled = try source.fill(block)
        profile?.add(.read, since: started)
        return isFilled
    }

    private func time(_ stage: JudgementProfile.Stage, _ body: () -> Void) {
        guard let profile else { return body() }
        let started = JudgementProfile.now()
        body()
        profile.add(stage, since: started)
    }

    /// Where a record stands that is no comment, and why: `line 3: …`, or `file:3: …` where there are several inputs.
    public static func place(of entry: CommentEntry, in block: CommentBlock, _ inputs: [String]) -> String {
        let place = inputs.count > 1 ? "\(inputs[block.source]):\(entry.line)" : "line \(entry.line)"
        return place + ": " + (entry.malformation?.message ?? "")
    }
}
