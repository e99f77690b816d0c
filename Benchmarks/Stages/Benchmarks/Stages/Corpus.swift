import CommentFormats
import Foundation
import Moderation

/// The comments of the file that MODFILTER_COMMENTS names, decoded; samples of 1,000 are spread evenly over it.
struct Corpus {
    /// One comment; its bytes stay where they are.
    struct Entry {
        let block: CommentBlock
        let entry: CommentEntry

        func bytes(of field: Field) -> UnsafeRawBufferPointer {
            block.value(of: field, in: entry) ?? UnsafeRawBufferPointer(start: nil, count: 0)
        }

        /// The same as a value, for a moderator that judges comments one by one.
        var comment: Comment {
            var comment = Comment()
            for field in Field.allCases {
                comment[field] = block.value(of: field, in: entry).map { String(decoding: $0, as: UTF8.self) }
            }
            comment.createdAt = entry.createdAt
            return comment
        }
    }

    static let count = 1000

    let all: [Entry]
    let sample: [Entry]
    let ascii: [Entry]
    let other: [Entry]
    /// Where the comments lie, and word lists beside them.
    let folder: String
    /// The twenty rules of the speed workload.
    let rules: String
    /// The shipped rules.
    let pack: String

    init?() {
        let environment = ProcessInfo.processInfo.environment
        guard let path = environment["MODFILTER_COMMENTS"], let rules = environment["MODFILTER_RULES"],
            let pack = environment["MODFILTER_PACK"]
        else {
            print("Benchmarks/stages says where comments and rules are; without it nothing is measured.")
            return nil
        }
        let all = Self.read(path)
        let ascii = all.filter { $0.bytes(of: .body).allSatisfy { $0 < 0x80 } }
        let other = all.filter { $0.bytes(of: .body).contains { $0 >= 0x80 } }
        guard ascii.count >= Self.count, other.count >= Self.count else {
            print("\(path) has too few comments; nothing is measured.")
            return nil
        }
        self.all = all
        sample = Self.spread(all)
        self.ascii = Self.spread(ascii)
        self.other = Self.spread(other)
        folder = (path as NSString).deletingLastPathComponent
        (self.rules, self.pack) = (rules, pack)
    }

    private static func read(_ path: String) -> [Entry] {
        let source = JSONLinesSource(inputs: [.path(path)])
        let decoder = source.makeDecoder()
        var entries: [Entry] = []
        var block = CommentBlock()
        while (try? source.fill(block)) == true {
            decoder.decode(block)
            for entry in block.entries where entry.malformation == nil {
                entries.append(Entry(block: block, entry: entry))
            }
            block = CommentBlock()
        }
        return entries
    }

    private static func spread(_ entries: [Entry]) -> [Entry] {
        (0..<count).map { entries[$0 * (entries.count / count)] }
    }
}
