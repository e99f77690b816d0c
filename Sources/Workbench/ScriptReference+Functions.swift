/// What rules may call.
extension ScriptReference {
    /// What `words`, `pattern` and `list` give, with their methods; `history` gives a function.
    static let handles: [(name: String, about: String, methods: [Function])] = [
        (
            "modfilter.Matcher", "Words or a pattern, ready to be looked for.",
            [
                Function(
                    name: "any", parameters: [("x", "modfilter.Comment|string")], result: "boolean",
                    about: "Whether there is a hit."),
                Function(
                    name: "count", parameters: [("x", "modfilter.Comment|string")], result: "integer",
                    about: "How many hits there are."),
                Function(
                    name: "hits", parameters: [("x", "modfilter.Comment|string")], result: "modfilter.Hit[]",
                    about: "The hits, in order."),
            ]
        ),
        (
            "modfilter.List", "A list file.",
            [
                Function(
                    name: "has", parameters: [("text", "string")], result: "boolean",
                    about: "Whether the text is exactly an entry.")
            ]
        ),
    ]

    static let functions = [
        Function(name: "rule", parameters: [("rule", "modfilter.Rule")], result: nil, about: "Declares a rule."),
        Function(
            name: "policy", parameters: [("policy", "modfilter.Policy")], result: nil, about: "Declares a policy."),
        Function(
            name: "scores", parameters: [("scores", "table<string, number|false>")], result: nil,
            about: "Gives rules other points; false switches one off."),
        Function(
            name: "include", parameters: [("what", "\"pack\"")], result: nil,
            about: "Takes the installed pack along. Only in policy.lua."),
        Function(
            name: "list", parameters: [("file", "string")], result: "modfilter.List",
            about: "A list file of the rules folder, such as lists/spam.txt. While the file loads."),
        Function(
            name: "words", parameters: [("words", "string|modfilter.List|(string|modfilter.List)[]")],
            result: "modfilter.Matcher",
            about:
                "Words to look for; fields, form, disguised and quoted may stand within the braces. While the file loads."
        ),
        Function(
            name: "pattern", parameters: [("pattern", "string|table")], result: "modfilter.Matcher",
            about: "A regular expression to look for. While the file loads."),
        Function(
            name: "history", parameters: [("query", "modfilter.HistoryKey|modfilter.HistoryTrigger")],
            result: "fun(comment: modfilter.Comment): integer",
            about: "Counts earlier comments, to 1,000. While the file loads."),
        Function(
            name: "model", parameters: [("file", "string")], result: "fun(comment: modfilter.Comment): number",
            about:
                "A trained model of the rules folder, such as models/spam.model: how sure it is, 0 to 1. While the file loads."
        ),
        Function(
            name: "seen", parameters: [("comment", "modfilter.Comment")], result: "modfilter.Past",
            about: "What became of the author's earlier comments."),
        Function(
            name: "text", parameters: [("x", "string")], result: "modfilter.Text",
            about: "What is worked out for any string."),
        Function(
            name: "seconds", parameters: [("time", "string")], result: "integer",
            about: "Unix seconds of a time such as 2026-01-31T12:00:00Z."),
        Function(name: "log", parameters: [("...", "any")], result: nil, about: "Writes a line on stderr."),
    ]

    /// In tests/*.lua only.
    static let testFunction = Function(
        name: "test", parameters: [("name", "string")], result: "fun(test: modfilter.Test)",
        about: "Declares a test: test \"five links are held\" { comment = { … }, fires = { … } }. Only in tests/.")

    static let historyKeys = inputFields.map(\.name) + ["email_domain", "link_domain", "fingerprint", "similar"]
}
