import LuaRuntime
import Testing

/// Simple functions are answered without entering Lua; what they answer must be what Lua answers.
@Suite("calls that need no Lua")
struct QuickCallTests {
    let host = TestHost()

    /// What a call gave, or the message that it failed with.
    private func outcome(of function: LuaFunction) throws -> String {
        let state = try host.open()
        state.begin(TestHost.comment)
        defer { state.end() }
        do {
            let result = try state.call(function, with: TestHost.comment)
            let second = result.second.map { String(decoding: $0, as: UTF8.self) } ?? "-"
            return "\(result.first) \(second) \(result.secondTypeName ?? "-")"
        } catch {
            return error.message
        }
    }

    private func silent(_ function: LuaFunction) throws -> Bool {
        let state = try host.open()
        #expect(!state.isSilent(function, with: TestHost.comment), "no record is open")
        state.begin(TestHost.comment)
        defer { state.end() }
        return state.isSilent(function, with: TestHost.comment)
    }

    private func function(_ head: String, _ text: String) throws -> LuaFunction {
        host.kept = []
        try host.run("local limit, share, word, none = 300, 0.5, 'Ann', nil keep(function\(head) \(text) end)")
        guard case .function(let function) = host.kept.first else {
            throw LuaError(kind: .runtime, message: "not a function")
        }
        return function
    }

    private func quick(_ text: String) throws -> LuaFunction { try function("(comment)", text) }

    /// The same function, which Lua has to run: the evaluator knows no `...`.
    private func inLua(_ text: String) throws -> LuaFunction { try function("(...) local comment = ...", text) }

    @Test(
        "what is answered without Lua is what Lua answers",
        arguments: [
            "return comment.length < 5", "return comment.length > 1000", "return comment.length >= 300",
            "return comment.length <= 299", "return 300 < comment.length", "return 300 <= comment.length",
            "return comment.length == 300", "return comment.length ~= 300", "return comment.length == 300.0",
            "return comment.length == 300.5", "return comment.length < 300.5", "return comment.ratio > 0.4",
            "return comment.ratio == 0.5", "return comment.ratio < 1", "return comment.ratio >= 1",
            "return comment.ratio < comment.length", "return comment.nan == comment.nan", "return comment.nan < 1",
            "return comment.nan ~= comment.nan", "return comment.big == 9007199254740993",
            "return comment.big > 9007199254740992", "return comment.big < 9007199254740992.0",
            "return comment.big == 9007199254740992.0", "return comment.flag", "return not comment.flag",
            "return comment.flag == true", "return comment.flag == 1", "return comment.flag ~= nil",
            "return comment.absent", "return comment.absent == nil", "return comment.absent == false",
            "return comment.absent ~= comment.absent", "return not comment.absent", "return comment.absent == 0",
            "return comment.name == 'Ann'", "return comment.name ~= 'Ann'", "return comment.name == 'Anna'",
            "return comment.name == 3", "return comment.name == nil", "return #comment.name > 2",
            "return #comment.body", "return #comment.author == 3", "return comment.author ~= nil",
            "return comment.author == 1", "return #comment.links == 2", "return #comment.lazy > 1",
            "return #comment.none == 0", "return comment.none == nil", "return comment.links and true",
            "return comment.height == 3 and comment.width == 4", "return comment.same.length == 300",
            "return comment.same ~= nil and comment.same ~= 3",
            "return comment.length > limit", "return comment.length == limit", "return comment.ratio == share",
            "return comment.absent == none", "return limit", "return share, 'a reason'", "return none",
            "return comment.length > 10 and comment.ratio > 0.4 or comment.flag",
            "return comment.length > 1000 and comment.ratio > 0.4 or not comment.flag",
            "return comment.absent or comment.ratio", "return comment.absent and comment.ratio",
            "if comment.length > 100 then return true, 'long' end", "if comment.length > 1000 then return true end",
            "local n = comment.length if n >= 400 then return 1, n .. ' signs' end if n == 300 then return 0.5 end",
            "return 0.5", "return 7", "return -3", "return 2.0", "return true, nil", "return nil, 'reason'", "return",
            "return comment.name:match('^A')", "return not comment.name:match('^[^@%s]+$')",
            "return comment.name:match('^B') and 1 or 0.25", "return comment.absent and not comment.name:match('n')",
            "return not comment.body:match('b')", "return comment.name:match('()n') == nil",
            "local a, b, c = comment.absent, nil, nil return a == b and b == c",
            "return comment.length == '300'", "return comment.flag == 'true'", "return comment.ratio ~= true",
            "return comment.length > 10 and comment.name or comment.absent, 'named'",
        ])
    func sameAnswer(_ text: String) throws {
        let answer = try outcome(of: inLua(text))
        #expect(try outcome(of: quick(text)) == answer)
        if try silent(quick(text)) { #expect(answer.hasPrefix("nothing") || answer.hasPrefix("boolean(false)")) }
        #expect(try !silent(inLua(text)), "what only Lua can answer is not known to be silent")
    }

    @Test(
        "a check that says nothing is known by it",
        arguments: [
            "return comment.length < 5": true, "return comment.absent": true, "return nil, 'reason'": true,
            "if comment.length > 1000 then return true end": true, "return not comment.name:match('^A')": true,
            "return comment.length > 5": false, "return 0": false, "return comment.name": false,
            "if comment.length > 100 then return true, 'long' end": false,
        ])
    func silence(_ text: String, _ isSilent: Bool) throws {
        #expect(try silent(quick(text)) == isSilent)
    }

    @Test(
        "what the evaluator can't do, or would raise, is left to Lua",
        arguments: [
            "return comment.lenght > 3", "return comment.broken == 1", "return comment.torn[1] == 'a'",
            "return comment.absent.length", "return comment.absent > 3", "return comment.name > 3",
            "return comment.flag < 1", "return #comment.absent == 0", "return #comment.length", "return #comment.extra",
            "return comment.length + 1", "return -comment.length", "return comment.name .. '!' == 'Ann!'",
            "return comment.name < 'Bob'", "return comment.name == word", "return comment.author == 'Ann'",
            "return comment.links == comment.links", "return comment == comment.same", "return comment.links[1].host",
            "for i = 1, 3 do if i > comment.length then return 1 end end return 0.5",
            "while comment.flag do return 1 end", "return comment.name:match('(n') ~= nil",
            "return comment.name:match('()n') == 2", "return comment.name:match('n') == 'n'",
            "return comment.name:find('n') == 2", "return comment.name:match('n', 2) == 'n'",
            "return comment.length:match('n')", "return comment.name:mtach('n')", "return comment[1]",
            "return comment.name:match(string.rep('a-', 300) .. 'b')", "return (comment)(1)",
            "return comment.body:match('\(String(repeating: "a-", count: 40))b')", "return {}", "return comment",
            "local function f() return comment.length end return f()", "comment.length = 3",
            "return comment.absent, {}", "return true, 3", "return comment.length, comment.length",
        ])
    func leftToLua(_ text: String) throws {
        #expect(try outcome(of: quick(text)) == outcome(of: inLua(text)))
    }

    @Test("simple checks never enter Lua, and one that always needs it is no longer tried")
    func counts() throws {
        let state = try host.open()
        let simple = try quick("return comment.length > 1000 or comment.name:match('^[^@%s]+@') ~= nil")
        let other = try quick("return comment.length + 1")
        for round in 1...200 {
            state.begin(TestHost.comment)
            #expect(try state.call(simple, with: TestHost.comment).first == .boolean(false))
            #expect(try state.call(other, with: TestHost.comment).first == .number(301))
            state.end()
            #expect(state.quickCalls == round)
        }
    }

    @Test("a value that changes between calls is read anew")
    func upvalues() throws {
        host.kept = []
        try host.run(
            "local n = 1 keep(function(comment) return comment.length > n end) keep(function(comment) n = n * 1000 end)"
        )
        guard case .function(let reads) = host.kept.first, case .function(let writes) = host.kept.last else {
            Issue.record("not functions")
            return
        }
        let state = try host.open()
        state.begin(TestHost.comment)
        #expect(try state.call(reads, with: TestHost.comment).first == .boolean(true))
        _ = try state.call(writes, with: TestHost.comment)
        #expect(try state.call(reads, with: TestHost.comment).first == .boolean(false))
        #expect(state.quickCalls == 2)
        state.end()
    }

    @Test("a reading of Lua after one without it asks the host no second time")
    func sharedAnswers() throws {
        let state = try host.open()
        let simple = try quick("return #comment.lazy == 2 and comment.name == 'Ann' and comment.length == 300")
        let other = try inLua(
            "return comment.lazy[1] == 'a.example' and comment.name == 'Ann' and comment.length == 300")
        for _ in 0..<2 {
            host.asked = []
            state.begin(TestHost.comment)
            #expect(try state.call(simple, with: TestHost.comment).first == .boolean(true))
            #expect(try state.call(other, with: TestHost.comment).first == .boolean(true))
            #expect(try state.call(simple, with: TestHost.comment).first == .boolean(true))
            state.end()
            #expect(host.asked == ["lazy", "name", "length", "list 9 of 0 0"])
        }
    }
}
