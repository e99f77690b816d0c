/// All rules of a folder with their policies, loaded and checked, ready to be shared by any number of moderators.
public final class RuleSet: Sendable {
    /// A kind of fault that rules look for.
    public struct Category: Sendable {
        public var name: String
    }

    /// Something that a word rule or pattern looks for, and where it was written.
    public struct Entry: Sendable {
        /// The word or pattern as its author wrote it.
        public var text: String
        /// The list file as messages name it, such as `lists/spam.txt`; `nil` where it stands in the rule.
        public var file: String?
        /// The line in `file`, from 1.
        public var line: Int
    }

    /// In load order.
    public let rules: [Rule]
    public let categories: [Category]
    public let entries: [Entry]

    init(rules: [Rule], categories: [Category], entries: [Entry]) {
        self.rules = rules
        self.categories = categories
        self.entries = entries
    }
}
