import LuaRuntime
import Testing

@Suite("the sandbox")
struct SandboxTests {
    let host = TestHost()

    @Test("the globals are these and no more")
    func globals() throws {
        _ = try host.open()
        let names = [
            "assert", "error", "getmetatable", "ipairs", "math", "next", "os", "pairs", "pcall", "rawequal", "rawget",
            "rawlen", "require", "select", "setmetatable", "string", "table", "tonumber", "tostring", "type", "utf8",
            "xpcall",
        ]
        let others = ["_VERSION", "newproxy", "unpack", "bit32", "arg", "module", "setfenv", "getfenv"]
        for name in names { #expect(try host.value("return \(name) ~= nil") == .boolean(true), "\(name)") }
        for name in others { #expect(try host.value("return \(name) == nil") == .boolean(true), "\(name)") }
    }

    @Test(
        "the libraries hold these and no more",
        arguments: [
            (
                "math",
                """
                abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad \
                random sin sqrt tan tointeger type ult
                """
            ),
            ("os", "clock date time"),
            (
                "string",
                "byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper"
            ),
            ("table", "concat insert move pack remove sort unpack"),
            ("utf8", "char charpattern codepoint codes len offset"),
        ])
    func libraries(name: String, members: String) throws {
        #expect(
            try host.value(
                "local t = {} for k, v in pairs(\(name)) do t[#t + 1] = k; assert(v == \(name)[k]) end return table.concat(t, ' ')"
            )
                == .string(members))
    }

    @Test(
        "what was left out says what to use instead",
        arguments: [
            ("print(1)", "print is not available to rules; use log(…)"),
            ("io.open('x')", #"io is not available to rules; rules read no files; use list("lists/…")"#),
            ("os.execute('ls')", "os.execute is not available to rules; rules start no programs"),
            ("os.getenv('HOME')", "os.getenv is not available to rules; rules see no environment"),
            ("load('x = 1')", "load is not available to rules; write the code in the file"),
            ("local x = debug", "debug is not available to rules; it would open the sandbox"),
            ("_G.x = 1", "_G is not available to rules; each file has globals of its own; use their names"),
            ("string.dump(function() end)", "string.dump is not available to rules; compiled Lua is never run"),
            ("math.randomseed(1)", "math.randomseed is not available to rules; math.random is seeded by the comment"),
            ("coroutine.create(f)", "coroutine is not available to rules; use a function with a loop"),
            ("collectgarbage()", "collectgarbage is not available to rules; memory is looked after"),
            ("string.x = 1", "string is read-only"), ("string.rep = nil", "string is read-only"),
            ("math.pi = 3", "math is read-only"),
            ("setmetatable({}, { __gc = function() end })", "__gc is not available to rules; memory is looked after"),
            ("setmetatable({}, { __mode = 'k' })", "__mode is not available to rules; memory is looked after"),
            ("setmetatable(string, {})", "the metatable of this table is locked; wrap it in a table of your own"),
            ("setmetatable(_ENV, {})", "the metatable of this table is locked; wrap it in a table of your own"),
            ("getmetatable('').__index = {}", "attempt to index a boolean value"),
            ("string.format('%p', {})", "the format %p is not available to rules; addresses differ from run to run"),
            (
                "string.format('%5s %-10p', 1, {})",
                "the format %p is not available to rules; addresses differ from run to run"
            ),
            ("string.format('%d', 'x')", "bad argument #2 to 'format' (number expected, got string)"),
            (
                "local t = { [{}] = 1 } for k in pairs(t) do end",
                "can't order a table that has a table for a key; use strings or numbers for keys"
            ),
            ("next({ [print] = 1 })", "print is not available to rules; use log(…)"),
            (
                "next({ [next] = 1 })",
                "can't order a table that has a function for a key; use strings or numbers for keys"
            ),
            ("rawlen(1)", "bad argument #1 to 'rawlen' (table or string expected, got number)"),
        ])
    func refused(text: String, message: String) {
        #expect(host.error(text)?.message == message)
    }

    @Test(
        "tostring and format show no address",
        arguments: [
            ("tostring({})", "table"), ("tostring(print_)", "nil"), ("tostring(tostring)", "function"),
            ("tostring(string)", "table"), ("string.format('%s|%5s|%%', {}, 'x')", "table|    x|%"),
            ("('%s %d %s'):format(1, 2, tostring)", "1 2 function"),
            ("tostring(setmetatable({}, { __name = 'Thing' }))", "Thing"),
            ("tostring(setmetatable({}, { __tostring = function() return 'own' end }))", "own"),
            ("tostring(other())", "text"), ("tostring(1.0)", "1.0"), ("tostring(nil)", "nil"),
            (
                "select(2, pcall(function() string.rep() end))",
                "rules/test.lua:1: bad argument #1 to 'rep' (string expected, got no value)"
            ),
            ("select(2, pcall(error))", "nil"), ("string.format('%q', 'a\\nb')", "\"a\\\nb\""),
            ("string.format('%5.1f %x %i', 3.14159, 255, 7)", "  3.1 ff 7"),
        ])
    func texts(text: String, expected: String) throws {
        #expect(try host.value("return tostring((\(text)))") == .string(expected))
    }

    @Test("pairs and next have one order: integers, numbers, strings by bytes, false, true")
    func order() throws {
        let text = """
            local t = { b = 1, a = 1, ["a\\0"] = 1, [10] = 1, [2] = 1, [-3] = 1, [0.5] = 1, [-1e300] = 1,
              [true] = 1, [false] = 1, B = 1, [""] = 1, 1 }
            local names = {}
            """
        let expected = LuaValue.string("-3 1 2 10 -1e+300 0.5  B a a_ b false true")
        let format = "return (table.concat(names, ' '):gsub('%z', '_'))"
        #expect(
            try host.value("\(text) for k in pairs(t) do names[#names + 1] = tostring(k) end \(format)") == expected)
        #expect(try host.value("\(text) for k in next, t do names[#names + 1] = tostring(k) end \(format)") == expected)
    }

    @Test("the order of many keys is sorted")
    func manyKeys() throws {
        #expect(
            try host.value(
                """
                local t, last, n = {}, "", 0
                for i = 1, 20000 do t[string.format("%x", (i * 7919) % 104729)] = i end
                for k, v in pairs(t) do assert(k > last); assert(t[k] == v); last = k; n = n + 1 end
                return n
                """) == .integer(20000))
    }

    @Test("a table may lose and change members on the way through it")
    func changing() throws {
        #expect(
            try host.value(
                """
                local t, seen = { a = 1, b = 2, c = 3, d = 4 }, ""
                for k, v in pairs(t) do seen = seen .. k .. v; t[k] = nil; t.c = nil; t.d = 9 end
                return seen
                """) == .string("a1b2d9"))
        #expect(
            try host.value(
                "for k in pairs(setmetatable({}, { __pairs = function() return function(_, i) return not i or nil end end })) do return k end"
            )
                == .boolean(true))
    }

    @Test("math.random follows the seed")
    func random() throws {
        let text = """
            local t = {} for i = 1, 50 do t[i] = math.random(1, 1000) end
            for i = 1, 1000 do
              local x, n, m = math.random(), math.random(6), math.random(-2, 2)
              assert(x >= 0 and x < 1 and n >= 1 and n <= 6 and m >= -2 and m <= 2)
            end
            math.random(math.mininteger, math.maxinteger)
            return table.concat(t, " ") .. math.random(0)
            """
        let state = try host.open()
        state.seed = 1
        let first = try host.value(text)
        let second = try host.value(text)
        state.seed = 1
        #expect(try host.value(text) == first)
        #expect(first != second)
        state.seed = 2
        #expect(try host.value(text) != first)
        #expect(host.error("math.random(2, 1)")?.message == "bad argument #2 to 'random' (interval is empty)")
    }

    @Test(
        "time is the host's, and always UTC",
        arguments: [
            ("os.time()", LuaValue.integer(1_700_000_000)), ("os.date()", .string("Tue Nov 14 22:13:20 2023")),
            ("os.date('%Y-%m-%d %H:%M:%S')", .string("2023-11-14 22:13:20")), ("os.date('!%H', 0)", .string("00")),
            ("os.date('*t').hour", .integer(22)), ("os.date('*t').yday", .integer(318)),
            ("os.time({ year = 1970, month = 1, day = 1, hour = 0 })", .integer(0)),
            ("os.time({ year = 1970, month = 1, day = 1 })", .integer(43200)),
            ("os.time({ year = 2024, month = 14, day = -3, hour = 0 })", .integer(1_738_022_400)),
            (
                "(function() local t = { year = 2024, month = 14, day = 1 } os.time(t) return t.month end)()",
                .integer(2)
            ),
            ("select(2, pcall(os.time, {}))", .string("field 'year' missing in date table")),
            (
                "select(2, pcall(function() os.date('%Q') end))",
                .string("rules/test.lua:1: bad argument #1 to 'date' (invalid conversion specifier)")
            ),
            ("pcall(os.date, '%')", .boolean(false)), ("pcall(os.date, '%E')", .boolean(false)),
            ("pcall(os.date, '*t', math.maxinteger)", .boolean(false)),
            ("pcall(os.time, { year = math.maxinteger, month = 1, day = 1 })", .boolean(false)),
            ("math.type(os.clock())", .string("float")),
        ])
    func time(text: String, expected: LuaValue) throws {
        try host.open().time = 1_700_000_000
        #expect(try host.value("return (\(text))") == expected)
    }

    @Test("each file has globals of its own, which its functions keep seeing")
    func environments() throws {
        try host.run("shared = 1; string_length = string.len; tostring = nil", name: "a.lua")
        let function = try host.function("return shared == nil and tostring ~= nil and own", name: "b.lua")
        try host.run("local x = shared; keep(x == nil)", name: "c.lua")
        #expect(host.kept.last == .boolean(true))
        host.kept = []
        try host.run("own = 5; keep(function() return own end)", name: "d.lua")
        guard case .function(let second) = host.kept.first else { return }
        let state = try host.open()
        state.seal()
        state.begin(TestHost.comment)
        #expect(try state.call(function, with: TestHost.comment).first == .nothing)
        #expect(try state.call(second, with: TestHost.comment).first == .number(5))
        state.end()
    }

    @Test(
        "once sealed, assigning a global is an error that names it",
        arguments: ["x = 1", "old = 2", "_ENV.x = 1", "function x() end"])
    func sealed(text: String) throws {
        try host.run("old = 1; keep(function(comment) \(text) end)")
        guard case .function(let function) = host.kept.last else { return }
        let state = try host.open()
        state.seal()
        state.begin(TestHost.comment)
        let name = text.contains("old") ? "old" : "x"
        do {
            _ = try state.call(function, with: TestHost.comment)
            Issue.record("it was let through")
        } catch {
            #expect(
                error.message
                    == "assignment to global \"\(name)\" at run time; make it local or set it when the file loads")
        }
        state.end()
    }

    @Test("a module runs once, in an environment of its own")
    func modules() throws {
        host.modules["tools"] = "log('ran') hidden = 1 return { n = 5 }"
        host.modules["plain"] = "log('plain')"
        try host.run("local t = require 'tools' keep(t == require('tools') and t.n) keep(hidden) keep(require 'plain')")
        try host.run("keep(require('tools').n)", name: "other.lua")
        #expect(host.kept == [.integer(5), .nothing, .boolean(true), .integer(5)])
        #expect(host.asked == ["module tools", "ran", "module plain", "plain"])
        try host.open().seal()
        #expect(host.error("require 'tools'") == nil)
        #expect(host.error("require 'new'")?.message == #"require "new" at run time; require it when the file loads"#)
    }

    @Test("a module that is missing, refused, broken or needs itself is an error")
    func badModules() throws {
        host.modules = ["a": "require 'b'", "b": "require 'a'", "bad": "local =", "fails": "\nerror 'no'"]
        #expect(host.error("\nrequire 'missing'")?.message == #"there is no module "missing""#)
        #expect(host.error("require 'forbidden'")?.message == "module names stay inside the rules folder")
        let cycle = host.error("require 'a'")
        #expect(cycle?.message == #"module "a" requires itself; move what both need into a third file"#)
        #expect(cycle?.file == "b.lua")
        for _ in 0..<2 {
            let syntax = host.error("require 'bad'")
            #expect(syntax?.kind == .syntax)
            #expect(syntax?.file == "bad.lua")
            let failure = host.error("require 'fails'")
            #expect(failure?.kind == .runtime)
            #expect(failure?.file == "fails.lua")
            #expect(failure?.line == 2)
        }
        #expect(host.error("require()")?.message == "bad argument #1 to 'require' (string expected, got no value)")
    }

    @Test("everything that Lua code can reach is on the list")
    func reach() throws {
        // Walks tables by pairs, metatables by getmetatable, and notes every path that leads to something new.
        try host.run(
            """
            local seen, found = {}, {}
            local function walk(value, path)
              if type(value) ~= "table" and type(value) ~= "userdata" and type(value) ~= "function" then return end
              if seen[value] then return end
              seen[value] = true
              if type(value) ~= "table" then return end
              local meta = getmetatable(value)
              assert(meta == nil or meta == false, path)
              for k, v in pairs(value) do found[#found + 1] = path .. k; walk(v, path .. k .. ".") end
            end
            for _, name in ipairs { "math", "os", "string", "table", "utf8" } do walk(_ENV[name], name .. ".") end
            assert(getmetatable("") == false and getmetatable(1) == nil and getmetatable(print_) == nil)
            assert(getmetatable(_ENV) == false and next(_ENV) == nil and rawget(_ENV, "string") == nil)
            keep(table.concat(found, " "))
            """)
        let names = """
            math.abs math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor math.fmod
            math.huge math.log math.max math.maxinteger math.min math.mininteger math.modf math.pi math.rad
            math.random math.sin math.sqrt math.tan math.tointeger math.type math.ult os.clock os.date os.time
            string.byte string.char string.find string.format string.gmatch string.gsub string.len string.lower
            string.match string.pack string.packsize string.rep string.reverse string.sub string.unpack
            string.upper table.concat table.insert table.move table.pack table.remove table.sort table.unpack
            utf8.char utf8.charpattern utf8.codepoint utf8.codes utf8.len utf8.offset
            """
        #expect(host.kept.last == .string(names.replacing("\n", with: " ")))
    }
}
