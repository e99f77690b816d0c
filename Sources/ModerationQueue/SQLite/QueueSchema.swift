/// What a queue's database holds.
enum QueueSchema {
    /// Tells our databases from those of other programs: "mdfq" (https://www.sqlite.org/fileformat.html, application ID).
    static let application: Int64 = 0x6D64_6671
    /// Counts up with each change of the tables.
    static let version = Int64(migrations.count)

    /// What leads from each version to the next; a new database goes through all of them.
    static let migrations: [QueueMigration] = [
        QueueMigration(sql: tables),
        QueueMigration(sql: tablesOfPrivacy + SearchIndex.tables, body: QueueMigration.hashAddresses),
    ]

    /// Version 1. Partial indexes: what is done is many times more than what waits.
    private static let tables = """
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
        """

    /// Version 2. `meta` says what the database as a whole has to remember, such as how to tell its key; `event` what
    /// history remembers: `keys` are records of 9 bytes, a kind and a keyed hash, the lowest byte first; `removal` that
    /// something was removed, and nothing of what.
    ///
    /// `addresses` are the parts of `comment` that leave it when it is done, as pairs of offset and count of bytes, 4
    /// bytes each, the lowest first. What was decided can be deleted only after its comment: nothing goes unnoticed.
    private static let tablesOfPrivacy = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
          number INTEGER PRIMARY KEY,
          time INTEGER NOT NULL,
          id INTEGER NOT NULL,
          keys BLOB NOT NULL
        ) STRICT;
        CREATE TABLE removal (
          number INTEGER PRIMARY KEY,
          time INTEGER NOT NULL,
          who TEXT NOT NULL,
          action TEXT NOT NULL CHECK (action IN ('forget', 'prune')),
          entries INTEGER NOT NULL,
          decisions INTEGER NOT NULL,
          events INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER removal_update BEFORE UPDATE ON removal
          BEGIN SELECT RAISE(ABORT, 'the removal table is only ever added to'); END;
        CREATE TRIGGER removal_delete BEFORE DELETE ON removal
          BEGIN SELECT RAISE(ABORT, 'the removal table is only ever added to'); END;
        DROP TRIGGER audit_delete;
        CREATE TRIGGER audit_delete BEFORE DELETE ON audit
          WHEN EXISTS (SELECT 1 FROM entry WHERE number = old.entry)
          BEGIN SELECT RAISE(ABORT, 'the audit table is only ever added to'); END;
        ALTER TABLE entry ADD COLUMN email_hash INTEGER;
        ALTER TABLE entry ADD COLUMN ip_hash INTEGER;
        ALTER TABLE entry ADD COLUMN addresses BLOB;
        CREATE INDEX entry_email ON entry (email_hash) WHERE email_hash IS NOT NULL;
        DROP INDEX entry_waiting;
        CREATE INDEX entry_outcome ON entry (outcome, number);
        CREATE INDEX entry_state ON entry (state, number) WHERE state <> 'done';
        CREATE INDEX entry_queued ON entry (outcome, number) WHERE state = 'queued';
        CREATE INDEX entry_leased ON entry (outcome, lease_until) WHERE state = 'leased';
        CREATE INDEX audit_undoes ON audit (undoes) WHERE undoes IS NOT NULL;
        """

    /// For the connection of what reads comments alone: numbers equal comments without an id within each input, on disk
    /// where they are many.
    static let ofInput = """
        CREATE TEMP TABLE occurrence (
          input INTEGER NOT NULL, content BLOB NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (input, content)
        ) WITHOUT ROWID;
        """

    /// For the connection of a run alone: writes down where rules overturn what was decided before.
    static let ofRun = """
        CREATE TEMP TRIGGER entry_judged AFTER UPDATE OF outcome ON main.entry
          WHEN old.outcome <> new.outcome OR old.decided_by <> new.decided_by
          BEGIN
            INSERT INTO audit (
              entry, time, who, action, from_outcome, from_state, from_decided_by, to_outcome, to_state, to_decided_by, note)
            VALUES (
              new.number, new.changed, 'rules', 'judge', old.outcome, old.state, old.decided_by, new.outcome, new.state,
              new.decided_by,
              CASE WHEN old.content <> new.content THEN 'the comment changed' ELSE 'the rules judge it differently' END);
          END;
        """

    /// ?1 input, ?2 content.
    static let countOccurrence = """
        INSERT INTO temp.occurrence VALUES (?1, ?2, 1)
        ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count
        """

    /// ?1 time, ?2 id, ?3 keys.
    static let addEvent = "INSERT INTO event (time, id, keys) VALUES (?1, ?2, ?3)"

    /// Adds an entry, unless it is there.
    static let add = """
        INSERT INTO entry (\(columns))
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, 'queued', 'rule', ?13, ?14, ?15)
        ON CONFLICT (key, source) DO NOTHING
        """

    /// Brings an entry up to date, and takes what `add` takes: what a moderator decided stays while the comment is the
    /// same, and what is the same altogether is not written again. Nor is what is done, unless the blog has to hear of
    /// it again: its addresses would come back.
    ///
    /// A statement of its own: as a part of `add`, for the sake of the trigger of `ofRun`, SQLite would copy each page that
    /// an insertion changes into a file beforehand.
    static let update = """
        UPDATE entry SET
          author = ?4, post = ?5, parent = ?6, created_at = ?7, comment = ?9, body = ?10, content = ?11,
          email_hash = ?13, ip_hash = ?14, addresses = ?15,
          changed = iif(outcome = ?12 AND content = ?11, changed, ?8),
          state = iif(outcome = ?12 AND content = ?11, state, 'queued'),
          lease = iif(outcome = ?12 AND content = ?11, lease, NULL),
          lease_until = iif(outcome = ?12 AND content = ?11, lease_until, NULL),
          outcome = ?12, decided_by = 'rule'
        WHERE key = ?1 AND source = ?2
          AND (content <> ?11
            OR (decided_by = 'rule' AND (outcome <> ?12 OR (state <> 'done' AND comment <> ?9))))
        """

    private static let columns = """
        key, source, id, author, post, parent, created_at, arrived, changed, comment, body, content, outcome, state,
        decided_by, email_hash, ip_hash, addresses
        """

    /// Adds an entry that was decided about elsewhere, unless it is there. Takes what `add` takes, ?16 state and ?17
    /// decider. Nobody is to ask for the addresses of what is done.
    static let load = """
        INSERT INTO entry (\(columns))
        VALUES (
          ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8,
          iif(?16 = 'done' AND ?15 IS NOT NULL, \(CutParts.name)(?9, ?15), ?9),
          ?10, ?11, ?12, ?16, ?17, ?13, ?14, iif(?16 = 'done', NULL, ?15))
        ON CONFLICT (key, source) DO NOTHING
        """

    /// A comment whose text was pruned.
    static let emptied = "{}"

    /// What an entry that is done looks like.
    static let done = """
        state = 'done', comment = iif(addresses IS NULL, comment, \(CutParts.name)(comment, addresses)), addresses = NULL
        """
}
