import LuaRuntime
import Testing

@Suite("errors", .serialized)
struct ErrorTests {
    let host = TestHost()

    @Test("a syntax error names file and line")
    func syntax() {
        let error = host.error("local a = 1\nlocal = 2", name: "spam/links.lua")
        #expect(error?.kind == .syntax)
        #expect(error?.file == "spam/links.lua")
        #expect(error?.line == 2)
        #expect(error?.message == "<name> expected near '='")
    }

    @Test("compiled Lua is refused", arguments: ["\u{1B}Lua", "\u{1B}", "\u{1B}LuaT\0\u{19}"])
    func bytecode(text: String) {
        let error = host.error(text, name: "a.lua")
        #expect(error?.kind == .syntax)
        #expect(error?.message == "this is compiled Lua; only text is run")
        #expect(error?.file == "a.lua")
    }

    @Test("a byte order mark is skipped")
    func byteOrderMark() throws {
        try host.run("\u{FEFF}log('read')")
        #expect(host.asked == ["read"])
    }

    @Test("a run-time error carries message, file, line and traceback")
    func runtime() {
        let error = host.error(
            "local function inner()\n  error('no')\nend\nlocal function outer() inner() end\nouter()")
        #expect(error?.kind == .runtime)
        #expect(error?.message == "no")
        #expect(error?.file == "rules/test.lua")
        #expect(error?.line == 2)
        #expect(error?.traceback.contains("rules/test.lua:2: in upvalue 'inner'") == true, "\(error?.traceback ?? "")")
        #expect(error?.traceback.contains("rules/test.lua:5: in the file") == true)
    }

    @Test("an error of a host function stands at the caller's position")
    func hostError() {
        let error = host.error("\n\nfail(1, 2)")
        #expect(error?.message == "the host says no to 2 (Token)")
        #expect(error?.file == "rules/test.lua")
        #expect(error?.line == 3)
    }

    @Test("an error of a host function can be caught with its position")
    func caught() throws {
        #expect(
            try host.value("return select(2, pcall(function() fail() end))")
                == .string("rules/test.lua:1: the host says no to 0 (Token)"))
    }

    @Test("10,000 raised errors leave no Swift object behind")
    func leaks() throws {
        try host.run("for i = 1, 10000 do pcall(fail) end")
        #expect(Token.alive == 0)
        for _ in 0..<1000 { #expect(host.error("fail()") != nil) }
        #expect(Token.alive == 0)
    }

    @Test(
        "an error may be any value",
        arguments: [
            ("error()", "nil"), ("error({})", "table"), ("error(12)", "12"), ("error(true)", "true"),
            ("error(setmetatable({}, { __tostring = function() return 'told' end }))", "told"),
        ])
    func values(text: String, message: String) {
        let error = host.error(text)
        #expect(error?.kind == .runtime)
        #expect(error?.message == message)
        #expect(error?.line == 1)
    }

    @Test("an error that can't be told is an error in error handling")
    func untellable() {
        let error = host.error("error(setmetatable({}, { __tostring = function() error('again') end }))")
        #expect(error?.kind == .handler)
        #expect(error?.message == "again")
    }

    @Test("endless recursion is an error with a short traceback, and the state still works")
    func recursion() throws {
        // Lua allows 1,000,000 slots of stack, more than the usual limit has room for.
        _ = try host.open(LuaBudget(memory: 256 << 20))
        let error = host.error("local function f() return 1 + f() end f()")
        #expect(
            error?.message.hasPrefix("stack overflow") == true)
        #expect((error?.traceback.split(separator: "\n").count ?? 99) < 30)
        #expect(try host.value("return 1") == .integer(1))
    }

    @Test(
        "endless recursion through C is an error",
        arguments: [
            "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.a",
            "local function f() return string.gsub('a', 'a', f) end f()",
            "local function f() return pcall(f) end return error(tostring(f()))",
            "local t = {} for i = 1, 300000 do t = { t } end error(#string.rep('(', 100000))",
        ])
    func recursionThroughC(text: String) throws {
        #expect(host.error(text) != nil)
        #expect(try host.value("return 1") == .integer(1))
    }

    @Test("a long message is cut between characters")
    func longMessage() {
        let error = host.error("error(string.rep('我', 100000))")
        #expect((error?.message.utf8.count ?? 0) <= 4100)
        #expect(error?.message.hasSuffix("我…") == true)
    }

    @Test("a file name longer than Lua shows is reported whole")
    func longName() {
        let name = String(repeating: "folder/", count: 30) + "rule.lua"
        let error = host.error("\nerror('no')", name: name)
        #expect(error?.file == name)
        #expect(error?.line == 2)
        #expect(error?.message == "no")
    }

    @Test("calling an undefined global names it")
    func undefined() {
        #expect(host.error("missing()")?.message == "attempt to call a nil value (global 'missing')")
    }

    @Test("the host may not run the state that calls it")
    func reentrancy() throws {
        let host = host
        var inner: LuaError?
        host.onKeep = { inner = host.error("log('inner')") }
        defer { host.onKeep = nil }
        try host.run("keep(1) log('outer')")
        #expect(inner?.message == "the state is already running")
        #expect(host.asked == ["outer"])
    }

    @Test("the caller's file and line are known")
    func caller() throws {
        try host.run("\n  here()", name: "a/b.lua")
        #expect(host.caller == ("a/b.lua", 2))
    }
}
