import LuaRuntime
import Testing

@Suite("values from Lua")
struct LuaValueTests {
    @Test(
        "a value is called what Lua calls it",
        arguments: [
            (LuaValue.nothing, "nil"), (.boolean(true), "boolean"), (.integer(1), "number"), (.number(0.5), "number"),
            (.string(""), "string"), (.table(LuaTable()), "table"), (.record(kind: 0), "table"),
            (.function(LuaFunction(index: 1)), "function"), (.handle(LuaHandle(kind: 0, id: 0)), "userdata"),
            (.other("thread"), "thread"),
        ])
    func typeName(value: LuaValue, name: String) {
        #expect(value.typeName == name)
    }

    @Test("a table's member is found by its key")
    func member() {
        let table = LuaTable(members: [LuaMember(key: "a", value: .integer(1))])
        #expect(table["a"] == .integer(1))
        #expect(table["b"] == nil)
    }
}
