import LuaRuntime
import TextAnalysis

/// Why a rules folder did not load: every problem that was found.
public struct RuleLoadError: Error, Sendable {
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }
}

extension RuleSet {
    /// Loads a rules folder.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds `policy.lua`, rule files and `lists/`.
    ///   - pack: The installed pack, which `include "pack"` in `policy.lua` takes along; `nil` where there is none.
    ///   - cache: A folder that keeps compiled lists from run to run, such as `~/.cache/modfilter`; it is made where it is
    ///     missing, and used only where it belongs to this user alone. `nil` compiles them anew each time.
    /// - Throws: `RuleLoadError` with every problem, in the order of files and lines.
    public static func load(
        folder: String, pack: String? = nil, cache: String? = nil
    ) throws(RuleLoadError) -> RuleSet {
        var loader: RuleLoader
        do throws(Problem) {
            loader = try RuleLoader(folder: folder, pack: pack, cache: cache)
        } catch {
            throw RuleLoadError(problems: [error])
        }
        return try loader.load()
    }
}

/// Runs the files of a rules folder and hands what they declare to the compiler.
struct RuleLoader {
    private let folder: RulesFolder
    private let pack: RulesFolder?
    private let cache: DatabaseCache?
    private var problems: [Problem] = []

    /// Folders by number: where `SourceFile.root` points.
    private static let ownRoot = 0
    private static let packRoot = 1

    init(folder: String, pack: String?, cache: String?) throws(Problem) {
        self.cache = cache.map { DatabaseCache(folder: $0) }
        self.folder = try RulesFolder(path: folder)
        self.pack = try pack.map { path throws(Problem) in try RulesFolder(path: path, prefix: "pack/") }
    }

    mutating func load() throws(RuleLoadError) -> RuleSet {
        let loading = ScriptLoading(folders: [folder] + (pack.map { [$0] } ?? []))
        let host = ScriptHost(loading: loading, log: { _, _, _ in })
        var files = folder.ruleFiles(root: Self.ownRoot, problems: &problems)
        do throws(LuaError) {
            let state = try host.makeState()
            // The policy comes first: it says whether the pack comes along.
            let policies = files.indices.filter { files[$0].path == "policy.lua" }
            if let index = policies.first { run(files.remove(at: index), loading, state) }
            if loading.includesPack { files = includedFiles() + files }
            for file in files { run(file, loading, state) }
        } catch {
            problems.append(Problem(file: folder.path, line: 0, what: error.message, advice: ""))
        }
        problems += loading.problems
        if problems.isEmpty, loading.declarations.allSatisfy({ $0.function != .rule }) {
            problems.append(
                Problem(
                    file: folder.path, line: 0, what: "there is no rule in this folder",
                    advice:
                        "write one, such as spam/links.lua, or take the pack along with include \"pack\" in policy.lua")
            )
        }
        let networks = networkLists(withPack: loading.includesPack)
        var compiler = RuleCompiler(loading: loading, networkLists: networks, cache: cache, isWhole: problems.isEmpty)
        let compiled = compiler.compile()
        problems += compiler.problems
        guard let compiled, problems.isEmpty else { throw RuleLoadError(problems: Self.inOrder(problems)) }
        return compiled
    }

    private mutating func includedFiles() -> [SourceFile] {
        if let pack { return pack.ruleFiles(root: Self.packRoot, problems: &problems) }
        problems.append(
            Problem(
                file: folder.name(of: "policy.lua"), line: 0, what: "include \"pack\": there is no installed pack",
                advice: "install modfilter with make install, or name the pack with $MODFILTER_PACK"))
        return []
    }

    /// The pack's, then the folder's own, which holds where both name a domain.
    private mutating func networkLists(withPack: Bool) -> [NetworkList] {
        var lists: [NetworkList] = []
        for folder in [withPack ? pack : nil, folder] {
            do throws(Problem) {
                if let list = try folder?.networks() {
                    problems += list.problems
                    lists.append(list)
                }
            } catch {
                problems.append(error)
            }
        }
        return lists
    }

    private mutating func run(_ file: SourceFile, _ loading: ScriptLoading, _ state: LuaState) {
        do throws(LuaError) {
            try loading.run(file, in: state)
        } catch {
            let isOwn = error.file == file.path || error.file.isEmpty
            problems.append(
                Problem(
                    file: isOwn ? file.name : error.file, line: error.line, what: error.message,
                    advice: error.kind == .syntax ? "mend the Lua syntax there or just above" : ""))
        }
    }

    /// By file and line, each once.
    private static func inOrder(_ problems: [Problem]) -> [Problem] {
        var seen: Set<Problem> = []
        return problems.filter { seen.insert($0).inserted }
            .sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }
}
