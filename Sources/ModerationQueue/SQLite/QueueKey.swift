import GRDB
import Glibc
import Moderation
import SystemPackage
import TextAnalysis

/// The secret under which a database hashes what it must recognise and must not tell.
struct QueueKey: Sendable {
    let bytes: [UInt8]
    let keyed: KeyedHash

    /// `nil` for other than 16 bytes.
    init?(bytes: [UInt8]) {
        guard let keyed = KeyedHash(key: bytes) else { return nil }
        self.bytes = bytes
        self.keyed = keyed
    }

    /// Reads the digits of a key file; `nil` where they are none.
    init?(digits: some Collection<UInt8>) {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) else { return nil }
            if let first = high { bytes.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    static var random: QueueKey? {
        QueueKey(bytes: (0..<KeyedHash.keySize).map { _ in UInt8.random(in: .min ... .max) })
    }

    var digits: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// A digest of a digest that nobody can make without the key; `nil` where memory is short.
    ///
    /// Who knows all of a comment but an address could else find that out by trying.
    func digest(of digest: [UInt8]) -> [UInt8]? {
        (bytes + digest).withUnsafeBytes { Digest(of: $0)?.bytes }
    }

    /// What tells the key from others and gives nothing of it away.
    var check: Int64 {
        Array("the key of this queue".utf8).withUnsafeBytes { Int64(bitPattern: keyed($0)) }
    }
}

/// The file beside a database that holds its key: 32 hexadecimal digits and a line end, with mode 0600.
///
/// Beside it and not within, so that whoever gets hold of the database alone can't tell whose hashes it holds.
struct QueueKeyFile {
    let name: String

    private static let longest = 2 * KeyedHash.keySize + 1
    /// In the table `meta`.
    private static let metaName = "key"

    /// - Parameter database: Its name; the key stands beside the file itself where that is a link.
    init(of database: String) {
        name = Self.name(of: QueueDatabase.target(of: database))
    }

    /// Of the key of a file that is no link.
    static func name(of database: String) -> String { database + ".key" }

    /// Makes the key of a database that has none yet, or takes the one that is there already: a program may have died
    /// between making the key and making the tables.
    func make() throws(QueueDatabase.Unusable) -> QueueKey {
        guard let key = QueueKey.random else { throw .init(.key("can't be made", name)) }
        switch Self.create(name, key) {
        case nil: return key
        case .fileExists?:
            if let key = try read() { return key }
            // Torn by the death of the program that made it, before any hash.
            guard unlink(name) == 0 else {
                throw .init(.key("can't be made anew: \(Errno(rawValue: errno).description)", name))
            }
            return try make()
        case let error?: throw .init(.key("can't be made: \(error.description)", name))
        }
    }

    /// Writes a copy of a key.
    static func write(_ key: QueueKey, to name: String) throws(OutputError) {
        if let error = create(name, key) { throw OutputError(output: name, message: error.description) }
    }

    /// Makes the file, so that it lasts. Returns why where that fails; then it is not there.
    private static func create(_ name: String, _ key: QueueKey) -> Errno? {
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { return Errno(rawValue: errno) }
        defer { close(descriptor) }
        let text = Array((key.digits + "\n").utf8)
        let count = Glibc.write(descriptor, text, text.count)
        if count == text.count, fsync(descriptor) == 0 {
            QueueFile.syncFolder(of: name)
            return nil
        }
        let error = count < 0 || count == text.count ? Errno(rawValue: errno) : .noSpace
        unlink(name)
        return error
    }

    /// Reads the key of a database that has one.
    func load(checkedBy db: Database) throws -> QueueKey {
        guard let key = try read() else { throw QueueDatabase.Unusable(.key(Self.damaged, name)) }
        guard let check = try db.integer("SELECT value FROM meta WHERE name = ?1", [.text(Self.metaName)]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        if check != key.check {
            throw QueueDatabase.Unusable(.key("is another database's; put back the one that was made with it", name))
        }
        return key
    }

    /// Writes into a new database how to tell its key.
    func note(_ key: QueueKey, in db: Database) throws {
        try db.run("INSERT INTO meta VALUES (?1, ?2)", [.text(Self.metaName), .integer(key.check)])
    }

    private static let damaged = "is damaged, for it holds no 32 hexadecimal digits; put back a copy of it"

    /// The key; `nil` where the file holds only its beginning. A file that was never a key is refused.
    private func read() throws(QueueDatabase.Unusable) -> QueueKey? {
        // Not to wait for whoever might write to a pipe.
        let descriptor = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let missing = "is missing; put it back beside the database"
            throw .init(
                .key(errno == ENOENT ? missing : "can't be read: \(Errno(rawValue: errno).description)", name))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .init(.key("is no plain file; put the key back in its place", name))
        }
        // One more, to see that there are more.
        var bytes = [UInt8](repeating: 0, count: Self.longest + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .init(.key("can't be read: \(Errno(rawValue: errno).description)", name)) }
        var digits = bytes.prefix(count)
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        if let key = QueueKey(digits: digits) { return key }
        let isTorn = count < Self.longest && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        if isTorn { return nil }
        throw .init(.key(Self.damaged, name))
    }
}
