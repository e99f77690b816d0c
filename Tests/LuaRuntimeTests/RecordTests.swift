import LuaRuntime
import Testing

@Suite("records and what they hand out")
struct RecordTests {
    let host = TestHost()

    private func answer(_ text: String) throws -> LuaResult {
        let function = try host.function(text)
        let state = try host.open()
        state.begin(TestHost.comment)
        return try state.call(function, with: TestHost.comment)
    }

    @Test("a field is asked for once a comment")
    func memo() throws {
        let function = try host.function("return #comment.body + #comment.body, comment.author")
        let state = try host.open()
        for _ in 0..<2 {
            host.asked = []
            state.begin(TestHost.comment)
            #expect(try state.call(function, with: TestHost.comment).first == .number(600))
            #expect(host.asked == ["body", "author"])
            _ = try state.call(function, with: TestHost.comment)
            #expect(host.asked == ["body", "author"])
            state.end()
        }
    }

    @Test("a plain or absent value is asked for once a comment, however often it is read")
    func plainValues() throws {
        let function = try host.function(
            "local n = 0 for i = 1, 5 do n = n + comment.length + (comment.absent == nil and 1 or 0) end return n")
        let state = try host.open()
        for _ in 0..<3 {
            host.asked = []
            state.begin(TestHost.comment)
            #expect(try state.call(function, with: TestHost.comment).first == .number(1505))
            #expect(host.asked == ["length", "absent"])
            state.end()
        }
    }

    @Test(
        "a map of a shape reads like any other, before and after it was walked",
        arguments: [
            ("return map.host", "b.example"), ("return tostring(map.own)", "false"),
            ("return tostring(map.network)", "nil"), ("return tostring(map.other)", "nil"),
            ("return tostring(map[1])", "nil"), ("return tostring(map[{}])", "nil"), ("return #map", "0"),
            ("return rawlen(map)", "0"), ("return rawget(map, 'host')", "b.example"),
            ("return type(map)", "table"), ("return next(map)", "host"),
            (
                "local s = '' for k, v in pairs(map) do s = s .. k .. tostring(v) .. ' ' end return s",
                "hostb.example ownfalse "
            ),
            ("local n = 0 for _ in ipairs(map) do n = n + 1 end return n", "0"),
            ("map.host = 1", "this table is read-only; copy what you want to change"),
            ("map.network = 1", "this table is read-only; copy what you want to change"),
            ("return tostring(comment.shaped[2] == map)", "true"),
        ])
    func shapes(text: String, expected: String) throws {
        let ask = "local map = comment.shaped[2] local function ask() \(text) end "
        let function = try host.function(
            ask + "local _, first = pcall(ask) for _ in pairs(map) do end local _, second = pcall(ask) "
                + "return tostring(first):gsub('^.*: ', '') == tostring(second):gsub('^.*: ', ''), tostring(first)")
        let state = try host.open()
        state.begin(TestHost.comment)
        let result = try state.call(function, with: TestHost.comment)
        let second = result.second.map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(result.first == .boolean(true))
        #expect(second.hasSuffix(expected))
        state.end()
    }

    @Test("values that the host tells along with another are not asked for")
    func toldAlong() throws {
        let function = try host.function(
            "return comment.width * 100 + comment.height * 10 + comment.width, "
                + "tostring(comment.same == comment) .. #comment.body")
        let state = try host.open()
        for _ in 0..<2 {
            host.asked = []
            state.begin(TestHost.comment)
            let result = try state.call(function, with: TestHost.comment)
            #expect(result.first == .number(434))
            #expect(result.second.map { String(decoding: $0, as: UTF8.self) } == "true300")
            #expect(host.asked == ["width", "body"])
            state.end()
        }
    }

    @Test("a lazy list's length is known without its elements, which are asked for once")
    func lazyElements() throws {
        let function = try host.function("return #comment.lazy")
        let reads = try host.function("return comment.lazy[2].host == 'b.example' and #comment.lazy + #comment.lazy[1]")
        let state = try host.open()
        for _ in 0..<2 {
            host.asked = []
            state.begin(TestHost.comment)
            #expect(try state.call(function, with: TestHost.comment).first == .number(2))
            #expect(host.asked == ["lazy"])
            for _ in 0..<2 { #expect(try state.call(reads, with: TestHost.comment).first == .number(11)) }
            #expect(host.asked == ["lazy", "list 9 of 0 0"])
            state.end()
        }
    }

    @Test(
        "a lazy list reads like any other table",
        arguments: [
            ("local n = 0 for i, v in ipairs(list) do n = n * 10 + i end return n", 12.0),
            ("local n = 0 for k, v in pairs(list) do n = n * 10 + k end return n", 12),
            ("return next(list)", 1), ("return rawlen(list)", 2), ("return #rawget(list, 2).host", 9),
            ("return select('#', table.unpack(list))", 2), ("return list[3] == nil and list.no == nil and 1", 1),
            ("return type(list) == 'table' and list == comment.lazy and 1", 1),
            ("return #comment.none + (comment.none[1] == nil and 5 or 0)", 5),
            ("return #table.pack(other().lazy[1], other().lazy[2])", 2), ("return #other().none", 0),
            ("return argument(list) == 'table' and 1", 1),
        ])
    func lazyReads(text: String, expected: Double) throws {
        #expect(try answer("local list = comment.lazy \(text)").first == .number(expected))
    }

    @Test(
        "a lazy list can't be changed, and one that the host breaks is an error",
        arguments: [
            ("comment.lazy[1] = 2", "this table is read-only; copy what you want to change"),
            ("local n = #comment.lazy[1] comment.lazy[1] = 2", "this table is read-only; copy what you want to change"),
            ("comment.none[1] = 2", "this table is read-only; copy what you want to change"),
            ("table.sort(comment.lazy)", "this table is read-only; copy what you want to change"),
            ("return #comment.torn + #comment.torn[1]", "the host wrote another list than it had announced"),
        ])
    func lazyRefused(text: String, message: String) throws {
        #expect(try host.callError(text)?.message == message)
    }

    @Test(
        "a lazy list ends with the comment, whether it was read or not",
        arguments: ["comment.lazy", "other().lazy"], ["", "local _ = kept[1]"])
    func lazyClosed(list: String, read: String) throws {
        try host.run(
            """
            local kept
            keep(function(comment) kept = \(list) \(read) return #kept end)
            keep(function() return #kept end)
            keep(function() return kept[1] end)
            keep(function() return next(kept) end)
            """)
        let functions = host.kept.compactMap { if case .function(let function) = $0 { function } else { nil } }
        let state = try host.open()
        state.begin(TestHost.comment)
        for _ in 0..<2 { #expect(try state.call(functions[0], with: TestHost.comment).first == .number(2)) }
        state.end()
        state.begin(TestHost.comment)
        for function in functions.dropFirst() {
            do {
                _ = try state.call(function, with: TestHost.comment)
                Issue.record("a closed list was read")
            } catch {
                #expect(error.message.hasPrefix("this value belongs to an earlier call"))
            }
        }
        state.end()
    }

    @Test("a lazy list as an argument is read whole, beside what the host has written")
    func lazyArgument() throws {
        let function = try host.function("local a, b = echo(comment.lazy) return a == 'first' and b")
        let state = try host.open()
        state.begin(TestHost.comment)
        #expect(try state.call(function, with: TestHost.comment).first == .number(2))
        state.end()
    }

    @Test("a field without a value is nil")
    func absent() throws {
        #expect(try answer("return comment.absent == nil").first == .boolean(true))
    }

    @Test(
        "a record can't be used in ways it is not made for",
        arguments: [
            ("return comment.bdy", #"comment has no field "bdy"; did you mean "body"?"#),
            ("return comment.quite_different", #"comment has no field "quite_different""#),
            ("return comment[1]", "comment has named fields only, not a number for a key"),
            ("return comment.broken", "the field is broken"),
            ("comment.body = 1", "comment is read-only"),
            ("for k in pairs(comment) do end", "comment can't be walked; name the fields you want"),
            ("next(comment)", "comment can't be walked; name the fields you want"),
            ("table.insert(comment, 1)", "comment is read-only"),
            ("setmetatable(comment, {})", "the metatable of this table is locked; wrap it in a table of your own"),
            ("comment.links[1] = 2", "this table is read-only; copy what you want to change"),
            ("comment.links[3] = 2", "this table is read-only; copy what you want to change"),
            ("comment.links[1].host = 2", "this table is read-only; copy what you want to change"),
            ("table.insert(comment.links, 1)", "this table is read-only; copy what you want to change"),
            ("table.remove(comment.links)", "this table is read-only; copy what you want to change"),
            ("table.sort(comment.words)", "this table is read-only; copy what you want to change"),
            ("table.move({1}, 1, 1, 1, comment.words)", "this table is read-only; copy what you want to change"),
            ("rawset(comment.links, 1, 2)", "rawset is not available to rules; assign with t[k] = v"),
            (
                "setmetatable(comment.links, nil)",
                "the metatable of this table is locked; wrap it in a table of your own"
            ),
        ])
    func refused(text: String, message: String) throws {
        let error = try host.callError(text)
        #expect(error?.message == message)
        #expect(error?.line == 1)
    }

    @Test(
        "a read-only table reads like any other",
        arguments: [
            ("return #comment.links", 2.0), ("return #comment.extra", 0),
            ("return select('#', table.unpack(comment.words))", 3),
            ("local n = 0 for i, v in ipairs(comment.words) do n = n + i end return n", 6),
            ("local n = 0 for k, v in pairs(comment.words) do n = n * 10 + k end return n", 123),
            ("return #table.concat(comment.words, ', ')", 7), ("return rawlen(comment.words)", 3),
            ("return #comment.links[1].host", 9), ("return next(comment.extra) == nil and 1", 1),
            ("return type(comment.links) == 'table' and 1", 1), ("return rawget(comment.words, 2) == 'a' and 1", 1),
            ("return comment.links[9] == nil and comment.links.no == nil and 1", 1),
            ("return select('#', next(comment.words))", 2), ("return getmetatable(comment.words) == false and 1", 1),
            ("return (string.gsub('$host', '%$(%w+)', comment.links[1])) == 'a.example' and 1", 1),
        ])
    func reads(text: String, expected: Double) throws {
        #expect(try answer(text).first == .number(expected))
    }

    @Test("a record and what host functions handed out end with the comment")
    func closed() throws {
        try host.run(
            """
            local text
            keep(function(comment)
              text = other()
              return text.length
            end)
            keep(function(comment) return text.length end)
            keep(function() return argument(text) == 'text of an earlier call' and words:any(text) end)
            """.replacing("words:any", with: "list():any"))
        let functions = host.kept.compactMap { if case .function(let function) = $0 { function } else { nil } }
        let state = try host.open()
        state.begin(TestHost.comment)
        #expect(try state.call(functions[0], with: TestHost.comment).first == .number(300))
        #expect(host.asked.contains("length of 5"))
        #expect(try state.call(functions[1], with: TestHost.comment).first == .number(300))
        state.end()
        state.begin(TestHost.comment)
        let message =
            #"this value belongs to an earlier call; keep what you need of it in a local, not the value itself"#
        #expect(throws: LuaError.self) { try state.call(functions[1], with: TestHost.comment) }
        do {
            _ = try state.call(functions[1], with: TestHost.comment)
        } catch {
            #expect(error.message == message)
        }
        #expect(try state.call(functions[2], with: TestHost.comment).first == .boolean(false))
        state.end()
    }

    @Test("a comment can't be read when none is open")
    func notOpen() throws {
        host.modules["box"] = "return {}"
        let function = try host.function("require('box').comment = comment return comment.body")
        let state = try host.open()
        #expect(throws: LuaError.self) { try state.call(function, with: TestHost.comment) }
        state.begin(TestHost.comment)
        try host.run("require 'box'")
        _ = try state.call(function, with: TestHost.comment)
        state.end()
        let error = host.error("return require('box').comment.body")
        #expect(error?.message == "comment can be read only while it is being judged")
    }

    @Test(
        "a call needs a function that was seen and the record that is open",
        arguments: [
            (1, LuaRecord(kind: 0, instance: 3)), (1, LuaRecord(kind: 9)), (1, LuaRecord(kind: -1)),
            (99, TestHost.comment), (0, TestHost.comment), (-1, TestHost.comment),
        ] as [(Int32, LuaRecord)])
    func misdirected(index: Int32, record: LuaRecord) throws {
        _ = try host.function("return 1")
        let state = try host.open()
        state.begin(TestHost.comment)
        #expect(throws: LuaError.self) { try state.call(LuaFunction(index: index), with: record) }
        state.end()
    }

    @Test("values that nest deep in the host are handed over or refused, never a crash")
    func nesting() throws {
        #expect(
            try host.value("local t, n = nested(1000), 0 while type(t) == 'table' do t, n = t[1], n + 1 end return n")
                == .integer(1000))
        #expect(host.error("nested(100000)")?.message == "the value is nested too deep")
    }

    @Test("memory stays flat over many comments")
    func flat() throws {
        let function = try host.function(
            "local n = 0 for _, l in ipairs(comment.links) do n = n + #l.host end return n, other().length .. comment.author"
        )
        let state = try host.open()
        var peak = 0
        for round in 0..<40_000 {
            host.asked.removeAll(keepingCapacity: true)
            state.begin(TestHost.comment)
            _ = try state.call(function, with: TestHost.comment)
            state.end()
            if round == 10_000 { peak = state.memoryInUse }
        }
        #expect(state.memoryInUse < peak + (256 << 10))
    }
}
