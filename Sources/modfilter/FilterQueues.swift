import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue
import SystemPackage

/// The queues that a run of the filter feeds.
struct FilterQueues {
    private let command: FilterCommand
    private let inputs: [InputFile]

    init(_ command: FilterCommand, inputs: [InputFile]) {
        self.command = command
        self.inputs = inputs
    }

    /// Opens them all, with what a database among them remembers of earlier runs, or says what is wrong and ends.
    ///
    /// The database comes first: it holds once what it takes twice, so a file that fails leaves nothing doubled.
    func open() throws -> (queues: [any VerdictSink], memory: (any ModerationMemory)?) {
        try refuseSharedFiles()
        var queues: [any VerdictSink] = []
        let database = try openDatabase()
        if let database { queues.append(database) }
        if let files = try openFiles() { queues.append(files) }
        return (queues, database?.memory)
    }

    private func openDatabase() throws -> SQLiteQueue? {
        guard let name = command.queue else { return nil }
        do {
            let queue = try SQLiteQueue(
                name, source: command.source ?? "", durability: command.fastQueue ? .fast : .full,
                addresses: QueueEncoder.addresses()
            ) { QueueEncoder(encoder: CommentJSON()) }
            // Once more: now that the file is there, a link may lead to it that led nowhere.
            try refuseSharedFiles()
            return queue
        } catch let error as OutputError {
            throw refusal(error)
        }
    }

    private func openFiles() throws -> FileQueues? {
        let paths = FileQueues.Paths(
            accept: command.accept, hold: command.hold, reject: command.reject, malformed: command.malformed)
        if paths == FileQueues.Paths() { return nil }
        let queues: FileQueues
        do {
            queues = try FileQueues(paths, syncsEachBlock: command.sync) { QueueEncoder(encoder: CommentJSON()) }
        } catch {
            throw refusal(error)
        }
        for torn in queues.tornLines {
            StandardError.write(
                "modfilter: \(torn.file) ended within a line; its last \(torn.count) bytes are in \(torn.movedTo) now")
        }
        return queues
    }

    private func refusal(_ error: OutputError) -> ExitCode {
        StandardError.write("modfilter: \(error.output) can't be a queue: \(error.message)")
        return .inputOutput
    }

    /// Refuses a file that is a queue and something else: to read what is being written never ends, and whatever else was
    /// written to a database would destroy it.
    ///
    /// The files are not opened for this: to close a database would take SQLite's locks away.
    private func refuseSharedFiles() throws {
        let streams = (inputs + [.descriptor(STDOUT_FILENO, name: "stdout")]).map { ($0.name, Self.identity(of: $0)) }
        let flags = [
            ("--accept", command.accept), ("--hold", command.hold), ("--reject", command.reject),
            ("--malformed", command.malformed),
        ]
        let files = flags.map { ($0, $1.flatMap(FileIdentity.init(ofFile:))) }
        for file in command.queue.map(QueueDatabase.files(of:)) ?? [] {
            try refuse(file, sharedWith: streams + files)
        }
        // Several flags may name one file.
        for file in flags.compactMap(\.1) { try refuse(file, sharedWith: streams) }
    }

    private func refuse(_ queue: String, sharedWith others: [(name: String, identity: FileIdentity?)]) throws {
        guard let identity = FileIdentity(ofFile: queue), identity.isPlainFile else { return }
        guard let other = others.first(where: { $0.identity == identity }) else { return }
        StandardError.write("modfilter: \(queue) is both a queue and \(other.name); name another file")
        throw ExitCode.usage
    }

    private static func identity(of input: InputFile) -> FileIdentity? {
        switch input {
        case .path(let path): FileIdentity(ofFile: path)
        case .standardInput: FileIdentity(of: .standardInput)
        case .descriptor(let number, _): FileIdentity(of: FileDescriptor(rawValue: number))
        }
    }
}
