import LuaRuntime
import TextAnalysis

/// All rules of a folder with their policies, loaded and checked, ready to be shared by any number of moderators.
public final class RuleSet: Sendable {
    /// A kind of fault that rules look for.
    public struct Category: Sendable {
        public let name: String
    }

    /// In load order.
    public let rules: [Rule]
    /// In the order in which rules first name them.
    public let categories: [Category]
    public let entries: Entries
    /// The policies with a `when` in the order of their declaration, then the one that applies to the rest.
    public let policies: [Policy]
    /// A hexadecimal digest of all files that were read: equal for equal rules.
    public let hash: String

    /// The order in which rules are tried: each after those that its conditions name.
    let order: [Int]
    /// The comment types that rules name; bit i of `Rule.types` stands for the i-th. The last bit is any other type.
    let types: [[UInt8]]
    let groups: [TextGroup]
    let matchers: FieldMatchers
    let historyQueries: [HistoryQuery]
    let models: [LoadedModel]
    /// By the number that a list handle carries.
    let lists: [WordList]
    /// The social networks that links lead to.
    let networks: SocialNetworks
    let handles: [HandleSpecification]
    let library: ScriptLibrary
    /// Whether any rule may ask what became of earlier comments.
    ///
    /// By the letters of their files: to look when nobody asks costs little, and no rule can ask without one of them
    /// but by putting the name together.
    var asksPast: Bool {
        (library.files + library.modules.values).contains { file in
            file.bytes.withUnsafeBytes { Self.names($0, "seen") || Self.names($0, "parent_verdict") }
        }
    }

    /// Whether a name stands in a file. `Collection.contains` takes a hundred times as long: milliseconds for a pack.
    private static func names(_ file: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
        let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var rest = file[...]
        while let first = rest.firstIndex(of: name[0]) {
            rest = rest[first...]
            if rest.starts(with: name) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// The bit of `Rule.types` for a type that no rule names.
    static let otherType = 63

    init(
        rules: [Rule], categories: [Category], entries: Entries, policies: [Policy], hash: String, order: [Int],
        types: [[UInt8]], groups: [TextGroup], matchers: FieldMatchers, historyQueries: [HistoryQuery],
        models: [LoadedModel],
        lists: [WordList], networks: SocialNetworks = .builtIn, handles: [HandleSpecification],
        library: ScriptLibrary
    ) {
        self.rules = rules
        self.categories = categories
        self.entries = entries
        self.policies = policies
        self.hash = hash
        self.order = order
        self.types = types
        self.groups = groups
        self.matchers = matchers
        self.historyQueries = historyQueries
        self.models = models
        self.lists = lists
        self.networks = networks
        self.handles = handles
        self.library = library
    }

    /// The beginning of `hash`, enough to tell the rule sets of one blog apart.
    public var shortHash: String { String(hash.prefix(12)) }

    /// What each rule may use for a comment.
    public var budget: LuaBudget { policies.last?.budget ?? .call }
}
