import Moderation

/// The ids of the comments that were judged in a certain way, each once.
///
/// Of an id that comes twice the last verdict counts.
public struct VerdictIDs {
    private let verdicts: Set<Verdict.Outcome>
    private var order: [String] = []
    private var isWanted: [String: Bool] = [:]

    /// How many records of those verdicts had no id, or one that does not fit on a line.
    public private(set) var refused = 0

    public init(verdicts: Set<Verdict.Outcome>) {
        self.verdicts = verdicts
    }

    public mutating func take(_ record: VerdictRecord) {
        let isWanted = verdicts.contains(record.verdict)
        // An id with a line break would be read as two.
        guard let id = record.id, !id.isEmpty, id.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            if isWanted { refused += 1 }
            return
        }
        if self.isWanted.updateValue(isWanted, forKey: id) == nil { order.append(id) }
    }

    /// The ids in the order in which they came first, a line each.
    public func write(to output: (String) throws -> Void) rethrows {
        for id in order where isWanted[id] == true { try output(id + "\n") }
    }
}
