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
