import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// The inputs that a command was given.
struct InputFiles {
    private let names: [String]
    /// Whether a command may be meant by a name that is no file.
    private let mayBeCommands: Bool

    init(_ names: [String], mayBeCommands: Bool = false) {
        self.names = names
        self.mayBeCommands = mayBeCommands
    }

    /// The inputs, each of which can be opened; else says what is wrong with all that can't and ends with status 64.
    func checked() throws -> [InputFile] {
        if names.isEmpty { return try check(.standardInput).map { throw $0 } ?? [.standardInput] }
        let inputs = names.map { $0 == "-" ? InputFile.standardInput : .path($0) }
        let failures = inputs.compactMap(check)
        if let first = failures.first { throw first }
        return inputs
    }

    private func check(_ input: InputFile) -> ExitCode? {
        var status = stat()
        let found: Int32
        switch input {
        case .path(let path): found = stat(path, &status)
        default: found = fstat(STDIN_FILENO, &status)
        }
        if found != 0 {
            StandardError.write("modfilter: " + missing(input.name, errno))
        } else if status.st_mode & S_IFMT == S_IFDIR {
            StandardError.write("modfilter: \(input.name) is a folder; give files of comments")
        } else if case .path(let path) = input, access(path, R_OK) != 0 {
            StandardError.write("modfilter: \(path) can't be read: \(String(cString: strerror(errno)))")
        } else {
            return nil
        }
        return .usage
    }

    private func missing(_ name: String, _ number: Int32) -> String {
        guard number == ENOENT else { return "\(name) can't be read: \(String(cString: strerror(number)))" }
        let commands = Modfilter.configuration.subcommands.compactMap { $0.configuration.commandName }
        if mayBeCommands, let command = Suggestion.nearest(to: name, in: commands) {
            return "no file \"\(name)\"; did you mean the command \"\(command)\"?"
        }
        return "no file \"\(name)\""
    }
}
