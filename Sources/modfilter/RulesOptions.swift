import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// Where rules come from; the same for every command.
struct RulesOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The rules folder.",
            discussion: "Without it $MODFILTER_RULES, else ./rules, else the rules that came with modfilter.",
            valueName: "folder"))
    var rules: String?

    /// The folder to load.
    var folder: String {
        get throws {
            if let rules { return rules }
            if let named = Environment["MODFILTER_RULES"], !named.isEmpty { return named }
            if FileKind(of: "rules") == .folder { return "rules" }
            if let pack = InstalledPack.folder { return pack }
            StandardError.write(
                "modfilter: there is no rules folder here; name one with --rules, for a start the one in modfilter's source"
            )
            throw ExitCode.badRules
        }
    }

    /// Where rules come from, how many there are, and the digest that tells them from others:
    /// `rules: ./rules + pack, 41 rules, ruleset 4f2a5e11c0d3`.
    func description(of ruleSet: RuleSet) throws -> String {
        Self.description(of: ruleSet, in: try folder)
    }

    static func description(of ruleSet: RuleSet, in folder: String) -> String {
        let pack = ruleSet.rules.contains { $0.file.hasPrefix("pack/") } ? " + pack" : ""
        let count = Numbers.count(ruleSet.rules.count { $0.isOn }, "rule")
        return "rules: \(SafeText.clean(folder, limit: 1000))\(pack), \(count), ruleset \(ruleSet.shortHash)"
    }

    /// Loads the rules, or says every problem on stderr and ends with status 2.
    func load() throws -> RuleSet { try Self.load(folder) }

    static func load(_ folder: String) throws -> RuleSet {
        do {
            return try RuleSet.load(folder: folder, pack: InstalledPack.folder, cache: CacheFolder.path)
        } catch {
            for problem in error.problems { StandardError.write(problem.description) }
            StandardError.write("modfilter: the rules in \(folder) did not load; nothing was judged")
            throw ExitCode.badRules
        }
    }
}

/// Where compiled lists are kept from run to run.
enum CacheFolder {
    /// The folder that `$MODFILTER_CACHE` names, where it is not `off`; else `modfilter` in the user's folder for such
    /// things (XDG Base Directory Specification); `nil` for none.
    static var path: String? {
        if let named = Environment["MODFILTER_CACHE"], !named.isEmpty { return named == "off" ? nil : named }
        // The specification wants what is no absolute path ignored.
        if let folder = Environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/modfilter" }
        guard let home = Environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.cache/modfilter"
    }
}

/// The rules that came with modfilter.
enum InstalledPack {
    /// `$MODFILTER_PACK`, else `share/modfilter/rules` beside the folder of the program, else `rules` of the source
    /// tree in which it was built.
    static var folder: String? {
        if let named = Environment["MODFILTER_PACK"], !named.isEmpty { return named }
        guard let program = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(program) }
        var parts = String(cString: program).split(separator: "/").map(String.init)
        parts.removeLast()
        let installed = "/" + (parts.dropLast() + ["share", "modfilter", "rules"]).joined(separator: "/")
        if FileKind(of: installed) == .folder { return installed }
        guard let build = parts.lastIndex(of: ".build") else { return nil }
        let source = "/" + (parts[..<build] + ["rules"]).joined(separator: "/")
        return FileKind(of: source) == .folder ? source : nil
    }
}

enum Environment {
    static subscript(name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// What stands at a path.
enum FileKind {
    case folder, other

    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
    }
}
