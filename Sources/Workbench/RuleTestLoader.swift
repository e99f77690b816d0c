import LuaRuntime
import Moderation
import TextAnalysis

/// Reads the test files of a rules folder.
public struct RuleTestLoader {
    private enum Function: Int { case test, body, seconds }
    private static let testHandle: Int32 = 1

    /// The tests of `folder`, in path order.
    ///
    /// - Throws: `RuleLoadError` with every problem in the test files.
    public static func load(folder: String) throws(RuleLoadError) -> [RuleTest] {
        var problems: [Problem] = []
        let files: [SourceFile]
        do throws(Problem) {
            files = try RulesFolder(path: folder).testFiles(root: 0, problems: &problems)
        } catch {
            throw RuleLoadError(problems: [error])
        }
        var tests: [RuleTest] = []
        for file in files {
            let host = Host(file: file)
            do throws(LuaError) {
                let state = try LuaState(host: host)
                state.setFunction("test", Function.test.rawValue)
                state.setFunction("seconds", Function.seconds.rawValue)
                state.defineHandle(kind: testHandle, name: "test", methods: [], call: Function.body.rawValue)
                try state.run(LuaSource(name: file.path, bytes: file.bytes))
            } catch {
                problems.append(Problem(file: file.name, line: error.line, what: error.message, advice: ""))
            }
            tests += host.tests
            problems += host.problems + host.unfinished
        }
        problems += sameNames(tests)
        guard problems.isEmpty else { throw RuleLoadError(problems: problems) }
        return tests
    }

    /// A problem for each test with the name of one before it: what is said of a test names it by that.
    private static func sameNames(_ tests: [RuleTest]) -> [Problem] {
        var first: [String: RuleTest] = [:]
        return tests.compactMap { test in
            guard let earlier = first.updateValue(first[test.name] ?? test, forKey: test.name) else { return nil }
            return Problem(
                file: test.file, line: test.line,
                what: "test \"\(test.name)\" stands in \(earlier.file):\(earlier.line) already",
                advice: "give it another name")
        }
    }

    /// Takes in `test "name" { … }`: the name gives a handle, and calling that with a table the test.
    private final class Host: LuaHost {
        let file: SourceFile
        private(set) var tests: [RuleTest] = []
        private(set) var problems: [Problem] = []
        private var names: [(name: String, line: Int, hasBody: Bool)] = []

        init(file: SourceFile) {
            self.file = file
        }

        var unfinished: [Problem] {
            names.filter { !$0.hasBody }.map {
                Problem(
                    file: file.name, line: $0.line, what: "test \"\($0.name)\" has no body",
                    advice: "write test \"…\" { comment = { … }, fires = { … } }")
            }
        }

        func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {}

        func module(_ name: String) throws(LuaHostError) -> LuaSource? { nil }

        func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {
            switch Function(rawValue: function) {
            case .test:
                guard case .string(let name) = try call.value(at: 0) else {
                    throw LuaHostError("test takes a name: test \"five links are held\" { … }")
                }
                names.append((name, call.caller.line, false))
                call.writer.handle(LuaHandle(kind: testHandle, id: Int32(names.count - 1)))
            case .body:
                guard let handle = call.handle, names.indices.contains(Int(handle.id)) else { return }
                guard case .table(let table) = try call.value(at: 0) else {
                    throw LuaHostError("test \"\(names[Int(handle.id)].name)\" takes a table")
                }
                names[Int(handle.id)].hasBody = true
                read(table, name: names[Int(handle.id)].name, line: names[Int(handle.id)].line)
            case .seconds:
                try ScriptHost.seconds(call)
            case nil:
                return
            }
        }

        private func read(_ table: LuaTable, name: String, line: Int) {
            var reader = TableReader(table, subject: "test \"\(name)\"", file: file, line: line)
            var test = RuleTest(name: name, file: file.name, line: line)
            if let value = reader.value("comment") {
                if let comment = comment(value, "comment", &reader) { test.comment = comment }
            } else {
                reader.report(
                    "comment is missing", advice: "give one, such as comment = { author = \"Ann\", body = \"…\" }")
            }
            if let before = reader.value("before") {
                if case .table(let list) = before, list.members.isEmpty {
                    test.before = list.items.compactMap { comment($0, "before", &reader) }
                } else {
                    reader.reportType(
                        of: "before", before, wanted: "a list of comments", example: "{ { body = \"…\" } }")
                }
            }
            test.fires = reader.strings("fires", example: "{ \"many_links\" }") ?? []
            test.silent = reader.strings("silent", example: "{ \"shouting\" }") ?? []
            test.verdict = reader.choice("verdict", Verdict.Outcome.allCases.map { ($0.name, $0) })
            test.score = score(&reader)
            test.reason = reason(&reader)
            let expectations = ["fires", "silent", "verdict", "score", "reason"]
            if expectations.allSatisfy({ reader.value($0) == nil }) {
                reader.report("expects nothing", advice: "add fires, silent, verdict, score or reason")
            }
            for name in test.fires where test.silent.contains(name) {
                reader.report("\(name) is in fires and in silent", at: "silent", advice: "it can't do both; keep one")
            }
            reader.finish()
            problems += reader.problems
            tests.append(test)
        }

        private static let scores = -1_000_000_000.0...1_000_000_000

        /// `2.5`, or a table with `above`, `below` or both.
        private func score(_ reader: inout TableReader) -> ExpectedScore? {
            guard let value = reader.value("score") else { return nil }
            guard case .table(let table) = value else {
                return reader.number("score", in: Self.scores, example: "2.5").map {
                    .exactly(Points(rounding: $0))
                }
            }
            var bounds = TableReader(table, subject: reader.subject + ": score", file: file, line: reader.line)
            let above = bounds.number("above", in: Self.scores, example: "2.5").map(Points.init(rounding:))
            let below = bounds.number("below", in: Self.scores, example: "6").map(Points.init(rounding:))
            if above == nil, below == nil {
                bounds.report("says neither above nor below", advice: "write score = { above = 2, below = 6 }")
            }
            bounds.finish()
            problems += bounds.problems
            return .between(above: above, below: below)
        }

        private func reason(_ reader: inout TableReader) -> TextMatcher? {
            guard let pattern = reader.string("reason", example: "[[\\d links]]") else { return nil }
            do throws(TextMatcherProblems) {
                return try TextMatcher([.init(kind: .pattern, text: pattern, group: 0, entry: 0)], form: .raw)
            } catch {
                for problem in error.problems {
                    reader.report("reason: \(problem.what)", at: "reason", advice: problem.advice)
                }
                return nil
            }
        }

        private func comment(_ value: LuaValue, _ key: String, _ reader: inout TableReader) -> Comment? {
            guard case .table(let table) = value, table.items.isEmpty else {
                reader.reportType(of: key, value, wanted: "a comment", example: "{ author = \"Ann\", body = \"…\" }")
                return nil
            }
            do throws(CommentTable.Fault) {
                return try CommentTable.comment(from: table)
            } catch {
                reader.report("\(key): \(error.what)", at: key, advice: error.advice)
                return nil
            }
        }
    }
}
