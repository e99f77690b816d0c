import Moderation

/// Judges a comment by the rules of a folder, and says why.
func account(of comment: Comment, rules folder: String) throws -> [String] {
    let ruleSet = try RuleSet.load(folder: folder)
    let moderator = try Moderator(ruleSet: ruleSet)
    let verdict = moderator.judge(comment)
    var lines = ["\(verdict.outcome.name), \(verdict.score) points, because of \(verdict.because)"]
    for fired in verdict.fired {
        lines.append("\(ruleSet.rules[fired.rule].name): \(verdict.string(fired.reason))")
    }
    return lines
}
