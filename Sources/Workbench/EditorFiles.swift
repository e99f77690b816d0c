/// What lua-language-server needs to know the rule language, in any editor.
public enum EditorFiles {
    /// The settings of a rules folder, for `.luarc.json`.
    public static let settings = """
        {
            "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
            "runtime.version": "Lua 5.4",
            "runtime.builtin": { "io": "disable", "debug": "disable", "package": "disable", "coroutine": "disable" },
            "workspace.library": ["meta"],
            "workspace.checkThirdParty": false
        }

        """

    /// The stub for `meta/modfilter.lua`: definitions for the editor, never loaded as rules.
    public static var stub: String {
        var lines = [
            "---@meta", "",
            "-- What rules can use, for editors with lua-language-server. Made by modfilter: changes here are lost.",
            "",
            alias("Field", ScriptReference.inputFields.map(\.name)), "",
            alias("HistoryKey", ScriptReference.historyKeys), "",
        ]
        for type in ScriptReference.classes { lines += stub(type) + [""] }
        for handle in ScriptReference.handles {
            lines += ["---\(handle.about)", "---@class \(handle.name)", "local \(local(handle.name)) = {}", ""]
            for method in handle.methods { lines += stub(method, of: local(handle.name)) + [""] }
        }
        for function in ScriptReference.functions + [ScriptReference.testFunction] { lines += stub(function) + [""] }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private static func alias(_ name: String, _ values: [String]) -> String {
        "---@alias modfilter.\(name) " + values.map { "\"\($0)\"" }.joined(separator: "|")
    }

    private static func local(_ name: String) -> String { String(name.split(separator: ".").last ?? "") }

    private static func stub(_ type: ScriptReference.Class) -> [String] {
        ["---\(type.about)", "---@class \(type.name)"]
            + type.items.map { item in
                let isOptional = type.isWritten && !item.isRequired
                return "---@field \(item.name)\(isOptional ? "?" : "") \(item.type) \(item.about)"
            }
    }

    private static func stub(_ function: ScriptReference.Function, of owner: String? = nil) -> [String] {
        let names = function.parameters.map(\.name).joined(separator: ", ")
        var lines = ["---\(function.about)"]
        lines += function.parameters.map { "---@param \($0.name) \($0.type)" }
        if let result = function.result { lines.append("---@return \(result)") }
        lines.append("function \(owner.map { $0 + ":" } ?? "")\(function.name)(\(names)) end")
        return lines
    }
}

/// The reference page for rule authors.
public enum ReferencePage {
    /// Markdown.
    public static var markdown: String {
        var lines = [
            "# Reference", "",
            "Every key, field and function of the rule language. Made by modfilter from the table that the editor's stub is",
            "made of: changes here are lost. How they go together: [README.md](README.md).", "",
        ]
        for type in ScriptReference.classes {
            lines += [
                "## `\(type.title)`", "", type.about, "", "| \(type.isWritten ? "key" : "field") | type | |",
                "|---|---|---|",
            ]
            lines += type.items.map { item in
                "| `\(item.name)`\(item.isRequired ? " (needed)" : "") | \(code(item.type)) | \(item.about) |"
            }
            lines.append("")
        }
        lines += ["## Functions", "", "| function | gives | |", "|---|---|---|"]
        for function in ScriptReference.functions + [ScriptReference.testFunction] { lines.append(row(function)) }
        for handle in ScriptReference.handles {
            lines += ["", "### `\(short(handle.name))`", "", handle.about, "", "| method | gives | |", "|---|---|---|"]
            lines += handle.methods.map { row($0, prefix: ":") }
        }
        lines += ["", "`modfilter.Field` is one of \(names(ScriptReference.inputFields.map(\.name))).", ""]
        lines += [
            "`modfilter.HistoryKey` is one of these, `email_domain` or `fingerprint` (the same folded text).", "",
        ]
        return lines.joined(separator: "\n")
    }

    private static func row(_ function: ScriptReference.Function, prefix: String = "") -> String {
        let parameters = function.parameters.map { "\($0.name): \(short($0.type))" }.joined(separator: ", ")
        let call = "\(prefix)\(function.name)(\(parameters))"
        return "| \(code(call)) | \(function.result.map { code($0) } ?? "") | \(function.about) |"
    }

    /// Code within a table, in which a bar would end the cell.
    private static func code(_ text: String) -> String {
        "`" + short(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") + "`"
    }

    private static func short(_ type: String) -> String {
        type.split(separator: "modfilter.", omittingEmptySubsequences: false).joined()
    }

    private static func names(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
