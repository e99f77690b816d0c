import Testing

@testable import Moderation
@testable import ModerationQueue
@testable import Workbench

@Suite("a review of what is held")
struct ReviewSessionTests {
    private let fixture: ReviewFixture

    init() throws {
        fixture = try ReviewFixture([
            #"{"id":1,"author":"Ann","body":"a casino"}"#, #"{"id":2,"author":"Bob","body":"doubtful"}"#,
            #"{"id":3,"author":"李明","body":"我们去赌博吧"}"#, #"{"id":4,"author":"Cem","body":"fine"}"#,
        ])
    }

    /// Presses keys; what comes of the last one.
    private func press(_ keys: String, _ session: inout ReviewSession) throws -> [String] {
        var effects: [ReviewSession.Effect] = []
        for key in keys { effects = try session.receive(key) }
        return effects.map(\.summary)
    }

    private func outcome(_ id: String) throws -> String { try fixture.entry(id).outcome.name }

    @Test("shows one held comment after the other, and decides as the keys say")
    func deciding() throws {
        var session = fixture.session()
        #expect(try session.begin().map(\.summary) == ["show 1 1/3"])
        #expect(try press("a", &session) == ["show 2 2/3"])
        #expect(try press("r", &session) == ["show 3 3/3"])
        #expect(try press("s", &session) == [])
        guard case .end = session.mode else { return #expect(Bool(false), "not at the end") }
        #expect(try press("q", &session) == ["1 accepted, 1 rejected, 1 skipped; 1 is left"])
        #expect(session.isOver)
        #expect(try ["1", "2", "3"].map(outcome) == ["accept", "reject", "hold"])
        let decision = try #require(try fixture.database.decisions(on: fixture.entry("1")).last)
        #expect(decision.who == "ann" && decision.note == nil && decision.time == fixture.now)
    }

    @Test("takes steps back one after the other, skipped ones too")
    func undoing() throws {
        var session = fixture.session()
        _ = try session.begin()
        _ = try press("ars", &session)
        #expect(try press("u", &session) == ["show 3 3/3"])
        #expect(try press("u", &session) == ["show 2 2/3"])
        #expect(try press("u", &session) == ["show 1 1/3"])
        #expect(try press("u", &session) == ["There is nothing to take back."])
        #expect(try ["1", "2", "3"].map(outcome) == ["hold", "hold", "hold"])
        #expect(try press("r", &session) == ["show 2 2/3"])
        #expect(try press("q", &session) == ["0 accepted, 1 rejected, 0 skipped; 2 are left"])
        #expect(try fixture.database.decisions(on: fixture.entry("1")).map(\.action) == ["decide", "undo", "decide"])
    }

    @Test("says when the blog has taken what is taken back")
    func undoingTaken() throws {
        var session = fixture.session()
        _ = try session.begin()
        _ = try press("a", &session)
        _ = try fixture.database.take(.accept, limit: 9, lease: "L", seconds: 9, now: 0)
        #expect(
            try press("u", &session)
                == ["show 1 1/3", "The blog has taken it already; decide anew, so that it hears of it."])
    }

    @Test("takes a note with A and R, and decides nothing without one")
    func notes() throws {
        var session = fixture.session()
        _ = try session.begin()
        _ = try press("A", &session)
        guard case .line("Note: ") = session.question else { return #expect(Bool(false), "\(session.question)") }
        #expect(
            try session.receive(line: " ").map(\.summary)
                == ["Without a note nothing is decided; a and r need none."])
        _ = try press("R", &session)
        #expect(try session.receive(line: "advertises").map(\.summary) == ["show 2 2/3"])
        #expect(try fixture.database.decisions(on: fixture.entry("1")).map(\.note) == ["advertises"])
    }

    @Test("finds text and authors, two Chinese characters too, and comes back to what it left behind")
    func searching() throws {
        var session = fixture.session()
        _ = try session.begin()
        func search(_ text: String) throws -> [String] {
            _ = try session.receive("/")
            return try session.receive(line: text).map(\.summary)
        }
        #expect(try search("赌博") == ["show 3 3/3"])
        #expect(try search("DOUBTFUL") == ["show 2 2/3"])
        #expect(try search("李明") == ["show 3 3/3"])
        #expect(try search("fine") == ["No other held comment has that in its text or as its author."])
        #expect(try search("ann") == ["show 1 1/3"])
        #expect(try search("李明") == ["show 3 3/3"])
        #expect(try press("r", &session) == ["show 1 1/3"])
        #expect(try press("a", &session) == ["show 2 2/3"])
    }

    @Test("never overwrites what somebody else decided without asking")
    func others() throws {
        var session = fixture.session()
        _ = try session.begin()
        fixture.now += 60
        _ = try fixture.database.decide(["1", "2"], .accept, source: nil, who: "Bob", note: nil, now: fixture.now).get()
        fixture.now += 120
        #expect(try press("r", &session) == ["#1: Bob accepted it 2 minutes ago"])
        guard case .key("Rejected anyway [y,n]? ") = session.question else {
            return #expect(Bool(false), "\(session.question)")
        }
        #expect(try outcome("1") == "accept")
        #expect(try press("x", &session) == ["y decides, n leaves it as it is."])
        // The next one has been seen to as well.
        #expect(try press("n", &session) == ["#2: Bob accepted it 2 minutes ago", "show 3 3/3"])
        #expect(try outcome("1") == "accept")
        #expect(try press("q", &session) == ["0 accepted, 0 rejected, 0 skipped; 1 is left"])
    }

    @Test("decides against somebody else where the moderator says so, and takes back no more than that")
    func overruling() throws {
        var session = fixture.session()
        _ = try session.begin()
        _ = try fixture.database.decide(["1"], .accept, source: nil, who: "Bob", note: nil, now: 0).get()
        _ = try press("r", &session)
        #expect(try press("y", &session) == ["show 2 2/3"])
        #expect(try outcome("1") == "reject")
        #expect(try press("u", &session) == ["show 1 1/3"])
        #expect(try outcome("1") == "accept")
        // Bob again, after us.
        _ = try press("r", &session)
        _ = try fixture.database.decide(["1"], .accept, source: nil, who: "Bob", note: nil, now: fixture.now).get()
        #expect(try press("u", &session) == ["#1 stays: Bob accepted it just now"])
        #expect(try outcome("1") == "accept")
    }

    @Test("shows a comment again that has changed meanwhile, and goes on where others decided the same")
    func changed() throws {
        var session = fixture.session()
        _ = try session.begin()
        try fixture.run([#"{"id":1,"author":"Ann","body":"another casino"}"#])
        #expect(try press("a", &session) == ["It has changed meanwhile; nothing is decided.", "show 1 1/3"])
        #expect(session.current?.comment[.body] == "another casino")
        _ = try fixture.database.decide(["1"], .accept, source: nil, who: "Bob", note: nil, now: fixture.now).get()
        #expect(try press("a", &session) == ["#1: Bob accepted it just now", "show 2 2/3"])
        // One that is no longer held is not shown as if it were.
        try fixture.run([#"{"id":2,"author":"Bob","body":"fine"}"#])
        #expect(
            try press("r", &session)
                == ["#2: it has changed, and the rules accepted it just now", "show 3 3/3"])
        #expect(try outcome("2") == "accept")
        #expect(try press("s", &session) == [])
        _ = try fixture.database.decide(["3"], .reject, source: nil, who: "Bob", note: nil, now: fixture.now).get()
        #expect(try press("u", &session) == ["#3: Bob rejected it just now"])
    }

    @Test("shows at the end what came meanwhile, and no more than the limit")
    func arrivals() throws {
        var session = fixture.session()
        var limited = fixture.session { $0.limit = 1 }
        _ = try session.begin()
        _ = try limited.begin()
        try fixture.run([#"{"id":5,"body":"one more casino"}"#])
        #expect(try press("sss", &session) == ["show 5 4/4"])
        #expect(try press("a", &session) == [])
        #expect(try press("s", &limited) == [])
    }

    @Test("reviews only what the filter lets through, and says so where that is nothing")
    func filters() throws {
        var byRule = fixture.session { $0.rule = "casino" }
        #expect(try byRule.begin().map(\.summary) == ["show 1 1/2"])
        var byAuthor = fixture.session { $0.author = "Bob" }
        #expect(try byAuthor.begin().map(\.summary) == ["show 2 1/1"])
        var none = fixture.session { $0.post = "nix" }
        #expect(
            try none.begin().map(\.summary)
                == ["Nothing is held here.", "0 accepted, 0 rejected, 0 skipped; none is left"])
        #expect(none.isOver)
    }

    @Test("asks which rule or verdict is wrong, and stays at the comment")
    func wrongVerdict() throws {
        var session = fixture.session()
        _ = try session.begin()
        func answer(_ text: String?) throws -> [String] {
            let choices = try session.receive("f").map(\.summary)
            #expect(choices.contains("  1  casino should have been silent"))
            return try session.receive(line: text).map(\.summary)
        }
        #expect(try answer("1") == ["test casino "])
        #expect(try answer("a") == ["test  accept"])
        #expect(try answer("r") == ["test  reject"])
        for nothing in ["2", "0", "-1", "x", "", nil] { #expect(try answer(nothing) == ["Nothing is written."]) }
        #expect(try press("a", &session) == ["show 2 2/3"])
    }
}
