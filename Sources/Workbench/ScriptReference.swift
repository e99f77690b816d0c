/// The rule language as one table: what the stub for editors and the reference page are made of.
///
/// Tests hold it against what the loader and the Lua state really take, so that neither can go stale.
public enum ScriptReference {
    /// A key of a table, a field of an object, a function or a method.
    public struct Item: Sendable {
        public var name: String
        /// Its type as LuaCATS writes it (https://luals.github.io/wiki/annotations/).
        public var type: String
        public var about: String
        /// Whether a key must be given.
        public var isRequired = false
    }

    /// Something with members: a declaration's table, or an object that rules are given.
    public struct Class: Sendable {
        public var name: String
        public var title: String
        public var about: String
        public var items: [Item]
        /// Whether Lua code writes it, and so may leave keys out.
        public var isWritten: Bool
    }

    /// A global function.
    public struct Function: Sendable {
        public var name: String
        public var parameters: [(name: String, type: String)]
        public var result: String?
        public var about: String
    }

    private static func item(_ name: String, _ type: String, _ about: String, required: Bool = false) -> Item {
        Item(name: name, type: type, about: about, isRequired: required)
    }

    private static let scope = [
        item("fields", "modfilter.Field[]", "Where to look; the body where nothing is said."),
        item(
            "form", "\"folded\"|\"text\"|\"raw\"",
            "Which form of the text; folded hides nothing behind capitals, width or look-alikes."),
        item(
            "disguised", "boolean",
            "Whether words are also found drawn apart, repeated, replaced or masked: c.a.s.i.n.o, f**k."),
        item("quoted", "boolean", "false leaves out quotations."),
    ]

    static let rule = Class(
        name: "modfilter.Rule", title: "rule { … }", about: "A rule: what it looks for, and what that is worth.",
        items: [
            item("name", "string", "Unique; letters, digits, _, - and ., 64 at most.", required: true),
            item("category", "string", "spam, tone, required, or one of your own.", required: true),
            item(
                "score", "number",
                "Points at full strength, from -1,000,000 to 1,000,000; 0 only tags. Needed unless verdict is given."),
            item("about", "string", "What the rule is for."),
            item(
                "types", "string[]",
                "The comment types that it judges, such as comment or pingback; all where nothing is said."),
            item(
                "words", "string|modfilter.List|(string|modfilter.List)[]",
                "Fires when one of these stands in the text; * at an end lets a word run on."),
            item("pattern", "string", "Fires when this regular expression matches; see PATTERNS.md."),
            item(
                "is", "table<modfilter.Field, string|modfilter.List|(string|modfilter.List)[]>",
                "Fires when each field named is exactly one of its values."),
            item("required", "modfilter.Field[]", "Fires when one of these fields is missing or blank."),
            item("history", "modfilter.HistoryTrigger", "Fires when too many like it came before."),
            item(
                "model", "table",
                "Fires when a trained model is surer than above, with the strength (sure - above) / (1 - above): { \"models/spam.model\", above = 0.5 }. given = { \"url\" } asks it only of comments that have these fields."
            ),
            item("all", "string[]", "Rules that must all have fired."),
            item("any", "string[]", "Rules of which one must have fired."),
            item("none", "string[]", "Rules of which none may have fired."),
            item(
                "check", "fun(comment: modfilter.Comment, found: any): (boolean|number|nil), string?",
                "Decides: nil or false is silent, true fires, 0 to 1 is the strength; the second value is the reason. found is what the trigger found: hits, missing fields, values, a count or a probability."
            ),
            item("per_hit", "integer", "Points for each hit or missing field, for so many at most, 1 to 1000."),
            item("tell", "string", "A sentence for the commenter."),
            item("shadow", "boolean", "On trial: reported, never counted."),
            item("verdict", "\"accept\"|\"hold\"|\"reject\"", "Decides whatever the points."),
        ] + scope, isWritten: true)

    static let historyTrigger = Class(
        name: "modfilter.HistoryTrigger", title: "history = { … }", about: "Which earlier comments count.",
        items: [
            item("by", "modfilter.HistoryKey|modfilter.HistoryKey[]", "What makes comments alike.", required: true),
            item(
                "distinct", "modfilter.HistoryKey|modfilter.HistoryKey[]",
                "Counts the different values of this in place of the comments."),
            item(
                "within", "string",
                "How far back, such as 10m, 24h or 7d; all that is remembered where nothing is said. A comment without a "
                    + "time counts at that of the one before it; at its arrival where that is more than a day to come."),
            item("more_than", "integer", "Fires from the next on, 0 to 999. Only in a rule."),
        ], isWritten: true)

    static let policy = Class(
        name: "modfilter.Policy", title: "policy { … }", about: "What points lead to, and for whom.",
        items: [
            item("name", "string", "The name that verdicts give; with when."),
            item(
                "when", "fun(comment: modfilter.Comment): any",
                "The comments for which it applies; the first that answers true."),
            item("hold", "number|false", "Points from which on a comment is held; false for never."),
            item("reject", "number|false", "Points from which on a comment is rejected; false for never."),
            item("categories", "table<string, modfilter.CategoryLimits>", "Thresholds and caps of single categories."),
            item(
                "exempt", "table<modfilter.Field, string|modfilter.List|(string|modfilter.List)[]>",
                "Who is accepted unjudged, as in is."),
            item("on_error", "\"accept\"|\"hold\"|\"reject\"", "The least that happens when a rule fails."),
            item("site", "string[]", "The blog's own domains."),
            item(
                "echo", "string[]",
                "Fields that verdicts carry along, such as post, created_at, extra.section or ruleset."),
            item(
                "keep", "string[]|false",
                "Which of email and ip the queue's database keeps when the blog has taken a comment; it keeps none."),
            item(
                "budget", "modfilter.Budget", "What each rule may use for a comment. Only in the policy without when."),
        ], isWritten: true)

    static let categoryLimits = Class(
        name: "modfilter.CategoryLimits", title: "categories = { NAME = { … } }",
        about: "A category's own limits, in points.",
        items: [
            item("cap", "number|false", "No more points than this."),
            item("hold", "number|false", "Holds from this on."),
            item("reject", "number|false", "Rejects from this on."),
        ], isWritten: true)

    static let budget = Class(
        name: "modfilter.Budget", title: "budget = { … }", about: "What a check may use.",
        items: [
            item("time", "string", "Computing time, 1ms to 60s; 50ms where nothing is said."),
            item("memory", "string", "What all rules of a worker hold, 2MB to 256MB; 32MB where nothing is said."),
            item("steps", "integer", "Steps of functions that loop; 10,000,000 where nothing is said."),
        ], isWritten: true)

    static let test = Class(
        name: "modfilter.Test", title: "test \"name\" { … }", about: "A comment, and what the rules must make of it.",
        items: [
            item(
                "comment", "table<string, any>", "The comment, with the fields of a comment that comes in.",
                required: true),
            item("before", "table<string, any>[]", "Comments that are judged first."),
            item("fires", "string[]", "Rules that must fire."),
            item("silent", "string[]", "Rules that must not."),
            item("verdict", "\"accept\"|\"hold\"|\"reject\"", "The verdict."),
            item("score", "number|{above: number?, below: number?}", "The points, or between which they lie."),
            item("reason", "string", "A pattern that the reason of a rule in fires must match."),
        ], isWritten: true)

    /// The input fields that hold text, all of which `is` and `fields` take.
    static let inputFields: [(name: String, about: String)] = [
        ("id", "The comment's id."), ("type", "comment, pingback, trackback, review, message or another word."),
        ("author", "The author's name."), ("email", "The author's e-mail address."),
        ("url", "The author's web address."),
        ("ip", "The author's IP address."), ("user_agent", "What the browser calls itself."),
        ("referrer", "The page that the browser came from."), ("body", "The text as it came; never nil."),
        ("post", "The post's id."), ("parent", "The id of the comment that it answers."),
        ("permalink", "The post's address."), ("post_title", "The post's title."),
        ("post_language", "The post's language."), ("section", "The section of the blog."),
        ("role", "The author's role on the blog, such as editor."),
    ]

    /// What any text has.
    static let textItems = [
        item("text", "string", "Without tags, BBCode and entities."),
        item(
            "folded", "string",
            "text without capitals, full-width and invisible characters, look-alikes in the word's script, simplified Chinese."
        ),
        item("links", "modfilter.Link[]", "Each link once, in order."),
        item("words", "string[]", "The words, Chinese too."),
        item("mixed_words", "string[]", "Words with letters of several scripts."),
        item("mentions", "string[]", "Names after @, without the sign."),
        item("topics", "string[]", "#tag and #话题#, without the signs."),
        item("contacts", "modfilter.Contact[]", "Numbers and handles that move a reader elsewhere."),
        item("length", "integer", "Characters as a reader counts them."),
        item("scripts", "table<string, number>", "Share of the letters by script, 0 to 1, such as scripts.han."),
        item("caps", "number", "Share of capitals among the letters that have case, 0 to 1."),
        item("digits", "number", "Share of digits among all characters, 0 to 1."),
        item("repeats", "integer", "Longest run of one character."),
    ]

    static let text = Class(
        name: "modfilter.Text", title: "text(x)", about: "What is worked out for any string.", items: textItems,
        isWritten: false)

    static let comment = Class(
        name: "modfilter.Comment", title: "comment",
        about: "The comment that is judged: for reading only, and only while check runs. A blank field is nil.",
        items: inputFields.map {
            item($0.name, $0.name == "body" || $0.name == "type" ? "string" : "string?", $0.about)
        }
            + textItems + [
                item("created_at", "integer", "Unix seconds; the time of arrival where none was given."),
                item("post_created_at", "integer?", "Unix seconds."),
                item("email_domain", "string?", "In small letters."),
                item("site", "modfilter.Link?", "url taken apart like a link."),
                item("is_ping", "boolean", "A pingback or trackback."),
                item("is_reply", "boolean", "Has a parent."),
                item("post_age", "integer?", "Seconds from the post to the comment."),
                item(
                    "parent_verdict", "string?",
                    "What became of the comment that this one answers: accept, hold or reject. With --queue only."),
                item("extra", "table<string, any>", "Every other member of the JSON object, by its name."),
            ], isWritten: false)

    static let link = Class(
        name: "modfilter.Link", title: "comment.links[n], comment.site", about: "A link.",
        items: [
            item("url", "string", "The address as written."),
            item("host", "string", "In small letters and Unicode, without port and user."),
            item("domain", "string", "What its owner registered: example.co.uk of www.example.co.uk."),
            item("text", "string", "What a reader sees in its place; empty for a bare one."),
            item("network", "string?", "The social network that it leads to, such as weibo."),
            item("own", "boolean", "Whether it leads to the policy's site."),
            item("via", "string?", "The host of a page that only redirects to it."),
            item("first", "integer", "The byte of the body with which it begins, from 1."),
            item("last", "integer", "The byte of the body with which it ends."),
        ], isWritten: false)

    static let contact = Class(
        name: "modfilter.Contact", title: "comment.contacts[n]", about: "A number or handle elsewhere.",
        items: [
            item("kind", "\"qq\"|\"wechat\"|\"phone\"|\"telegram\"|\"email\"", "What it is for."),
            item(
                "value", "string", "In one form: small letters, digits 0 to 9, a telephone number without separators."),
            item("first", "integer", "The byte of the body with which it begins, from 1."),
            item("last", "integer", "The byte of the body with which it ends."),
        ], isWritten: false)

    static let hit = Class(
        name: "modfilter.Hit", title: "found[n], handle:hits(x)[n]", about: "Words that were found.",
        items: [
            item("found", "string", "As it stands in the text."),
            item("entry", "string", "The entry or pattern that it matched."),
            item("field", "string?", "The field; nil where a string was searched."),
            item("first", "integer", "The byte with which it begins, from 1."),
            item("last", "integer", "The byte with which it ends."),
        ], isWritten: false)

    static let past = Class(
        name: "modfilter.Past", title: "seen(comment)",
        about:
            "What became of earlier comments with the same e-mail address. With --queue only; else nothing is known.",
        items: [
            item("accepted", "integer", "How many were accepted."),
            item("rejected", "integer", "How many were rejected."),
            item("first_seen", "integer?", "When the first one came, in Unix seconds."),
        ], isWritten: false)

    static let classes = [
        rule, historyTrigger, policy, categoryLimits, budget, test, comment, text, link, contact, hit, past,
    ]
}
