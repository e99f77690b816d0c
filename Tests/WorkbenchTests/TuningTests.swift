import CommentFormats
import Testing

@testable import Moderation
@testable import Workbench

@Suite("tuning scores")
struct TuningTests {
    private static let rules = """
        policy { hold = 3, reject = 6 }
        rule { name = "good", category = "spam", score = 2, words = { "casino" } }
        rule { name = "bad", category = "spam", score = 2.5, words = { "watch" } }
        rule { name = "kind", category = "spam", score = -1, words = { "thanks" } }
        rule { name = "rare", category = "spam", score = 1, words = { "pills" } }
        rule { name = "tag", category = "spam", score = 0, words = { "casino" } }
        rule { name = "trial", category = "spam", score = 9, shadow = true, words = { "casino" } }
        rule { name = "decisive", category = "spam", score = 1, verdict = "hold", words = { "casino99" } }
        rule { name = "off", category = "spam", score = 5, words = { "casino" } }
        rule { name = "mine", category = "spam", score = 0.25, words = { "watch" } }
        scores { off = false, mine = 0.5 }
        """

    /// Bodies with how many spam and how many other comments have them. Each comment's author is its own.
    private static let usual: [(body: String, spam: Int, others: Int)] = [
        ("casino", 57, 3), ("watch", 12, 48), ("thanks", 2, 38), ("casino watch", 20, 1), ("hello", 40, 300),
        ("pills", 5, 0), ("casino thanks", 6, 4),
    ]

    private func line(_ body: String, _ isSpam: Bool, _ more: String) -> String {
        #"{"body":"\#(body)","labels":{"spam":\#(isSpam)}\#(more)}"#
    }

    private func lines(
        _ bodies: [(body: String, spam: Int, others: Int)], more: (Int) -> String = { #","author":"a\#($0)""# }
    ) -> [String] {
        var lines: [String] = []
        for (body, spam, others) in bodies {
            for number in 0..<spam + others { lines.append(line(body, number < spam, more(lines.count))) }
        }
        return lines
    }

    private func verdicts(_ lines: [String], rules: String = rules) throws -> LabelledVerdicts {
        try LabelledVerdicts(
            ruleSet: RulesFixture(["policy.lua": rules]).load(), source: RecordSource(lines.map { Array($0.utf8) }),
            inputs: ["ours.jsonl"])
    }

    private func problem(_ verdicts: LabelledVerdicts, rate: Double = 0.1) -> TuningProblem {
        TuningProblem(verdicts, label: 0, category: 0, minimumHits: 20, rate: rate)
    }

    @Test("scores follow what rules tell, keep their signs, and do better on comments that they were not fitted to")
    func fit() throws {
        let tuning = ScoreTuning(try verdicts(lines(Self.usual)), options: .init())
        let spam = try #require(tuning.categories.first)
        let proposed = Dictionary(uniqueKeysWithValues: spam.proposals.map { ($0.name, $0) })
        #expect(try #require(proposed["good"]).proposed > Points(thousandths: 3000))
        #expect(try #require(proposed["bad"]).proposed < Points(thousandths: 1500))
        #expect(try #require(proposed["bad"]).proposed > .zero)
        #expect((proposed["kind"]?.proposed ?? Points(thousandths: -1000)) < .zero)
        #expect(proposed["good"]?.now == Points(thousandths: 2000) && proposed["good"]?.hits == 91)
        let part = try #require(spam.parts.first)
        let (now, tuned) = (try #require(part.now.ranking), try #require(part.tuned.ranking))
        #expect(part.tuned.loss < part.now.loss && tuned.auc > now.auc && tuned.recallAt5 >= now.recallAt5)
        let again = ScoreTuning(try verdicts(lines(Self.usual)), options: .init())
        #expect(again.json.text == tuning.json.text)
    }

    @Test("what is left alone, and why")
    func leftAlone() throws {
        let tuning = ScoreTuning(try verdicts(lines(Self.usual)), options: .init())
        let spam = try #require(tuning.categories.first)
        #expect(
            spam.leftAlone.map { "\($0.name) \($0.reason) \($0.hits)" } == [
                "rare too few hits 5", "tag score 0 91", "trial on trial 91", "decisive decides 0", "mine by hand 81",
            ])
        #expect(spam.proposals.allSatisfy { ["good", "bad", "kind"].contains($0.name) })
        var options = ScoreTuning.Options()
        options.minimumHits = 100
        let few = ScoreTuning(try verdicts(lines(Self.usual)), options: options)
        #expect(few.categories.first?.proposals.isEmpty == true && !few.hasProposals)
        options.minimumHits = 200
        let none = ScoreTuning(try verdicts(lines(Self.usual)), options: options)
        #expect(none.categories.isEmpty && none.skipped.first?.label == "spam")
        let text = TuningText.lines(none, style: TextStyle())
        #expect(text == ["spam: left alone, for 142 positive comments and 394 others are too few"])
    }

    @Test("a fit is at the least value within the bounds", arguments: [0.001, 0.03, 1])
    func optimum(penalty: Double) throws {
        let problem = problem(try verdicts(lines(Self.usual)))
        let solver = TuningSolver(problem: problem, rows: problem.rows, penalty: penalty)
        let fit = solver.fit()
        let best = solver.value(at: fit.scores + [fit.scale])
        for index in 0...fit.scores.count {
            for step in [-0.01, 0.01] {
                var point = fit.scores + [fit.scale]
                point[index] = max(TuningSolver.leastScore, point[index] + step)
                #expect(solver.value(at: point) >= best - 1e-12)
            }
        }
    }

    @Test("a heavy penalty keeps the present scores, a light one keeps within three times the greatest")
    func bounds() throws {
        let clear = lines([("casino", 200, 0), ("watch", 0, 200), ("hello", 0, 200)])
        let problem = problem(try verdicts(clear), rate: 0.5)
        #expect(problem.columns.map(\.present) == [2, 2.5] && problem.greatest == 2.5 && problem.target == 3)
        let heavy = TuningSolver(problem: problem, rows: problem.rows, penalty: 1e6).fit()
        #expect(zip(heavy.scores, [2, 2.5]).allSatisfy { abs($0 - $1) < 1e-3 })
        let light = TuningSolver(problem: problem, rows: problem.rows, penalty: 0).fit()
        #expect(light.scores.allSatisfy { $0 >= TuningSolver.leastScore && $0 <= 7.5 })
        #expect(abs(light.scores[1] - TuningSolver.leastScore) < 1e-6)
        let none = TuningSolver(problem: problem, rows: problem.rows, penalty: nil).fit()
        #expect(none.scores == [2, 2.5] && none.scale != 1)
    }

    @Test("alike comments are one row, and each file and kind weighs what it should")
    func rows() throws {
        let fixture = try RulesFixture([
            "policy.lua": Self.rules, "_one": lines([("casino", 4, 0), ("hello", 0, 12)]).joined(separator: "\n"),
            "_two": lines([("casino", 40, 0), ("hello", 0, 8)]).joined(separator: "\n"),
        ])
        let names = ["_one", "_two"].map { fixture.rules + "/" + $0 }
        let verdicts = try LabelledVerdicts(
            ruleSet: fixture.load(), source: JSONLinesSource(inputs: names.map { .path($0) }), inputs: names)
        let problem = TuningProblem(verdicts, label: 0, category: 0, minimumHits: 1, rate: 0.2)
        #expect(problem.rows.reduce(0) { $0 + $1.count } == 64 && problem.rows.count <= 4 * 5)
        for (input, isPositive, wanted) in [(0, true, 0.1), (0, false, 0.4), (1, true, 0.1), (1, false, 0.4)] {
            let weight = problem.rows.filter { $0.input == input && $0.isPositive == isPositive }
                .reduce(0) { $0 + $1.weight * Double($1.count) }
            #expect(abs(weight - wanted) < 1e-12)
        }
    }

    @Test("comments are kept back by file, post, author or text, whichever there is enough of")
    func folds() throws {
        func kind(_ more: @escaping (Int) -> String) throws -> TuningFolds {
            problem(try verdicts(lines(Self.usual, more: more))).folds
        }
        let byPost = try kind { #","post":\#($0 % 60),"author":"a\#($0)""# }
        #expect(byPost.kind == .post && byPost.count == 5)
        #expect((0..<536 - 60).allSatisfy { byPost.numbers[$0] == byPost.numbers[$0 + 60] })
        #expect(try kind { #","post":1,"author":"a\#($0)""# }.kind == .author)
        #expect(try kind { #","author":"a\#($0)""# }.kind == .author)
        #expect(try kind { _ in #","author":"same""# }.kind == .text)
        #expect(try kind { _ in "" }.kind == .text)
        let fixture = try RulesFixture(["policy.lua": Self.rules, "_1": lines(Self.usual).joined(separator: "\n")])
        let names = [String](repeating: fixture.rules + "/_1", count: 3)
        let files = try LabelledVerdicts(
            ruleSet: fixture.load(), source: JSONLinesSource(inputs: names.map { .path($0) }), inputs: names)
        let folds = problem(files).folds
        #expect(folds.kind == .file && folds.count == 3 && Set(folds.numbers) == [0, 1, 2])
    }

    @Test("scores that do no better are not proposed")
    func nothing() throws {
        let noise = lines([("casino", 30, 30), ("watch", 30, 30), ("hello", 30, 30)])
        let rules = """
            rule { name = "a", category = "spam", score = 0.01, words = { "casino" } }
            rule { name = "b", category = "spam", score = 0.01, words = { "watch" } }
            """
        let tuning = ScoreTuning(try verdicts(noise, rules: rules), options: .init())
        #expect(!tuning.hasProposals && tuning.changes.changed == 0)
        let text = TuningText.lines(tuning, style: TextStyle())
        #expect(text.last == "No verdict on these comments would change.")
    }

    @Test("the verdicts that would change are counted by label, with examples")
    func changes() throws {
        let tuning = ScoreTuning(try verdicts(lines(Self.usual)), options: .init())
        let counts = try #require(tuning.changes.counts.first)
        // All with "casino" alone or with thanks were accepted, with "watch" held.
        let accepted = counts.positives[0].reduce(0, +)
        #expect(accepted == 57 + 2 + 40 + 5 + 6)
        #expect(counts.positives[0][1] + counts.positives[0][2] >= 57)
        #expect(counts.negatives[1][0] >= 48)
        #expect(tuning.changes.examples.count == 5)
        #expect(tuning.changes.examples.allSatisfy { $0.old != $0.new && !$0.rules.isEmpty })
        var total = 0
        for table in [counts.positives, counts.negatives] {
            for (old, row) in table.enumerated() { total += row.reduce(0, +) - row[old] }
        }
        #expect(total == tuning.changes.changed)
    }

    @Test("scores.lua loads, gives the proposed scores, and keeps what it said of other rules")
    func file() throws {
        let rules = Self.rules.replacing("\"kind\"", with: "\"for\"").replacing("\"rare\"", with: "\"rare-one\"")
        let earlier = "\(ScoresFile.mark) on 2026-01-01.\nscores { [\"rare-one\"] = 1.5, good = 2.5 }\n"
        let fixture = try RulesFixture(["policy.lua": rules, "scores.lua": earlier])
        let verdicts = try LabelledVerdicts(
            ruleSet: fixture.load(), source: RecordSource(lines(Self.usual).map { Array($0.utf8) }),
            inputs: ["a\nscores { good = 9 }"])
        let tuning = ScoreTuning(verdicts, options: .init())
        let text = ScoresFile.text(tuning, now: 1_767_225_600)
        #expect(text.hasPrefix("-- Written by modfilter tune on 2026-01-01."))
        #expect(text.contains("    [\"rare-one\"] = 1.5,\n"))
        let tuned = try RulesFixture(["policy.lua": rules, "scores.lua": text]).load()
        let scores = Dictionary(uniqueKeysWithValues: tuned.rules.map { ($0.name, Points(rounding: $0.score)) })
        let proposals = try #require(tuning.categories.first?.proposals)
        #expect(proposals.count >= 2 && proposals.allSatisfy { scores[$0.name] == $0.proposed })
        #expect(scores["rare-one"] == Points(thousandths: 1500) && scores["mine"] == Points(thousandths: 500))
    }
}
