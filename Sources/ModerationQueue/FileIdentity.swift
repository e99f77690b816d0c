import Glibc
import SystemPackage

/// Which file a name or a descriptor stands for, however it was named.
public struct FileIdentity: Equatable, Sendable {
    /// Whether it is no pipe, device or folder; one that is not there yet will be a plain file.
    public let isPlainFile: Bool
    private let device: dev_t
    private let number: ino_t
    /// Of a file that is not there yet its name; the numbers are its folder's then.
    private let missing: String?

    init(_ status: stat, missing: String? = nil) {
        isPlainFile = missing != nil || status.st_mode & S_IFMT == S_IFREG
        device = status.st_dev
        number = status.st_ino
        self.missing = missing
    }

    /// `nil` where the descriptor is not open.
    public init?(of descriptor: FileDescriptor) {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return nil }
        self.init(status)
    }

    /// `nil` where neither the file nor its folder can be looked at. The file is not opened.
    public init?(ofFile name: String) {
        var status = stat()
        if stat(name, &status) == 0 {
            self.init(status)
            return
        }
        let path = FilePath(name)
        let folder = path.removingLastComponent()
        guard errno == ENOENT, let last = path.lastComponent,
            stat(folder.isEmpty ? "." : folder.string, &status) == 0
        else { return nil }
        self.init(status, missing: last.string)
    }
}
