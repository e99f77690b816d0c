import Foundation
import Testing

@testable import CommentFormats

/// Nicolas Seriot's JSON parsing test suite, which lies outside the tree: `y_` files are valid JSON, `n_` files are
/// not, and `i_` files may be taken or not.
struct JSONParsingSuiteTests {
    private static var folder: String {
        let shared = ProcessInfo.processInfo.environment["MODFILTER_SHARED"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let base = shared.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("../shared")
        return base.appendingPathComponent("data/adversarial/json-parsing").standardizedFileURL.path
    }

    private static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

    private static var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    private func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + file)))
    }

    /// The file as one line. Line ends become spaces where they are allowed, and else something that never is.
    private func line(_ file: String) throws -> [UInt8] {
        let substitute: UInt8 = file.hasPrefix("y_") ? 0x20 : 0x01
        return try bytes(file).reversed().drop { $0 == 0x0A }.reversed().map { $0 == 0x0A ? substitute : $0 }
    }

    @Test(
        "each file of the JSON parsing suite goes through as lines, and none becomes a comment",
        .enabled(if: isThere, "set MODFILTER_SHARED to the folder that holds data/adversarial"))
    func asLines() throws {
        #expect(Self.files.count == 318)
        for file in Self.files {
            let bytes = try bytes(file)
            let records = Record.decode(bytes)
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true).filter { $0 != [0x0D] }
            #expect(records.count == lines.count, "\(file)")
            for record in records {
                // None of the suite's objects has a body, an author or a url.
                #expect(record.code != nil, "\(file)")
                #expect(record.message?.isEmpty == false, "\(file)")
            }
        }
    }

    @Test(
        "valid JSON is taken as a value of a comment, and invalid JSON makes it malformed",
        .enabled(if: isThere, "set MODFILTER_SHARED to the folder that holds data/adversarial"))
    func asValues() throws {
        for file in Self.files {
            let value = try line(file)
            let records = Record.decode(Array(#"{"body":"b","value":"#.utf8) + value + Array("}".utf8))
            #expect(records.count == 1, "\(file)")
            let code = records.first?.code
            if file.hasPrefix("y_") { #expect(code == nil, "\(file)") }
            if file.hasPrefix("n_") { #expect(code != nil && code != "no_content", "\(file)") }
        }
    }

    @Test(
        "a valid root that is no object is told apart from broken JSON",
        .enabled(if: isThere, "set MODFILTER_SHARED to the folder that holds data/adversarial"))
    func asRoots() throws {
        for file in Self.files where !file.hasPrefix("i_") {
            let bytes = try line(file)
            guard !bytes.allSatisfy({ $0 == 0x20 }) else { continue }
            let isObject = bytes.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{")
            let code = Record.decode(bytes).first?.code
            if file.hasPrefix("y_") {
                #expect(code == (isObject ? "no_content" : "not_an_object"), "\(file)")
            } else {
                #expect(["invalid_json", "invalid_utf8", "too_deep"].contains(code), "\(file)")
            }
        }
    }
}
