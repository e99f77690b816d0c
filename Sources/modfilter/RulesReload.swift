import Glibc
import Moderation
import Synchronization

/// Loads the rules anew beside a run that goes on, and hands them over when they are sound.
final class RulesReload: Sendable {
    private struct State {
        var isLoading = false
        /// Asked again while it was loading: the files may have changed since.
        var isAskedAgain = false
        var current: RuleSet
        var next: PreparedRules?
        var options = PipelineOptions()
    }

    private let folder: String
    private let state: Mutex<State>
    private let isReady = Atomic<Bool>(false)
    private let say: @Sendable (String) -> Void

    /// - Parameter say: Writes a line for the person who runs the program.
    init(folder: String, current: RuleSet, say: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.say = say
        state = Mutex(State(current: current))
    }

    /// Whether new rules wait to be taken.
    var hasNext: Bool { isReady.load(ordering: .relaxed) }

    /// How the run goes, for which new rules are made ready.
    func prepare(for options: PipelineOptions) {
        state.withLock { $0.options = options }
    }

    /// The new rules, once.
    func take() -> PreparedRules? {
        state.withLock { state in
            isReady.store(false, ordering: .relaxed)
            guard let next = state.next else { return nil }
            state.next = nil
            state.current = next.ruleSet
            return next
        }
    }

    /// Starts loading on a thread of its own; the one that calls has signals to take.
    func request() {
        let mustStart = state.withLock { state in
            state.isAskedAgain = state.isLoading
            defer { state.isLoading = true }
            return !state.isLoading
        }
        if !mustStart { return }
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { raw in
                if let raw { Unmanaged<RulesReload>.fromOpaque(raw).takeRetainedValue().load() }
                return nil
            }, context.toOpaque())
        if status == 0 {
            pthread_detach(thread)
        } else {
            context.release()
            state.withLock { $0.isLoading = false }
            say("modfilter: the rules can't be loaded again: the system has no thread to give")
        }
    }

    private func load() {
        while true {
            let (current, options) = state.withLock { ($0.current, $0.options) }
            do {
                let next = try RuleSet.load(folder: folder, pack: InstalledPack.folder, cache: CacheFolder.path)
                if next.hash == current.hash {
                    say("modfilter: the rules in \(folder) are the same as before (ruleset \(current.shortHash))")
                } else {
                    let prepared = try PreparedRules(next, options: options)
                    state.withLock { $0.next = prepared }
                    isReady.store(true, ordering: .relaxed)
                    say("modfilter: loaded again: \(RulesOptions.description(of: next, in: folder))")
                }
            } catch {
                for problem in error.problems { say(problem.description) }
                say(
                    "modfilter: the rules in \(folder) did not load; those before go on (ruleset \(current.shortHash))")
            }
            let isOver = state.withLock { state in
                defer { state.isAskedAgain = false }
                if !state.isAskedAgain { state.isLoading = false }
                return !state.isAskedAgain
            }
            if isOver { return }
        }
    }
}
