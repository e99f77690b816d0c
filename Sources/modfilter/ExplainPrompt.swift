import CTerminal
import CommentFormats
import Glibc
import Moderation
import Workbench

/// Comments typed at a prompt, each explained at once; the last one again when the rules change.
final class ExplainPrompt {
    private let command: ExplainCommand
    private var fields: [(String, String)] = []
    private var last: [UInt8]?
    private let folder: String
    private var stamp: FolderStamp
    /// Those that loaded last.
    private var ruleSet: RuleSet?

    private static let help = """
        Type a comment, or a comment as JSON. Change the rules meanwhile: the last comment is explained again.
          :author Ann     sets a field of the comments to come; also :email, :url, :ip, :type, :post, :parent, :section,
                          :role
          :author         takes it away again
          :help           this text; Ctrl-D ends
        """
    private static let names = ["author", "email", "url", "ip", "type", "post", "parent", "section", "role"]

    init(_ command: ExplainCommand) throws {
        self.command = command
        folder = try command.rulesOptions.folder
        stamp = FolderStamp(of: folder)
        ruleSet = try? RulesOptions.load(folder)
    }

    func run() {
        guard Terminal.isTerminal(STDIN_FILENO), Terminal.isTerminal(STDOUT_FILENO) else {
            while let line = readLine() { answer(line) }
            return
        }
        print(Self.help)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let editor = cterminal_editor_create(
            "comment> ",
            { context in
                guard let context else { return 0 }
                return Unmanaged<ExplainPrompt>.fromOpaque(context).takeUnretainedValue().lookForChanges() ? 1 : 0
            }, context)
        guard let editor else { return StandardError.write("modfilter: this terminal can't be used") }
        defer { cterminal_editor_free(editor) }
        var length = 0
        while let line = cterminal_editor_read(editor, &length) {
            answer(String(decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self))
        }
        print("")
    }

    private func answer(_ line: String) {
        let text = line.trimmed
        if text.isEmpty { return }
        if let name = text.dropFirst().split(separator: " ").first.map(String.init), text.hasPrefix(":"),
            Self.names.contains(name) || name == "help"
        {
            return set(String(text.dropFirst()))
        }
        if text.hasPrefix("{") {
            last = Array(text.utf8)
        } else {
            let members = fields + [("body", line)]
            last = Array(JSONValue.object(members.map { ($0, .string($1)) }).text.utf8)
        }
        _ = lookForChanges(isQuiet: true)
        explain()
    }

    /// Obeys `:author Ann`, `:author` or `:help`.
    private func set(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = parts.first, Self.names.contains(name) else { return print(Self.help) }
        fields.removeAll { $0.0 == name }
        if parts.count > 1 { fields.append((name, parts[1])) }
        let given = fields.map { "\($0.0) \(SafeText.clean($0.1, limit: 60))" }.joined(separator: ", ")
        print(given.isEmpty ? "no fields but the body" : given)
    }

    private func explain() {
        guard let last else { return }
        guard let ruleSet else { return StandardError.write("modfilter: mend the rules in \(folder) first") }
        guard let accounts = try? command.accounts(from: RecordSource(text: last), ruleSet: ruleSet),
            !accounts.isEmpty
        else { return }
        command.show(accounts, ruleSet)
    }

    /// Whether the rules changed, and the last comment was explained again.
    private func lookForChanges(isQuiet: Bool = false) -> Bool {
        let now = FolderStamp(of: folder)
        if now == stamp { return false }
        stamp = now
        if !isQuiet { print("\r\u{1B}[K-- the rules changed --") }
        if let changed = try? RulesOptions.load(folder) {
            ruleSet = changed
            if !isQuiet { explain() }
        } else if ruleSet != nil {
            StandardError.write("modfilter: the rules before those go on")
        }
        return true
    }
}

/// What tells a folder from itself after a change: the names, sizes and times of all files in it.
struct FolderStamp: Equatable {
    private var files: [String] = []

    init(of folder: String) {
        add(folder, depth: 0)
        files.sort()
    }

    /// Deeper folders than a rules folder may have are not looked at.
    private static let deepest = 16

    private mutating func add(_ path: String, depth: Int) {
        guard depth < Self.deepest, let listing = opendir(path) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            var status = stat()
            let file = path + "/" + name
            guard stat(file, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                add(file, depth: depth + 1)
            } else {
                files.append("\(file) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)")
            }
        }
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
