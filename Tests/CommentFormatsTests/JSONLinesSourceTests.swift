import Foundation
import Glibc
import Moderation
import Synchronization
import Testing

@testable import CommentFormats

struct JSONLinesSourceTests {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    @Test(
        "lines are numbered and cut the same way whatever their ends",
        arguments: [
            ("", []), ("\n", []), ("\n\n\n", []), ("\r\n\r\n", []), ("A", [1]), ("A\n", [1]), ("A\r\n", [1]),
            ("A\r", [1]),
            ("A\nA", [1, 2]), ("\nA\n\n\nA", [2, 5]), ("A\r\n\r\nA\r\n", [1, 3]), ("\r\nA", [2]),
        ] as [(String, [Int])])
    func lineEnds(pattern: String, lines: [Int]) throws {
        let text = pattern.replacingOccurrences(of: "A", with: #"{"body":"b"}"#)
        let records = try Record.read(Array(text.utf8))
        #expect(records.map(\.line) == lines)
        #expect(records.allSatisfy { $0.raw == Array(#"{"body":"b"}"#.utf8) && $0.code == nil })
    }

    @Test("a byte order mark is dropped at the start of each input and nowhere else")
    func byteOrderMark() throws {
        let line = Array(#"{"body":"b"}"#.utf8) + [0x0A]
        #expect(try Record.read(Self.mark + line + Self.mark + line).map(\.code) == [nil, "invalid_json"])
        #expect(try Record.read(Self.mark).isEmpty)
        #expect(try Record.read(Self.mark + [0x0A] + line).map(\.line) == [2])
        #expect(try Record.read([0xEF, 0x0A] + line).map(\.code) == ["invalid_utf8", nil])
        #expect(try Record.read(Self.mark + line, blockSize: 1).map(\.code) == [nil])
    }

    @Test("any split into blocks gives the same records", arguments: 0..<40)
    func splits(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        let maxLine = 40
        let bytes = Self.randomInput(&random)
        let whole = try Record.read(bytes, maxLine: maxLine)
        for blockSize in [1, 2, 3, 7, 16, 40, 41, 42, 64, 100, 1000] {
            let split = try Record.read(bytes, maxLine: maxLine, blockSize: blockSize)
            #expect(split == whole, "blocks of \(blockSize) bytes")
        }
    }

    private static func randomInput(_ random: inout SplitMix) -> [UInt8] {
        let parts = [
            #"{"body":"b"}"#, "{", "\n", "\n", "\r\n", "\r", "\n\n", #"{"body":"中文"}"#, "x",
            String(repeating: "y", count: 38), String(repeating: "z", count: 120),
            #"{"author":"0123456789012345678901"}"#,
        ]
        var bytes: [UInt8] = random.next() % 3 == 0 ? mark : []
        for _ in 0..<(random.next() % 40) { bytes += Array(parts[Int(random.next() % UInt64(parts.count))].utf8) }
        return bytes
    }

    @Test("a 10 MB line is told as too long, passes whole and takes no more memory than a block")
    func longLine() throws {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
        let line = Array(#"{"body":"b"}"#.utf8)
        let path = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try Data(line + [0x0A] + long + [0x0D, 0x0A] + line).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = JSONLinesSource(inputs: [.path(path)])
        let decoder = source.makeDecoder()
        let block = CommentBlock()
        var codes: [String?] = []
        var passed = 0
        while try source.fill(block) {
            decoder.decode(block)
            for entry in block.entries {
                if !entry.isContinuation { codes.append(entry.malformation?.code) }
                if entry.malformation != nil { passed += block.raw(entry).count }
            }
        }
        #expect(codes == [nil, "line_too_long", nil])
        #expect(passed == long.count)
        #expect(block.input.capacity < 4 << 20)
        #expect(source.progress.bytesRead == source.progress.totalBytes)
    }

    @Test("the longest line allowed is read and one byte more is not", arguments: ["\n", "\r\n", ""])
    func limit(end: String) throws {
        let line = #"{"body":"b"}"#
        #expect(try Record.read(Array((line + end).utf8), maxLine: 12).map(\.code) == [nil])
        let longer = try Record.read(Array((line + " " + end).utf8), maxLine: 12)
        #expect(longer.map(\.code) == ["line_too_long"])
        #expect(longer.first?.message == "the line is longer than 12 bytes")
        #expect(longer.first?.raw == Array((line + " ").utf8))
    }

    @Test("when the input pauses, whole lines come at once and the beginning of a line waits")
    func pause() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (read, write) = (ends[0], ends[1])
        defer { close(read) }
        func send(_ text: String) { _ = text.withCString { Glibc.write(write, $0, strlen($0)) } }
        let source = JSONLinesSource(inputs: [.descriptor(read, name: "pipe")])
        let block = CommentBlock()
        send("{\"body\":\"1\"}\n{\"body\"")
        #expect(try source.fill(block))
        #expect(block.input.count == 13)
        send(":\"2\"}\n")
        #expect(try source.fill(block))
        #expect(block.firstLine == 2)
        #expect(String(decoding: block.input.storage, as: UTF8.self) == "{\"body\":\"2\"}\n")
        send("rest")
        close(write)
        #expect(try source.fill(block))
        #expect(String(decoding: block.input.storage, as: UTF8.self) == "rest")
        #expect(try !source.fill(block))
        #expect(source.progress.totalBytes == nil)
    }

    @Test("a stopped run ends a wait for input and leaves the beginning of a line out")
    func stop() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (read, write) = (ends[0], ends[1])
        defer {
            close(read)
            close(write)
        }
        _ = Glibc.write(write, "{\"bo", 4)
        let stopped = Flag()
        // A thread and not a task, since the wait below would take the thread that a task needs to go on.
        let timer = Thread {
            usleep(50_000)
            stopped.set()
        }
        timer.start()
        let source = JSONLinesSource(inputs: [.descriptor(read, name: "pipe")], shouldStop: { stopped.isSet })
        #expect(try source.fill(CommentBlock()) == false)
    }

    @Test("files are read in order, each with its own lines and number")
    func files() throws {
        let folder = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in [("a", "\n{\"body\":\"a\"}"), ("empty", ""), ("b", "{\"body\":\"b\"}\n")] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let names = ["a", "missing", "empty", ".", "b"]
        let source = JSONLinesSource(inputs: names.map { .path(folder + "/" + $0) })
        var seen: [String] = []
        let block = CommentBlock()
        var isOpen = true
        while isOpen {
            do throws(InputError) {
                isOpen = try source.fill(block)
                if isOpen { seen.append("\(names[block.source]) \(block.firstLine) \(block.input.count)") }
            } catch {
                seen.append(error.message)
                #expect(error.input.hasPrefix(folder))
            }
        }
        #expect(seen == ["a 1 13", "No such file or directory", "Is a directory", "b 1 13"])
    }
}

/// A small generator, so that a failing seed fails again.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
