import Moderation
import SystemPackage

/// Queues that are plain files: each comment is appended to the file of its outcome.
///
/// A block of comments is written to all files or, where one of them can't be written, to none: what was begun is cut
/// off again. Pipes and devices can't be cut, so they are written after the regular files; what the reader of a pipe
/// took before it went away stays taken.
///
/// The process must ignore `SIGPIPE` and `SIGXFSZ`, so that a closed pipe and a file size limit arrive as errors.
public final class FileQueues: VerdictSink {
    /// Which file each kind of record goes to; `nil` keeps no queue for it. A file may be given more than once.
    public struct Paths: Sendable, Equatable {
        public var accept: String?
        public var hold: String?
        public var reject: String?
        /// Records that are no comments, byte for byte as they came.
        public var malformed: String?

        public init(accept: String? = nil, hold: String? = nil, reject: String? = nil, malformed: String? = nil) {
            self.accept = accept
            self.hold = hold
            self.reject = reject
            self.malformed = malformed
        }

        /// In the order of `Verdict.Outcome`, the malformed last.
        var inOrder: [String?] { [accept, hold, reject, malformed] }
    }

    /// An unfinished last line that an earlier run left behind, moved out of the way on opening.
    public struct TornLine: Sendable, Equatable {
        /// The queue as the user named it.
        public var file: String
        /// The file at whose end the line stands now: `file` + `.torn`.
        public var movedTo: String
        /// The line's length in bytes.
        public var count: Int64
    }

    /// What was found torn and moved when the queues were opened.
    public let tornLines: [TornLine]

    /// Each file once, in the order in which they were first named.
    private let files: [QueueFile]
    /// For each of `Paths.inOrder`, an index into `files`.
    private let routes: [Int?]
    private let makeEncoder: () -> any CommentEncoder
    private let syncsEachBlock: Bool

    /// Opens all files, creates the missing ones, locks them against other runs and mends torn ends.
    ///
    /// - Parameters:
    ///   - syncsEachBlock: Whether each block is safe on the disk before `write` returns; otherwise `finish` sees to it.
    ///   - makeEncoder: Called once for each worker.
    /// - Throws: `OutputError` that names the first file which can't be used.
    public init(
        _ paths: Paths, syncsEachBlock: Bool = false, makeEncoder: @escaping () -> any CommentEncoder
    ) throws(OutputError) {
        var files: [QueueFile] = []
        var routes: [Int?] = []
        for path in paths.inOrder {
            guard let path else {
                routes.append(nil)
                continue
            }
            let file = try QueueFile(path)
            if let known = files.firstIndex(where: { $0.identity == file.identity }) {
                routes.append(known)
            } else {
                try file.lock()
                routes.append(files.count)
                files.append(file)
            }
        }
        // Only when every file is ours: a run that can't start changes nothing.
        var tornLines: [TornLine] = []
        for file in files {
            if let torn = try file.moveTornLine() { tornLines.append(torn) }
        }
        self.files = files
        self.routes = routes
        self.tornLines = tornLines
        self.syncsEachBlock = syncsEachBlock
        self.makeEncoder = makeEncoder
    }

    public func makeCollector() -> any VerdictCollector {
        FileQueuesCollector(routes: routes, encoder: makeEncoder())
    }

    public func write(_ collector: any VerdictCollector) throws(OutputError) {
        guard let collector = collector as? FileQueuesCollector else { return }
        do {
            // Regular files first: they are the ones that can be taken back when a pipe fails.
            for isRegular in [true, false] {
                for index in files.indices where files[index].isRegular == isRegular {
                    try files[index].append(collector.bytes(forFile: index))
                }
            }
            if syncsEachBlock { try finish() }
        } catch {
            throw takingBack(after: error)
        }
        for file in files { file.keep() }
    }

    public func finish() throws(OutputError) {
        for file in files { try file.sync() }
    }

    /// Cuts off what this block left in any file, and adds to `error` what can't be cut off.
    private func takingBack(after error: OutputError) -> OutputError {
        var error = error
        for file in files {
            if let failure = file.takeBack() {
                error.message += "; a part of a block stays at the end of \(file.name): \(failure)"
            }
        }
        return error
    }
}
