import CText
import Moderation

/// Reads whole objects of JSON, of any shape, one after the other in the same memory.
final class JSONTree {
    private let parser = CTextJSONParserCreate()
    private var bytes = ByteBuffer()

    deinit { CTextJSONParserDestroy(parser) }

    /// The object that a text holds.
    ///
    /// - Returns: What is wrong where it holds none.
    func read(_ text: UnsafeRawBufferPointer, into tape: inout ValueTape) -> CommentEntry.Malformation? {
        tape.removeAll()
        bytes.removeAll()
        bytes.append(text)
        // What the parser may read beyond the end.
        bytes.reserve(Int(CTEXT_JSON_PADDING))
        guard let parser, let start = bytes.storage.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return .noMemory
        }
        switch CTextJSONParse(parser, start, text.count) {
        case .object: break
        case .otherRoot: return .noObject
        case .invalid: return JSONFault.locate(in: bytes.storage)
        case .outOfMemory: return .noMemory
        }
        // The first node is the document's own.
        var index = 1
        var pending = 1
        while pending > 0 {
            var node = CTextJSONValue()
            index = CTextJSONRead(parser, index, &node)
            tape.append(node)
            pending += node.nodes - 1
        }
        return nil
    }
}
