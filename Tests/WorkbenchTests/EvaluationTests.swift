import CommentFormats
import Testing

@testable import Moderation
@testable import Workbench

@Suite("evaluating rules on labelled comments")
struct EvaluationTests {
    private static let rules = """
        policy { hold = 3, reject = 6, categories = { spam = { cap = 4 } }, exempt = { role = "editor" } }
        rule { name = "casino", category = "spam", score = 3, words = { "casino" } }
        rule { name = "free", category = "spam", score = 2, words = { "free" } }
        rule { name = "thanks", category = "spam", score = -1, words = { "thanks" } }
        rule { name = "trial", category = "spam", score = 5, shadow = true, words = { "pills" } }
        rule { name = "off", category = "spam", score = 5, words = { "pills" } }
        rule { name = "rude", category = "tone", score = 3, words = { "idiot" } }
        rule { name = "nobody", category = "required", score = 9, required = { "author" } }
        scores { off = false }
        """

    /// - Parameter comments: The body and its labels as JSON.
    private func verdicts(
        _ comments: [(body: String, labels: String)], rules: String = rules, without: Set<String> = []
    ) throws -> LabelledVerdicts {
        let records = comments.map { body, labels in
            Array(#"{"author":"Ann","body":"\#(body)","labels":{\#(labels)}}"#.utf8)
        }
        return try LabelledVerdicts(
            ruleSet: RulesFixture(["policy.lua": rules]).load(), source: RecordSource(records), inputs: ["stdin"],
            without: without)
    }

    private let comments = [
        ("free casino", #""spam":true"#), ("casino", #""spam":true"#), ("free pills", #""spam":true,"tone":false"#),
        ("pills", #""spam":true"#), ("casino thanks", #""spam":false"#), ("free", #""spam":false,"tone":true"#),
        ("idiot", #""tone":true"#), ("well", #""spam":false"#), ("well", ""),
    ]

    @Test("a category's score is its sum without the cap, and its figures are those worked out by hand")
    func category() throws {
        let evaluation = Evaluation(try verdicts(comments))
        #expect(evaluation.comments == 8 && evaluation.unlabelled == 1)
        #expect(evaluation.categories.map(\.name) == ["spam", "tone"])
        let spam = try #require(evaluation.categories.first)
        #expect(spam.parts.count == 1 && spam.hold == Points(thousandths: 3000))
        let part = try #require(spam.parts.first)
        // Positives 5, 3, 2, 0; negatives 2, 2, 0.
        #expect(part.count == 7 && part.ranking.positives == 4)
        #expect(part.ranking.ties.map(\.score) == [5000, 3000, 2000, 0])
        #expect(part.auc.map { abs($0.value - (3 + 3 + 2 + 0.5) / 12) < 1e-12 } == true)
        // Caught by spam rules alone: two of the positives, none of the others.
        #expect(part.f1.map { abs($0.value - 2 * 2 / 6.0) < 1e-12 } == true)
        #expect(part.ownVerdicts == Evaluation.Confusion(positives: [2, 2, 0], negatives: [3, 0, 0]))
        #expect(part.verdicts == part.ownVerdicts)
    }

    @Test("a rule's hits, precision, recall, lift, and what is lost without it")
    func rules() throws {
        let part = try #require(Evaluation(try verdicts(comments)).categories.first?.parts.first)
        let rules = Dictionary(uniqueKeysWithValues: part.rules.map { ($0.name, $0) })
        #expect(rules.keys.sorted() == ["casino", "free", "thanks", "trial"])
        let casino = try #require(rules["casino"])
        #expect(casino.hits == 3 && casino.positives == 2)
        #expect(casino.precision == 2.0 / 3 && casino.recall == 0.5)
        #expect(casino.lift.map { abs($0 - 2.0 / 3 / (4.0 / 7)) < 1e-12 } == true)
        // Without it: positives 2, 0, 2, 0; negatives -1, 2, 0. In order: 2.5 + 1.5 + 2.5 + 1.5 of 12.
        #expect(casino.gain.map { abs($0 - (8.5 - 8) / 12) < 1e-12 } == true)
        // With its points a rule on trial would have put 7 and 5 in place of 2 and 0.
        #expect(rules["trial"]?.isShadow == true && rules["trial"]?.hits == 2)
        #expect(rules["trial"]?.gain.map { abs($0 - (12 - 8.5) / 12) < 1e-12 } == true)
        #expect(part.rules.first?.name == "trial")
    }

    @Test("one label only, and no rule of the category, leave figures open")
    func open() throws {
        let evaluation = Evaluation(try verdicts([("casino", #""spam":true,"tea":true"#), ("x", #""tea":false"#)]))
        #expect(evaluation.categories.map(\.name) == ["spam", "tea"])
        let spam = try #require(evaluation.categories.first?.parts.first)
        #expect(spam.auc == nil && spam.f1 == nil && spam.rules.first?.gain == nil && spam.rules.first?.recall != nil)
        #expect(evaluation.categories[1].isKnown == false && evaluation.categories[1].parts[0].auc?.value == 0.5)
        let lines = EvaluationText.lines(evaluation, style: TextStyle())
        #expect(lines.contains("  stdin    1 of 1    –   –          –          –   –"))
        #expect(lines.contains("  no rule has this category, so that all scores are 0"))
        #expect(!evaluation.json.text.contains("nan") && !evaluation.json.text.contains("null"))
        let none = Evaluation(try verdicts([("casino", "")]))
        #expect(
            EvaluationText.lines(none, style: TextStyle())
                == ["no comment has a label", "Without a label, and left out: 1."])
        #expect(
            EvaluationPage.html(none, rules: "").contains("0 comments with labels were judged. 1 more had no label."))
    }

    @Test("an exempt comment has no points, and another category's rules count for the whole verdict only")
    func others() throws {
        let records = [
            #"{"author":"Ann","role":"editor","body":"casino","labels":{"spam":true}}"#,
            #"{"body":"well","labels":{"spam":false}}"#,
        ]
        func part(without: Set<String>) throws -> Evaluation.Part {
            let verdicts = try LabelledVerdicts(
                ruleSet: RulesFixture(["policy.lua": Self.rules]).load(),
                source: RecordSource(records.map { Array($0.utf8) }), inputs: ["stdin"], without: without)
            return try #require(Evaluation(verdicts).categories.first?.parts.first)
        }
        let all = try part(without: [])
        #expect(all.verdicts == Evaluation.Confusion(positives: [1, 0, 0], negatives: [0, 0, 1]))
        #expect(all.ownVerdicts == Evaluation.Confusion(positives: [1, 0, 0], negatives: [1, 0, 0]))
        #expect(try part(without: ["required"]).verdicts == all.ownVerdicts)
    }

    @Test("a label that is neither true nor false is told like a line that is no comment")
    func faults() throws {
        let verdicts = try verdicts([("x", #""spam":true"#), ("x", #""spam":"yes""#), ("x", #""spam":1"#)])
        #expect(verdicts.count == 1 && verdicts.malformed == 2)
        #expect(verdicts.firstMalformed == "line 2: the label \"spam\" is neither true nor false")
        let many = (0..<65).map { ("x", "\"l\($0)\":true") }
        #expect(try self.verdicts(many).firstMalformed == "line 65: there are more than 64 different labels")
    }

    @Test("names of labels and files can't become markup, and the page needs nothing from elsewhere")
    func page() throws {
        let records = [(true, "casino"), (false, "x")].map { label, body in
            Array(#"{"author":"A","body":"\#(body)","labels":{"<b>\"&":\#(label),"spam":\#(label)}}"#.utf8)
        }
        let verdicts = try LabelledVerdicts(
            ruleSet: RulesFixture(["policy.lua": Self.rules]).load(), source: RecordSource(records),
            inputs: ["<script>.jsonl"])
        let page = EvaluationPage.html(Evaluation(verdicts), rules: "rules: <i>")
        #expect(page.contains("&lt;script&gt;.jsonl") && page.contains("&lt;b&gt;&quot;&amp;"))
        #expect(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"))
        #expect(!page.contains("http") && page.contains("<svg") && page.contains("ROC"))
        #expect(page.components(separatedBy: "<svg").count == 7)
    }
}
