---@meta

-- What rules can use, for editors with lua-language-server. Made by modfilter: changes here are lost.

---@alias modfilter.Field "id"|"type"|"author"|"email"|"url"|"ip"|"user_agent"|"referrer"|"body"|"post"|"parent"|"permalink"|"post_title"|"post_language"|"section"|"role"

---@alias modfilter.HistoryKey "id"|"type"|"author"|"email"|"url"|"ip"|"user_agent"|"referrer"|"body"|"post"|"parent"|"permalink"|"post_title"|"post_language"|"section"|"role"|"email_domain"|"link_domain"|"fingerprint"|"similar"

---A rule: what it looks for, and what that is worth.
---@class modfilter.Rule
---@field name string Unique; letters, digits, _, - and ., 64 at most.
---@field category string spam, tone, required, or one of your own.
---@field score? number Points at full strength, from -1,000,000 to 1,000,000; 0 only tags. Needed unless verdict is given.
---@field about? string What the rule is for.
---@field types? string[] The comment types that it judges, such as comment or pingback; all where nothing is said.
---@field words? string|modfilter.List|(string|modfilter.List)[] Fires when one of these stands in the text; * at an end lets a word run on.
---@field pattern? string Fires when this regular expression matches; see PATTERNS.md.
---@field is? table<modfilter.Field, string|modfilter.List|(string|modfilter.List)[]> Fires when each field named is exactly one of its values.
---@field required? modfilter.Field[] Fires when one of these fields is missing or blank.
---@field history? modfilter.HistoryTrigger Fires when too many like it came before.
---@field model? table Fires when a trained model is surer than above, with the strength (sure - above) / (1 - above): { "models/spam.model", above = 0.5 }. given = { "url" } asks it only of comments that have these fields.
---@field all? string[] Rules that must all have fired.
---@field any? string[] Rules of which one must have fired.
---@field none? string[] Rules of which none may have fired.
---@field check? fun(comment: modfilter.Comment, found: any): (boolean|number|nil), string? Decides: nil or false is silent, true fires, 0 to 1 is the strength; the second value is the reason. found is what the trigger found: hits, missing fields, values, a count or a probability.
---@field per_hit? integer Points for each hit or missing field, for so many at most, 1 to 1000.
---@field tell? string A sentence for the commenter.
---@field shadow? boolean On trial: reported, never counted.
---@field verdict? "accept"|"hold"|"reject" Decides whatever the points.
---@field fields? modfilter.Field[] Where to look; the body where nothing is said.
---@field form? "folded"|"text"|"raw" Which form of the text; folded hides nothing behind capitals, width or look-alikes.
---@field disguised? boolean Whether words are also found drawn apart, repeated, replaced or masked: c.a.s.i.n.o, f**k.
---@field quoted? boolean false leaves out quotations.

---Which earlier comments count.
---@class modfilter.HistoryTrigger
---@field by modfilter.HistoryKey|modfilter.HistoryKey[] What makes comments alike.
---@field distinct? modfilter.HistoryKey|modfilter.HistoryKey[] Counts the different values of this in place of the comments.
---@field within? string How far back, such as 10m, 24h or 7d; all that is remembered where nothing is said. A comment without a time counts at that of the one before it; at its arrival where that is more than a day to come.
---@field more_than? integer Fires from the next on, 0 to 999. Only in a rule.

---What points lead to, and for whom.
---@class modfilter.Policy
---@field name? string The name that verdicts give; with when.
---@field when? fun(comment: modfilter.Comment): any The comments for which it applies; the first that answers true.
---@field hold? number|false Points from which on a comment is held; false for never.
---@field reject? number|false Points from which on a comment is rejected; false for never.
---@field categories? table<string, modfilter.CategoryLimits> Thresholds and caps of single categories.
---@field exempt? table<modfilter.Field, string|modfilter.List|(string|modfilter.List)[]> Who is accepted unjudged, as in is.
---@field on_error? "accept"|"hold"|"reject" The least that happens when a rule fails.
---@field site? string[] The blog's own domains.
---@field echo? string[] Fields that verdicts carry along, such as post, created_at, extra.section or ruleset.
---@field keep? string[]|false Which of email and ip the queue's database keeps when the blog has taken a comment; it keeps none.
---@field budget? modfilter.Budget What each rule may use for a comment. Only in the policy without when.

---A category's own limits, in points.
---@class modfilter.CategoryLimits
---@field cap? number|false No more points than this.
---@field hold? number|false Holds from this on.
---@field reject? number|false Rejects from this on.

---What a check may use.
---@class modfilter.Budget
---@field time? string Computing time, 1ms to 60s; 50ms where nothing is said.
---@field memory? string What all rules of a worker hold, 2MB to 256MB; 32MB where nothing is said.
---@field steps? integer Steps of functions that loop; 10,000,000 where nothing is said.

---A comment, and what the rules must make of it.
---@class modfilter.Test
---@field comment table<string, any> The comment, with the fields of a comment that comes in.
---@field before? table<string, any>[] Comments that are judged first.
---@field fires? string[] Rules that must fire.
---@field silent? string[] Rules that must not.
---@field verdict? "accept"|"hold"|"reject" The verdict.
---@field score? number|{above: number?, below: number?} The points, or between which they lie.
---@field reason? string A pattern that the reason of a rule in fires must match.

---The comment that is judged: for reading only, and only while check runs. A blank field is nil.
---@class modfilter.Comment
---@field id string? The comment's id.
---@field type string comment, pingback, trackback, review, message or another word.
---@field author string? The author's name.
---@field email string? The author's e-mail address.
---@field url string? The author's web address.
---@field ip string? The author's IP address.
---@field user_agent string? What the browser calls itself.
---@field referrer string? The page that the browser came from.
---@field body string The text as it came; never nil.
---@field post string? The post's id.
---@field parent string? The id of the comment that it answers.
---@field permalink string? The post's address.
---@field post_title string? The post's title.
---@field post_language string? The post's language.
---@field section string? The section of the blog.
---@field role string? The author's role on the blog, such as editor.
---@field text string Without tags, BBCode and entities.
---@field folded string text without capitals, full-width and invisible characters, look-alikes in the word's script, simplified Chinese.
---@field links modfilter.Link[] Each link once, in order.
---@field words string[] The words, Chinese too.
---@field mixed_words string[] Words with letters of several scripts.
---@field mentions string[] Names after @, without the sign.
---@field topics string[] #tag and #话题#, without the signs.
---@field contacts modfilter.Contact[] Numbers and handles that move a reader elsewhere.
---@field length integer Characters as a reader counts them.
---@field scripts table<string, number> Share of the letters by script, 0 to 1, such as scripts.han.
---@field caps number Share of capitals among the letters that have case, 0 to 1.
---@field digits number Share of digits among all characters, 0 to 1.
---@field repeats integer Longest run of one character.
---@field created_at integer Unix seconds; the time of arrival where none was given.
---@field post_created_at integer? Unix seconds.
---@field email_domain string? In small letters.
---@field site modfilter.Link? url taken apart like a link.
---@field is_ping boolean A pingback or trackback.
---@field is_reply boolean Has a parent.
---@field post_age integer? Seconds from the post to the comment.
---@field parent_verdict string? What became of the comment that this one answers: accept, hold or reject. With --queue only.
---@field extra table<string, any> Every other member of the JSON object, by its name.

---What is worked out for any string.
---@class modfilter.Text
---@field text string Without tags, BBCode and entities.
---@field folded string text without capitals, full-width and invisible characters, look-alikes in the word's script, simplified Chinese.
---@field links modfilter.Link[] Each link once, in order.
---@field words string[] The words, Chinese too.
---@field mixed_words string[] Words with letters of several scripts.
---@field mentions string[] Names after @, without the sign.
---@field topics string[] #tag and #话题#, without the signs.
---@field contacts modfilter.Contact[] Numbers and handles that move a reader elsewhere.
---@field length integer Characters as a reader counts them.
---@field scripts table<string, number> Share of the letters by script, 0 to 1, such as scripts.han.
---@field caps number Share of capitals among the letters that have case, 0 to 1.
---@field digits number Share of digits among all characters, 0 to 1.
---@field repeats integer Longest run of one character.

---A link.
---@class modfilter.Link
---@field url string The address as written.
---@field host string In small letters and Unicode, without port and user.
---@field domain string What its owner registered: example.co.uk of www.example.co.uk.
---@field text string What a reader sees in its place; empty for a bare one.
---@field network string? The social network that it leads to, such as weibo.
---@field own boolean Whether it leads to the policy's site.
---@field via string? The host of a page that only redirects to it.
---@field first integer The byte of the body with which it begins, from 1.
---@field last integer The byte of the body with which it ends.

---A number or handle elsewhere.
---@class modfilter.Contact
---@field kind "qq"|"wechat"|"phone"|"telegram"|"email" What it is for.
---@field value string In one form: small letters, digits 0 to 9, a telephone number without separators.
---@field first integer The byte of the body with which it begins, from 1.
---@field last integer The byte of the body with which it ends.

---Words that were found.
---@class modfilter.Hit
---@field found string As it stands in the text.
---@field entry string The entry or pattern that it matched.
---@field field string? The field; nil where a string was searched.
---@field first integer The byte with which it begins, from 1.
---@field last integer The byte with which it ends.

---What became of earlier comments with the same e-mail address. With --queue only; else nothing is known.
---@class modfilter.Past
---@field accepted integer How many were accepted.
---@field rejected integer How many were rejected.
---@field first_seen integer? When the first one came, in Unix seconds.

---Words or a pattern, ready to be looked for.
---@class modfilter.Matcher
local Matcher = {}

---Whether there is a hit.
---@param x modfilter.Comment|string
---@return boolean
function Matcher:any(x) end

---How many hits there are.
---@param x modfilter.Comment|string
---@return integer
function Matcher:count(x) end

---The hits, in order.
---@param x modfilter.Comment|string
---@return modfilter.Hit[]
function Matcher:hits(x) end

---A list file.
---@class modfilter.List
local List = {}

---Whether the text is exactly an entry.
---@param text string
---@return boolean
function List:has(text) end

---Declares a rule.
---@param rule modfilter.Rule
function rule(rule) end

---Declares a policy.
---@param policy modfilter.Policy
function policy(policy) end

---Gives rules other points; false switches one off.
---@param scores table<string, number|false>
function scores(scores) end

---Takes the installed pack along. Only in policy.lua.
---@param what "pack"
function include(what) end

---A list file of the rules folder, such as lists/spam.txt. While the file loads.
---@param file string
---@return modfilter.List
function list(file) end

---Words to look for; fields, form, disguised and quoted may stand within the braces. While the file loads.
---@param words string|modfilter.List|(string|modfilter.List)[]
---@return modfilter.Matcher
function words(words) end

---A regular expression to look for. While the file loads.
---@param pattern string|table
---@return modfilter.Matcher
function pattern(pattern) end

---Counts earlier comments, to 1,000. While the file loads.
---@param query modfilter.HistoryKey|modfilter.HistoryTrigger
---@return fun(comment: modfilter.Comment): integer
function history(query) end

---A trained model of the rules folder, such as models/spam.model: how sure it is, 0 to 1. While the file loads.
---@param file string
---@return fun(comment: modfilter.Comment): number
function model(file) end

---What became of the author's earlier comments.
---@param comment modfilter.Comment
---@return modfilter.Past
function seen(comment) end

---What is worked out for any string.
---@param x string
---@return modfilter.Text
function text(x) end

---Unix seconds of a time such as 2026-01-31T12:00:00Z.
---@param time string
---@return integer
function seconds(time) end

---Writes a line on stderr.
---@param ... any
function log(...) end

---Declares a test: test "five links are held" { comment = { … }, fires = { … } }. Only in tests/.
---@param name string
---@return fun(test: modfilter.Test)
function test(name) end
