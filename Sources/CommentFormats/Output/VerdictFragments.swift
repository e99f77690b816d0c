import Moderation

/// What verdicts by one rule set say again and again, as bytes of JSON that are written once and copied from then on.
///
/// Each encoder has its own.
struct VerdictFragments: ~Copyable {
    /// A part of `bytes`.
    typealias Fragment = Range<Int>

    /// What is known of a rule before it fires.
    struct Rule {
        /// `{"rule":"many_links","category":"spam","score":`
        let head: Fragment
        /// Whether it has something to tell the commenter.
        let tells: Bool
    }

    /// What is known of a policy before it applies.
    struct Policy {
        /// `"policy":"kids",`, or nothing for the one without a name.
        let head: Fragment
        let echo: [Moderation.Policy.EchoField]
    }

    /// A pattern's source, which may be very long, is cut to this many characters in hits: the rule's name or the
    /// list's line says which one it is.
    static let longestPattern = 60

    let ruleSet: RuleSet
    let rules: [Rule]
    /// `"spam":` by the index of the category.
    let categories: [Fragment]
    /// `{"field":"body","at":[` by the field's raw value.
    let fields: [Fragment]
    let policies: [Policy]

    private var bytes = ByteBuffer()
    /// By the index of the entry; empty until it is asked for, since most entries of long lists never hit.
    private var entries: [Fragment]

    init(_ ruleSet: RuleSet) {
        self.ruleSet = ruleSet
        var bytes = ByteBuffer()
        rules = ruleSet.rules.map { rule in
            let start = bytes.count
            bytes.append("{\"rule\":" as StaticString)
            bytes.append(quoted: rule.name)
            bytes.append(",\"category\":" as StaticString)
            bytes.append(quoted: ruleSet.categories[rule.category].name)
            bytes.append(",\"score\":" as StaticString)
            return Rule(head: start..<bytes.count, tells: rule.tell != nil)
        }
        categories = ruleSet.categories.map { category in
            let start = bytes.count
            bytes.append(quoted: category.name)
            bytes.append(UInt8(ascii: ":"))
            return start..<bytes.count
        }
        fields = Field.allCases.map { field in
            let start = bytes.count
            bytes.append("{\"field\":" as StaticString)
            bytes.append(quoted: field.name)
            bytes.append(",\"at\":[" as StaticString)
            return start..<bytes.count
        }
        policies = ruleSet.policies.map { policy in
            let start = bytes.count
            if let name = policy.name {
                bytes.append("\"policy\":" as StaticString)
                bytes.append(quoted: name)
                bytes.append(UInt8(ascii: ","))
            }
            return Policy(head: start..<bytes.count, echo: policy.echo)
        }
        entries = Array(repeating: 0..<0, count: ruleSet.entries.count)
        self.bytes = bytes
    }

    /// The bytes of a fragment. Valid until another entry is asked for.
    subscript(fragment: Fragment) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes.storage[fragment])
    }

    /// What ends a hit on an entry: `,"entry":"casino","from":"lists/spam.txt:41"}`.
    mutating func entry(_ index: Int) -> Fragment {
        let known = entries[index]
        if !known.isEmpty { return known }
        let start = bytes.count
        let entry = ruleSet.entries[index]
        bytes.append(",\"entry\":" as StaticString)
        let cut = entry.isPattern ? entry.text.prefix(Self.longestPattern) : entry.text[...]
        bytes.append(quoted: cut.endIndex == entry.text.endIndex ? entry.text : cut + "…")
        if let file = entry.file {
            bytes.append(",\"from\":" as StaticString)
            bytes.append(quoted: "\(file):\(entry.line)")
        }
        bytes.append(UInt8(ascii: "}"))
        entries[index] = start..<bytes.count
        return entries[index]
    }
}
