import Testing

@testable import Moderation
@testable import Workbench

@Suite("rankings")
struct RankingTests {
    private func ranking(_ positives: [Int64], _ negatives: [Int64]) -> Ranking {
        Ranking(positives.map { ($0, true) } + negatives.map { ($0, false) })
    }

    private func near(_ value: Double?, _ wanted: Double) -> Bool { value.map { abs($0 - wanted) < 1e-12 } ?? false }

    @Test("figures are those worked out by hand, equal scores included")
    func figures() throws {
        // The example of scikit-learn's manual for both figures.
        let plain = try #require(ranking([35, 80], [10, 40]).figures)
        #expect(near(plain.auc, 0.75) && near(plain.averagePrecision, 0.5 + 0.5 * 2 / 3))
        // Of 16 pairs 4 + 2 × 3.5 + 1 are in order. Steps: ¼ at 1, ½ at ¾, ¼ at ½.
        let tied = try #require(ranking([3, 2, 2, 0], [2, 1, 0, 0]).figures)
        #expect(near(tied.auc, 0.75) && near(tied.averagePrecision, 0.75))
        #expect(near(tied.recallAt1, 0.25) && near(tied.recallAt5, 0.25))
        let flat = try #require(ranking([0, 0], [0, 0, 0]).figures)
        #expect(near(flat.auc, 0.5) && near(flat.averagePrecision, 0.4) && flat.recallAt5 == 0)
        let perfect = try #require(ranking([7, 5], [-1, 4]).figures)
        #expect(perfect == ranking([2, 2], [1, 1]).figures && perfect.auc == 1 && perfect.recallAt1 == 1)
        #expect(try #require(ranking([-3], [0]).figures).auc == 0)
    }

    @Test("recall counts the highest scores that so many of the others reach and no more")
    func recall() throws {
        let negatives: [Int64] = [5, 4, 4, 4, 4] + [Int64](repeating: 0, count: 95)
        let figures = try #require(ranking([6, 5, 4, 3], negatives).figures)
        #expect(figures.recallAt1 == 0.5 && figures.recallAt5 == 1)
        let tied = try #require(ranking([6, 5, 4, 3], negatives + [5]).figures)
        #expect(tied.recallAt1 == 0.25 && tied.recallAt5 == 0.5)
    }

    @Test("where one kind is missing there is nothing to tell apart")
    func oneKind() {
        #expect(ranking([1, 2], []).figures == nil && ranking([], [1]).figures == nil)
        #expect(ranking([], []).figures == nil)
    }

    @Test("moving scores is the same as ranking anew")
    func moving() {
        var random = SplitMix(state: 7)
        var before: [(score: Int64, isPositive: Bool)] = []
        for _ in 0..<200 { before.append((Int64(random.next(below: 9)), random.next(below: 3) == 0)) }
        var after = before
        for index in stride(from: 0, to: 200, by: 3) { after[index].score -= Int64(random.next(below: 12)) }
        let moves = zip(before, after).map { (from: $0.score, to: $1.score, isPositive: $0.isPositive) }
        #expect(Ranking(before).moving(moves.filter { $0.from != $0.to }) == Ranking(after))
        #expect(Ranking(before).moving([]) == Ranking(before))
    }

    @Test("intervals hold the figure, shrink with more comments, and are the same each time")
    func bootstrap() throws {
        func intervals(_ count: Int) throws -> (Bootstrap.Intervals, RankingFigures) {
            var random = SplitMix(state: 3)
            let comments = (0..<count).map { number in
                let isPositive = number % 3 == 0
                let score = Int64(random.next(below: 10)) + (isPositive ? 3 : 0)
                return ScoredLabel(score: score, isPositive: isPositive, isCaught: score > 8)
            }
            let ranking = Ranking(comments.map { ($0.score, $0.isPositive) })
            let bootstrap = Bootstrap(comments, ranking: ranking)
            let intervals = try #require(bootstrap.intervals())
            #expect(intervals == bootstrap.intervals())
            return (intervals, try #require(ranking.figures))
        }
        let (few, figures) = try intervals(60)
        #expect(few.auc.contains(figures.auc) && few.averagePrecision.contains(figures.averagePrecision))
        #expect(few.recallAt1.contains(figures.recallAt1) && few.f1.upperBound > few.f1.lowerBound)
        let (many, _) = try intervals(1500)
        #expect(many.auc.upperBound - many.auc.lowerBound < (few.auc.upperBound - few.auc.lowerBound) / 3)
        #expect(Bootstrap([], ranking: Ranking([])).intervals() == nil)
        #expect(Bootstrap.interval((0...1000).map(Double.init)) == 25...975)
        #expect(Bootstrap.f1(caught: 0, mistaken: 0, positives: 0) == 0)
        #expect(Bootstrap.f1(caught: 1, mistaken: 1, positives: 2) == 0.5)
    }
}
