import ArgumentParser
import Glibc
import SystemPackage

/// A file that is replaced whole or not at all.
enum ReplacedFile {
    /// Says what could not be written and ends with status 74.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        // Rules folders don't load what begins with a dot.
        let unfinished = "\(path[..<slash]).\(path[slash...]).\(getpid())"
        do {
            let file = try FileDescriptor.open(
                FilePath(unfinished), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .init(rawValue: 0o666))
            try file.closeAfter {
                _ = try file.writeAll(bytes)
                if fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) }
            }
            if rename(unfinished, path) != 0 { throw Errno(rawValue: errno) }
        } catch let error as Errno {
            unlink(unfinished)
            StandardError.write("modfilter: \(path) can't be written: \(error)")
            throw ExitCode.inputOutput
        }
    }
}
