import Foundation

@testable import Moderation
@testable import Workbench

/// Ours, not the one of Swift Testing.
typealias Comment = Moderation.Comment

/// A rules folder of its own that goes away with the test.
final class RulesFixture {
    private let root: String
    var rules: String { root + "/rules" }

    /// - Parameter files: Content by path within the rules folder.
    init(_ files: [String: String]) throws {
        root = NSTemporaryDirectory() + "modfilter-workbench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root + "/rules", withIntermediateDirectories: true)
        for (path, text) in files {
            let place = URL(fileURLWithPath: root + "/rules/" + path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place)
        }
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: root)
    }

    func load() throws -> RuleSet { try RuleSet.load(folder: rules) }

    /// What loading the tests reports, a line each, with paths from `rules`; empty where they load.
    func testProblems() -> [String] {
        do throws(RuleLoadError) {
            _ = try RuleTestLoader.load(folder: rules)
            return []
        } catch {
            return error.problems.map { "\($0)".replacingOccurrences(of: root + "/", with: "") }
        }
    }

    /// What is noted of the rules, their tests apart.
    func notes() throws -> [String] {
        try RuleNotes(ruleSet: load(), folder: rules).all(tests: nil).map {
            "\($0)".replacingOccurrences(of: root + "/", with: "")
        }
    }

    /// What probing the rules reports.
    func probeProblems() throws -> [String] {
        try RuleProbe(ruleSet: load(), folder: rules).run().map {
            "\($0)".replacingOccurrences(of: root + "/", with: "")
        }
    }
}
