import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Decisions by hand")
struct QueueDecisionTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
        try place.run([Judged("1", "a", .hold), Judged("2", "b", .accept), Judged("3", "c", .reject)])
    }

    private func undo(_ id: String) throws -> Int {
        try place.use { try $0.undo([id], source: nil, who: "bob", note: "oops", now: 3000).get().undone }
    }

    private func finish(_ outcome: Verdict.Outcome) throws {
        try place.use { database in
            _ = try database.take(outcome, limit: 10, lease: "L-\(outcome)", seconds: 60, now: 0)
            _ = try database.finish(lease: "L-\(outcome)")
        }
    }

    @Test("change the outcome and stand in the audit table with what was before")
    func decide() throws {
        let result = try place.use {
            try $0.decide(["1", "2", "1"], .reject, source: nil, who: "ann", note: "no", now: 2000).get()
        }
        #expect(result.decided == 2 && result.already.isEmpty)
        #expect(
            try place.standings() == ["1 reject queued moderator", "2 reject queued moderator", "3 reject queued rule"])
        let decisions = try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()) }
        let rule = QueueDecision.Standing(outcome: "hold", state: "queued", decidedBy: "rule")
        let hand = QueueDecision.Standing(outcome: "reject", state: "queued", decidedBy: "moderator")
        #expect(
            decisions == [QueueDecision(time: 2000, who: "ann", action: "decide", from: rule, to: hand, note: "no")])
        let again = try place.use {
            try $0.decide(["2", "3", "id:2"], .reject, source: nil, who: "bob", note: nil, now: 2001).get()
        }
        #expect(again.decided == 1 && again.already == ["2"])
        #expect(try place.use { try $0.decisions(on: try $0.entry("2", source: nil).get()) }.count == 1)
        #expect(
            try place.use { try $0.undo(["1", "1"], source: nil, who: "ann", note: nil, now: 0).get().undone } == 1)
    }

    @Test("don't publish what was pruned, neither by accepting it nor by taking a rejection back")
    func pruned() throws {
        try place.decide("2", .reject)
        try finish(.accept)
        try finish(.reject)
        try place.use { database throws in
            var pruning = QueuePruning(before: 5000)
            pruning.keepsDecisions = true
            #expect(try database.prune(pruning, who: "ann", now: 0).entries == 2)
            let refusal = QueueNameErrors(errors: [QueueNameError(name: "3", isPruned: true)])
            #expect(throws: refusal) {
                try database.decide(["1", "3"], .accept, source: nil, who: "ann", note: nil, now: 0).get()
            }
            #expect(try database.undo(["2"], source: nil, who: "ann", note: nil, now: 0).get().without == ["2"])
        }
        #expect(try place.standings()[0] == "1 hold queued rule")
        // To take it down its id is enough.
        try place.decide("3", .hold)
        try place.decide("3", .reject)
    }

    @Test("are made for all names or, where one is wrong, for none")
    func wrongName() throws {
        #expect(
            throws: QueueNameErrors(errors: [
                QueueNameError(name: "8", sources: []), QueueNameError(name: "9", sources: []),
            ])
        ) {
            try place.use { try $0.decide(["1", "8", "9"], .accept, source: nil, who: "ann", note: nil, now: 0).get() }
        }
        #expect(try place.standings().first == "1 hold queued rule")
    }

    @Test("reach the blog even where it has acted before, and leave it alone where nothing changes")
    func afterwards() throws {
        try finish(.accept)
        try place.decide("2", .accept)
        #expect(try place.standings()[1] == "2 accept done moderator")
        try place.decide("2", .reject)
        #expect(try place.standings()[1] == "2 reject queued moderator")
    }

    @Test("are taken back one after the other, each once")
    func undoing() throws {
        try place.decide("1", .accept)
        try place.decide("1", .reject)
        #expect(try undo("1") == 1)
        #expect(try place.standings()[0] == "1 accept queued moderator")
        #expect(try undo("1") == 1)
        #expect(try place.standings()[0] == "1 hold queued rule")
        #expect(try undo("1") == 0)
        let actions = try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()).map(\.action) }
        #expect(actions == ["decide", "decide", "undo", "undo"])
    }

    @Test("that the blog has heard of are taken back so that it hears of that too")
    func undoingDone() throws {
        try finish(.accept)
        try place.decide("2", .reject)
        #expect(try undo("2") == 1)
        // The blog never took the rejection.
        #expect(try place.standings()[1] == "2 accept done rule")
        try place.decide("2", .reject)
        try finish(.reject)
        #expect(try undo("2") == 1)
        #expect(try place.standings()[1] == "2 accept queued rule")
    }

    @Test("can't be taken back when the comment has changed since")
    func undoingChanged() throws {
        try place.decide("1", .accept)
        try place.run([Judged("1", "changed", .reject)])
        #expect(try undo("1") == 0)
        #expect(try place.standings()[0] == "1 reject queued rule")
    }

    @Test("are found by what they are about")
    func filters() throws {
        try place.run([
            Judged("4", "d", .hold, author: "Ann", post: "7", rule: "shouting"), Judged("5", "e", .hold, author: "Bob"),
        ])
        func ids(_ change: (inout QueueFilter) -> Void) throws -> [String] {
            var filter = QueueFilter()
            change(&filter)
            return try place.use { try $0.all(filter).compactMap(\.id) }
        }
        #expect(try ids { $0.outcome = .hold } == ["1", "4", "5"])
        #expect(try ids { $0.rule = "shouting" } == ["4"])
        #expect(try ids { $0.author = "Bob" } == ["5"])
        #expect(try ids { $0.post = "7" } == ["4"])
        let several = try ids {
            $0.outcome = .hold
            $0.author = "Ann"
            $0.rule = "links"
        }
        #expect(several == [])
        #expect(try ids { $0.limit = 2 } == ["1", "2"])
        #expect(try ids { $0.state = .done } == [])
        // Every way in gives the same as looking at all.
        for outcome in [nil] + Verdict.Outcome.allCases {
            for state in [nil] + QueueEntry.State.allCases {
                let some = try ids { ($0.outcome, $0.state) = (outcome, state) }
                let all = try place.use { try $0.all() }
                #expect(
                    some
                        == all.filter { $0.outcome == outcome ?? $0.outcome && $0.state == state ?? $0.state }.map(\.id)
                )
                #expect(try ids { ($0.outcome, $0.state, $0.author) = (outcome, state, "Ann") }.count <= 1)
            }
        }
        let reasons = try place.use { try $0.reasons(of: try $0.entry("4", source: nil).get()) }
        #expect(reasons == [QueueReason(rule: "shouting", score: "2.5", reason: "5 links")])
        let counts = try place.use { try $0.counts(now: 0) }
        #expect(counts.map(\.count) == [1, 3, 1] && counts.map(\.outcome) == [.accept, .hold, .reject])
    }

    @Test("are made only about what was seen, where that is said")
    func expecting() throws {
        let seen = try place.use { try $0.entry("1", source: nil).get() }
        func reject(_ seen: QueueEntry) throws -> Int {
            try place.use {
                try $0.decide(["1"], .reject, source: nil, who: "ann", note: nil, now: 9, expecting: seen).get().decided
            }
        }
        try place.decide("1", .accept)
        #expect(try reject(seen) == 0)
        #expect(try place.standings()[0] == "1 accept queued moderator")
        let now = try place.use { try $0.entry("1", source: nil).get() }
        // What the blog has taken is still what was seen.
        try finish(.accept)
        #expect(try reject(now) == 1)
        var other = try place.use { try $0.entry("1", source: nil).get() }
        other.content += "0"
        #expect(try reject(other) == 0)
    }

    @Test("are taken back only where nothing was decided since, where that is said")
    func undoingExpected() throws {
        try place.decide("1", .accept)
        let meant = try #require(try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()).last })
        func undo(_ meant: QueueDecision) throws -> Int {
            try place.use {
                try $0.undo(["1"], source: nil, who: "ann", note: nil, now: 9, expecting: meant).get().undone
            }
        }
        try place.decide("1", .reject)
        #expect(try undo(meant) == 0)
        #expect(try place.standings()[0] == "1 reject queued moderator")
        let last = try #require(try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()).last })
        #expect(try undo(last) == 1)
        #expect(try undo(last) == 0)
    }

    @Test("show what became of an author's other comments on the same blog")
    func past() throws {
        for judged in [
            Judged("10", "a", .accept, author: "Ann", email: "ann@a.example"),
            Judged("11", "b", .hold, author: "Ann", email: "ANN@a.example"),
            Judged("12", "c", .reject, author: "Anna", email: "ann@a.example"),
            Judged("13", "d", .accept, author: "Ann", email: "other@a.example"),
            Judged("14", "e", .accept, author: "Ann"), Judged("15", "f", .accept),
        ] {
            place.now += 1
            try place.run([judged])
        }
        try place.run([Judged("16", "g", .reject, author: "Ann", email: "ann@a.example")], source: "zh")
        func past(_ id: String) throws -> AuthorPast {
            try place.use { try $0.past(of: try $0.entry(id, source: nil).get(), shown: 3) }
        }
        let ann = try past("11")
        #expect(ann.byEmail == AuthorPast.Counts(accepted: 1, held: 0, rejected: 1))
        #expect(ann.byName == AuthorPast.Counts(accepted: 2, held: 0, rejected: 0))
        #expect(ann.newest.map(\.id) == ["14", "13", "12"])
        #expect(try past("14").byEmail == nil && past("14").byName?.all == 3)
        #expect(try past("15").byEmail == nil && past("15").byName == nil && past("15").newest.isEmpty)
        // Addresses leave with what is done; their hashes stay.
        try finish(.accept)
        #expect(try past("11").byEmail?.accepted == 1)
        var filter = QueueFilter()
        filter.author = "Ann"
        filter.outcome = .accept
        #expect(try place.use { try $0.count(filter) } == 3)
    }
}
