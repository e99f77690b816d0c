import LuaRuntime
import TextAnalysis

/// Judges comments with a rule set: one Lua state, one set of scratch memory, used by one thread at a time.
///
/// ```swift
/// let rules = try RuleSet.load(folder: "rules")
/// let moderator = try Moderator(ruleSet: rules)
/// let verdict = moderator.judge(Comment(author: "Ann", email: "ann@example.org", body: "Well said."))
/// ```
public final class Moderator {
    public let ruleSet: RuleSet

    let context: CommentContext
    let host: ScriptHost
    let state: LuaState
    /// What each rule needs, in the order of evaluation; a copy of its own, since memory that several workers count
    /// references to is slow. The same for the policies.
    let steps: [RuleStep]
    let exactTests: [ExactTest]
    private let exactFilters: [ExactFilter]
    /// Whether any rule is a check alone.
    private let asksAlways: Bool
    /// What follows the count in the reason of each history query.
    let historyReasons: [String]
    private let turns: StepTurns
    private let whens: [LuaFunction?]
    private let exempts: [ExactTest?]
    private let limits: [Policy.Limits]
    private let types: ByteTable
    @exclusivity(unchecked) private var lastType: (text: [UInt8], bit: UInt64) = ([], 0)
    /// No longer one is kept.
    private static let longestType = 64

    // `@exclusivity(unchecked)`: one thread uses a moderator, and no method that changes one of these runs while
    // another does; the run-time check costs a call at each access.

    /// Which steps are this comment's: a bit for each.
    @exclusivity(unchecked) private var turn: [UInt64]
    /// Whether each rule fired on this comment.
    @exclusivity(unchecked) var fired: [Bool]
    package let redactor = Redactor()
    /// What failed how often in a row; for comments of a block, whose worker begins it.
    let streaks: FailureStreaks
    // Its memory, at hand without counting a reference.
    let succeeded: UnsafeMutableBufferPointer<Bool>
    let hasSetAside: UnsafeMutablePointer<Bool>
    /// The comment's number in its block.
    @exclusivity(unchecked) var number = 0
    /// How many hits of a rule a verdict names.
    @exclusivity(unchecked) var shownHits = Moderator.shownHits
    /// Whether `is`, `required` and `history` always hold, so that their checks are called: for `check`.
    @exclusivity(unchecked) package var isProbing = false
    /// Where times are noted; `nil` takes none.
    @exclusivity(unchecked) package var profile: JudgementProfile?
    /// The values of an exact test that the comment has: those of the test that was asked last.
    @exclusivity(unchecked) var agreed: [Int] = []

    /// Scratch: one a category.
    private let sums: UnsafeMutableBufferPointer<Points?>
    @exclusivity(unchecked) private var hasBegun = false

    /// For comments that are judged one by one: what came before.
    private var history: History
    private let keys = HistoryKeys()
    private var counts: [Int32] = []
    private let block = CommentBlock()
    private let decoder = ValueDecoder()

    /// - Parameters:
    ///   - strictBudget: Whether the budget of a rule counts instructions of Lua in place of time: slower, and every run
    ///     ends a rule at the same place.
    ///   - log: Receives what rules say with `log(…)`: file, line and text. E-mail and IP are replaced.
    /// - Throws: `RuleLoadError` when the files don't load as they did for the rule set.
    public init(
        ruleSet: RuleSet, strictBudget: Bool = false, log: @escaping ScriptHost.Log = { _, _, _ in }
    ) throws(RuleLoadError) {
        self.ruleSet = ruleSet
        context = CommentContext(ruleSet: ruleSet)
        (host, state) = try ScriptHost.start(ruleSet: ruleSet, context: context, isStrict: strictBudget, log: log)
        var exactTests: [ExactTest] = []
        steps = ruleSet.order.filter { ruleSet.rules[$0].isOn }.map {
            RuleStep(ruleSet.rules[$0], number: $0, exactTests: &exactTests)
        }
        self.exactTests = exactTests
        exactFilters = ExactFilter.filters(steps, exactTests)
        asksAlways = steps.contains(where: \.isCheckAlone)
        historyReasons = ruleSet.historyQueries.map { query in
            " before" + (query.within.map { " within " + Duration.text($0) } ?? "")
        }
        turns = StepTurns(steps, groupCount: ruleSet.groups.count)
        turn = turns.standing
        whens = ruleSet.policies.map(\.when)
        exempts = ruleSet.policies.map(\.exempt)
        limits = ruleSet.policies.map(\.limits)
        types = ByteTable(ruleSet.types)
        streaks = FailureStreaks(ruleCount: ruleSet.rules.count)
        succeeded = streaks.succeeded
        hasSetAside = streaks.hasSetAside
        fired = [Bool](repeating: false, count: ruleSet.rules.count)
        sums = .allocate(capacity: ruleSet.categories.count)
        sums.initialize(repeating: nil)
        history = History(queries: ruleSet.historyQueries)
        host.redact = { [redactor] text in redactor.redacted(text) }
    }

    deinit { sums.deallocate() }

    /// The rules whose check changes a local of its file, so that a verdict depends on the comments before it.
    package var rulesThatKeepState: [(rule: Int, local: String)] {
        steps.compactMap { step in
            step.check.flatMap { state.changedLocal(of: $0) }.map { (step.rule, $0) }
        }.sorted { $0.0 < $1.0 }
    }

    /// Judges a comment, after those that this moderator judged before.
    ///
    /// - Parameters:
    ///   - comment: `body` is looked at in its first 256 KiB; a longer one is named in `Verdict.truncated`.
    ///   - now: The arrival, in Unix seconds: what rules see as `os.time()`.
    /// - Returns: The verdict. A rule that fails never throws; it is named in `Verdict.failures`.
    public func judge(_ comment: Comment, now: Int64 = SystemClock.now()) -> Verdict {
        // Comments that come one by one are blocks of their own: no rule is set aside.
        streaks.begin(setAside: [:])
        number = 0
        block.removeAll()
        block.append(comment, line: 1)
        decoder.extra = comment.extra
        keys.read(block, queries: ruleSet.historyQueries)
        history.observe(keys, arrival: now, counts: &counts)
        var verdict = Verdict(ruleSet: ruleSet)
        counts.withUnsafeBufferPointer { counts in
            let before = CommentContext.Before(counts: counts, body: keys.body(0))
            block.entries.withUnsafeBufferPointer { entries in
                guard let entry = entries.baseAddress else { return }
                judge(entry, in: block, decoder: decoder, before: before, arrival: now, into: &verdict)
            }
        }
        return verdict
    }

    /// Judges one comment of a block.
    ///
    /// - Parameter entry: One of the block's; it must stay where it is until the next comment is judged.
    /// - Parameter verdict: Of the same rule set; what it held before is forgotten, its memory is used again.
    func judge(
        _ entry: UnsafePointer<CommentEntry>, in block: CommentBlock, decoder: any CommentDecoder,
        before: CommentContext.Before, arrival: Int64, into verdict: inout Verdict
    ) {
        context.begin(entry, in: block, decoder: decoder, before: before, arrival: arrival)
        redactor.begin(
            email: context.value(of: .email), ip: context.value(of: .ip))
        verdict.removeAll()
        hasBegun = false
        defer { if hasBegun { state.end() } }

        // What asks whether a policy applies is asked under the last one, which needs no asking.
        host.policy = whens.count - 1
        verdict.policy = choosePolicy(&verdict)
        host.policy = verdict.policy
        if let exempt = exempts[verdict.policy], exempt.matches(entry, in: block, agreed: &agreed) {
            verdict.cause = .exempt
            return
        }
        fired.withUnsafeMutableBufferPointer { $0.update(repeating: false) }
        if let profile {
            evaluate(&verdict, noting: profile)
        } else {
            context.searchForTriggers()
            if asksAlways, !hasBegun { beginCalls() }
            evaluateSteps(&verdict) {
                if !isSilent($0) { evaluate($0, &$1) }
            }
            conclude(&verdict)
        }
    }

    private func conclude(_ verdict: inout Verdict) {
        verdict.fired.sortByRule()
        verdict.shadow.sortByRule()
        decide(&verdict)
        if !context.truncated.isEmpty { verdict.truncated = context.truncated }
    }

    /// Does the same and notes how long each part takes.
    private func evaluate(_ verdict: inout Verdict, noting profile: JudgementProfile) {
        let started = JudgementProfile.now()
        context.searchForTriggers()
        profile.add(.search, since: started)
        let searched = JudgementProfile.now()
        evaluateSteps(&verdict) { step, verdict in
            let allocated = state.bytesAllocated
            // Loading the files may have asked.
            _ = state.takeAskedTime()
            let started = JudgementProfile.now()
            evaluate(step, &verdict)
            profile.add(
                rule: step.rule, nanoseconds: JudgementProfile.now() - started,
                allocated: state.bytesAllocated - allocated, asksTime: state.takeAskedTime())
        }
        profile.add(.rules, since: searched)
        let evaluated = JudgementProfile.now()
        conclude(&verdict)
        profile.add(.decide, since: evaluated)
    }

    /// Evaluates the steps that have something to say, in their order.
    @inline(__always)
    private func evaluateSteps(_ verdict: inout Verdict, evaluate: (RuleStep, inout Verdict) -> Void) {
        let type = typeBit()
        turns.begin(&turn, found: context.found)
        if !isProbing {
            for index in exactFilters.indices { exactFilters[index].narrow(&turn, context.entry, in: context.block) }
        }
        for word in turn.indices {
            var bits = turn[word]
            while bits != 0 {
                let index = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if steps[index].types & type != 0 { evaluate(steps[index], &verdict) }
            }
        }
    }

    /// Opens the comment for Lua, before the first call on it.
    private func beginCalls() {
        hasBegun = true
        state.time = context.arrival
        state.seed = context.seed
        state.begin(ScriptHost.comment)
        state.begin(ScriptHost.bodyScripts)
    }

    /// Calls a function of a rule or policy on the comment.
    func call(
        _ function: LuaFunction, found: ((LuaWriter) -> Void)? = nil
    ) throws(LuaError) -> LuaResult {
        if !hasBegun { beginCalls() }
        guard let found else { return try state.call(function, with: ScriptHost.comment) }
        return try state.call(function, with: ScriptHost.comment, argument: found)
    }

    /// The first policy whose `when` says yes, else the last one, which has none.
    private func choosePolicy(_ verdict: inout Verdict) -> Int {
        for index in whens.indices {
            guard let when = whens[index] else { return index }
            do throws(LuaError) {
                switch try call(when).first {
                case .nothing, .boolean(false): continue
                default: return index
                }
            } catch {
                fail(
                    rule: nil, error, file: ruleSet.policies[index].file, line: ruleSet.policies[index].line, &verdict)
            }
        }
        return whens.count - 1
    }

    /// The bit of the comment's type. Nearly always it is that of the comment before, which takes no look-up.
    private func typeBit() -> UInt64 {
        let type = context.value(of: .type)
        if let type, type.elementsEqual(lastType.text) { return lastType.bit }
        let bit: UInt64 = 1 << UInt64(type.flatMap { types.index(of: $0) } ?? RuleSet.otherType)
        if let type, type.count <= Self.longestType { lastType = (Array(type), bit) }
        return bit
    }

    private func decide(_ verdict: inout Verdict) {
        let count = verdict.fired.count &+ verdict.shadow.count
        withUnsafeTemporaryAllocation(of: Decision.Vote.self, capacity: count) { votes in
            Self.write(verdict.fired, to: votes.baseAddress)
            let fired = UnsafeBufferPointer(rebasing: votes[..<verdict.fired.count])
            let decision = decision(on: fired, verdict)
            verdict.outcome = decision.outcome
            verdict.cause = decision.cause
            verdict.score = decision.score
            verdict.set(categoryScores: sums)
            if verdict.shadow.isEmpty { return }
            Self.write(verdict.shadow, to: votes.baseAddress.map { $0 + verdict.fired.count })
            verdict.would = self.decision(on: UnsafeBufferPointer(votes), verdict).outcome
        }
    }

    private func decision(on votes: UnsafeBufferPointer<Decision.Vote>, _ verdict: borrowing Verdict) -> Decision {
        Decision(votes: votes, limits: limits[verdict.policy], hasFailed: verdict.hasFailed, sums: sums)
    }

    private static func write(_ list: [Verdict.Fired], to votes: UnsafeMutablePointer<Decision.Vote>?) {
        for index in list.indices {
            let vote = Decision.Vote(
                rule: list[index].rule, category: list[index].category, points: list[index].points,
                decides: list[index].decides)
            votes?.advanced(by: index).initialize(to: vote)
        }
    }

    /// Notes that a rule, or a policy's `when`, failed on this comment.
    func fail(rule: Int?, _ error: LuaError, file: String, line: Int, _ verdict: inout Verdict) {
        let message = redactor.redacted(context.cutQuotation(in: error.message))
        verdict.failures.append(
            Verdict.Failure(
                rule: rule, file: error.file.isEmpty ? file : error.file, line: error.file.isEmpty ? line : error.line,
                message: message))
    }
}

extension [Verdict.Fired] {
    /// Rules are evaluated after those that they depend on, and reported in load order.
    fileprivate mutating func sortByRule() {
        if count < 2 { return }
        for index in 1..<count where self[index - 1].rule > self[index].rule {
            sort { $0.rule < $1.rule }
            return
        }
    }
}
