import LuaRuntime
import Testing

@Suite("the memory limit")
struct MemoryTests {
    @Test(
        "reaching it is an error, and the state still works",
        arguments: [
            "local s = string.rep('x', 1 << 40)",
            "local s = ('x'):rep(10 << 20)",
            "local t = {} for i = 1, 1e9 do t[i] = i end",
            "local t = {} for i = 1, 1e9 do t[i] = { i } end",
            "local s = '' while true do s = s .. s .. 'x' end",
            "local t = {} while true do t[#t + 1] = other() end",
            "many()",
            "local t = table.pack(('x'):rep(1 << 20):byte(1, -1))",
            "local t = {} for i = 1, 100000 do t['k' .. i] = i end for k in pairs(t) do end",
        ])
    func limit(text: String) throws {
        let host = TestHost()
        let state = try host.open(LuaBudget(memory: 4 << 20))
        let error = host.error(text)
        #expect(error != nil)
        if error?.kind == .memory {
            #expect(error?.message == "not enough memory")
            #expect(error?.file == "rules/test.lua")
            #expect(error?.line == 1)
        }
        state.end()
        state.collectGarbage()
        #expect(state.memoryInUse < 1 << 20)
        #expect(try host.value("return string.rep('x', 10)") == .string("xxxxxxxxxx"))
    }

    @Test("it holds in the host's own values, too")
    func writer() throws {
        let host = TestHost()
        _ = try host.open(LuaBudget(memory: 4 << 20))
        #expect(host.error("many()")?.kind == .memory)
    }

    @Test("a state that does not fit is refused", arguments: [0, 1, 1000, 10_000])
    func tooSmall(limit: Int) {
        #expect(throws: LuaError.self) { try LuaState(host: TestHost(), budget: LuaBudget(memory: limit)) }
    }

    @Test("whichever allocation fails, nothing breaks, and the next call is answered right")
    func everyAllocation() throws {
        let file = """
            local words, count = {}, 0
            for word in ("some words to keep"):gmatch("%a+") do words[#words + 1] = word:upper() .. #words end
            table.sort(words)
            local shared = setmetatable({}, { __index = function(t, k) return k .. "!" end })
            keep(function(comment, found)
              local parts = { comment.body:sub(1, 5), shared.x, comment.links[1].host, comment.lazy[2].host }
              for k, v in pairs({ a = 1, b = { 2 } }) do parts[#parts + 1] = tostring(k) end
              local ok, message = pcall(error, "no " .. comment.author)
              local fine, text = xpcall(function() return ("%5.1f"):format(1.5) .. other().body:rep(2) end, tostring)
              parts[#parts + 1] = table.concat(words, ",") .. ("x"):rep(100):gsub("x", "%0%0")
              return #parts > 3, table.concat(parts, " ") .. tostring(message) .. #tostring(text)
            end)
            """
        var number = 0
        var isBeyond = false
        while !isBeyond {
            number += 1
            let host = TestHost()
            let state = try host.open()
            state.failAllocation(number)
            let isLoaded = (try? host.run(file)) != nil
            if isLoaded, case .function(let function) = host.kept.first {
                func call() throws -> LuaResult {
                    state.begin(TestHost.comment)
                    defer { state.end() }
                    return try state.call(function, with: TestHost.comment) { $0.string("found") }
                }
                _ = try? call()
                isBeyond = state.failAllocation(0)
                #expect(try call().first == .boolean(true))
            }
            state.failAllocation(0)
            #expect(try host.value("return #('x'):rep(10)") == .integer(10))
        }
        #expect(number > 200, "\(number)")
    }

    @Test("any limit is either too small or leaves a state that works")
    func everyLimit() throws {
        var opened = 0
        for limit in stride(from: 1000, through: 80_000, by: 97) {
            let host = TestHost()
            guard let state = try? host.open(LuaBudget(memory: limit)) else { continue }
            opened += 1
            state.begin(TestHost.comment)
            if let function = try? host.function("local l = comment.links return #l, comment.body .. l[1].host") {
                _ = try? state.call(function, with: TestHost.comment)
                _ = try? state.call(function, with: TestHost.comment) { $0.string("found") }
            }
            state.end()
        }
        #expect(opened > 100)
    }
}
