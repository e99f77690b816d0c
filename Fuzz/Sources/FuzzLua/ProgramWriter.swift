/// Makes a Lua program of the bytes of an input: each byte chooses what comes next, so that nearly every input is a
/// program that loads.
struct ProgramWriter {
    private var bytes: UnsafeRawBufferPointer
    private var position = 0
    private(set) var text = ""
    private var depth = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private mutating func next(_ count: Int) -> Int {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return Int(bytes[position]) % count
    }

    private mutating func pick(_ choices: [String]) -> String { choices[next(choices.count)] }

    mutating func block() {
        depth += 1
        for _ in 0..<(1 + next(4)) where position < bytes.count { statement() }
        depth -= 1
    }

    private mutating func statement() {
        if depth > 5 {
            text += "x = x "
            return
        }
        switch next(14) {
        case 0:
            text += "local x = "
            expression()
        case 1:
            text += "while "
            expression()
            text += " do "
            block()
            text += "end "
        case 2:
            text += "for i = 1, "
            expression()
            text += " do "
            block()
            text += "end "
        case 3:
            text += "for k, v in pairs("
            expression()
            text += ") do "
            block()
            text += "end "
        case 4:
            text += "if "
            expression()
            text += " then "
            block()
            text += "else "
            block()
            text += "end "
        case 5:
            text += "t["
            expression()
            text += "] = "
            expression()
        case 6:
            text += "pcall(function() "
            block()
            text += "end) "
        case 7:
            text += "xpcall(function() "
            block()
            text += "end, function(e) "
            block()
            text += "end) "
        case 8:
            text += "do local c <close> = setmetatable({}, { __close = function() "
            block()
            text += "end }) "
            block()
            text += "end "
        case 9:
            text += "t = setmetatable({}, { " + metamethod() + " = function(a, b) "
            block()
            text += "return a end }) "
        case 10:
            text += "repeat "
            block()
            text += "until "
            expression()
        case 11:
            text += "error("
            expression()
            text += ") "
        case 12:
            text += "x = "
            expression()
        default:
            text += "x = ("
            expression()
            text += ")"
        }
        text += " "
    }

    private mutating func metamethod() -> String {
        pick([
            "__index", "__newindex", "__eq", "__lt", "__le", "__len", "__call", "__concat", "__tostring", "__unm",
            "__add", "__name", "__pairs", "__mode", "__gc", "__metatable",
        ])
    }

    private mutating func expression() {
        if depth > 8 {
            text += "1"
            return
        }
        depth += 1
        defer { depth -= 1 }
        switch next(12) {
        case 0: text += pick(["x", "t", "comment", "found", "nil", "true", "comment.links", "comment.lazy", "_ENV"])
        case 1:
            text += pick(["0", "1", "-1", "1e15", "0/0", "math.huge", "math.mininteger", "1 << 40", "3.5", "200000"])
        case 2:
            text += pick([
                "''", "'a'", "('x'):rep(100000)", "'%b()'", "('.-'):rep(9)", "'(a*)%1'", "comment.body", "'__index'",
            ])
        case 3:
            text += "{ "
            expression()
            text += ", "
            expression()
            text += ", k = "
            expression()
            text += " }"
        case 4:
            text += function() + "("
            expression()
            text += ", "
            expression()
            text += ", "
            expression()
            text += ")"
        case 5:
            text += "("
            expression()
            text += ")" + pick([":rep(", ":find(", ":gsub(", ":match(", ":format(", ":sub(", ":byte("])
            expression()
            text += ", "
            expression()
            text += ")"
        case 6:
            expression()
            text += pick([" .. ", " + ", " == ", " < ", " and ", " or ", " // ", " % ", " ^ ", " & "])
            expression()
        case 7:
            text += "#"
            expression()
        case 8:
            text += "not "
            expression()
        case 9:
            text += "function(...) "
            block()
            text += "return ... end"
        case 10:
            text += "("
            expression()
            text += ")[ "
            expression()
            text += " ]"
        default:
            text +=
                "comment." + pick(["body", "author", "links", "lazy", "none", "length", "broken", "extra", "nothing"])
        }
    }

    private mutating func function() -> String {
        pick([
            "pcall", "xpcall", "select", "tostring", "tonumber", "type", "next", "pairs", "ipairs", "rawget", "rawlen",
            "rawequal", "setmetatable", "getmetatable", "assert", "error", "string.rep", "string.format", "string.gsub",
            "string.gmatch", "string.char", "string.pack", "string.unpack", "table.concat", "table.insert",
            "table.move", "table.remove", "table.sort", "table.unpack", "table.pack", "utf8.len", "utf8.codes",
            "utf8.char", "math.random", "math.floor", "os.date", "os.time", "require", "keep", "words",
        ])
    }
}
