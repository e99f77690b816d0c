import TextAnalysis

/// `lists/networks.txt` of a rules folder: domains, and the social networks that links to them lead to.
///
/// One a line: the domain, a tab, the network's name, or `-` for a domain that is no network. `#` begins a comment.
struct NetworkList: Sendable {
    static let path = "lists/networks.txt"

    private(set) var entries: [SocialNetworks.Entry] = []
    private(set) var problems: [Problem] = []
    /// The path as messages name it.
    private let place: String
    private var lines: [[UInt8]: Int] = [:]

    init(place: String, bytes: [UInt8]) {
        self.place = place
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for (index, raw) in content.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            guard let line = String(validating: raw, as: UTF8.self) else {
                report(index + 1, "the line is not UTF-8", "save the list as UTF-8")
                continue
            }
            // Neither domains nor names hold a `#`.
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            if !words.isEmpty { read(words, line: index + 1) }
        }
    }

    private mutating func read(_ words: [String], line: Int) {
        guard words.count == 2 else {
            let what =
                words.count == 1 ? "\"\(words[0])\" has no network" : "there is more than a domain and a network"
            return report(line, what, "write the domain, a tab and the network's name, such as weibo.com\tweibo")
        }
        let (written, name) = (words[0], words[1])
        if written.contains("/") || written.contains(":") || written.contains("*") || !written.contains(".") {
            return report(line, "\"\(written)\" is no domain", "write the domain alone, such as weibo.com")
        }
        guard name == "-" || name.utf8.allSatisfy(Self.isNameByte) else {
            return report(
                line, "\"\(name)\" is no network's name", "write it in small letters, digits, _ and -, such as weibo")
        }
        let domain = HostForm.bytes(of: written.utf8)
        if let earlier = lines[domain] {
            return report(line, "\"\(written)\" stands in line \(earlier) too", "take one of them out")
        }
        lines[domain] = line
        entries.append(SocialNetworks.Entry(domain: domain, network: name == "-" ? nil : name))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func report(_ line: Int, _ what: String, _ advice: String) {
        problems.append(Problem(file: place, line: line, what: what, advice: advice))
    }
}
