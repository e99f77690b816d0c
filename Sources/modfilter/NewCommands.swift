import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import Workbench

/// Makes a rules folder.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract:
            "Make a rules folder: a policy that takes the shipped rules along, an example, and files for editors.",
        discussion: """
            EXAMPLE
              modfilter init rules
            """)

    @Argument(help: ArgumentHelp("The folder to make; it may be there if it is empty.", valueName: "folder"))
    var folder: String

    func validate() throws {
        if folder.trimmed.isEmpty { throw ValidationError("name the folder to make, such as rules") }
    }

    func run() throws {
        if FileKind(of: folder) == .other {
            StandardError.write("modfilter: \(folder) is a file; name a folder")
            throw ExitCode.usage
        }
        if let first = NewFiles.firstEntry(of: folder) {
            StandardError.write(
                "modfilter: \(folder) holds \(first) already; name a folder that is empty or not there yet")
            throw ExitCode.usage
        }
        try NewFiles.write(RuleTemplates.folder, to: folder)
        NewFiles.show(RuleTemplates.folder, in: folder)
        let option = folder == "rules" ? "" : " --rules \(NewFiles.quoted(folder))"
        print(
            """

            Try next:
              modfilter test\(option)
              modfilter new my_rule\(option)
            """)
    }
}

/// Writes a rule to begin with.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a commented rule and its test into the rules folder, ready to edit.",
        discussion: """
            EXAMPLE
              modfilter new coupons
              modfilter new no_politics --category off_topic
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Option(help: ArgumentHelp("spam, tone, required, or one of your own.", valueName: "name"))
    var category = "spam"

    @Argument(help: ArgumentHelp("The rule's name, such as many_links.", valueName: "name"))
    var name: String

    func validate() throws {
        for (what, word) in [("rule", name), ("category", category)] {
            let isName =
                !word.isEmpty && word.utf8.count <= 64 && !word.hasPrefix("_")
                && word.utf8.allSatisfy {
                    $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
                }
            if !isName {
                throw ValidationError(
                    "a \(what) is named with small letters, digits and _, such as many_links, not \"\(word)\"")
            }
        }
    }

    func run() throws {
        let folder = try rulesOptions.folder
        if let refusal = rulesOptions.refusal(ofWritingTo: folder) {
            StandardError.write("modfilter: \(refusal)")
            throw ExitCode.usage
        }
        let files = RuleTemplates.rule(name, category: category)
        for file in files where FileKind(of: "\(folder)/\(file.path)") != nil {
            StandardError.write("modfilter: \(folder)/\(file.path) is there already; choose another name")
            throw ExitCode.usage
        }
        // Rules that don't load are no reason not to begin another.
        if let ruleSet = try? RuleSet.load(folder: folder, pack: InstalledPack.folder, cache: CacheFolder.path),
            let known = ruleSet.rules.first(where: { $0.name == name })
        {
            StandardError.write(
                "modfilter: there is a rule \"\(name)\" in \(known.file):\(known.line); choose another name")
            throw ExitCode.usage
        }
        try NewFiles.write(files, to: folder)
        NewFiles.show(files, in: folder)
        let option = rulesOptions.rules.map { " --rules \(NewFiles.quoted($0))" } ?? ""
        print(
            """

            Edit both, then:
              modfilter check\(option)
              modfilter test \(name)\(option)
            """)
    }
}

extension RulesOptions {
    /// Why the folder can't take files of the admin's own; `nil` where it can: what ships is for everybody.
    func refusal(ofWritingTo folder: String) -> String? {
        if rules == nil, folder == InstalledPack.folder {
            return "there is no rules folder here; make one: modfilter init rules"
        }
        if FileKind(of: folder) != .folder {
            return "there is no folder \(folder); make it: modfilter init \(NewFiles.quoted(folder))"
        }
        return nil
    }
}

/// Writing files that must not be there yet.
enum NewFiles {
    /// Writes all files, with the folders that they need; says what could not be written and ends with status 74.
    static func write(_ files: [RuleTemplates.File], to folder: String) throws {
        try makeFolders(folder)
        for file in files {
            let path = folder + "/" + file.path
            if let slash = path.lastIndex(of: "/") { try makeFolders(String(path[..<slash])) }
            let number = create(path, file.text)
            if number == 0 { continue }
            StandardError.write("modfilter: \(path) can't be written: \(String(cString: strerror(number)))")
            throw ExitCode.inputOutput
        }
    }

    /// Writes a file that must not be there yet, whole or not at all; gives 0 or the system's error.
    static func create(_ path: String, _ text: String) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { return errno }
        var text = text
        errno = ENOSPC
        let isWritten = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) == $0.count }
        let number = errno
        if close(descriptor) == 0, isWritten { return 0 }
        unlink(path)
        return number
    }

    static func makeFolders(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            if mkdir(made, 0o777) != 0, errno != EEXIST {
                let number = errno
                StandardError.write("modfilter: \(made) can't be made: \(String(cString: strerror(number)))")
                throw ExitCode.inputOutput
            }
            made += "/"
        }
    }

    static func show(_ files: [RuleTemplates.File], in folder: String) {
        for file in files { print("wrote \(SafeText.clean(folder, limit: 1000))/\(file.path)") }
    }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x2B...0x3A).contains($0) || $0 == UInt8(ascii: "_")
        }
        if isPlain { return word }
        let parts = SafeText.clean(word, limit: 1000).split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// What a folder holds first; `nil` where it is empty or not there.
    static func firstEntry(of path: String) -> String? {
        guard let kind = FileKind(of: path) else { return nil }
        guard kind == .folder, let listing = opendir(path) else { return "a file of that name" }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { return name }
        }
        return nil
    }
}
