import CText
import Glibc

/// Keeps databases and tables that were compiled from run to run, as files of a folder that is the user's alone.
///
/// A file is used only where the folder and the file belong to the user who runs the program, nobody else may write to
/// them, and the digests in the file's head agree with what is asked for and with the bytes that follow. So damage,
/// files of other versions or processors, and files of other users are left aside, and the database is compiled anew.
/// Against somebody who can write to the user's own files this is no defence: they could change the program as well.
///
/// Whatever goes wrong here goes wrong silently: a cache saves time and nothing else. Any number of processes may use
/// one folder at once, since a file gets its name only when it is whole.
public struct DatabaseCache: Sendable {
    private let folder: String

    /// So many files stay, those that were used last.
    static let greatestCount = 32
    /// A database of a million literals has about 200 MB.
    private static let greatestFile = 512 << 20
    /// An unfinished file of a process that is no more goes after this many seconds.
    private static let unfinishedAge = 3600

    /// - Parameter folder: Is made where it is missing, with the folder that it lies in, for the user alone.
    public init(folder: String) {
        self.folder = folder
    }

    /// What a file begins with, before the digests of its key and of its content.
    private static let head = Array("modfilter cache 2\n".utf8)

    /// What is kept under a key, whole and unchanged; `nil` where there is none.
    func content(of key: Digest) -> ByteStore? {
        guard let directory = openFolder() else { return nil }
        defer { close(directory) }
        let file = openat(directory, key.name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let headSize = Self.head.count + 2 * Digest.size
        guard let size = Self.size(ofOwn: file, kind: S_IFREG), (headSize...Self.greatestFile).contains(size) else {
            return nil
        }
        // Read, not mapped: nobody can change the bytes between the look at them and their use.
        guard let head = Self.read(file, count: headSize), let content = Self.read(file, count: size - headSize),
            let digest = Digest(of: content.bytes), head.bytes.elementsEqual(Self.head + key.bytes + digest.bytes)
        else { return nil }
        // Its time says when it was used last.
        _ = futimens(file, nil)
        return content
    }

    /// Keeps content under a key.
    func keep(_ content: UnsafeRawBufferPointer, of key: Digest) {
        guard let digest = Digest(of: content) else { return }
        if openFolder(making: true).map({ close($0) }) == nil { return }
        guard let directory = openFolder() else { return }
        defer { close(directory) }
        let unfinished = ".\(key.name).\(getpid()).\(UInt64.random(in: 0...UInt64.max))"
        let file = openat(directory, unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let head = Self.head + key.bytes + digest.bytes
        let isWritten = head.withUnsafeBytes { Self.write($0, to: file) } && Self.write(content, to: file)
        close(file)
        if !isWritten || renameat(directory, unfinished, directory, key.name) != 0 {
            unlinkat(directory, unfinished, 0)
        }
        removeOld(directory)
    }

    // MARK: The folder

    /// The folder, if it is the user's alone.
    private func openFolder(making isMaking: Bool = false) -> Int32? {
        if isMaking {
            if let slash = folder.lastIndex(of: "/") { mkdir(String(folder[..<slash]), 0o700) }
            mkdir(folder, 0o700)
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { return nil }
        if Self.size(ofOwn: directory, kind: S_IFDIR) != nil { return directory }
        close(directory)
        return nil
    }

    /// The size of what belongs to this user and only this user may write to; `nil` of all else.
    private static func size(ofOwn file: Int32, kind: mode_t) -> Int? {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == kind, status.st_uid == geteuid(),
            status.st_mode & (S_IWGRP | S_IWOTH) == 0
        else { return nil }
        return Int(status.st_size)
    }

    private func removeOld(_ directory: Int32) {
        guard let listing = fdopendir(dup(directory)) else { return }
        defer { closedir(listing) }
        rewinddir(listing)
        let now = time(nil)
        var files: [(name: String, time: Int)] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            // Other files than its own are none of its business.
            guard name.contains(Digest.suffix), fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            if !name.hasPrefix(".") {
                files.append((name, status.st_mtim.tv_sec))
            } else if now - status.st_mtim.tv_sec > Self.unfinishedAge {
                unlinkat(directory, name, 0)
            }
        }
        files.sort { ($0.time, $0.name) > ($1.time, $1.name) }
        for file in files.dropFirst(Self.greatestCount) { unlinkat(directory, file.name, 0) }
    }

    // MARK: Files

    private static func read(_ file: Int32, count: Int) -> ByteStore? {
        let store = ByteStore(capacity: count)
        while store.count < count {
            var length = 0
            store.fill(room: count - store.count) {
                length = Glibc.read(file, $0, count - store.count)
                return max(length, 0)
            }
            if length < 0, errno == EINTR { continue }
            if length <= 0 { return nil }
        }
        return store
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let length = Glibc.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if length < 0, errno == EINTR { continue }
            if length <= 0 { return false }
            written += length
        }
        return true
    }
}
