import Synchronization
import Testing

@testable import Moderation

private let rules = """
    rule { name = "casino", category = "spam", score = 6, words = { "casino" } }
    rule { name = "often", category = "spam", score = 3, history = { by = "author", more_than = 2 } }
    rule { name = "lucky", category = "luck", score = 0, check = function(comment)
      return true, tostring(math.random(1000000000))
    end }
    rule { name = "bad", category = "spam", score = 1, check = function(comment)
      if comment.author == "Eve" then error("no") end
    end }
    """

private let lines = (0..<200).map { number in
    switch number % 13 {
    case 5: "!"
    case 7: "Eve|hello \(number)"
    case 11: "Bob|casino \(number)"
    default: "a\(number % 17)|hello number \(number)"
    }
}

@Suite("the pipeline")
struct PipelineTests {
    private func run(
        _ source: LinesSource, jobs: Int = 1, queues: [LinesSink] = [], output: LinesSink? = LinesSink(),
        options change: (inout PipelineOptions) -> Void = { _ in }
    ) throws -> PipelineResult {
        var options = PipelineOptions()
        options.jobs = jobs
        options.now = 1_790_000_000
        change(&options)
        return try Pipeline(
            ruleSet: try RuleSet.of(rules), source: source, queues: queues, output: output, options: options
        ).run()
    }

    @Test("the output is in input order and the same for any number of workers and any size of block")
    func order() throws {
        let expected = LinesSink()
        _ = try run(LinesSource(lines, blockLines: 200), output: expected)
        #expect(expected.lines.count == 200)
        for (index, line) in expected.lines.enumerated() { #expect(line.hasPrefix("\(index + 1) ")) }
        for (jobs, size) in [(1, 1), (1, 7), (2, 3), (7, 1), (7, 5), (7, 100), (32, 2)] {
            let output = LinesSink()
            let result = try run(LinesSource(lines, blockLines: size), jobs: jobs, output: output)
            #expect(output.lines == expected.lines, "\(jobs) jobs, \(size) lines a block")
            #expect(result.lastWritten?.line == 200)
            #expect(output.hasFinished)
        }
    }

    @Test("a rule that fails on 100 comments in a row is set aside, at the same comment for any number of workers")
    func setAside() throws {
        let rules = """
            rule { name = "always", category = "c", score = 1, check = function(c) return c.body:nothing() end }
            rule { name = "late", category = "c", score = 1, check = function(c)
              if tonumber(c.body) > 250 and tonumber(c.body) < 900 then error("late") end
              return true
            end }
            rule { name = "often", category = "c", score = 1, check = function(c)
              if tonumber(c.body) % 100 ~= 99 then error("often") end
            end }
            rule { name = "depends", category = "c", score = 1, any = { "late" }, check = function(c) error("x") end }
            rule { name = "trial", category = "c", score = 1, shadow = true, check = function(c) error("trial") end }
            """
        let input = (0..<1000).map { "a|\($0)" }
        var outputs: Set<[String]> = []
        for (jobs, size) in [(1, 1000), (1, 7), (2, 3), (7, 1), (7, 50), (3, 101), (2, 99)] {
            let output = LinesSink()
            let told = Mutex<[String]>([])
            var options = PipelineOptions()
            options.jobs = jobs
            options.onSetAside = { rule in told.withLock { $0.append(rule.name) } }
            let result = try Pipeline(
                ruleSet: try RuleSet.of(rules), source: LinesSource(input, blockLines: size), output: output,
                options: options
            ).run()
            outputs.insert(output.lines)
            #expect(
                Set(told.withLock { $0 }) == ["always", "late", "depends", "trial"],
                "\(jobs) jobs, \(size) lines a block")
            #expect(told.withLock { $0.count } == 4)
            // After its hundredth failure a rule counts as failed on all that it would judge.
            #expect(result.summary.failed[0] == 1000)
            #expect(result.summary.failed[1] == 1000 - 251)
            #expect(result.summary.failed[2] == 990)
            #expect(result.summary.fired[1] == 251)
            #expect(result.summary.firstFailures[1]?.hasSuffix("late") == true)
        }
        #expect(outputs.count == 1)
    }

    @Test("the summary counts verdicts, rules, failures and malformed records")
    func summary() throws {
        let output = LinesSink()
        let result = try run(LinesSource(lines), jobs: 3, output: output)
        let summary = result.summary
        #expect(summary.malformed == lines.filter { $0 == "!" }.count)
        #expect(summary.comments + summary.malformed == 200)
        #expect(summary.count(.reject) == output.lines.filter { $0.contains(" reject ") }.count)
        #expect(summary.count(.hold) == output.lines.filter { $0.contains(" hold ") }.count)
        #expect(summary.withFailures == lines.filter { $0.hasPrefix("Eve") }.count)
        #expect(summary.failed == [0, 0, 0, summary.withFailures])
        #expect(summary.fired[0] == lines.filter { $0.contains("casino") }.count)
        #expect(summary.fired[2] == summary.comments)
        #expect(summary.firstFailures == [3: "rules.lua:7: no"])
        #expect(result.outputError == nil)
        #expect(result.inputError == nil)
        #expect(!result.outputClosed)
    }

    @Test("an empty input ends at once", arguments: [1, 4])
    func empty(jobs: Int) throws {
        let output = LinesSink()
        let result = try run(LinesSource([]), jobs: jobs, output: output)
        #expect(output.lines.isEmpty)
        #expect(output.hasFinished)
        #expect(result.lastWritten == nil)
        #expect(result.summary.comments == 0)
    }

    @Test("each block is in every queue before its verdicts are written")
    func queuesFirst() throws {
        let order = Mutex<[String]>([])
        func sink(_ name: String) -> LinesSink { LinesSink(name) { name in order.withLock { $0.append(name) } } }
        let queue = sink("queue")
        let output = sink("out")
        _ = try run(LinesSource(Array(lines.prefix(9))), jobs: 3, queues: [queue], output: output)
        #expect(order.withLock { $0 } == ["queue", "out", "queue", "out", "queue", "out"])
        #expect(queue.lines == output.lines)
        #expect(queue.hasFinished)
    }

    @Test("when a queue fails, no verdict of that block is written, and the run ends", arguments: [1, 2, 7])
    func failingQueue(jobs: Int) throws {
        let queue = LinesSink("queue", failsAt: 2)
        let output = LinesSink()
        let source = LinesSource(lines)
        let result = try run(source, jobs: jobs, queues: [queue], output: output)
        #expect(result.outputError == OutputError(output: "queue", message: "No space left on device"))
        #expect(queue.lines.count == 6)
        #expect(output.lines == queue.lines)
        #expect(result.lastWritten?.line == 6)
        #expect(result.summary.comments + result.summary.malformed == 6)
        #expect(source.given < 200)
    }

    @Test("when the output fails, the last line said to be written is written", arguments: [1, 2, 7])
    func failingOutput(jobs: Int) throws {
        let output = LinesSink(failsAt: 2)
        let source = LinesSource(lines)
        let result = try run(source, jobs: jobs, output: output)
        #expect(result.outputError?.message == "No space left on device")
        #expect(output.lines.count == 6)
        #expect(result.lastWritten?.line == 6)
        #expect(result.summary.comments + result.summary.malformed == 6)
        #expect(source.given < 200)
    }

    @Test("when the output fails at once, nothing is said to be written")
    func failingFirst() throws {
        let result = try run(LinesSource(lines), output: LinesSink(failsAt: 0))
        #expect(result.lastWritten == nil)
        #expect(result.outputError != nil)
    }

    @Test("a closed output ends the run quietly where there is no queue", arguments: [1, 3])
    func closedOutput(jobs: Int) throws {
        let output = LinesSink(failsAt: 1, isClosedPipe: true)
        let source = LinesSource(lines)
        let result = try run(source, jobs: jobs, output: output)
        #expect(result.outputClosed)
        #expect(result.outputError == nil)
        #expect(output.lines.count == 3)
        #expect(source.given < 200)
    }

    @Test("with a queue the run goes on to the end without its output", arguments: [1, 3])
    func closedOutputWithQueue(jobs: Int) throws {
        let queue = LinesSink("queue")
        let result = try run(
            LinesSource(lines), jobs: jobs, queues: [queue], output: LinesSink(failsAt: 1, isClosedPipe: true))
        #expect(result.outputClosed)
        #expect(result.outputError == nil)
        #expect(queue.lines.count == 200)
        #expect(result.lastWritten?.line == 200)
        #expect(result.summary.comments + result.summary.malformed == 200)
    }

    @Test("queues alone need no output")
    func queuesAlone() throws {
        let queue = LinesSink("queue")
        _ = try run(LinesSource(lines), jobs: 2, queues: [queue], output: nil)
        #expect(queue.lines.count == 200)
    }

    @Test("an input that fails is named, and what came before it is judged", arguments: [1, 4])
    func inputError(jobs: Int) throws {
        let output = LinesSink()
        let result = try run(LinesSource(lines, failsAt: 9), jobs: jobs, output: output)
        #expect(result.inputError == InputError(input: "in", message: "is gone"))
        #expect(output.lines.count == 9)
        #expect(output.hasFinished)
    }

    @Test("history forgets what is beyond its capacity, the same with any number of workers")
    func capacity() throws {
        let same = (0..<60).map { "Ann|hello \($0)" }
        for jobs in [1, 5] {
            let output = LinesSink()
            _ = try run(LinesSource(same), jobs: jobs, output: output) { $0.historyMemory = 4 * 64 }
            #expect(output.lines.last?.contains("often(4 before)") == true)
        }
    }

    @Test("progress is told after each block, and never goes back")
    func progress() throws {
        let counts = Mutex<[Int]>([])
        _ = try run(LinesSource(lines), jobs: 4) { options in
            options.progress = { summary in counts.withLock { $0.append(summary.comments + summary.malformed) } }
        }
        let told = counts.withLock { $0 }
        #expect(told.count == 67)
        #expect(told == told.sorted())
        #expect(told.last == 200)
    }
}
