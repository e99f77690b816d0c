import Foundation
import Synchronization
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Comments that the blog takes")
struct LeaseTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
    }

    private func take(_ lease: String, limit: Int = 10, now: Int64 = 0) throws -> [String?] {
        try place.use { try $0.take(.accept, limit: limit, lease: lease, seconds: 60, now: now).map(\.id) }
    }

    @Test("go out once, the oldest first, and are done when the blog says so")
    func once() throws {
        try place.run([Judged("3", "a", .accept), Judged("1", "b", .hold), Judged("2", "c", .accept)])
        #expect(try take("A", limit: 1) == ["3"])
        #expect(try take("B") == ["2"])
        #expect(try take("C") == [])
        #expect(try place.use { try $0.finish(lease: "A") } == 1)
        #expect(try place.standings() == ["3 accept done rule", "1 hold queued rule", "2 accept leased rule"])
        // Said twice, since the answer may have got lost.
        #expect(try place.use { try $0.finish(lease: "A") } == 1)
        #expect(try place.use { try $0.finish(lease: "X") } == 0)
    }

    @Test("come back when the time is over, and then belong to who took them last")
    func timeOut() throws {
        try place.run([Judged("1", "a", .accept), Judged("2", "b", .accept)])
        #expect(try take("A", now: 100).count == 2)
        #expect(try take("B", now: 159) == [])
        #expect(try take("B", limit: 1, now: 160) == ["1"])
        #expect(try place.use { try $0.finish(lease: "A") } == 1)
        #expect(try place.standings() == ["1 accept leased rule", "2 accept done rule"])
    }

    @Test("count as queued again when the time is over, though nobody has taken them since")
    func over() throws {
        try place.run([Judged("1", "a", .accept), Judged("2", "b", .accept), Judged("3", "c", .accept)])
        #expect(try take("A", limit: 1, now: 100) == ["1"] && take("B", limit: 1, now: 150) == ["2"])
        func ids(_ state: QueueEntry.State, _ outcome: Verdict.Outcome?, now: Int64) throws -> [String?] {
            var filter = QueueFilter()
            (filter.state, filter.outcome, filter.now) = (state, outcome, now)
            return try place.use { try $0.all(filter).map(\.id) }
        }
        for outcome in [Verdict.Outcome.accept, nil] {
            #expect(try ids(.queued, outcome, now: 159) == ["3"] && ids(.leased, outcome, now: 159) == ["1", "2"])
            #expect(try ids(.queued, outcome, now: 160) == ["1", "3"] && ids(.leased, outcome, now: 160) == ["2"])
        }
        let counts = try place.use { try $0.counts(now: 160) }
        #expect(counts.map(\.count) == [2, 1] && counts.map(\.state) == [.queued, .leased])
        let states = try place.use { database in
            try ["1", "2", "3"].map { try database.entry($0, source: nil).get().state(at: 160) }
        }
        #expect(states == [.queued, .leased, .queued])
    }

    @Test("go to the blog that they are of, where it says which one it is")
    func sources() throws {
        try place.run([Judged("1", "a", .accept)], source: "en")
        try place.run([Judged("2", "b", .accept), Judged("3", "c", .accept)], source: "zh")
        try place.run([Judged("4", "d", .accept)])
        func take(_ source: String?, now: Int64 = 0) throws -> [String?] {
            try place.use {
                try $0.take(.accept, source: source, limit: 9, lease: "L\(now)", seconds: 60, now: now).map(\.id)
            }
        }
        #expect(try take("zh") == ["2", "3"] && take("zh", now: 1) == [] && take("", now: 2) == ["4"])
        #expect(try take("zh", now: 60) == ["2", "3"] && take(nil, now: 61) == ["1"])
        try place.use { database in
            _ = try database.finish(lease: "L61")
            #expect(try database.counts(source: "zh", now: 61).map(\.count) == [2])
            #expect(try database.counts(source: "en", now: 61).map(\.state) == [.done])
            #expect(try database.counts(now: 61).map(\.count) == [3, 1])
        }
    }

    @Test("can be finished one by one; what nobody took stays")
    func single() throws {
        try place.run([Judged("1", "a", .accept), Judged("2", "b", .accept), Judged("3", "c", .accept)])
        _ = try take("A", limit: 2)
        let result = try place.use { try $0.finish(["1", "3"], source: nil).get() }
        #expect(result.done == 1 && result.untaken == ["3"])
        #expect(throws: QueueNameErrors(errors: [QueueNameError(name: "9", sources: [])])) {
            try place.use { try $0.finish(["2", "9"], source: nil).get() }
        }
        #expect(try place.standings() == ["1 accept done rule", "2 accept leased rule", "3 accept queued rule"])
    }

    @Test("never go to two of eight who take at once")
    func parallel() throws {
        try place.run((1...400).map { Judged("\($0)", "a", .accept) })
        let taken = Mutex<[String]>([])
        let path = place.path
        // Threads and not tasks: they wait for each other's locks.
        let done = DispatchGroup()
        for worker in 0..<8 {
            done.enter()
            Thread {
                defer { done.leave() }
                guard let database = try? QueueDatabase(path, creates: false) else { return }
                defer { database.close() }
                for turn in 0... {
                    let lease = "\(worker)-\(turn)"
                    guard let ids = try? database.take(.accept, limit: 7, lease: lease, seconds: 60, now: 0).map(\.id),
                        !ids.isEmpty
                    else { return }
                    taken.withLock { $0 += ids.compactMap { $0 } }
                    _ = try? database.finish(lease: lease)
                }
            }.start()
        }
        done.wait()
        let ids = taken.withLock { $0 }
        #expect(ids.count == 400 && Set(ids).count == 400)
        #expect(try place.standings().allSatisfy { $0.hasSuffix("accept done rule") })
    }
}
