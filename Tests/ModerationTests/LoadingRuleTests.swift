import Testing

@testable import Moderation

/// One row: a rule file, and all that loading says about it.
struct LoadingCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lua: String
    var problems: [String]

    init(_ name: String, _ lua: String, _ problems: String...) {
        testDescription = name
        self.lua = lua
        self.problems = problems
    }
}

@Suite("problems of a rule")
struct LoadingRuleTests {
    @Test("each is named with its place and what to do", arguments: keys + values + triggers + search + later)
    func loads(row: LoadingCase) throws {
        let found = try problems(row.lua)
        #expect(found == row.problems)
    }

    static let keys: [LoadingCase] = [
        LoadingCase(
            "include in another file than the policy's",
            "include \"pack\"\nrule { name = \"a\", category = \"c\", score = 1, words = \"x\" }",
            #"rules/a.lua:1: include "pack" stands in a.lua; it belongs in policy.lua"#),
        LoadingCase(
            "no value to compare with", "rule { name = \"a\", category = \"c\", score = 1, is = { ip = {} } }",
            #"rules/a.lua:1: rule "a": is.ip is empty; give at least one value, or leave it out"#),
        LoadingCase(
            "capitals by name in folded text",
            "rule { name = \"a\", category = \"c\", score = 1, pattern = [[\\p{Lu}x]] }",
            #"rules/a.lua:1: rule "a": \p{Lu} can't match: folded text has no capitals; use form = "raw" or form = "text""#
        ),
        LoadingCase(
            "a class of capitals in folded text",
            "rule { name = \"a\", category = \"c\", score = 1, pattern = \"[[:upper:]]\" }",
            #"rules/a.lua:1: rule "a": [:upper:] can't match: folded text has no capitals; use form = "raw" or form = "text""#
        ),
        LoadingCase(
            "an entry that is a text",
            "rule { name = \"a\", category = \"c\", score = 1, words = \"\(String(repeating: "x", count: 2000))\" }",
            #"rules/a.lua:1: rule "a": an entry of 2000 bytes; write 1000 at most; a few words of it find the same"#),
        LoadingCase(
            "a misspelt key",
            """
            rule {
              name = "a",
              category = "spam",
              scor = 1,
              score = 1,
              check = function() end,
            }
            """,
            #"rules/a.lua:4: rule "a": unknown key "scor"; did you mean "score"?"#),
        LoadingCase(
            "a missing name, category and score", "rule { check = function() end }",
            #"rules/a.lua:1: rule: name is missing; give it one, such as name = "many_links""#,
            #"rules/a.lua:1: rule: category is missing; give "spam", "tone", "required" or one of your own"#,
            #"rules/a.lua:1: rule: score is missing; give points, such as score = 2; 0 only tags, verdict = "…" decides without any"#
        ),
        LoadingCase(
            "two rules without a name are no duplicates",
            """
            rule { category = "a", score = 1, check = function() end }
            rule { category = "a", score = 1, check = function() end }
            """,
            #"rules/a.lua:1: rule: name is missing; give it one, such as name = "many_links""#,
            #"rules/a.lua:2: rule: name is missing; give it one, such as name = "many_links""#),
        LoadingCase(
            "a duplicate name",
            """
            rule { name = "a", category = "a", score = 1, check = function() end }
            rule {
              name = "a", category = "a", score = 1, check = function() end }
            """,
            #"rules/a.lua:3: rule "a": a rule of this name stands at rules/a.lua:1; give this one another name"#),
        LoadingCase(
            "nothing that makes it fire", #"rule { name = "a", category = "a", score = 1 }"#,
            #"rules/a.lua:1: rule "a": nothing makes it fire; give it check = function(comment) … end, or a trigger such as words"#
        ),
        LoadingCase(
            "a value without a key", #"rule { "x", name = "a", category = "a", score = 1, check = function() end }"#,
            #"rules/a.lua:1: rule "a": a value without a key; write key = value"#),
        LoadingCase(
            "a decisive rule needs no score", #"rule { name = "a", category = "a", verdict = "hold", words = { "x" } }"#
        ),
    ]

    private static func rule(_ rest: String) -> String {
        "rule { name = \"a\", category = \"a\", score = 1,\n  \(rest) }"
    }

    static let values: [LoadingCase] = [
        LoadingCase(
            "a name that is no string", #"rule { name = 1, category = "a", score = 1, check = function() end }"#,
            #"rules/a.lua:1: rule: name is a number; give a string, such as name = "many_links""#),
        LoadingCase(
            "a name of several words", #"rule { name = "a b", category = "a", score = 1, check = function() end }"#,
            #"rules/a.lua:1: rule "a b": the name has other characters than letters, digits, "_", "-" and "."; write it like many_links, 64 characters at most"#
        ),
        LoadingCase(
            "a category of several words", #"rule { name = "a", category = "a b", score = 1, check = function() end }"#,
            #"rules/a.lua:1: rule "a": the category "a b" is no single word; write it like self_promotion"#),
        LoadingCase(
            "a score that is no number", #"rule { name = "a", category = "a", score = "2", check = function() end }"#,
            #"rules/a.lua:1: rule "a": score is a string; give a number, such as score = 2.5"#),
        LoadingCase(
            "a score that is NaN", #"rule { name = "a", category = "a", score = 0/0, check = function() end }"#,
            #"rules/a.lua:1: rule "a": score is not a number; give a number from -1000000 to 1000000"#),
        LoadingCase(
            "a score beyond the range", #"rule { name = "a", category = "a", score = 1e7, check = function() end }"#,
            #"rules/a.lua:1: rule "a": score is 10000000; give a number from -1000000 to 1000000"#),
        LoadingCase(
            "a check that is no function", rule(#"check = "x""#),
            #"rules/a.lua:2: rule "a": check is a string; give a function, such as check = function(comment) … end"#),
        LoadingCase(
            "shadow that is no flag", rule("shadow = 1, check = function() end"),
            #"rules/a.lua:2: rule "a": shadow is a number; give true or false, such as shadow = true"#),
        LoadingCase(
            "a misspelt verdict", rule(#"verdict = "rejct", check = function() end"#),
            #"rules/a.lua:2: rule "a": verdict is "rejct"; did you mean "reject"?"#),
        LoadingCase(
            "a per_hit that is no whole number", rule(#"per_hit = 1.5, words = { "x" }"#),
            #"rules/a.lua:2: rule "a": per_hit is 1.5; give a whole number such as 4"#),
        LoadingCase(
            "per_hit without hits", rule("per_hit = 2, check = function() end"),
            #"rules/a.lua:2: rule "a": per_hit does nothing here; it belongs to words, pattern and required"#),
        LoadingCase(
            "fields without a search", rule(#"fields = { "body" }, check = function() end"#),
            #"rules/a.lua:2: rule "a": fields does nothing here; it belongs to words and pattern"#),
        LoadingCase(
            "a field that is none", rule(#"fields = { "boddy" }, words = { "x" }"#),
            #"rules/a.lua:2: rule "a": fields names "boddy", which is no field of a comment; did you mean "body"?"#),
        LoadingCase(
            "a form that is none", rule(#"form = "foldet", words = { "x" }"#),
            #"rules/a.lua:2: rule "a": form is "foldet"; did you mean "folded"?"#),
        LoadingCase(
            "types that are no strings", rule("types = { 1 }, check = function() end"),
            #"rules/a.lua:2: rule "a": types is a number; give a list of strings, such as types = { "comment" }"#),
        LoadingCase(
            "an empty list of types", rule("types = {}, check = function() end"),
            #"rules/a.lua:2: rule "a": types is empty; give at least one, such as { "comment" }"#),
    ]

    static let triggers: [LoadingCase] = [
        LoadingCase(
            "two triggers", rule(#"words = { "x" }, required = { "email" }"#),
            #"rules/a.lua:2: rule "a": words and required are two triggers; a rule has one; make two rules and join them with all = { … } or any = { … }"#
        ),
        LoadingCase(
            "words that are none", rule("words = 5"),
            #"rules/a.lua:2: rule "a": words is a number; give a list of words, such as words = { "casino", "赌博" }"#),
        LoadingCase(
            "no words", rule("words = {}"),
            #"rules/a.lua:2: rule "a": words is empty; give at least one word, or a list file"#),
        LoadingCase(
            "a table among words", rule(#"words = { "x", {} }"#),
            #"rules/a.lua:2: rule "a": words is a table; give words or a list, such as words = list "lists/spam.txt""#),
        LoadingCase(
            "an IP that is none", rule(#"is = { ip = { "203.0.113.256", "10.0.0.0/33" } }"#),
            #"rules/a.lua:2: rule "a": is.ip: "203.0.113.256" is no IP address or network; write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32"#,
            #"rules/a.lua:2: rule "a": is.ip: "10.0.0.0/33" is no IP address or network; write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32"#
        ),
        LoadingCase(
            "a URL where a domain belongs", rule(#"is = { url = "https://x.example/" }"#),
            #"rules/a.lua:2: rule "a": is.url: "https://x.example/" is no domain; write the domain alone, such as spam.example"#
        ),
        LoadingCase(
            "a field in is that is none", rule(#"is = { rol = "editor" }"#),
            #"rules/a.lua:2: rule "a": is names "rol", which is no field of a comment; did you mean "role"?"#),
        LoadingCase(
            "an empty is", rule("is = {}"),
            #"rules/a.lua:2: rule "a": is is a table; give fields and their values, such as is = { role = { "editor" } }"#
        ),
        LoadingCase(
            "a missing by", rule("history = { more_than = 3 }"),
            #"rules/a.lua:2: rule "a": history: by is missing; say what makes comments alike: by = "ip""#),
        LoadingCase(
            "a missing more_than", rule(#"history = { by = "ip" }"#),
            #"rules/a.lua:2: rule "a": history: more_than is missing; say how many before are still fine: more_than = 5"#
        ),
        LoadingCase(
            "a span that is none", rule(#"history = { by = "ip", within = "10 minutes", more_than = 3 }"#),
            #"rules/a.lua:2: rule "a": history: within is "10 minutes"; give a span such as "30s", "10m", "24h", "7d" or "4w""#
        ),
        LoadingCase(
            "a misspelt key of history", rule(#"history = { by = "ip", withn = "10m", more_than = 3 }"#),
            #"rules/a.lua:2: rule "a": history: unknown key "withn"; did you mean "within"?"#),
        LoadingCase(
            "more_than beyond what is counted", rule(#"history = { by = "ip", more_than = 1000 }"#),
            #"rules/a.lua:2: rule "a": history: more_than is 1000; give a number from 0 to 999"#),
    ]

    static let search: [LoadingCase] = [
        LoadingCase(
            "disguised with a pattern", rule(#"disguised = true, pattern = "x""#),
            #"rules/a.lua:2: rule "a": disguised belongs to words; list the words, or say in the pattern what varies"#),
        LoadingCase(
            "disguised in another form", rule(#"disguised = true, form = "text", words = { "x" }"#),
            #"rules/a.lua:2: rule "a": disguised words are looked for in the folded form only; leave the form out"#),
        LoadingCase(
            "quoted without words", rule(#"quoted = false, required = { "email" }"#),
            #"rules/a.lua:2: rule "a": quoted does nothing here; it belongs to words and pattern"#),
        LoadingCase(
            "disguised as a word", rule(#"disguised = "yes", words = { "x" }"#),
            #"rules/a.lua:2: rule "a": disguised is a string; give true or false, such as disguised = true"#),
    ]

    static let later: [LoadingCase] = [
        LoadingCase(
            "a model without a file", rule("model = {}"),
            #"rules/a.lua:2: rule "a": model is a table; give a table with a file, such as model = { "models/spam.model", above = 0.5 }"#
        ),
        LoadingCase(
            "a model that is not there", rule(#"model = { "models/x.model", above = 0.5 }"#),
            #"rules/a.lua:2: rule "a": model "models/x.model": no such file; paths start at the rules folder"#),
        LoadingCase(
            "a model without a threshold", rule(#"model = { "models/x.model" }"#),
            #"rules/a.lua:2: rule "a": model: above is missing; say how sure it must be: above = 0.5"#),
        LoadingCase(
            "a field that is none", rule(#"model = { "models/x.model", above = 0.5, given = { "rol" } }"#),
            #"rules/a.lua:2: rule "a": model: given names "rol", which is no field of a comment; did you mean "role"?"#),
        LoadingCase(
            "a threshold of 1", rule(#"model = { "models/x.model", above = 1 }"#),
            #"rules/a.lua:2: rule "a": model: above is 1; give a number from 0 to 0.999"#),
        LoadingCase(
            "a model handle", "local m = model \"models/x\"",
            #"rules/a.lua:1: the model "models/x": no such file; paths start at the rules folder"#),
        LoadingCase(
            "a file that is no model", rule(#"model = { "a.lua", above = 0.5 }"#),
            #"rules/a.lua:2: rule "a": model "a.lua": is no model; a model is what "modfilter train" writes"#),
        LoadingCase(
            "seen called while the file loads", "\nlocal s = seen()",
            "rules/a.lua:2: seen works only within check, when there is a comment"),
    ]
}
