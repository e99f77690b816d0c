import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// One run of the filter: puts source, queues, output and pipeline together, and says how it went.
struct FilterRun {
    private let command: FilterCommand
    private let ruleSet: RuleSet
    private let stop: StopSignals
    private let reload: RulesReload
    private let source: JSONLinesSource
    private let queues: [any VerdictSink]
    private let memory: (any ModerationMemory)?
    private let output: any VerdictSink
    private let inputNames: [String]

    init(_ command: FilterCommand, inputs: [InputFile], ruleSet: RuleSet, stop: StopSignals) throws {
        self.command = command
        self.ruleSet = ruleSet
        self.stop = stop
        inputNames = inputs.map(\.name)
        let reload = RulesReload(folder: try command.rulesOptions.folder, current: ruleSet) { line in
            StandardError.write(line)
        }
        self.reload = reload
        stop.start { reload.request() }
        let (queues, memory) = try FilterQueues(command, inputs: inputs).open()
        let pauses = PauseWatch { memory?.lookAnew() }
        source = JSONLinesSource(
            inputs: inputs, maxLine: command.maxLine,
            shouldStop: {
                pauses.look()
                return stop.endsReading
            }, shouldPause: { reload.hasNext })
        pauses.begin(source.progress)
        (self.queues, self.memory) = (queues, memory)
        let stdout = OutputFile(descriptor: STDOUT_FILENO, name: "stdout")
        let isReadable = Terminal.isTerminal(STDOUT_FILENO) && !command.json
        switch command.emit {
        case .comments: output = CommentLines(output: stdout, inputs: inputNames)
        case .verdicts where isReadable:
            output = ReadableLines(
                output: stdout, inputs: inputNames, isColoured: Terminal.wantsColour(STDOUT_FILENO))
        case .verdicts: output = VerdictLines(output: stdout, inputs: inputNames)
        }
    }

    /// Runs to the end and returns the exit status.
    func run() throws -> ExitCode {
        var options = PipelineOptions()
        options.jobs = command.jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        options.strictBudget = command.strictBudget
        options.historyMemory = command.historyMemory.bytes
        options.memory = memory
        options.now = command.now.flatMap(FilterCommand.seconds)
        // Verdicts that scroll by show the progress themselves, and a bar between them would only garble them.
        let hasBar = !command.quiet && Terminal.isTerminal(STDERR_FILENO) && !Terminal.isTerminal(STDOUT_FILENO)
        let bar = hasBar ? ProgressBar(input: source.progress) : nil
        options.log = { file, line, text in
            bar?.clear()
            StandardError.write("\(file):\(line): \(text)")
        }
        reload.prepare(for: options)
        options.nextRules = { [reload] in reload.take() }
        options.onSetAside = { rule in
            bar?.clear()
            StandardError.write(
                "modfilter: rule \"\(rule.name)\" failed on 100 comments in a row and is set aside; what "
                    + "it would judge counts as failed. `modfilter check` may show why")
        }
        if let bar { options.progress = { bar.update(comments: $0.comments) } }
        options.stopReading = { [stop] in stop.endReading() }
        let pipeline = Pipeline(
            ruleSet: ruleSet, source: source, queues: queues, output: output, options: options)
        let result: PipelineResult
        do {
            result = try pipeline.run()
        } catch {
            for problem in error.problems { StandardError.write(problem.description) }
            throw ExitCode.badRules
        }
        bar?.clear()
        return report(result)
    }

    private func report(_ result: PipelineResult) -> ExitCode {
        if let error = result.inputError {
            StandardError.write("modfilter: \(error.input) can't be read: \(error.message)\(place(result))")
        }
        if let error = result.outputError {
            StandardError.write("modfilter: \(error.output) can't be written: \(error.message)\(place(result))")
        }
        let wasStopped = stop.signal != nil
        if wasStopped { StandardError.write("modfilter: stopped\(place(result))") }
        if !command.quiet, !(result.outputClosed && queues.isEmpty) {
            let folder = (try? command.rulesOptions.folder) ?? ""
            for line in SummaryText.lines(result.summary, ruleSet: result.ruleSet, folder: folder) {
                StandardError.write(line)
            }
            if result.historyIsFull {
                StandardError.write(
                    "history had no room for all comments and counted the newest only; --history-memory "
                        + "\(command.historyMemory.doubled) holds twice as many")
            }
        }
        if result.inputError != nil || result.outputError != nil { return .inputOutput }
        if let signal = stop.signal { return .signal(signal) }
        return result.summary.malformed > 0 || result.summary.withFailures > 0 ? .someFailed : .success
    }

    /// From where to go on after a run that did not reach the end.
    private func place(_ result: PipelineResult) -> String {
        let written = result.lastWritten
        guard let last = queues.isEmpty ? written : result.lastQueued else { return "; no verdict was written" }
        let file = inputNames.count > 1 ? " of \(inputNames[last.source])" : ""
        let place = "; all is judged and safe up to line \(last.line)\(file), go on with line \(last.line + 1)"
        if let written, written == last { return place }
        let first = written.map { $0.source == last.source ? $0.line + 1 : 1 } ?? 1
        let verdicts = place + "; the verdicts from line \(first)\(file) on are "
        let areComplete = command.accept != nil && command.hold != nil && command.reject != nil
        if areComplete || command.queue != nil { return verdicts + "in the queues only" }
        // What has no queue is nowhere; judging it into the queues again would give them the rest twice.
        return verdicts + "missing: judge lines \(first) to \(last.line) again without queues"
    }
}
