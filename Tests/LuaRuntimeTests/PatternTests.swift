import LuaRuntime
import StandardLua
import Testing

/// `string.find`, `match`, `gmatch` and `gsub` are our own; standard Lua's say what is right.
@Suite("patterns")
struct PatternTests {
    let host = TestHost()

    /// A line for each of many made-up patterns, subjects and arguments: what the function gave, or its error. The
    /// generator is Knuth's MMIX one, so that both Luas make up the same.
    private static let trial = #"""
        local state = SEED
        local function below(n)
          state = state * 6364136223846793005 + 1442695040888963407
          return (state >> 33) % n
        end
        local function pick(list) return list[below(#list) + 1] end
        local parts = {
          'a', 'b', '@', 'x', '%a', '%d', '%s', '%w', '%S', '%A', '%p', '%G', '%%', '%.', '.', '\0', '\xC3', '[ab]',
          '[^ab]', '[a-c]', '[%a_]', '[^%s@]', '[]]', '[^]]', '[a-]', '[-a]', '[%]]', '[a%-z]', '[a-%%]', '[+--]',
          '[\x80-\xFF]', '(', ')', '()', '%1', '%2', '%0', '%b()', '%bab', '%f[%w]', '%f[^a]', '%y', '^', '$', '*',
          '+', '-', '?', '[', ']', '%', '%f', '%b', '%bx', '%z', '%Z',
        }
        local function pattern()
          local text, most = {}, below(3) == 0 and 9 or 4
          for _ = 0, below(most) do
            text[#text + 1] = below(3) == 0 and pick(parts) or parts[below(23) + 1]
            if below(3) == 0 then text[#text + 1] = pick { '*', '+', '-', '?' } end
          end
          if below(300) == 0 then return (pick { 'a?', 'b*', '(', '()', 'a-', '(a)' }):rep(30 + below(200)) end
          return table.concat(text)
        end
        local letters = 'aaabbc  12(@)._-]\xC3\x85x%$^\0'
        local function subject()
          local text = {}
          for _ = 1, below(below(4) == 0 and 40 or 14) do
            local at = below(#letters) + 1
            text[#text + 1] = letters:sub(at, at)
          end
          return table.concat(text)
        end
        local function replace(a, b)
          if a == 'b' then return false elseif a == 'c' then return {} elseif a == '1' then return 7 end
          return b or a
        end
        local replacements = {
          '<%1>', '<%0>', '%%', '%2', 'x', '%', '%z', '[%1%1]', '', 5, replace, { a = 'A', b = false, aa = 3, 'one' },
        }
        local function walk(...)
          local found = {}
          for a, b, c in string.gmatch(...) do
            found[#found + 1] = tostring(a) .. ',' .. tostring(b) .. ',' .. tostring(c)
          end
          return table.concat(found, '|')
        end
        local lines = {}
        for number = 1, 6000 do
          local text, shape, result = subject(), pattern(), nil
          local init = below(3) > 0 and 1 or below(60) - 30
          local kind = number % 4
          if kind == 0 then result = table.pack(pcall(string.find, text, shape, init, below(10) == 0))
          elseif kind == 1 then result = table.pack(pcall(string.match, text, shape, init))
          elseif kind == 2 then result = table.pack(pcall(walk, text, shape, init))
          else result = table.pack(pcall(string.gsub, text, shape, pick(replacements), below(4) == 0 and below(4) or nil)) end
          local line = { ('%d %q %q %d:'):format(kind, text, shape, init) }
          for i = 1, result.n do line[#line + 1] = ('%q'):format(result[i]) end
          lines[#lines + 1] = table.concat(line, ' ')
        end
        return table.concat(lines, '\1')
        """#

    /// 34 times 6,000: more than 200,000.
    @Test("give what standard Lua's do, errors included", arguments: 1...34)
    func asStandard(seed: Int) throws {
        _ = try host.open(LuaBudget(steps: .max))
        let trial = Self.trial.replacing("SEED", with: String(seed))
        guard case .string(let ours) = try host.value(trial) else { throw NoText() }
        let standard = try standardValue(trial)
        let pairs = zip(ours.split(separator: "\u{1}"), standard.split(separator: "\u{1}"))
        for (ours, standard) in pairs where ours != standard { Issue.record("\(standard)\nbecame\n\(ours)") }
        #expect(ours == standard)
        #expect(ours.split(separator: "\u{1}").count == 6000)
    }

    private struct NoText: Error {}

    /// What `text`, the body of a function, gives in standard Lua.
    private func standardValue(_ text: String) throws -> String {
        let chunk = "return (function() \(text) end)()"
        var length = 0
        guard let bytes = standard_lua_run(chunk, chunk.utf8.count, "@rules/test.lua", &length) else { throw NoText() }
        defer { bytes.deallocate() }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    @Test("hold the patterns that they follow, however many a replacement looks for")
    func nested() throws {
        let text =
            "local n = 0 local function look(word) for i = 1, 500 do "
            + "n = n + #(word .. i):match('^' .. word .. '(%d+)' .. ('x?'):rep(i % 40) .. '$') end return word:upper() end "
            + "for word in ('b c'):gmatch('%a') do local all = ('a b'):gsub('%a+', look) n = n + #all end return n"
        // 500 numbers have 1,392 digits; two words looked up twice, and two texts of three letters.
        #expect(try host.value(text) == .integer(4 * 1392 + 6))
    }

    @Test(
        "that need no way back take a step or two for each byte",
        arguments: [
            "return #text:match('^[^@%s]+$')", "return select(2, text:gsub('%a+', '')) * 1000",
            "return text:find('^[^@%s]+@[^@%s]+%.[^@%s]+$') == nil and 1000", "return text:find('%d') == nil and 1000",
            "return text:find('@', 1, true) == nil and 1000", "return text:find('@%a') == nil and 1000",
            "return select(2, text:gsub('', '')) - 1", "return #text:match('.*')", "return #text:match('(.-)$', -1000)",
        ])
    func linear(text: String) throws {
        _ = try host.open(LuaBudget(steps: 4100))
        #expect(try host.value("local text = ('a'):rep(1000) \(text)") == .integer(1000))
    }

    @Test(
        "that would take forever end, and a rule that catches the error does not get out of it",
        arguments: [
            "return text:find(('.-'):rep(9) .. 'b')", "return text:gsub('a*a*(a*)a*a*b', '')",
            "return text:find('a*a*a*a*a*b')",
            "for _ in text:gmatch('.-.-.-.-b') do end", "return text:rep(2000):find('%b()')",
            "pcall(string.find, text, ('.-'):rep(9) .. 'b') return 1",
            "pcall(string.find, text, ('.-'):rep(9) .. 'b') return text:find('a')",
            "while pcall(string.find, text, ('.-'):rep(9) .. 'b') do end return 1",
            "error(select(2, pcall(string.find, text, ('.-'):rep(9) .. 'b')), 0)",
        ])
    func spent(text: String) throws {
        _ = try host.open(.call)
        let error = try host.callError("local text = '(' .. ('a'):rep(3000) \(text)")
        #expect(error?.kind == .budget)
        #expect(try host.callError("return ('a b'):match('%a (%a)')") == nil)
    }
}
