import CommentFormats
import Foundation
import Testing
import TextAnalysis

@testable import Moderation
@testable import Workbench

@Suite("training")
struct TrainingTests {
    private static let spam = ["cheap watches", "free casino", "buy pills", "win money", "best loans", "hot singles"]
    private static let ham = ["river walk", "good article", "thanks author", "my garden", "old town", "nice weather"]
    private static let names = [
        "here", "there", "today", "again", "really", "slowly", "often", "twice", "gladly", "early",
    ]

    /// Comments of two kinds, no two of them equal.
    private static func lines(_ count: Int, source: Int = 0) -> [String] {
        (0..<count).map { index in
            let isSpam = index % 2 == 0
            let words = (isSpam ? spam : ham)[index / 2 % 6]
            let rest = names[index % 10] + " " + names[index / 10 % 10] + " \(source) "
            return "{\"body\":\"\(words) \(rest)\(["a", "b", "c", "d"][index % 4])\",\"labels\":{\"spam\":\(isSpam)}}"
        }
    }

    private static func set(_ files: [[String]], _ input: ModelInput = .body) throws -> TrainingReader {
        let reader = TrainingReader(input, category: "spam")
        for (index, lines) in files.enumerated() {
            let path = NSTemporaryDirectory() + "modfilter-training-" + UUID().uuidString
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            try reader.read(JSONLinesSource(inputs: [.path(path)]), names: ["file\(index)"])
        }
        return reader
    }

    @Test("a model tells what it was trained for, in each source that it has not seen")
    func learns() throws {
        let set = try Self.set([Self.lines(200), Self.lines(100, source: 1)]).set
        let result = ModelTrainer(set).train(.body, account: { _ in "kind: spam" })
        #expect(result.leftOut.map(\.source) == ["file0", "file1"])
        #expect((result.leftOut + result.crossValidated).allSatisfy { ($0.ranking?.auc ?? 0) > 0.99 })
        #expect(result.model.account == "kind: spam")
        // The same bytes again, and others for another seed.
        #expect(ModelTrainer(set).train(.body, account: { _ in "kind: spam" }).model.file == result.model.file)
    }

    @Test("equal texts are taken once, and what has no label, no text or broken labels is counted")
    func reading() throws {
        let reader = try Self.set([
            [
                #"{"body":"One text","labels":{"spam":true}}"#, #"{"body":"one  TEXT","labels":{"spam":true}}"#,
                #"{"body":"no label"}"#, #"{"body":"x","labels":{"tone":true}}"#,
                #"{"author":"Ann","labels":{"spam":false}}"#,
                #"{"body":"y","labels":{"spam":"yes"}}"#, "broken", #"{"body":"z","labels":{"spam":null}}"#,
            ]
        ])
        #expect(reader.set.count == 1 && reader.set.duplicates == 1)
        #expect(reader.counts.unlabelled == 3 && reader.counts.malformed == 2 && reader.counts.empty == 1)
        #expect(reader.counts.firstMalformed?.contains("6") == true)
    }

    @Test("every source weighs the same")
    func masses() throws {
        let set = try Self.set([Self.lines(90), Self.lines(10, source: 1)]).set
        let masses = set.masses(of: Array(0..<set.count))
        let first = zip(masses, set.origins).filter { $0.1 == 0 }.reduce(0) { $0 + $1.0 }
        #expect(abs(first - Float(set.count) / 2) < 0.01)
        #expect(abs(masses.reduce(0, +) - Float(set.count)) < 0.01)
    }

    @Test("nearly equal texts are in one group, others are not")
    func groups() {
        var set = TrainingSet()
        let hashes: [UInt64?] = [0xFF00_FF00_1234_5678, 0xFF00_FF00_1234_567F, nil, nil, 0x0123_4567_89AB_CDEF]
        for (index, hash) in hashes.enumerated() {
            set.add([], label: true, source: "s", fingerprint: UInt64(index), simHash: hash)
        }
        #expect(set.group(of: 0) == set.group(of: 1))
        #expect(Set([0, 2, 3, 4].map(set.group)).count == 4)
    }

    @Test("an n-gram counts the more, the rarer it is and the more unevenly it falls on the classes of its source")
    func factors() {
        // Place 1 tells the classes apart, 2 is in half of each, 3 is in one row alone. 4 is of the second source, most of
        // which is positive, and tells nothing there.
        var set = TrainingSet()
        for row in 0..<80 {
            let isSecond = row >= 40
            let label = isSecond ? row % 10 != 0 : row % 2 == 0
            var places: [UInt32] = row / 2 % 2 == 0 ? [2] : []
            if !isSecond, label { places.append(1) }
            if row == 7 { places.append(3) }
            if isSecond { places.append(4) }
            set.add(
                places.sorted().map { ($0, 1) }, label: label, source: isSecond ? "b" : "a", fingerprint: UInt64(row),
                simHash: nil)
        }
        let factors = ModelTrainer(set).factors(Array(0..<80))
        #expect(factors[1] > 3 * factors[2])
        #expect(factors[3] > factors[2])
        #expect(factors[4] < factors[1] / 3)
        #expect(factors[FeatureCounts.firstTrait] == 1)
    }

    @Test("the solver finds the minimum: no small change of the weights does better", arguments: [Float(0), 0.7])
    func minimum(prior: Float) {
        var set = TrainingSet()
        let rows: [([(UInt32, Float)], Bool)] = [
            ([(0, 1), (1, 0.5)], true), ([(0, 0.8)], true), ([(1, 1), (2, 1)], false), ([(2, 0.3)], false),
            ([(0, 0.2), (2, 0.9)], true), ([(1, 0.4)], false),
        ]
        for (index, row) in rows.enumerated() {
            set.add(
                row.0.map { (place: $0.0, value: $0.1) }, label: row.1, source: "s", fingerprint: UInt64(index),
                simHash: nil)
        }
        let masses: [Float] = [1, 2, 1, 0.5, 1, 3]
        var start = [Float](repeating: 0, count: FeatureCounts.featureCount + 1)
        for index in 0..<3 { start[index] = prior }
        let (weights, bias) = LogisticSolver(cost: 2, mostPasses: 2000, tolerance: 1e-4).solve(
            set, rows: Array(0..<6), masses: masses,
            factors: [Float](repeating: 1, count: FeatureCounts.featureCount), prior: start)
        func loss(_ w: [Double]) -> Double {
            var sum = 0.0
            for index in 0..<3 { sum += 0.5 * (w[index] - Double(prior)) * (w[index] - Double(prior)) }
            sum += 0.5 * w[3] * w[3]
            for (index, row) in rows.enumerated() {
                let value = row.0.reduce(w[3]) { $0 + w[Int($1.0)] * Double($1.1) } * (row.1 ? 1 : -1)
                sum += 2 * Double(masses[index]) * Self.softplus(-value)
            }
            return sum
        }
        let found = [Double(weights[0]), Double(weights[1]), Double(weights[2]), Double(bias)]
        let best = loss(found)
        for index in 0..<4 {
            for change in [-0.02, 0.02] {
                var other = found
                other[index] += change
                #expect(loss(other) > best)
            }
        }
    }

    private static func softplus(_ value: Double) -> Double {
        Calibration.softplus(value)
    }

    @Test("calibrated probabilities are the shares of the labels")
    func calibration() {
        var random = SplitMix(state: 3)
        let scores = (0..<5000).map { _ in Double.random(in: -3...3, using: &random) }
        let labels = scores.map {
            Double.random(in: 0...1, using: &random) < Calibration(slope: 2, intercept: -1).probability($0)
        }
        let fitted = Calibration(scores: scores, labels: labels, masses: scores.map { _ in 1 })
        #expect(abs(fitted.slope - 2) < 0.2 && abs(fitted.intercept + 1) < 0.2)
        #expect(
            Calibration(scores: [1, 2], labels: [true, true], masses: [1, 1]) == Calibration(slope: 1, intercept: 0))
    }

    @Test("an update learns the blog's own words, keeps what it knew, and stays where it does no good")
    func update() throws {
        let old = ModelTrainer(try Self.set([Self.lines(200)]).set).train(.body, account: { _ in "old" }).model
        let own = (0..<60).map { index in
            let body =
                index % 2 == 0
                ? "zorbex token \(Self.names[index % 10]) \(index)x"
                : "quiet village \(Self.names[index % 10]) \(index)y"
            return "{\"body\":\"\(body)\",\"labels\":{\"spam\":\(index % 2 == 0)}}"
        }
        let update = ModelTrainer(try Self.set([own]).set).update(old, account: { _ in "new" })
        #expect(update.strength > 0)
        let (before, after) = (update.figuresBefore[0].ranking, update.figuresAfter[0].ranking)
        #expect(update.lossAfter < update.lossBefore)
        #expect(try #require(after).auc >= #require(before).auc)
        #expect(update.model.account == "new")
        func sure(_ model: TextModel, _ text: String) -> Double {
            var bytes = Array(text.utf8)
            return bytes.withUnsafeMutableBytes {
                let forms = TextForms()
                forms.reset(UnsafeRawBufferPointer($0))
                let scorer = ModelScorer([model], .body)
                scorer.read(ModelTexts([forms]))
                return scorer.probability(0)
            }
        }
        #expect(sure(update.model, "zorbex token") > sure(old, "zorbex token"))
        #expect(sure(update.model, "free casino") > 0.5 && sure(update.model, "river walk") < 0.5)
    }

    @Test("an update by labels that follow nothing is no worse on them, by how sure it is and by whom it finds")
    func updateByNoise() throws {
        let old = ModelTrainer(try Self.set([Self.lines(200)]).set).train(.body, account: { _ in "old" }).model
        for seed in 1...12 {
            var random = SplitMix(state: UInt64(seed))
            let noise = (0..<60).map { number in
                let words = ["free", "casino", "river", "walk", "token"].filter { _ in random.next() % 2 == 0 }
                let body = (words + ["\(number)"]).joined(separator: " ")
                return "{\"body\":\"\(body)\",\"labels\":{\"spam\":\(random.next() % 3 == 0)}}"
            }
            let update = ModelTrainer(try Self.set([noise]).set).update(old, account: { _ in "new" })
            #expect(update.lossAfter <= update.lossBefore)
            let (before, after) = (update.figuresBefore[0].ranking, update.figuresAfter[0].ranking)
            #expect(try #require(after).auc >= #require(before).auc)
            #expect(update.strength > 0 || update.model.file == update.before.file)
        }
    }
}
