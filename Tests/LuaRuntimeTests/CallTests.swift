import LuaRuntime
import Testing

@Suite("calls and values")
struct CallTests {
    let host = TestHost()

    @Test(
        "a rule's first answer is told by its kind",
        arguments: [
            ("return", LuaResult.First.nothing), ("return nil", .nothing), ("return true", .boolean(true)),
            ("return false", .boolean(false)), ("return 0.5", .number(0.5)), ("return 2", .number(2)),
            ("return {}", .other(.table)), ("return ''", .other(.string)),
        ])
    func first(text: String, expected: LuaResult.First) throws {
        let function = try host.function(text)
        let state = try host.open()
        state.begin(TestHost.comment)
        #expect(try state.call(function, with: TestHost.comment).first == expected)
        state.end()
    }

    @Test(
        "a rule's second answer is text, a number as Lua prints it, or told by its type",
        arguments: [
            ("return true", nil, nil), ("return true, nil", nil, nil), ("return true, 'why', 3", "why", nil),
            ("return true, ''", "", nil), ("return true, 12", "12", nil), ("return true, 0.1", "0.1", nil),
            ("return true, 2.0", "2.0", nil), ("return true, 1e100", "1e+100", nil),
            ("return true, 1/0", "inf", nil), ("return true, math.mininteger", "-9223372036854775808", nil),
            ("return true, {}", nil, "table"), ("return true, false", nil, "boolean"),
        ] as [(String, String?, String?)])
    func second(text: String, expected: String?, typeName: String?) throws {
        let function = try host.function(text)
        let state = try host.open()
        state.begin(TestHost.comment)
        let result = try state.call(function, with: TestHost.comment)
        #expect(result.second.map { String(decoding: $0, as: UTF8.self) } == expected)
        #expect(result.secondTypeName == typeName)
        state.end()
    }

    @Test("a call may carry a second argument")
    func argument() throws {
        let function = try host.function("return #found, found[1].found")
        let state = try host.open()
        state.begin(TestHost.comment)
        let result = try state.call(function, with: TestHost.comment) { writer in
            writer.list(count: 1)
            writer.map(count: 1)
            writer.string("found")
            writer.string("casino")
        }
        #expect(result.first == .number(1))
        #expect(result.second.map { String(decoding: $0, as: UTF8.self) } == "casino")
        state.end()
    }

    @Test("a value comes out with all it holds, in a fixed order")
    func deep() throws {
        let value = try host.value(
            """
            return { 1, 2.5, 'x', nil, 5, name = 'n', check = function() end, [true] = 1, list = list(),
              inner = { b = true, a = {} }, [0.5] = 1 }
            """)
        guard case .table(let table) = value else {
            Issue.record("not a table")
            return
        }
        #expect(table.items == [.integer(1), .number(2.5), .string("x")])
        #expect(table.members.map(\.key) == ["check", "inner", "list", "name"])
        #expect(table.otherKeys == 3)
        #expect(table["list"] == .handle(LuaHandle(kind: 2, id: 7)))
        #expect(table["check"] == .function(LuaFunction(index: 1)))
        #expect(
            table["inner"]
                == .table(
                    LuaTable(members: [
                        LuaMember(key: "a", value: .table(LuaTable())), LuaMember(key: "b", value: .boolean(true)),
                    ])))
    }

    @Test("functions get their slots in the order in which they are seen, and keep them")
    func slots() throws {
        try host.run(
            "local f = function() end for _, t in ipairs { { z = f, y = function() end, x = f }, { f } } do keep(t) end"
        )
        guard case .table(let first) = host.kept[0], case .table(let second) = host.kept[1] else { return }
        #expect(first["x"] == .function(LuaFunction(index: 1)))
        #expect(first["y"] == .function(LuaFunction(index: 2)))
        #expect(first["z"] == .function(LuaFunction(index: 1)))
        #expect(second.items == [.function(LuaFunction(index: 1))])
    }

    @Test("a read-only table and malformed text come out, too")
    func repaired() throws {
        #expect(try host.value("return 'a\\xff\\0b'") == .string("a\u{FFFD}\0b"))
        guard case .table(let table) = try host.value("return nested(2)") else {
            Issue.record("not a table")
            return
        }
        #expect(table.items == [.table(LuaTable(items: [.integer(1)]))])
    }

    @Test(
        "a table that is too deep, too large or holds itself is an error",
        arguments: [
            ("local t = {} t.t = t return t", "nested more than 32 deep"),
            ("local t = {} for i = 1, 33 do t = { t } end return t", "nested more than 32 deep"),
            ("local t = {} for i = 1, 30 do t = { t, t } end return t", "more than 1000000 parts"),
            ("return setmetatable({}, { __index = function() error('x') end }), keep(nested(40))", "nested more than"),
        ])
    func refused(text: String, message: String) throws {
        #expect(host.error("keep((function() \(text) end)())")?.message.contains(message) == true)
        #expect(try host.value("local t = {} for i = 1, 31 do t = { t } end return #t") == .integer(1))
    }

    @Test(
        "arguments are read without conversion",
        arguments: [
            ("return argument()", "no value"), ("return argument(nil)", "nil"), ("return argument('')", "string"),
            ("return argument({})", "table"), ("return argument(list())", "words"),
            ("return argument(other())", "text"),
            ("return argument(1)", "number"),
        ])
    func typeNames(text: String, name: String) throws {
        #expect(try host.value(text) == .string(name))
    }

    @Test(
        "handles have methods, can be called, compared and nothing else",
        arguments: [
            ("return list():any('x')", LuaValue.boolean(true)), ("return select(2, list():any(1))", .integer(7)),
            ("return list():count(1, 2, 3)", .integer(3)), ("return list()(1)", .string("called")),
            ("return list() == list()", .boolean(true)), ("return tostring(list())", .string("words")),
            ("return type(list())", .string("userdata")), ("return getmetatable(list())", .boolean(false)),
        ])
    func handles(text: String, expected: LuaValue) throws {
        #expect(try host.value(text) == expected)
    }

    @Test(
        "a misused handle says how it is meant",
        arguments: [
            ("list():ayn('x')", #"words has no method "ayn"; did you mean "any"?"#),
            ("list().any('x')", "any is called on a words, with a colon: x:any(…)"),
            ("list().any()", "any is called on a words, with a colon: x:any(…)"),
            ("list().x = 1", "words is read-only"), ("local x = list()[1]", "words has methods only"),
        ])
    func misused(text: String, message: String) {
        #expect(host.error(text)?.message == message)
    }
}
