/// The files with which a rules folder and a rule begin.
public enum RuleTemplates {
    public struct File: Sendable, Equatable {
        /// Below the rules folder.
        public var path: String
        public var text: String
    }

    /// A new rules folder: a policy, one example with its tests, and what editors need.
    public static let folder = [
        File(path: "policy.lua", text: policy),
        File(path: "first_links.lua", text: example),
        File(path: "tests/first_links.lua", text: exampleTests),
        File(path: ".luarc.json", text: EditorFiles.settings),
        File(path: "meta/modfilter.lua", text: EditorFiles.stub),
    ]

    /// A new rule and its tests.
    public static func rule(_ name: String, category: String) -> [File] {
        [
            File(path: name + ".lua", text: ruleText(name, category: category)),
            File(path: "tests/" + name + ".lua", text: testText(name)),
        ]
    }

    private static let policy = """
        -- What points lead to. The rules that came with modfilter are taken along; those of this folder come on top.
        include "pack"

        policy {
            hold = 3,      -- points from which on a person looks at the comment
            reject = 6,    -- points from which on nobody has to
            exempt = { role = { "administrator", "editor" } },    -- accepted unjudged
            -- site = { "blog.example" },    -- your own domains: links to them have link.own
        }

        -- Other points for single rules; false switches one off.
        scores {
            -- shouting = 0.5,
            -- praise = false,
        }

        """

    private static let example = """
        -- An example of your own: change it, or remove it together with tests/first_links.lua.
        local before = history { by = "email" }

        rule {
            name = "first_links",
            category = "spam",
            score = 3,
            about = "Two links in the first comment of an e-mail address",
            check = function(comment)
                if #comment.links >= 2 and before(comment) == 0 then
                    return true, #comment.links .. " links in a first comment"
                end
            end,
        }

        """

    private static let exampleTests = """
        test "two links in a first comment are held" {
            comment = {
                author = "Ann",
                email = "ann@example.org",
                body = "I wrote about it at https://a.example/one and there is more at https://b.example/two, as you can read.",
            },
            fires = { "first_links" },
            verdict = "hold",
        }

        test "somebody who was here before may bring two" {
            before = { { author = "Ann", email = "ann@example.org", body = "Thank you for the article, it helped." } },
            comment = {
                author = "Ann",
                email = "ann@example.org",
                body = "I wrote about it at https://a.example/one and there is more at https://b.example/two, as you can read.",
            },
            silent = { "first_links" },
        }

        """

    private static func ruleText(_ name: String, category: String) -> String {
        """
        rule {
            name = "\(name)",
            category = "\(category)",
            score = 2,    -- points; hold and reject in policy.lua say what they lead to
            about = "Says what the rule is for",

            -- On trial: reported and never counted, until you remove this line.
            shadow = true,

            -- Words stand alone: "offer" is not found in "coffers". A * lets one run on: "offer*" finds "offers".
            -- Capitals, full-width letters and look-alikes are no hiding place. A list file: words = list "lists/x.txt".
            words = { "replace these words" },

            -- Where to look; the body where nothing is said.
            -- fields = { "body", "author" },

            -- Called when a word was found, and decides: nil is silent, true fires, 0.5 fires with half the points.
            -- check = function(comment, found)
            --     if #comment.links > 0 then return true, found[1].found .. " and a link" end
            -- end,
        }

        """
    }

    private static func testText(_ name: String) -> String {
        """
        test "\(name) fires" {
            comment = { author = "Ann", email = "ann@example.org", body = "A comment that says: replace these words." },
            fires = { "\(name)" },
        }

        test "\(name) stays silent on what only looks like it" {
            comment = { author = "Ann", email = "ann@example.org", body = "A comment about words that nobody need replace." },
            silent = { "\(name)" },
        }

        """
    }
}
