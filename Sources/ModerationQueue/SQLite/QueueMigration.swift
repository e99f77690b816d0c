import GRDB
import Moderation
import TextAnalysis

/// A step from one version of the tables to the next.
struct QueueMigration: Sendable {
    /// What the steps have at hand.
    struct Means {
        var key: QueueKey
        /// Reads the addresses of a comment as an encoder wrote it.
        var addresses: ((String) -> StoredAddresses)?
    }

    var sql: String
    /// What SQL alone can't say.
    var body: @Sendable (Database, Means) throws -> Void = { _, _ in }
}

extension QueueDatabase {
    /// Brings the tables up to this version, in the transaction that runs, and returns the database's key.
    static func migrate(
        _ db: Database, from version: Int64, keyFile: QueueKeyFile, addresses: ((String) -> StoredAddresses)?
    ) throws -> QueueKey {
        // Before the first hash is made: databases before version 2 have none.
        let isFirst = version < 2
        let key = isFirst ? try keyFile.make() : try keyFile.load(checkedBy: db)
        for migration in QueueSchema.migrations[Int(version)...] {
            try db.execute(sql: migration.sql)
            try migration.body(db, QueueMigration.Means(key: key, addresses: addresses))
        }
        if isFirst { try keyFile.note(key, in: db) }
        try db.execute(sql: "PRAGMA application_id = \(QueueSchema.application)")
        try db.execute(sql: "PRAGMA user_version = \(QueueSchema.version)")
        return key
    }
}

extension QueueMigration {
    private struct Row {
        var number: Int64
        var key: String
        var content: [UInt8]
        var comment: String
        var state: String?
    }

    /// Entries that are read at once: some megabytes.
    private static let batch: Int64 = 500

    /// Hashes the addresses of the entries of version 1, takes them out of what is done, and puts the digests of what
    /// came in under the key: they cover addresses too, which could be guessed from them.
    static let hashAddresses: @Sendable (Database, Means) throws -> Void = { db, means in
        let hash = FieldHash(means.key.keyed)
        var last: Int64 = 0
        while true {
            let rows = try db.rows(
                "SELECT number, key, content, comment, state FROM entry WHERE number > ?1 ORDER BY number LIMIT ?2",
                [.integer(last), .integer(batch)]
            ) {
                Row(
                    number: $0.integer(0) ?? 0, key: $0.text(1) ?? "", content: $0.bytes(2), comment: $0.text(3) ?? "",
                    state: $0.text(4))
            }
            guard let end = rows.last else { return }
            guard let addresses = means.addresses else { throw QueueDatabase.Unusable(.older) }
            for row in rows { try rewrite(row, addresses(row.comment), hash, means.key, db) }
            last = end.number
        }
    }

    private static func rewrite(
        _ row: Row, _ addresses: StoredAddresses, _ hash: FieldHash, _ key: QueueKey, _ db: Database
    ) throws {
        guard let content = key.digest(of: row.content) else { throw DatabaseError(resultCode: .SQLITE_NOMEM) }
        var name = row.key
        if row.key.hasPrefix(EntryKey.contentPrefix), let mark = row.key.lastIndex(of: "-"),
            let occurrence = Int64(row.key[row.key.index(after: mark)...])
        {
            name = EntryKey.content(content, occurrence: occurrence)
        }
        let update = try QueueStatement(
            db,
            """
            UPDATE entry SET key = ?2, content = ?3, email_hash = ?4, ip_hash = ?5, addresses = ?6 WHERE number = ?1
            """)
        defer { update.reset() }
        try content.withUnsafeBytes { content in
            try (CutParts.bytes(addresses.parts) ?? []).withUnsafeBytes { parts in
                try update.bind(row.number, at: 1)
                try update.bind(name, at: 2)
                try update.bind(bytes: content, at: 3)
                try update.bind(hash(ofText: addresses.email, in: .email), at: 4)
                try update.bind(hash(ofText: addresses.ip, in: .ip), at: 5)
                try update.bind(bytesOrNull: parts, at: 6)
                while try update.next() {}
                update.reset()
            }
        }
        if row.state == QueueEntry.State.done.rawValue {
            try db.run("UPDATE entry SET \(QueueSchema.done) WHERE number = ?1", [.integer(row.number)])
        }
    }
}

extension FieldHash {
    /// The hash of a field's value as the database keeps it: the bits of an unsigned number.
    func callAsFunction(ofText text: String?, in field: Field) -> Int64? {
        guard var text else { return nil }
        return text.withUTF8 { self(of: UnsafeRawBufferPointer($0), in: field) }.map { Int64(bitPattern: $0) }
    }
}
