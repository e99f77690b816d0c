import GRDB

/// A step from one version of the tables to the next.
struct QueueMigration: Sendable {
    var sql: String
    /// What SQL alone can't say.
    var body: @Sendable (Database, QueueKey) throws -> Void = { _, _ in }
}

extension QueueDatabase {
    /// Brings the tables up to this version, in the transaction that runs, and returns the database's key.
    static func migrate(_ db: Database, from version: Int64, keyFile: QueueKeyFile) throws -> QueueKey {
        // Before the first hash is made: databases before version 2 have none.
        let isFirst = version < 2
        let key = isFirst ? try keyFile.make() : try keyFile.load(checkedBy: db)
        for migration in QueueSchema.migrations[Int(version)...] {
            try db.execute(sql: migration.sql)
            try migration.body(db, key)
        }
        if isFirst { try keyFile.note(key, in: db) }
        try db.execute(sql: "PRAGMA application_id = \(QueueSchema.application)")
        try db.execute(sql: "PRAGMA user_version = \(QueueSchema.version)")
        return key
    }
}
