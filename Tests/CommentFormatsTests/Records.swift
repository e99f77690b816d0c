import Foundation
import Moderation

@testable import CommentFormats

/// An input record as a test looks at it. The pieces of a long line are put together again.
struct Record: Equatable {
    var line: Int
    var raw: [UInt8]
    var fields: [String: String] = [:]
    var integers: Set<String> = []
    var createdAt: Int64?
    var postCreatedAt: Int64?
    var extra: String?
    var code: String?
    var message: String?
    var hasModeration = false

    init(_ entry: CommentEntry, in block: CommentBlock, decoder: any CommentDecoder) {
        line = entry.line
        raw = Array(block.raw(entry))
        for field in Field.allCases {
            guard let value = block.value(of: field, in: entry) else { continue }
            fields[field.name] = String(decoding: value, as: UTF8.self)
            if entry.isInteger(field) { integers.insert(field.name) }
        }
        createdAt = entry.createdAt
        postCreatedAt = entry.postCreatedAt
        code = entry.malformation?.code
        message = entry.malformation?.message
        hasModeration = entry.hasModeration
        guard entry.hasExtra else { return }
        var tape = ValueTape()
        decoder.readExtra(of: entry, in: block, into: &tape)
        var buffer = ByteBuffer()
        buffer.append(tape, at: 0)
        extra = String(decoding: buffer.storage, as: UTF8.self)
    }

    /// What a decoder makes of bytes that stand in a block as they are.
    static func decode(_ bytes: [UInt8], maxLine: Int = JSONLinesSource.defaultMaxLine) -> [Record] {
        let block = CommentBlock()
        bytes.withUnsafeBytes { block.input.append($0) }
        let decoder = JSONCommentDecoder(maxLine: maxLine)
        decoder.decode(block)
        return block.entries.map { Record($0, in: block, decoder: decoder) }
    }

    static func decode(_ text: String) -> [Record] { decode(Array(text.utf8)) }

    /// The only record of a text.
    static func one(_ text: String) -> Record? {
        let records = decode(text)
        return records.count == 1 ? records[0] : nil
    }

    /// Everything that a source gives.
    static func all(of source: JSONLinesSource) throws -> [Record] {
        var records: [Record] = []
        let decoder = source.makeDecoder()
        let block = CommentBlock()
        while try source.fill(block) {
            decoder.decode(block)
            for entry in block.entries {
                if entry.isContinuation {
                    records[records.count - 1].raw += Array(block.raw(entry))
                } else {
                    records.append(Record(entry, in: block, decoder: decoder))
                }
            }
        }
        return records
    }

    /// Everything that a source reads from a file of these bytes.
    static func read(
        _ bytes: [UInt8], maxLine: Int = JSONLinesSource.defaultMaxLine,
        blockSize: Int = JSONLinesSource.defaultBlockSize
    ) throws -> [Record] {
        let path = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try all(of: JSONLinesSource(inputs: [.path(path)], maxLine: maxLine, blockSize: blockSize))
    }
}
