import Moderation

/// Runs every check on comments that are unlike each other, to find what fails before readers do. What `is`,
/// `required` and `history` ask is taken to hold.
public struct RuleProbe {
    private let ruleSet: RuleSet
    private let folder: String

    public init(ruleSet: RuleSet, folder: String) {
        self.ruleSet = ruleSet
        self.folder = folder
    }

    /// The rules that ask for the present time while they judge a probe.
    func rulesThatAskTime() throws(RuleLoadError) -> [Int] {
        let moderator = try Moderator(ruleSet: ruleSet, strictBudget: true)
        let profile = JudgementProfile(ruleCount: ruleSet.rules.count)
        moderator.profile = profile
        moderator.isProbing = true
        for probe in probes { _ = moderator.judge(probe.comment) }
        return profile.rules.indices.filter { profile.rules[$0].asksTime }
    }

    /// One problem for each place in the rules that fails on some probe.
    public func run() throws(RuleLoadError) -> [Problem] {
        let moderator = try Moderator(ruleSet: ruleSet, strictBudget: true)
        var problems: [Problem] = []
        moderator.isProbing = true
        for probe in probes {
            for failure in moderator.judge(probe.comment).failures {
                let subject = failure.rule.map { "rule \"\(ruleSet.rules[$0].name)\"" } ?? "policy"
                let isKnown = problems.contains { $0.line == failure.line && $0.file.hasSuffix(failure.file) }
                if isKnown { continue }
                let file = failure.file.hasPrefix("pack/") ? failure.file : folder + "/" + failure.file
                problems.append(
                    Problem(
                        file: file, line: failure.line, what: "\(subject) fails on \(probe.name): \(failure.message)",
                        advice: "mend the rule so that it judges any comment"))
            }
        }
        return problems
    }

    /// Comments with each optional field there and not, of each type, in several scripts, long, short and hostile.
    private var probes: [(name: String, comment: Comment)] {
        var full = Comment(
            author: "Ann", email: "ann@example.org", url: "https://ann.example/",
            body: "See https://a.example/1 and https://b.example/2, #topic @bob, QQ 12345678!", ip: "203.0.113.7")
        for field in Field.allCases where full[field] == nil { full[field] = field == .type ? "comment" : "probe" }
        full.createdAt = 1_790_000_000
        full.postCreatedAt = 1_780_000_000
        var probes = [("a comment with every field", full), ("a comment with a body alone", Comment(body: "Hello."))]
        probes.append(("a comment without a body", Comment(author: "Ann")))
        for type in ["pingback", "trackback", "review", "message", "webmention"] {
            probes.append(
                ("a \(type)", Comment(author: "A post", url: "https://a.example/", body: "[…] so true […]", type: type))
            )
        }
        for text in [
            "我喜欢这篇文章，谢谢分享。", "Спасибо за статью!", "ありがとうございます", "شكرا جزيلا", "ขอบคุณ",
            "\u{1F600}\u{1F468}\u{200D}\u{1F469}",
        ] {
            probes.append(("a comment that says \(text)", Comment(author: text, body: text)))
        }
        probes.append(("a blank body", Comment(author: " ", email: " ", url: " ", body: " \u{3000}\n")))
        probes.append(("a long body", Comment(body: String(repeating: "All work and no play. ", count: 20_000))))
        probes.append(
            ("NUL bytes and markup", Comment(author: "\u{0}", body: "\u{0}<a href=\"&#0;\">[url=[[%s%n{{</a>")))
        let words = ruleSet.wordOfEachRule.joined(separator: "\n")
        let wordy = Comment(author: words, email: "ann@example.org", url: words, body: words)
        probes.append(("a comment with the words of its rule", wordy))
        return probes
    }
}
