import Foundation
import GRDB
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Databases of older versions")
struct MigrationTests {
    /// As modfilter made them in version 1.
    private static let versionOne = """
        CREATE TABLE entry (
          number INTEGER PRIMARY KEY,
          key TEXT NOT NULL,
          source TEXT NOT NULL,
          id TEXT, author TEXT, post TEXT, parent TEXT,
          created_at INTEGER,
          arrived INTEGER NOT NULL,
          changed INTEGER NOT NULL,
          comment TEXT NOT NULL,
          body TEXT,
          content BLOB NOT NULL,
          outcome TEXT NOT NULL CHECK (outcome IN ('accept', 'hold', 'reject')),
          state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done')),
          decided_by TEXT NOT NULL CHECK (decided_by IN ('rule', 'moderator')),
          lease TEXT,
          lease_until INTEGER,
          UNIQUE (key, source)
        ) STRICT;
        CREATE INDEX entry_waiting ON entry (outcome, number) WHERE state <> 'done';
        CREATE INDEX entry_lease ON entry (lease) WHERE lease IS NOT NULL;
        CREATE INDEX entry_author ON entry (author) WHERE author IS NOT NULL;
        CREATE INDEX entry_post ON entry (post) WHERE post IS NOT NULL;
        CREATE TABLE audit (
          number INTEGER PRIMARY KEY,
          entry INTEGER NOT NULL REFERENCES entry,
          time INTEGER NOT NULL,
          who TEXT NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('decide', 'undo', 'judge')),
          from_outcome TEXT NOT NULL, from_state TEXT NOT NULL, from_decided_by TEXT NOT NULL,
          to_outcome TEXT NOT NULL, to_state TEXT NOT NULL, to_decided_by TEXT NOT NULL,
          undoes INTEGER REFERENCES audit,
          note TEXT
        ) STRICT;
        CREATE INDEX audit_entry ON audit (entry);
        CREATE TRIGGER audit_update BEFORE UPDATE ON audit
          BEGIN SELECT RAISE(ABORT, 'the audit table is only ever added to'); END;
        CREATE TRIGGER audit_delete BEFORE DELETE ON audit
          BEGIN SELECT RAISE(ABORT, 'the audit table is only ever added to'); END;
        INSERT INTO entry VALUES
          (1, 'id:1', '', '1', 'Ann', '5', NULL, 900, 1000, 1000,
           '{"id":"1","email":"ann@example.org","ip":"203.0.113.9","moderation":{"rules":[]}}', 'a',
           X'5a62ae9d6a9dc8c3e9f1f5cd9ff8d6a0d8e7f3c4a1b2c3d4e5f60718293a4b5c', 'accept', 'done', 'rule', 'L', 1600),
          (2, 'id:2', 'zh', '2', NULL, NULL, '1', NULL, 1001, 1002,
           '{"id":"2","email":"bob@example.org","moderation":{"rules":[]}}', '赌博', zeroblob(32),
           'reject', 'queued', 'moderator', NULL, NULL),
          (3, 'content:000102030405060708090a0b0c0d0e0f-2', '', NULL, NULL, NULL, NULL, NULL, 1003, 1003,
           '{"id":"","moderation":{"rules":[]}}', 'c',
           X'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hold', 'queued', 'rule', NULL, NULL);
        INSERT INTO audit VALUES
          (1, 2, 1002, 'ann', 'decide', 'hold', 'queued', 'rule', 'reject', 'queued', 'moderator', NULL, 'no');
        PRAGMA application_id = 1835296369;
        PRAGMA user_version = 1;
        PRAGMA journal_mode = WAL;
        """

    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
        let database = try DatabaseQueue(path: place.path)
        try database.inDatabase { db in
            for statement in Self.versionOne.components(separatedBy: "PRAGMA") {
                let isFirst = statement.contains("CREATE TABLE")
                if isFirst {
                    try db.execute(sql: statement)
                } else {
                    _ = try Row.fetchAll(db, sql: "PRAGMA" + statement)
                }
            }
        }
        try database.close()
    }

    private func opened() throws -> QueueDatabase {
        try QueueDatabase(place.path, creates: false, addresses: RecordEncoder.addresses)
    }

    @Test("keep all that they hold, and get what is new")
    func entries() throws {
        let database = try opened()
        defer { database.close() }
        let entries = try database.all()
        #expect(entries.map(\.id) == ["1", "2", nil] && entries.map(\.source) == ["", "zh", ""])
        #expect(entries.map(\.body) == ["a", "赌博", "c"])
        #expect(entries.map(\.outcome) == [.accept, .reject, .hold])
        #expect(entries.map(\.state) == [.done, .queued, .queued])
        #expect(entries.map(\.decidedBy) == [.rule, .moderator, .rule])
        #expect(entries[0].author == "Ann" && entries[0].post == "5" && entries[0].createdAt == 900)
        #expect(entries[0].lease == "L" && entries[1].parent == "1" && entries[1].arrived == 1001)
        // Done: the addresses are gone from it. The others still have them.
        #expect(entries[0].comment == #"{"id":"1","moderation":{"rules":[]}}"#)
        #expect(entries[1].comment == #"{"id":"2","email":"bob@example.org","moderation":{"rules":[]}}"#)
        #expect(try database.decisions(on: entries[1]).map(\.note) == ["no"])
        let hashes = try database.perform { db in
            try db.rows("SELECT email_hash, ip_hash FROM entry ORDER BY number") { [$0.integer(0), $0.integer(1)] }
        }
        let (ann, bob) = ("Ann@example.org", "bob@EXAMPLE.org")
        #expect(hashes[0] == [database.hash(ofText: ann, in: .email), database.hash(ofText: "203.0.113.9", in: .ip)])
        #expect(hashes[1] == [database.hash(ofText: bob, in: .email), nil] && hashes[1][0] != nil)
        #expect(hashes[2] == [nil, nil])
        #expect(entries[2].key.hasSuffix("-2") && entries[2].key != "content:000102030405060708090a0b0c0d0e0f-2")
    }

    @Test("lose the addresses of what becomes done afterwards")
    func afterwards() throws {
        let database = try opened()
        _ = try database.take(.reject, limit: 1, lease: "M", seconds: 60, now: 0)
        #expect(try database.finish(lease: "M") == 1)
        #expect(try database.all()[1].comment == #"{"id":"2","moderation":{"rules":[]}}"#)
        database.close()
    }

    @Test("have the tables of new ones then, and are brought up to date once")
    func tables() throws {
        func tables(_ database: QueueDatabase) throws -> [String] {
            defer { database.close() }
            return try database.perform { db in
                try db.rows(
                    """
                    SELECT s.type || ' ' || s.name || ' ' || ifnull(c.name || c.type || c.pk, '') FROM sqlite_schema s
                    LEFT JOIN pragma_table_info(s.name) c ORDER BY 1
                    """
                ) { $0.text(0) ?? "" }
            }
        }
        let key = try { () -> String? in
            try opened().close()
            return place.folder.text("q.db.key")
        }()
        let migrated = try tables(QueueDatabase(place.path, creates: false))
        let new = try DatabasePlace()
        #expect(try migrated == tables(QueueDatabase(new.path, creates: true)))
        #expect(place.folder.text("q.db.key") == key)
    }

    @Test("are refused, and stay as they are, where nobody can read their comments")
    func withoutReader() throws {
        let message = "was made by an older modfilter; `modfilter queue stats --queue FILE` brings it up to date"
        #expect(throws: OutputError(output: place.path, message: message)) {
            try QueueDatabase(place.path, creates: false)
        }
        #expect(try opened().all().count == 3)
    }
}
