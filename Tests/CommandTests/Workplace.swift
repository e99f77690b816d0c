import Foundation

/// A folder of its own, with rules, that goes away with the test. Runs start in it.
final class Workplace {
    /// Rules that judge by words of the text: "bad" is rejected, "doubtful" held, all else accepted.
    static let byWords = """
        policy { hold = 3, reject = 6 }
        local function says(word)
          return function(comment) return comment.body:find(word, 1, true) ~= nil end
        end
        rule { name = "bad", category = "spam", score = 6, check = says "bad" }
        rule { name = "doubtful", category = "spam", score = 3, check = says "doubtful" }
        """

    let path: String

    /// - Parameter policy: What `rules/policy.lua` holds; `nil` makes no rules folder.
    init(policy: String? = Workplace.byWords) throws {
        path = NSTemporaryDirectory() + "modfilter-command-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if let policy { try write("rules/policy.lua", policy) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs the program here to its end.
    func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Command.Result {
        try run(arguments, input: Data(input.utf8), environment: environment)
    }

    func run(
        _ arguments: [String], input: Data, environment: [String: String] = [:]
    ) throws -> Command.Result {
        let command = try Command.start(arguments, environment: environment, in: path)
        command.send(input)
        command.endInput()
        return try command.finish()
    }

    func start(
        _ arguments: String..., stdin: RunningCommand.Stream = .pipe, stdout: RunningCommand.Stream = .pipe,
        stderr: RunningCommand.Stream = .pipe, environment: [String: String] = [:]
    ) throws -> RunningCommand {
        var streams = [stdin, stdout, stderr]
        for (index, stream) in streams.enumerated() {
            // Streams are opened in the tests' own folder.
            if case .file(let name) = stream, !name.hasPrefix("/") { streams[index] = .file(path + "/" + name) }
        }
        let command = try Command.start(
            arguments, stdin: streams[0], stdout: streams[1], stderr: streams[2], environment: environment, in: path)
        command.keeps = self
        return command
    }

    func shell(
        _ line: String, input: String = "", environment: [String: String] = [:]
    ) throws -> Command.Result {
        try Command.shell(line, input: Data(input.utf8), environment: environment, in: path)
    }

    func write(_ name: String, _ text: String) throws {
        try write(name, Data(text.utf8))
    }

    func write(_ name: String, _ bytes: Data) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// A file's lines as JSON objects.
    func records(_ name: String) throws -> [[String: Any]] {
        try text(name).split(separator: "\n").map(Command.object)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }
}
