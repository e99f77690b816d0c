import Synchronization

/// What the workers of a run share. Each part is touched by one worker at a time: the source under a lock, the
/// history and the outputs in ticket order.
final class SharedRun {
    private struct Reading {
        var nextTicket = 0
        var hasEnded = false
        var error: InputError?
        /// How often the source had paused when it was last looked at what became of earlier comments.
        var pauses = 0
        var pastError: OutputError?
    }

    private let source: any CommentSource
    private let queues: [any VerdictSink]
    private var output: (any VerdictSink)?
    private let options: PipelineOptions
    private let reading = Guarded(Reading())
    /// Set when an output failed or was closed: no more is read.
    private let stops = Atomic<Bool>(false)
    private let historyTurn = Turnstile()
    private let writeTurn = Turnstile()
    private var history: History
    /// Whether any rule may ask what became of earlier comments. Changes while no worker runs.
    private var asksPast: Bool
    private var ledger = FailureLedger()
    /// The rules set aside, for workers whose turn it is not.
    private let known = Guarded<Set<Int>>([])
    private let hasSetAside = Atomic<Bool>(false)
    private(set) var result: PipelineResult

    init(
        source: any CommentSource, queues: [any VerdictSink], output: (any VerdictSink)?, ruleSet: RuleSet,
        options: PipelineOptions
    ) {
        self.source = source
        self.queues = queues
        self.output = output
        self.options = options
        history = Self.emptyHistory(ruleSet, options)
        asksPast = options.memory != nil && ruleSet.asksPast
        result = PipelineResult(summary: RunSummary(ruleCount: ruleSet.rules.count), ruleSet: ruleSet)
    }

    /// Whether there is no point in going on: an input or an output failed, or nobody reads any more.
    var hasFailed: Bool {
        stops.load(ordering: .relaxed) || reading.withLock { $0.error != nil || $0.pastError != nil }
    }

    /// What outlasts the run.
    var memory: (any ModerationMemory)? { options.memory }

    private static func emptyHistory(_ ruleSet: RuleSet, _ options: PipelineOptions) -> History {
        History(
            queries: ruleSet.historyQueries, memory: options.historyMemory,
            keyed: options.memory?.hash.keyed ?? .ofProcess, numbersEqual: options.memory != nil)
    }

    /// Fills the history with what outlasted earlier runs. Called while no worker runs.
    func recall() {
        guard let memory else { return }
        history = Self.emptyHistory(result.ruleSet, options).after(history)
        // Nothing else asks what is remembered: a comment that the queue has already is not remembered again.
        if result.ruleSet.historyQueries.isEmpty { return }
        var values = HistoryValues()
        do throws(OutputError) {
            try memory.events(limit: history.capacity) { event in
                values.read(event)
                history.restore(event, values)
            }
        } catch {
            result.outputError = error
            stopReading()
        }
    }

    /// Turns to other rules. Called while no worker runs.
    func goOn(with ruleSet: RuleSet) {
        result.summary = result.summary.carried(from: result.ruleSet, to: ruleSet)
        result.ruleSet = ruleSet
        asksPast = memory != nil && ruleSet.asksPast
        if memory == nil { history.ask(ruleSet.historyQueries) } else { recall() }
        ledger = FailureLedger()
        known.withLock { $0 = [] }
        hasSetAside.store(false, ordering: .relaxed)
        reading.withLock { $0.hasEnded = false }
    }

    func makeDecoder() -> any CommentDecoder { source.makeDecoder() }

    /// One for each queue, then one for the output if there is one.
    func makeCollectors() -> [any VerdictCollector] {
        queues.map { $0.makeCollector() } + (output.map { [$0.makeCollector()] } ?? [])
    }

    /// Fills `block` with the next input.
    ///
    /// - Returns: The block's ticket and its arrival, or `nil` at the end.
    func read(_ block: CommentBlock) -> (ticket: Int, arrival: Int64)? {
        reading.withLock { state in
            if state.hasEnded || stops.load(ordering: .relaxed) { return nil }
            do throws(InputError) {
                guard try source.fill(block) else {
                    state.hasEnded = true
                    return nil
                }
            } catch {
                state.hasEnded = true
                state.error = error
                return nil
            }
            guard lookBack(for: block, &state) else { return nil }
            defer { state.nextTicket += 1 }
            return (state.nextTicket, options.now ?? SystemClock.now())
        }
    }

    /// Gives a block what became of earlier comments, looked at anew where the input has paused; `false` where that fails.
    private func lookBack(for block: CommentBlock, _ state: inout Reading) -> Bool {
        guard let memory, asksPast else { return true }
        if state.pauses != source.pauses { memory.lookAnew() }
        state.pauses = source.pauses
        do throws(OutputError) {
            block.past = try memory.decisions()
            return true
        } catch {
            state.hasEnded = true
            state.pastError = error
            return false
        }
    }

    /// Counts a block's comments into the history, in ticket order.
    func observe(_ keys: HistoryKeys, ticket: Int, arrival: Int64, counts: inout [Int32]) {
        historyTurn.pass(ticket) { history.observe(keys, arrival: arrival, counts: &counts) }
    }

    /// The rules that are set aside by now, for a block that is to be judged.
    var setAside: [Int: Int] {
        if !hasSetAside.load(ordering: .acquiring) { return [:] }
        return known.withLock { Dictionary(uniqueKeysWithValues: $0.map { ($0, 0) }) }
    }

    /// Makes sure that a block was judged with the rules that its place in the input leaves.
    private func settle(_ streaks: FailureStreaks, judgeAgain: () -> Void) {
        while true {
            let wanted = ledger.setAside(in: streaks)
            if wanted == streaks.setAside { break }
            streaks.begin(setAside: wanted)
            judgeAgain()
        }
        let new = ledger.take(streaks)
        if new.isEmpty { return }
        known.withLock { $0.formUnion(new) }
        hasSetAside.store(true, ordering: .releasing)
        for rule in new { options.onSetAside(result.ruleSet.rules[rule]) }
    }

    /// Writes a block's verdicts, in ticket order: queues first.
    ///
    /// - Parameters:
    ///   - judgeAgain: Judges the block once more, with other rules set aside.
    ///   - output: What the judgement came to.
    func write(
        ticket: Int, last: (source: Int, line: Int)?, streaks: FailureStreaks, judgeAgain: () -> Void,
        output verdicts: () -> (collectors: [any VerdictCollector], summary: RunSummary)
    ) {
        writeTurn.pass(ticket) {
            settle(streaks, judgeAgain: judgeAgain)
            let (collectors, summary) = verdicts()
            if result.outputError != nil || (result.outputClosed && queues.isEmpty) { return }
            do throws(OutputError) {
                for (queue, collector) in zip(queues, collectors) { try queue.write(collector) }
                // What is in its queue is safe whatever becomes of the verdict; without queues the verdict is all.
                if queues.isEmpty { try writeOutput(collectors) }
                result.summary.add(summary)
                if !queues.isEmpty {
                    result.lastQueued = last ?? result.lastQueued
                    try writeOutput(collectors)
                }
                result.lastWritten = last ?? result.lastWritten
                options.progress(result.summary)
            } catch {
                result.outputError = error
                stopReading()
            }
        }
    }

    private func stopReading() {
        stops.store(true, ordering: .relaxed)
        options.stopReading()
    }

    private func writeOutput(_ collectors: [any VerdictCollector]) throws(OutputError) {
        guard let sink = output, let collector = collectors.last else { return }
        do throws(OutputError) {
            try sink.write(collector)
        } catch {
            guard error.isClosedPipe else { throw error }
            result.outputClosed = true
            output = nil
            if queues.isEmpty { stopReading() }
        }
    }

    /// Makes lasting what was written. Called once, by one thread, when all workers are done.
    func finish() {
        let (inputError, pastError) = reading.withLock { ($0.error, $0.pastError) }
        // What reads the queue must not outlast it.
        memory?.lookAnew()
        result.inputError = inputError
        result.outputError = result.outputError ?? pastError
        result.historyIsFull = history.hasForgotten
        for sink in queues + (output.map { [$0] } ?? []) {
            do throws(OutputError) {
                try sink.finish()
            } catch {
                if result.outputError == nil, !error.isClosedPipe { result.outputError = error }
            }
        }
    }
}
