import LuaRuntime

/// Everything that a rules folder gave to Lua, so that each worker's state loads the same without touching the disk.
struct ScriptLibrary: Sendable {
    /// In the order in which they run.
    var files: [SourceFile] = []
    /// What `require` found, by the root's number and the name asked for.
    var modules: [ModuleName: SourceFile] = [:]
    /// The number of each list, by the root's number and the path asked for.
    var lists: [ModuleName: Int] = [:]
    /// The number of each model, by the root's number and the path asked for.
    var models: [ModuleName: Int] = [:]
    /// What the files declared, in order.
    var declared: [ScriptFunction] = []

    struct ModuleName: Sendable, Hashable {
        var root: Int
        var name: String
    }
}

/// What a handle (`words{…}`, `pattern[[…]]`, `list "…"`, `history{…}`, `model "…"`) stands for.
enum HandleSpecification: Sendable, Equatable {
    /// Words or a pattern: an index into `RuleSet.groups`.
    case matches(group: Int)
    /// An index into `RuleSet.lists`.
    case list(Int)
    /// An index into `RuleSet.historyQueries`.
    case history(query: Int)
    /// An index into `RuleSet.models`.
    case model(Int)
}

/// The kinds of handles, as Lua tells them apart.
enum HandleKind: Int32, CaseIterable {
    case words = 1
    case pattern, list, history, model

    var name: String {
        switch self {
        case .words: "words"
        case .pattern: "pattern"
        case .list: "list"
        case .history: "history"
        case .model: "model"
        }
    }
}

/// The functions that rules call, by the numbers that the Lua state knows.
enum ScriptFunction: Int, CaseIterable {
    case rule, policy, scores, include, list, words, pattern, history, text, seconds, log, model, seen
    case matchAny, matchCount, matchHits, listHas, historyCount, modelProbability

    /// The global that rules see; `nil` for methods of handles.
    var global: String? {
        switch self {
        case .rule: "rule"
        case .policy: "policy"
        case .scores: "scores"
        case .include: "include"
        case .list: "list"
        case .words: "words"
        case .pattern: "pattern"
        case .history: "history"
        case .text: "text"
        case .seconds: "seconds"
        case .log: "log"
        case .model: "model"
        case .seen: "seen"
        case .matchAny, .matchCount, .matchHits, .listHas, .historyCount, .modelProbability: nil
        }
    }
}
