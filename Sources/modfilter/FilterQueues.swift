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
        var queues: [any VerdictSink] = []
        let database = try openDatabase()
        if let database { queues.append(database) }
        if let files = try openFiles() { queues.append(files) }
        return (queues, database?.memory)
    }

    private func openDatabase() throws -> SQLiteQueue? {
        guard let name = command.queue else { return nil }
        try refuseSharedDatabase(name)
        do {
            let queue = try SQLiteQueue(
                name, source: command.source ?? "", durability: command.fastQueue ? .fast : .full,
                addresses: QueueEncoder.addresses()
            ) { QueueEncoder(encoder: CommentJSON()) }
            // Once more, now that the file is there, since another flag may name it too.
            try refuseSharedDatabase(name)
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
        try refuseOwnInput(queues)
        return queues
    }

    private func refusal(_ error: OutputError) -> ExitCode {
        StandardError.write("modfilter: \(error.output) can't be a queue: \(error.message)")
        return .inputOutput
    }

    /// To read what is being written never ends.
    private func refuseOwnInput(_ queues: FileQueues) throws {
        for input in inputs + [.descriptor(STDOUT_FILENO, name: "stdout")] {
            let queue: String?
            switch input {
            case .path(let path):
                guard let file = try? FileDescriptor.open(path, .readOnly, options: .nonBlocking) else { continue }
                defer { try? file.close() }
                queue = queues.name(ofFileOpenAs: file)
            case .standardInput: queue = queues.name(ofFileOpenAs: .standardInput)
            case .descriptor(let number, _): queue = queues.name(ofFileOpenAs: FileDescriptor(rawValue: number))
            }
            if let queue { throw doubleUse(of: queue, as: input.name) }
        }
    }

    /// Whatever else was written to a database would destroy it. The files are not opened for this: to close one would
    /// take SQLite's locks away.
    private func refuseSharedDatabase(_ name: String) throws {
        try refuseSharedFile(name)
        // Without its key the database is of no use.
        try refuseSharedFile(name + ".key")
    }

    private func refuseSharedFile(_ name: String) throws {
        guard let database = Self.identity(ofFile: name) else { return }
        for input in inputs + [.descriptor(STDOUT_FILENO, name: "stdout")] {
            let other: [UInt64]? =
                switch input {
                case .path(let path): Self.identity(ofFile: path)
                case .standardInput: Self.identity(STDIN_FILENO)
                case .descriptor(let number, _): Self.identity(number)
                }
            if other == database { throw doubleUse(of: name, as: input.name) }
        }
        let files = [
            ("--accept", command.accept), ("--hold", command.hold), ("--reject", command.reject),
            ("--malformed", command.malformed),
        ]
        for (flag, file) in files {
            if let file, Self.identity(ofFile: file) == database { throw doubleUse(of: name, as: flag) }
        }
    }

    private func doubleUse(of queue: String, as other: String) -> ExitCode {
        StandardError.write("modfilter: \(queue) is both a queue and \(other); name another file")
        return .usage
    }

    /// What tells a file from all others, however it is named.
    private static func identity(ofFile name: String) -> [UInt64]? {
        var status = stat()
        return stat(name, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }

    private static func identity(_ descriptor: Int32) -> [UInt64]? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }
}
