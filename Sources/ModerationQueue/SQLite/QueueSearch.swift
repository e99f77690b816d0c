import GRDB
import Moderation
import Synchronization
import TextAnalysis

/// What somebody looks for in the comments of a queue: words and phrases, in whatever case, width or script of Chinese.
///
/// Pieces apart by white space have all to be there, the words of one piece one after the other.
public struct QueueSearch: Sendable, Equatable {
    public enum Problem: Error, Sendable, Equatable {
        /// There are only signs in it, or nothing.
        case noWord
        /// It has more words than this.
        case tooMany(Int)
    }

    /// Words of a search at most. A comment that holds more in common with one is found by some of them.
    public static let mostWords = 100

    /// In the language of FTS5, where everything within quotation marks is text
    /// (https://www.sqlite.org/fts5.html#fts5_strings).
    let expression: String

    public init(_ text: String) throws(Problem) {
        let phrases = SearchText().phrases(of: text)
        if phrases.isEmpty { throw .noWord }
        let words = phrases.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: " ") } + 1 }
        if words > Self.mostWords { throw .tooMany(Self.mostWords) }
        expression = phrases.map { "\"\($0)\"" }.joined(separator: " ")
    }
}

/// The index of words, which is brought up to date when somebody searches and never while comments are judged.
///
/// The table `search` holds an entry when its number is at most `searched` in the table `meta` and not in `unsearched`.
/// It holds no text: on deleting, the words come from the entry once more, so they must come out the same.
enum SearchIndex {
    /// In the table `meta`.
    static let mark = "searched"
    private static let form = "searched_form"
    /// Entries that are indexed in one transaction: others wait no longer than a second or so.
    static let batch: Int64 = 5000

    /// The tokenizer has nothing left to do but to split at spaces.
    static let tables = """
        INSERT INTO meta VALUES ('\(mark)', 0);
        CREATE TABLE unsearched (number INTEGER PRIMARY KEY) STRICT;
        CREATE VIEW search_source AS
          SELECT number, search_words(CAST(author AS BLOB)) AS who, search_words(CAST(body AS BLOB)) AS said FROM entry;
        CREATE VIRTUAL TABLE search USING fts5 (
          who, said, content = 'search_source', content_rowid = 'number', columnsize = 0, tokenize = 'ascii');
        CREATE TRIGGER search_update BEFORE UPDATE OF author, body ON entry
          WHEN (old.author IS NOT new.author OR old.body IS NOT new.body)
            AND old.number <= (SELECT value FROM meta WHERE name = '\(mark)')
            AND NOT EXISTS (SELECT 1 FROM unsearched WHERE number = old.number)
          BEGIN
            DELETE FROM search WHERE rowid = old.number;
            INSERT INTO unsearched VALUES (old.number);
          END;
        CREATE TRIGGER search_delete BEFORE DELETE ON entry
          WHEN old.number <= (SELECT value FROM meta WHERE name = '\(mark)')
          BEGIN
            DELETE FROM search
              WHERE rowid = old.number AND NOT EXISTS (SELECT 1 FROM unsearched WHERE number = old.number);
            DELETE FROM unsearched WHERE number = old.number;
          END;
        CREATE TRIGGER search_reuse AFTER DELETE ON entry
          WHEN (SELECT value FROM meta WHERE name = '\(mark)') > (SELECT ifnull(max(number), 0) FROM entry)
          BEGIN
            UPDATE meta SET value = (SELECT ifnull(max(number), 0) FROM entry) WHERE name = '\(mark)';
          END;
        """

    /// `search_words(text)`, for a connection.
    static func function() -> DatabaseFunction {
        let search = Mutex(SearchText())
        return DatabaseFunction("search_words", argumentCount: 1, pure: true) { values in
            guard case .blob(let text) = values[0].storage else { return nil }
            return search.withLock { search in text.withUnsafeBytes { search.words(of: $0) } }
        }
    }

    /// How many entries are missing in the index.
    static func missing(_ db: Database) throws -> Int64 {
        try db.integer(
            """
            SELECT (SELECT count(*) FROM unsearched)
              + (SELECT count(*) FROM entry WHERE number > (SELECT value FROM meta WHERE name = '\(mark)'))
            """) ?? 0
    }

    /// Takes some entries in and returns how many.
    static func fill(_ db: Database) throws -> Int {
        let columns = "INSERT INTO search (rowid, who, said) SELECT number, who, said FROM search_source"
        try db.run("CREATE TEMP TABLE IF NOT EXISTS filling (number INTEGER PRIMARY KEY)")
        try db.run("DELETE FROM filling")
        try db.run("INSERT INTO filling SELECT number FROM unsearched LIMIT ?1", [.integer(batch)])
        try db.run("\(columns) WHERE number IN (SELECT number FROM filling)")
        var count = try db.run("DELETE FROM unsearched WHERE number IN (SELECT number FROM filling)")
        let start = try db.integer("SELECT value FROM meta WHERE name = '\(mark)'") ?? 0
        let end = try db.integer(
            "SELECT max(number) FROM (SELECT number FROM entry WHERE number > ?1 ORDER BY number LIMIT ?2)",
            [.integer(start), .integer(batch)])
        if let end {
            count += try db.run("\(columns) WHERE number > ?1 AND number <= ?2", [.integer(start), .integer(end)])
            try db.run("UPDATE meta SET value = ?1 WHERE name = '\(mark)'", [.integer(end)])
        }
        try db.run("INSERT OR REPLACE INTO meta VALUES ('\(form)', ?1)", [.integer(SearchText.version)])
        return count
    }

    /// Empties the index where its words were made otherwise than they are now.
    static func dropStale(_ db: Database) throws {
        let version = "SELECT value FROM meta WHERE name = '\(form)'"
        guard let found = try db.integer(version), found != SearchText.version else { return }
        try db.inTransaction(.immediate) {
            if try db.integer(version) != SearchText.version { try empty(db) }
            return .commit
        }
    }

    /// Empties the index, whatever is in it, in the transaction that runs.
    static func empty(_ db: Database) throws {
        try db.run("INSERT INTO search (search) VALUES ('delete-all')")
        try db.run("DELETE FROM unsearched")
        try db.run("UPDATE meta SET value = 0 WHERE name = '\(mark)'")
        try db.run("DELETE FROM meta WHERE name = '\(form)'")
    }
}

extension QueueDatabase {
    /// Takes into the index what is not in it yet, so that `QueueFilter.search` finds it; `list` does so by itself.
    ///
    /// - Parameter progress: Called now and then with how many are done, and of how many.
    /// - Returns: How many there were.
    @discardableResult
    public func index(progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }) throws(OutputError) -> Int {
        let all = try perform { Int(try SearchIndex.missing($0)) }
        if all == 0 { return 0 }
        var done = 0
        progress(0, all)
        while true {
            let count = try transaction { try SearchIndex.fill($0) }
            if count == 0 { return done }
            done += count
            progress(min(done, all), all)
        }
    }

    /// Empties the index, so that `index` makes it anew: where it is damaged, or words of texts that have changed since are
    /// to leave it.
    public func emptyIndex() throws(OutputError) { try transaction(SearchIndex.empty) }

    /// Takes the words of what was deleted out of the index for good: at first they are only marked.
    func purgeIndex() throws(OutputError) {
        // Two rows are there without any word (https://www.sqlite.org/fts5.html#fts5_data_structures). How many comments
        // are in it says nothing: the last one may have gone.
        let isUsed = try perform { try $0.integer("SELECT count(*) FROM (SELECT 1 FROM search_data LIMIT 3)") ?? 0 > 2 }
        if !isUsed { return }
        // A negative number of pages makes one segment of all, piece by piece; it is one when a step changes nothing
        // more (https://www.sqlite.org/fts5.html#the_merge_command).
        let pages: Int64 = -500
        while true {
            let changes = try transaction { db in
                let before = db.totalChangesCount
                try db.run("INSERT INTO search (search, rank) VALUES ('merge', ?1)", [.integer(pages)])
                return db.totalChangesCount - before
            }
            if changes < 2 { return }
        }
    }
}
