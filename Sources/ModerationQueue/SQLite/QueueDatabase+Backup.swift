import GRDB
import Glibc
import Moderation
import SystemPackage

extension QueueDatabase {
    /// Copies the queue as it stands into another file, with its key beside it. Others may read and write meanwhile.
    ///
    /// The copy is on the disk and bears its name only when it is whole. Both files have mode 0600.
    /// - Throws: `OutputError` that names the copy where it can't be written, or is there already.
    public func backup(to name: String) throws(OutputError) {
        let (copy, copiedKey) = (name, QueueKeyFile.name(of: name))
        for file in [copy, copiedKey] {
            var status = stat()
            if lstat(file, &status) == 0 {
                throw OutputError(output: file, message: "is there already; name another file")
            }
        }
        let partial = name + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OutputError(output: name, message: QueueFile.sentence(forOpening: Errno(rawValue: errno)))
        }
        Glibc.close(descriptor)
        do throws(OutputError) {
            try fill(partial, for: name)
            try QueueKeyFile.write(key, to: copiedKey)
            guard rename(partial, copy) == 0 else {
                let error = Errno(rawValue: errno)
                unlink(copiedKey)
                throw OutputError(output: name, message: error.description)
            }
            QueueFile.syncFolder(of: name)
        } catch {
            for ending in ["", "-wal", "-shm", "-journal"] { unlink(partial + ending) }
            throw error
        }
    }

    private func fill(_ file: String, for name: String) throws(OutputError) {
        do {
            let copy = try DatabaseQueue(path: file.hasPrefix("/") ? file : "./" + file)
            try connection.backup(to: copy)
            // All in the one file, so that it can be renamed.
            try copy.inDatabase { _ = try $0.text("PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch {
            throw Self.failure(error, name: name, patience: patience)
        }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OutputError(output: name, message: Errno(rawValue: errno).description) }
        defer { Glibc.close(descriptor) }
        if fsync(descriptor) != 0 { throw OutputError(output: name, message: Errno(rawValue: errno).description) }
    }
}
