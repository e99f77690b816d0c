import CommentFormats
import Moderation

/// Labelled comments and what the rules made of each: what evaluating and tuning look at.
///
/// It takes some hundred bytes a comment, and none of its text.
public struct LabelledVerdicts: Sendable {
    /// A rule that fired.
    struct Fired: Sendable {
        var rule: Int32
        var points: Points
    }

    struct Comment: Sendable {
        /// An index into `inputs`.
        var input: Int32
        var line: Int32
        var policy: Int32
        var outcome: Verdict.Outcome
        /// The policy accepted it unjudged.
        var isExempt: Bool
        var hasFailed: Bool
        /// A bit for each label that it has, by the index in `labels`, and whether that is true.
        var known: UInt64
        var isTrue: UInt64
        /// A range of `fired`, in load order, rules on trial included.
        var fired: Range<Int>
        var groups: Groups

        /// What people said of it; `nil` where they said nothing.
        func label(_ index: Int) -> Bool? {
            known & 1 << UInt64(index) == 0 ? nil : isTrue & 1 << UInt64(index) != 0
        }
    }

    /// What makes comments alike, as hashes; 0 where a comment has none.
    struct Groups: Sendable {
        var post: UInt64
        var author: UInt64
        var body: UInt64
    }

    let ruleSet: RuleSet
    let inputs: [String]
    /// The names of labels, in alphabetical order.
    private(set) var labels: [String] = []
    /// Those that have a label, in input order.
    private(set) var comments: [Comment] = []
    private(set) var fired: [Fired] = []
    /// Comments that have none.
    private(set) var unlabelled = 0
    /// Records that are no comments, and comments with labels that are none.
    public private(set) var malformed = 0
    /// Where the first of those stands, and why.
    public private(set) var firstMalformed: String?
    public var count: Int { comments.count }

    /// As many as a comment's bits tell apart.
    private static let mostLabels = 64

    /// Judges all that a source has.
    ///
    /// - Parameters:
    ///   - inputs: The names of the inputs.
    ///   - without: The names of categories whose rules don't count.
    public init(
        ruleSet: RuleSet, source: any CommentSource, inputs: [String], without: Set<String> = [],
        options: Replay.Options = .init(), progress: (Int) -> Void = { _ in }
    ) throws {
        self.ruleSet = ruleSet
        self.inputs = inputs
        let counts = ruleSet.rules.map { !without.contains(ruleSet.categories[$0.category].name) }
        let replay = try Replay(ruleSets: [ruleSet], source: source, options: options)
        let reader = LabelReader()
        var names: [String] = []
        _ = try replay.run { entry, block in
            if !entry.isContinuation { addMalformed(Replay.place(of: entry, in: block, inputs)) }
        } visit: { visit in
            if visit.number % 1000 == 0 { progress(visit.number) }
            do throws(LabelReader.Fault) {
                let labels = try reader.labels(of: visit.entry, in: visit.block)
                try add(visit, labels, names: &names, counts)
            } catch {
                let line = visit.entry.line
                let place = inputs.count > 1 ? "\(inputs[visit.block.source]):\(line)" : "line \(line)"
                addMalformed("\(place): \(error.message)")
            }
            return true
        }
        sortLabels(names)
    }

    private mutating func addMalformed(_ what: String) {
        malformed += 1
        firstMalformed = firstMalformed ?? what
    }

    private mutating func add(
        _ visit: Replay.Visit, _ labels: [(name: String, value: Bool)], names: inout [String], _ counts: [Bool]
    ) throws(LabelReader.Fault) {
        if labels.isEmpty {
            unlabelled += 1
            return
        }
        let verdict = visit.verdicts[0]
        var comment = Comment(
            input: Int32(visit.block.source), line: Int32(clamping: visit.entry.line),
            policy: Int32(verdict.policy), outcome: verdict.outcome, isExempt: verdict.cause == .exempt,
            hasFailed: verdict.hasFailed, known: 0, isTrue: 0, fired: fired.count..<fired.count,
            groups: Groups(
                post: Self.hash(.post, visit), author: Self.hash(.author, visit), body: Self.hash(.body, visit)))
        for label in labels {
            guard let index = names.firstIndex(of: label.name) ?? Self.append(label.name, to: &names) else {
                throw LabelReader.Fault(message: "there are more than \(Self.mostLabels) different labels")
            }
            comment.known |= 1 << UInt64(index)
            if label.value { comment.isTrue |= 1 << UInt64(index) }
        }
        let all = verdict.fired + verdict.shadow
        fired += all.filter { counts[$0.rule] }.map { Fired(rule: Int32($0.rule), points: $0.points) }
        comment.fired = comment.fired.lowerBound..<fired.count
        fired[comment.fired].sort { $0.rule < $1.rule }
        if verdict.fired.contains(where: { !counts[$0.rule] }) { comment.outcome = decision(on: comment).outcome }
        comments.append(comment)
    }

    private static func append(_ name: String, to names: inout [String]) -> Int? {
        if names.count == mostLabels { return nil }
        names.append(name)
        return names.count - 1
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo).
    private static func hash(_ field: Field, _ visit: Replay.Visit) -> UInt64 {
        guard let value = visit.block.value(of: field, in: visit.entry), !value.isEmpty else { return 0 }
        return value.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The bits came in the order in which labels were first met.
    private mutating func sortLabels(_ names: [String]) {
        let order = names.indices.sorted { names[$0] < names[$1] }
        labels = order.map { names[$0] }
        func moved(_ bits: UInt64) -> UInt64 {
            order.indices.reduce(0) { $0 | (bits >> UInt64(order[$1]) & 1) << UInt64($1) }
        }
        for index in comments.indices {
            comments[index].known = moved(comments[index].known)
            comments[index].isTrue = moved(comments[index].isTrue)
        }
    }

    /// The comments of each input.
    var ranges: [Range<Int>] {
        var ranges = inputs.map { _ in 0..<0 }
        var start = 0
        for input in inputs.indices {
            var end = start
            while end < comments.count, comments[end].input == input { end += 1 }
            ranges[input] = start..<end
            start = end
        }
        return ranges
    }

    // MARK: What the rules made of a comment

    /// The category of a label's name; `nil` where no rule has it.
    func category(ofLabel label: Int) -> Int? {
        ruleSet.categories.firstIndex { $0.name == labels[label] }
    }

    /// The points of the rules of a category, without a cap.
    func score(of comment: Comment, category: Int?) -> Points {
        fired[comment.fired].reduce(.zero) { sum, fired in
            let rule = ruleSet.rules[Int(fired.rule)]
            return rule.category == category && !rule.isShadow ? sum + fired.points : sum
        }
    }

    /// What the policy would decide if there were the rules of one category alone, and none of them failed.
    func outcome(of comment: Comment, byCategory category: Int?) -> Verdict.Outcome {
        decision(on: comment, hasFailed: false) { fired in
            ruleSet.rules[Int(fired.rule)].category == category ? fired.points : nil
        }.outcome
    }

    /// What the policy decides with other points.
    func decision(
        on comment: Comment, points: (Fired) -> Points? = { $0.points }
    ) -> (outcome: Verdict.Outcome, score: Points) {
        decision(on: comment, hasFailed: comment.hasFailed, points: points)
    }

    /// - Parameter points: `nil` for a rule that does not count; rules on trial never do.
    private func decision(
        on comment: Comment, hasFailed: Bool, points: (Fired) -> Points?
    ) -> (outcome: Verdict.Outcome, score: Points) {
        if comment.isExempt { return (.accept, .zero) }
        let votes = fired[comment.fired].compactMap { fired in
            let rule = Int(fired.rule)
            return ruleSet.rules[rule].isShadow ? nil : points(fired).map { (rule: rule, points: $0) }
        }
        return ruleSet.decision(on: votes, policy: Int(comment.policy), hasFailed: hasFailed)
    }

    /// Where a comment stands: `line 17`, or `file:17` where there are several inputs.
    func place(of comment: Comment) -> String {
        inputs.count > 1 ? "\(inputs[Int(comment.input)]):\(comment.line)" : "line \(comment.line)"
    }
}
