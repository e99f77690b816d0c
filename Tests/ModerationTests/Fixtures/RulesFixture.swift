import Foundation

@testable import Moderation

/// Ours, not the one of Swift Testing.
typealias Comment = Moderation.Comment

/// A rules folder of its own that goes away with the test: files by their path, `rules/…` and, where there is one,
/// `pack/…`.
final class RulesFixture {
    /// The folder that holds `rules` and `pack`.
    let root: String
    var rules: String { root + "/rules" }
    private var hasPack = false

    /// - Parameter files: Content by path within the rules folder; what begins with `pack/` goes to the pack beside it.
    init(_ files: [String: String] = [:]) throws {
        root = NSTemporaryDirectory() + "modfilter-moderation-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: rules, withIntermediateDirectories: true)
        for (path, text) in files {
            hasPack = hasPack || path.hasPrefix("pack/")
            try write(Array(text.utf8), to: path.hasPrefix("pack/") ? path : "rules/" + path)
        }
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: root)
    }

    /// Writes a file below `root`.
    func write(_ bytes: [UInt8], to path: String) throws {
        let place = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    func load() throws -> RuleSet {
        try RuleSet.load(folder: rules, pack: hasPack ? root + "/pack" : nil)
    }

    /// What loading reports, a line each, with paths from `root`; empty where it loads.
    func problems() -> [String] {
        do throws(RuleLoadError) {
            _ = try RuleSet.load(folder: rules, pack: hasPack ? root + "/pack" : nil)
            return []
        } catch {
            return error.problems.map { "\($0)".replacingOccurrences(of: root + "/", with: "") }
        }
    }
}

extension RuleSet {
    /// Loads one rule file, with a policy and other files perhaps.
    static func of(_ lua: String, policy: String? = nil, files: [String: String] = [:]) throws -> RuleSet {
        var all = files
        all["rules.lua"] = lua
        if let policy { all["policy.lua"] = policy }
        return try RulesFixture(all).load()
    }
}

/// What loading one rule file reports, a line each; the file is `rules/a.lua`.
func problems(_ lua: String, policy: String? = nil, files: [String: String] = [:]) throws -> [String] {
    var all = files
    all["a.lua"] = lua
    if let policy { all["policy.lua"] = policy }
    return try RulesFixture(all).problems()
}

extension Moderator {
    /// A moderator for one rule file, with a policy and other files perhaps.
    convenience init(
        lua: String, policy: String? = nil, files: [String: String] = [:],
        log: @escaping ScriptHost.Log = { _, _, _ in }
    ) throws {
        try self.init(ruleSet: try RuleSet.of(lua, policy: policy, files: files), log: log)
    }
}

/// Judges one comment with one rule file.
func judge(
    _ lua: String, _ comment: Comment = Comment(body: "Hello."), policy: String? = nil, files: [String: String] = [:]
) throws -> Verdict {
    try Moderator(lua: lua, policy: policy, files: files).judge(comment)
}

extension Verdict {
    /// The names of the rules that fired.
    var names: [String] { fired.map { ruleSet.rules[$0.rule].name } }
    var shadowNames: [String] { shadow.map { ruleSet.rules[$0.rule].name } }
    /// The reasons of the rules that fired.
    var reasons: [String] { fired.map { string($0.reason) } }
    /// The rules that failed, as `file:line: message`.
    var failureTexts: [String] { failures.map { "\($0.file):\($0.line): \($0.message)" } }
    /// Each hit as `field[from,to) found`.
    var hitTexts: [String] {
        hits.map { "\($0.field.name)[\($0.at.lowerBound),\($0.at.upperBound)) \(string($0.found))" }
    }
}

extension Comment {
    /// A comment with further fields.
    init(_ fields: [Field: String], createdAt: Int64? = nil, postCreatedAt: Int64? = nil) {
        self.init()
        for (field, text) in fields { self[field] = text }
        self.createdAt = createdAt
        self.postCreatedAt = postCreatedAt
    }
}

/// What a Lua expression about `comment` gives, as the reason of a rule that always fires.
///
/// - Parameter setup: Stands before the rule, for handles.
func value(
    of expression: String, in comment: Comment = Comment(body: "Hello."), setup: String = "", policy: String? = nil,
    now: Int64 = 1_790_000_000
) throws -> String {
    let lua = """
        \(setup)
        rule { name = "probe", category = "probe", score = 1, check = function(comment)
          return true, tostring(\(expression))
        end }
        """
    let verdict = try Moderator(lua: lua, policy: policy).judge(comment, now: now)
    return verdict.failureTexts.first ?? verdict.reasons.first ?? "silent"
}

extension ValueTape {
    mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(string: UnsafeRawBufferPointer($0)) }
    }
}
