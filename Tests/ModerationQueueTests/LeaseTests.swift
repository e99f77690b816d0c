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
