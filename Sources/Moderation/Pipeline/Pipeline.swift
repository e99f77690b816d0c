/// How a pipeline runs.
public struct PipelineOptions: Sendable {
    /// Worker threads, from 1.
    public var jobs = 1
    /// What rules see as the present, in Unix seconds; `nil` takes the moment at which a block is read.
    public var now: Int64?
    /// Whether a rule's budget counts instructions of Lua in place of time: slower, and exactly repeatable.
    public var strictBudget = false
    /// About how many bytes `history` takes: a comment takes 29 and 29 more for each different question, 8 more where that
    /// asks for different values, and four times as much where it asks for similar texts. The oldest make room.
    public var historyMemory = History.defaultMemory
    /// What outlasts the run; `nil` where each run begins with nothing.
    public var memory: (any ModerationMemory)?
    /// Receives what rules log: file, line, text. Called from any worker.
    public var log: @Sendable (String, Int, String) -> Void = { _, _, _ in }
    /// Told after each block what the run has come to so far. Called from one worker at a time.
    public var progress: @Sendable (RunSummary) -> Void = { _ in }
    /// Told of each rule that failed on 100 comments in a row, a spent budget apart: it is set aside as long as these
    /// rules judge, and fails on what it would judge. Called from one worker at a time.
    public var onSetAside: @Sendable (Rule) -> Void = { _ in }
    /// Asked when the source has nothing more to give: the rules with which to go on where it only paused to let them
    /// change, `nil` at the end. What history remembers stays.
    public var nextRules: @Sendable () -> PreparedRules? = { nil }
    /// Told once an output failed or was closed, so that a source which waits for input can end its wait: one worker
    /// may be waiting there while another meets the error. Called from any worker.
    public var stopReading: @Sendable () -> Void = {}

    public init() {}
}

/// Rules with a moderator for each worker, so that nothing is left to be loaded when they take over.
///
/// SAFETY: `@unchecked` since moderators are for one thread at a time: they are handed over, and used by the pipeline only.
public struct PreparedRules: @unchecked Sendable {
    public let ruleSet: RuleSet
    let moderators: [Moderator]

    /// - Throws: `RuleLoadError` where the files no longer load as they did.
    public init(_ ruleSet: RuleSet, options: PipelineOptions) throws(RuleLoadError) {
        self.ruleSet = ruleSet
        // At once: each runs the rules' files, and a program that judges one comment waits for all of them.
        let making = (0..<max(1, options.jobs)).map { _ in Making(ruleSet, options) }
        let others = making.dropFirst().map { one in (one, WorkerThread { one.run() }) }
        making[0].run()
        for (one, thread) in others {
            if let thread { thread.join() } else { one.run() }
        }
        if let error = making.lazy.compactMap(\.error).first { throw error }
        moderators = making.compactMap(\.moderator)
    }

    /// A moderator in the making: one thread runs it, and is joined before anybody looks.
    private final class Making {
        private let ruleSet: RuleSet
        private let options: PipelineOptions
        private(set) var moderator: Moderator?
        private(set) var error: RuleLoadError?

        init(_ ruleSet: RuleSet, _ options: PipelineOptions) {
            self.ruleSet = ruleSet
            self.options = options
        }

        func run() {
            do throws(RuleLoadError) {
                moderator = try Moderator(ruleSet: ruleSet, strictBudget: options.strictBudget, log: options.log)
            } catch {
                self.error = error
            }
        }
    }
}

/// How a run ended.
public struct PipelineResult: Sendable {
    public var summary: RunSummary
    /// The rules that judged last; the summary counts by theirs.
    public var ruleSet: RuleSet
    /// The output or queue that could not be written. Nothing of the block that met it is in that output, nor in those
    /// that come after it: queues come first.
    public var outputError: OutputError?
    /// The input that could not be read; what came before it was judged.
    public var inputError: InputError?
    /// The last record whose verdict is written, as `(source, line)`; `nil` where there is none.
    public var lastWritten: (source: Int, line: Int)?
    /// The last record that is in its queue, as `(source, line)`; `nil` where there is none or no queue. Further on than
    /// `lastWritten` where the output failed.
    public var lastQueued: (source: Int, line: Int)?
    /// Whether `history` had no room for all comments, so that it counted the newest ones only.
    public var historyIsFull = false
    /// Whether the reader of the verdicts went away, and the run ended or went on without it.
    public var outputClosed = false
}

/// Judges everything that a source has, with several workers, and writes the verdicts in input order.
///
/// Each worker owns a moderator, a block and collectors. It takes the next block of input and a ticket, decodes it,
/// waits for its turn to count it into the history, judges, and waits for its turn to write. No queue lies between
/// threads, so memory is bounded by one block a worker, and the output is the same for any number of workers.
public final class Pipeline {
    private let ruleSet: RuleSet
    private let source: any CommentSource
    private let queues: [any VerdictSink]
    private let output: (any VerdictSink)?
    private let options: PipelineOptions

    /// - Parameters:
    ///   - queues: Written before the output, so that a verdict tells that its comment is in its queue.
    ///   - output: Where verdicts go. When its reader goes away the run ends, or goes on where there are queues.
    public init(
        ruleSet: RuleSet, source: any CommentSource, queues: [any VerdictSink] = [], output: (any VerdictSink)?,
        options: PipelineOptions = PipelineOptions()
    ) {
        self.ruleSet = ruleSet
        self.source = source
        self.queues = queues
        self.output = output
        self.options = options
    }

    /// Runs to the end of the input, or until the source stops or an output fails.
    ///
    /// - Throws: `RuleLoadError` when a worker can't load the rules.
    public func run() throws(RuleLoadError) -> PipelineResult {
        let started = SystemClock.uptime()
        let shared = SharedRun(source: source, queues: queues, output: output, ruleSet: ruleSet, options: options)
        var current: PreparedRules? = try PreparedRules(ruleSet, options: options)
        shared.recall()
        if shared.hasFailed { current = nil }
        while let rules = current {
            let workers = rules.moderators.map { PipelineWorker(moderator: $0, shared: shared) }
            // Where the system has no thread to give, the other workers do its share.
            let threads = workers.dropFirst().compactMap { worker in WorkerThread { worker.run() } }
            workers[0].run()
            for thread in threads { thread.join() }
            current = shared.hasFailed ? nil : options.nextRules()
            if let next = current {
                shared.goOn(with: next.ruleSet)
                if shared.hasFailed { current = nil }
            }
        }
        shared.finish()
        var result = shared.result
        result.summary.seconds = SystemClock.uptime() - started
        return result
    }
}
