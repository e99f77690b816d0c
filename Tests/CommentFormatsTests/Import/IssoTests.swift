import Foundation
import GRDB
import Testing

@testable import CommentFormats

/// Isso's database (isso/db/comments.py, isso/db/threads.py) and its format for imports (isso/migrate.py, `Generic`).
@Suite("Importing from Isso")
struct IssoTests {
    static let json = #"""
        [{"id": "/tea/", "title": "Tea", "comments": [
            {"id": 0, "author": "Ann", "email": "ann@example.org", "website": "https://ann.example", "remote_addr": "203.0.113.0",
             "created": "2026-01-02 12:30:00", "text": "I like it"},
            {"id": 1, "parent": 0, "author": null, "email": "", "website": "", "remote_addr": "", "created": "soon", "text": "x"}]},
         {"comments": [{"id": 0, "text": "y", "created": 1767357000.5}], "title": "Cake", "id": "/cake/"}]
        """#

    @Test("each member of the JSON becomes the field that is meant; numbers begin anew in each thread, ids do not")
    func jsonFields() throws {
        let imported = try Imported(.isso, Self.json, piece: 50)
        #expect(
            imported.lines[0]
                == #"{"id":"/tea/#isso-0","type":"comment","author":"Ann","email":"ann@example.org","url":"https://ann.example","#
                + #""ip":"203.0.113.0","body":"I like it","post":"/tea/","permalink":"/tea/","post_title":"Tea","#
                + #""created_at":"2026-01-02T12:30:00Z","status":"approved"}"#)
        #expect(imported.values("id") == ["/tea/#isso-0", "/tea/#isso-1", "/cake/#isso-0"])
        #expect(imported.values("parent") == ["-", "/tea/#isso-0", "-"])
        #expect(imported.values("created_at")[2] == "2026-01-02T12:30:00Z")
        #expect(imported.problems == ["4: created is no date; the comment is taken without"])
    }

    @Test("a thread that is wrong is told and hurts no other")
    func jsonWrong() throws {
        let imported = try Imported(
            .isso, #"[{"id":"a","comments":[{"id":1,"text":"x"},7,[]]},"# + "\n" + #"{"id":},{"comments":{}}]"#)
        #expect(imported.values("id") == ["a#isso-1"])
        #expect(imported.report.empty == 2 && imported.problems.count == 1)
    }

    @Test("the comments of a thread that says its id and title first are read one by one", arguments: [100, 1 << 20])
    func jsonThread(_ piece: Int) throws {
        let comments = #"{"id":1,"text":"x"},7,null,"y",[{"id":2,"text":"[{}]"}],{"id":},{"id":3,"text":"z"}"#
        let thread = #"{"id":"a","title":"A","comments" : [\#(comments)],"more":[1,{}],"comments":[{"id":9}]}"#
        let imported = try Imported(
            .isso, "[\(thread),{\"id\":\"b\",\"comments\":[{\"id\":1,\"text\":\"w\"}]}]", piece: piece)
        #expect(imported.values("id") == ["a#isso-1", "a#isso-2", "a#isso-3", "b#isso-1"])
        #expect(imported.values("post_title") == ["A", "A", "A", "-"])
        #expect(imported.problems.count == 4)
        let long = String(repeating: #"{"id":1,"text":"\#(String(repeating: "x", count: 4096))"},"#, count: 2500)
        let cut = try Imported(.isso, #"[{"id":"a","title":"A","comments":[\#(long){"id":2,"te"#)
        #expect(cut.lines.count == 2500 && cut.problems == ["1: the file ends in the middle of an array or object"])
    }

    /// A database as Isso makes it, in a folder of its own.
    private static func database(_ sql: String, schema: Bool = true) throws -> String {
        let path = NSTemporaryDirectory() + "modfilter-isso-" + UUID().uuidString + ".db"
        var configuration = Configuration()
        // SQLite's own default, and so Isso's.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            if schema {
                try database.execute(
                    sql: """
                        CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
                        CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
                            created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR,
                            author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0,
                            dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
                        """)
            }
            try database.execute(sql: sql)
        }
        try queue.close()
        return path
    }

    /// Runs the whole import on a file, and gives its lines and problems.
    private static func read(_ path: String) throws -> (lines: [String], problems: [ImportProblem]) {
        let out = path + ".out"
        try Data().write(to: URL(fileURLWithPath: out))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
        defer { try? FileManager.default.removeItem(atPath: out) }
        var problems: [ImportProblem] = []
        try CommentImport(
            .isso, inputs: [.path(path)], options: .init(),
            output: OutputFile(descriptor: file.fileDescriptor, name: "out"), onProblem: { problems.append($0) }
        ).run()
        return (try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").map(String.init), problems)
    }

    @Test("each column of the database becomes the field that is meant, and the file stays as it was")
    func databaseFields() throws {
        let path = try Self.database(
            """
            INSERT INTO threads VALUES (5, '/tea/', 'Tea');
            INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, email, website, voters) VALUES
                (5, 1, NULL, 1767357000.75, 1, '203.0.113.0', 'I like it', 'Ann', 'ann@example.org', 'https://ann.example', x''),
                (5, 2, 1, 1767357001, 2, '203.0.113.0', 'wait', NULL, NULL, NULL, x''),
                (5, 3, NULL, 1767357002, 4, '203.0.113.0', '', NULL, 'gone@example.org', NULL, x''),
                (9, 4, NULL, 'soon', 1, 7, x'61FF', 'B', 3.5, NULL, x''),
                (9, 5, NULL, 1, 1, NULL, 'nul' || char(0) || 'x', NULL, NULL, NULL, x'');
            """)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let (lines, problems) = try Self.read(path)
        #expect(
            lines == [
                #"{"id":1,"type":"comment","author":"Ann","email":"ann@example.org","url":"https://ann.example","#
                    + #""ip":"203.0.113.0","body":"I like it","post":"/tea/","permalink":"/tea/","post_title":"Tea","#
                    + #""created_at":"2026-01-02T12:30:00Z","status":"approved"}"#,
                #"{"id":2,"type":"comment","ip":"203.0.113.0","body":"wait","post":"/tea/","parent":1,"#
                    + #""permalink":"/tea/","post_title":"Tea","created_at":"2026-01-02T12:30:01Z","status":"hold"}"#,
                #"{"id":3,"type":"comment","email":"gone@example.org","ip":"203.0.113.0","body":"","post":"/tea/","#
                    + #""permalink":"/tea/","post_title":"Tea","created_at":"2026-01-02T12:30:02Z","status":"deleted"}"#,
                #"{"id":4,"type":"comment","author":"B","email":"3.5","ip":"7","body":"a\u{FFFD}","status":"approved"}"#
                    .replacing("\\u{FFFD}", with: "\u{FFFD}"),
                #"{"id":5,"type":"comment","body":"nul\u0000x","created_at":"1970-01-01T00:00:01Z","status":"approved"}"#,
            ])
        #expect(
            problems.map(\.message) == [
                "bytes that are no text in UTF-8; they became \u{FFFD}",
                "created is no date; the comment is taken without",
            ])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let beside = ["-journal", "-wal", "-shm"].filter { FileManager.default.fileExists(atPath: path + $0) }
        #expect(beside.isEmpty)
    }

    @Test(
        "a foreign database is told to be one",
        arguments: [
            ("CREATE TABLE posts (id);", "there is no table \"threads\""),
            (
                "CREATE TABLE threads (id, uri, title); CREATE TABLE comments (id);",
                "\"comments\" has no column \"tid\""
            ),
            (
                "CREATE TABLE threads (id, uri, title); CREATE VIEW comments AS SELECT 1;",
                "there is no table \"comments\""
            ),
        ])
    func foreign(_ sql: String, _ message: String) throws {
        let path = try Self.database(sql, schema: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (lines, problems) = try Self.read(path)
        #expect(lines.isEmpty && problems.count == 1)
        #expect(problems.first?.message.hasSuffix(message) == true && problems.first?.isUsage == true)
    }

    @Test("a damaged database is an error, and gives what could be read")
    func damaged() throws {
        let values = (1...2000).map { "(5, \($0), 1.0, 1, '\(String(repeating: "x", count: 100))', x'')" }
        let path = try Self.database(
            "INSERT INTO comments (tid, id, created, mode, text, voters) VALUES \(values.joined(separator: ","));")
        defer { try? FileManager.default.removeItem(atPath: path) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in (bytes.count / 2)..<bytes.count { bytes[index] = 0xAA }
        try bytes.write(to: URL(fileURLWithPath: path))
        let (lines, problems) = try Self.read(path)
        #expect(lines.count > 100 && lines.count < 2000)
        #expect(problems.count == 1 && problems[0].message.hasPrefix("SQLite can't read it: "))
        try Data(IssoDatabase.head + [1, 2, 3]).write(to: URL(fileURLWithPath: path))
        #expect(try Self.read(path).problems.first?.message.hasPrefix("SQLite can't read it: ") == true)
    }

    @Test("a database with a write-ahead log is read where its folder can't be written, and nothing is left beside it")
    func log() throws {
        let path = try Self.database(
            """
            INSERT INTO comments (tid, id, created, mode, text, voters) VALUES (5, 1, 1.0, 1, 'small', x'');
            """)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
        // The versions for writing and reading (https://www.sqlite.org/fileformat.html): 2 is a write-ahead log.
        (bytes[18], bytes[19]) = (2, 2)
        let folder = path + "?a=b%41 #"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try bytes.write(to: URL(fileURLWithPath: folder).appendingPathComponent("c.db"))
        let (lines, problems) = try Self.read(folder + "/c.db")
        #expect(lines.count == 1 && problems.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["c.db"])
    }

    @Test("a value larger than any comment's costs that comment alone")
    func hugeValue() throws {
        let path = try Self.database(
            """
            INSERT INTO comments (tid, id, created, mode, text, voters) VALUES (5, 1, 1.0, 1, 'small', x''),
                (5, 2, 1.0, 1, zeroblob(20000000), x''), (5, 3, 1.0, 1, zeroblob(20000000), x''),
                (5, 4, 1.0, 1, 'last', x'');
            """)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (lines, problems) = try Self.read(path)
        #expect(lines.count == 2)
        #expect(problems.map(\.line) == [2, 3])
        #expect(problems.first?.message == "the comment has more than 16 MiB; it is left out")
    }
}
