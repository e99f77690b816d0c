import LuaRuntime

/// What files declare while they load.
///
/// The first time, lists and modules are read from their folders; a worker's state repeats the loading with what was
/// read then, so that handles and functions get the same numbers.
final class ScriptLoading {
    struct Declaration {
        var function: ScriptFunction
        var value: LuaValue
        var file: SourceFile
        var line: Int
    }

    struct HandleDeclaration {
        var kind: HandleKind
        var value: LuaValue
        var file: SourceFile
        var line: Int
    }

    private(set) var declarations: [Declaration] = []
    /// By the number that the Lua handle carries.
    private(set) var handles: [HandleDeclaration] = []
    /// By the number that a list handle's value carries.
    private(set) var lists: [WordList] = []
    /// By the number that a model handle's value carries.
    private(set) var models: [LoadedModel] = []
    private(set) var library: ScriptLibrary
    private(set) var problems: [Problem] = []
    private(set) var includesPack = false
    /// Set where the declarations themselves don't matter, since they were checked before.
    private let isRepeating: Bool

    private var folders: [RulesFolder]
    private var current: SourceFile?

    /// Loads for the first time, from these folders.
    init(folders: [RulesFolder]) {
        self.folders = folders
        library = ScriptLibrary()
        isRepeating = false
    }

    /// Repeats an earlier loading.
    init(repeating library: ScriptLibrary) {
        folders = []
        self.library = library
        isRepeating = true
    }

    /// Makes one more folder known: the pack, once it is included.
    func add(_ folder: RulesFolder) {
        folders.append(folder)
    }

    /// Runs a file; its declarations name it.
    func run(_ file: SourceFile, in state: LuaState) throws(LuaError) {
        current = file
        if !isRepeating { library.files.append(file) }
        try state.run(LuaSource(name: file.path, bytes: file.bytes))
    }

    /// Ends the first loading: what a repetition must declare.
    func finish() -> ScriptLibrary {
        library.declared = declarations.map(\.function)
        return library
    }

    func call(_ function: ScriptFunction, _ call: LuaCall) throws(LuaHostError) {
        guard let current else { return }
        let (path, line) = call.caller
        // What a module declares stands in the module's file.
        let file = library.modules.values.first { $0.path == path && $0.root == current.root } ?? current
        switch function {
        case .rule, .policy, .scores:
            let value = try call.value(at: 0)
            guard case .table = value else {
                throw LuaHostError("\(function.global ?? "") takes a table, such as \(function.global ?? "") { … }")
            }
            declarations.append(Declaration(function: function, value: value, file: file, line: line))
        case .include:
            guard case .string("pack") = try call.value(at: 0) else {
                throw LuaHostError("include takes \"pack\", the rules that came with modfilter")
            }
            guard file.path == "policy.lua" else {
                throw LuaHostError("include \"pack\" stands in \(file.path); it belongs in policy.lua")
            }
            includesPack = true
        case .list:
            try declareList(call, file: file, line: line)
        case .words:
            try declareHandle(.words, call, file: file, line: line)
        case .pattern:
            try declareHandle(.pattern, call, file: file, line: line)
        case .history:
            try declareHandle(.history, call, file: file, line: line)
        case .model:
            guard case .string(let path) = try call.value(at: 0) else {
                throw LuaHostError("model takes a file of the rules folder, such as model \"models/spam.model\"")
            }
            let number: Int
            do throws(Problem) {
                number = try modelNumber(path, root: file.root)
            } catch {
                throw LuaHostError("the model \"\(path)\": \(error.what); \(error.advice)")
            }
            declare(.model, number: number, call, file: file, line: line)
        default:
            throw LuaHostError("\(function.global ?? "this") works only within check, when there is a comment")
        }
    }

    private func declareHandle(
        _ kind: HandleKind, _ call: LuaCall, file: SourceFile, line: Int
    ) throws(LuaHostError) {
        handles.append(HandleDeclaration(kind: kind, value: try call.value(at: 0), file: file, line: line))
        call.writer.handle(LuaHandle(kind: kind.rawValue, id: Int32(handles.count - 1)))
    }

    private func declareList(_ call: LuaCall, file: SourceFile, line: Int) throws(LuaHostError) {
        guard case .string(let path) = try call.value(at: 0) else {
            throw LuaHostError("list takes a file of the rules folder, such as list \"lists/spam.txt\"")
        }
        declare(.list, number: try listNumber(path, root: file.root), call, file: file, line: line)
    }

    private func declare(_ kind: HandleKind, number: Int, _ call: LuaCall, file: SourceFile, line: Int) {
        handles.append(HandleDeclaration(kind: kind, value: .integer(Int64(number)), file: file, line: line))
        call.writer.handle(LuaHandle(kind: kind.rawValue, id: Int32(handles.count - 1)))
    }

    /// The number of a model by its path, read where that was not done before.
    func modelNumber(_ path: String, root: Int) throws(Problem) -> Int {
        let name = ScriptLibrary.ModuleName(root: root, name: path)
        if let number = library.models[name] { return number }
        guard folders.indices.contains(root) else {
            throw Problem(file: path, line: 0, what: "was not there at first", advice: "name it at the top of the file")
        }
        models.append(try folders[root].model(path))
        library.models[name] = models.count - 1
        return models.count - 1
    }

    private func listNumber(_ path: String, root: Int) throws(LuaHostError) -> Int {
        let name = ScriptLibrary.ModuleName(root: root, name: path)
        if let number = library.lists[name] { return number }
        guard folders.indices.contains(root) else { throw LuaHostError("the list \"\(path)\" was not there at first") }
        do throws(Problem) {
            let list = try folders[root].list(path)
            problems.append(contentsOf: list.problems)
            lists.append(list)
        } catch {
            throw LuaHostError("the list \"\(path)\": \(error.what); \(error.advice)")
        }
        library.lists[name] = lists.count - 1
        return lists.count - 1
    }

    func module(_ name: String) throws(LuaHostError) -> LuaSource? {
        let key = ScriptLibrary.ModuleName(root: current?.root ?? 0, name: name)
        if let file = library.modules[key] { return LuaSource(name: file.path, bytes: file.bytes) }
        guard folders.indices.contains(key.root) else { return nil }
        do throws(Problem) {
            guard let file = try folders[key.root].module(name, root: key.root) else { return nil }
            library.modules[key] = file
            return LuaSource(name: file.path, bytes: file.bytes)
        } catch {
            throw LuaHostError("the module \"\(name)\": \(error.what); \(error.advice)")
        }
    }
}
