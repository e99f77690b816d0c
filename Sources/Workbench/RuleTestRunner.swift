import Moderation
import TextAnalysis

/// Runs the tests of a rules folder.
public struct RuleTestRunner {
    private let ruleSet: RuleSet
    private let names: [String]

    public init(ruleSet: RuleSet) {
        self.ruleSet = ruleSet
        names = ruleSet.rules.map(\.name)
    }

    /// Runs one test with a moderator of its own, so that no test sees what another left behind.
    public func run(_ test: RuleTest) throws(RuleLoadError) -> RuleTestResult {
        let moderator = try Moderator(ruleSet: ruleSet, strictBudget: true)
        for comment in test.before { _ = moderator.judge(comment) }
        let verdict = moderator.judge(test.comment)
        let fired = Set((verdict.fired + verdict.shadow).map { names[$0.rule] })
        var differences: [String] = []
        differences += unknownRules(of: test).map { "\($0.what); \($0.advice)" }
        for name in test.fires where names.contains(name) && !fired.contains(name) {
            differences.append("\(name) should fire and is silent")
        }
        for name in test.silent where fired.contains(name) {
            differences.append("\(name) should be silent and fires" + reason(of: name, in: verdict))
        }
        if let expected = test.verdict, expected != verdict.outcome {
            differences.append(
                "the verdict should be \(expected.name) and is \(verdict.outcome.name) (\(account(of: verdict)))")
        }
        if let expected = test.score, !expected.holds(verdict.score) {
            differences.append(
                "the score should be \(expected.description) and is \(verdict.score) (\(account(of: verdict)))")
        }
        if let pattern = test.reason {
            let rules = (verdict.fired + verdict.shadow).filter {
                test.fires.isEmpty || test.fires.contains(names[$0.rule])
            }
            let reasons = rules.map { verdict.string($0.reason) }
            if !reasons.contains(where: { Self.matches(pattern, $0) }) {
                let given = reasons.isEmpty ? "no rule gives one" : "it is \(reasons.joined(separator: " and "))"
                differences.append("the reason should match and does not: \(given)")
            }
        }
        for failure in verdict.failures {
            differences.append("a rule failed: \(failure.file):\(failure.line): \(failure.message)")
        }
        let account = CommentAccount(verdict, text: { test.comment[$0] }, redactor: moderator.redactor)
        return RuleTestResult(test: test, differences: differences, account: account)
    }

    /// The rules that a test names and the folder does not have.
    public func unknownRules(of test: RuleTest) -> [Problem] {
        (test.fires + test.silent).filter { !names.contains($0) }.map { name in
            Problem(
                file: test.file, line: test.line, what: "there is no rule \"\(name)\"",
                advice: Suggestion.advice(for: name, in: names, otherwise: "name a rule that this folder loads"))
        }
    }

    private static func matches(_ pattern: TextMatcher, _ reason: String) -> Bool {
        var reason = reason
        var matches: [TextMatch] = []
        reason.withUTF8 { pattern.makeScanner().scan(UnsafeRawBufferPointer($0), into: &matches) }
        return !matches.isEmpty
    }

    private func reason(of name: String, in verdict: Verdict) -> String {
        for fired in verdict.fired + verdict.shadow where names[fired.rule] == name && !fired.reason.isEmpty {
            return " (\(verdict.string(fired.reason)))"
        }
        return ""
    }

    private func account(of verdict: Verdict) -> String {
        if verdict.fired.isEmpty { return "no rule fired" }
        return verdict.fired.map { "\(names[$0.rule]) \($0.points)" }.joined(separator: ", ")
    }
}
