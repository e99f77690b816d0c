import Foundation
import Glibc

/// Runs the built program as a user would.
enum Command {
    /// How a run ended.
    struct Result {
        var output: Data
        var errors: Data
        /// The exit status, or the negative number of the signal that ended it.
        var status: Int32

        /// What came on stdout.
        var text: String { String(decoding: output, as: UTF8.self) }
        /// What came on stderr.
        var messages: String { String(decoding: errors, as: UTF8.self) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }

        /// The lines of stdout as JSON objects.
        var records: [[String: Any]] {
            get throws { try lines.map(Command.object) }
        }

        /// For each line of stdout its verdict, or the code of its error.
        var outcomes: [String] {
            get throws { try records.map(Command.outcome) }
        }
    }

    struct NoObject: Error, CustomStringConvertible {
        var description: String
    }

    /// Where the program was built: beside the tests that run.
    static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("modfilter").path
    }()

    /// The root of the source tree.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Starts the program, or another one such as a shell.
    static func start(
        _ arguments: [String], stdin: RunningCommand.Stream = .pipe, stdout: RunningCommand.Stream = .pipe,
        stderr: RunningCommand.Stream = .pipe, environment: [String: String] = [:], in folder: String,
        program: String = Command.program
    ) throws -> RunningCommand {
        try RunningCommand(
            program: program, arguments: arguments, streams: [stdin, stdout, stderr],
            environment: ["PATH": "/usr/bin:/bin", "MODFILTER": Command.program].merging(environment) { $1 },
            folder: folder)
    }

    /// Runs a line of shell, in which `$MODFILTER` is the program, to its end.
    static func shell(
        _ line: String, input: Data = Data(), environment: [String: String] = [:], in folder: String
    ) throws -> Result {
        let command = try start(["-c", line], environment: environment, in: folder, program: "/bin/sh")
        command.send(input)
        command.endInput()
        return try command.finish()
    }

    static func object(_ line: some StringProtocol) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw NoObject(description: "not an object: \(line)")
        }
        return object
    }

    /// The verdict of a line, or the code of its error.
    static func outcome(of record: [String: Any]) throws -> String {
        if let verdict = record["verdict"] as? String { return verdict }
        if let error = record["error"] as? [String: Any], let code = error["code"] as? String { return code }
        throw NoObject(description: "neither verdict nor error: \(record)")
    }
}
