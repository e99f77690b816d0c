import Moderation

/// Reads what people said about a comment: its member `labels`, which rules never see.
public final class LabelReader {
    /// Labels that are none; `message` is a sentence without text of the comment's but the label's name.
    public struct Fault: Error, Equatable {
        public var message: String

        public init(message: String) {
            self.message = message
        }
    }

    private let decoder = JSONCommentDecoder(maxLine: JSONLinesSource.highestMaxLine)
    private var tape = ValueTape()
    /// Characters of a label's name that messages show.
    private static let longestName = 40
    /// Labels of one comment, at most.
    private static let mostLabels = 64

    public init() {}

    /// The labels of a comment, such as `spam` and whether it is; of equal names the last counts, `null` is absent.
    ///
    /// - Parameter entry: One of the block's that is a comment.
    public func labels(
        of entry: borrowing CommentEntry, in block: CommentBlock
    ) throws(Fault) -> [(name: String, value: Bool)] {
        decoder.readMember("labels", of: entry, in: block, into: &tape)
        guard let root = tape.nodes.first, root != .null else { return [] }
        guard case .object(let count) = root else {
            throw Fault(message: "labels is no object; write \"labels\": {\"spam\": true}")
        }
        guard count <= Self.mostLabels else { throw Fault(message: "it has more than \(Self.mostLabels) labels") }
        var labels: [(name: String, value: Bool)] = []
        var place = 1
        for _ in 0..<count {
            guard case .string(let key) = tape.nodes[place] else { break }
            let name = tape.text(key)
            labels.removeAll { $0.name == name }
            switch tape.nodes[place + 1] {
            case .boolean(let value): labels.append((name, value))
            case .null: break
            default:
                let shown = SafeText.clean(name, limit: Self.longestName)
                throw Fault(message: "the label \"\(shown)\" is neither true nor false")
            }
            place = tape.end(ofValueAt: place + 1)
        }
        return labels
    }
}
