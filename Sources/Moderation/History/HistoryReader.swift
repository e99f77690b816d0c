/// Works out what history remembers of comments that nobody judges, such as those of an archive.
public final class HistoryReader {
    private let keys: HistoryKeys
    private var history: History
    private var counts: [Int32] = []

    /// - Parameter memory: Where the events are to be stored.
    public init(_ memory: any ModerationMemory) {
        keys = HistoryKeys(memory)
        history = History(queries: [], keyed: memory.hash.keyed, numbersEqual: true)
    }

    /// What to remember of a block's comments, in the order of the input.
    ///
    /// - Parameter arrival: The time of a comment that has none, and none before it or one more than a day later, in Unix seconds.
    /// - Returns: One for each entry that is a comment; `nil` for one that came before.
    public func events(of block: CommentBlock, arrival: Int64) -> [HistoryEvent?] {
        keys.read(block, queries: [])
        history.observe(keys, arrival: arrival, counts: &counts)
        return keys.rows.indices.map { keys.event($0) }
    }
}
