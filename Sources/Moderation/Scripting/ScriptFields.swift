import LuaRuntime
import TextAnalysis

/// What rules may ask of a comment beside its input fields, by the numbers that the Lua state knows.
///
/// The first ones are also what `text(x)` gives for any string.
enum ComputedField: Int, CaseIterable {
    case text, folded, links, words, mixedWords, mentions, topics, contacts, length, scripts, caps, digits, repeats
    case createdAt, postCreatedAt, emailDomain, site, isPing, isReply, postAge, parentVerdict, extra

    var name: String {
        switch self {
        case .text: "text"
        case .folded: "folded"
        case .links: "links"
        case .words: "words"
        case .mixedWords: "mixed_words"
        case .mentions: "mentions"
        case .topics: "topics"
        case .contacts: "contacts"
        case .length: "length"
        case .scripts: "scripts"
        case .caps: "caps"
        case .digits: "digits"
        case .repeats: "repeats"
        case .createdAt: "created_at"
        case .postCreatedAt: "post_created_at"
        case .emailDomain: "email_domain"
        case .site: "site"
        case .isPing: "is_ping"
        case .isReply: "is_reply"
        case .postAge: "post_age"
        case .parentVerdict: "parent_verdict"
        case .extra: "extra"
        }
    }

    /// Those that any string has.
    static let ofTexts = allCases.prefix { $0 != .createdAt }
}

extension CommentContext {
    /// Writes the value of a field of the comment.
    func write(_ field: Field, to writer: LuaWriter) {
        guard let value = value(of: field) else {
            if field == .body { writer.string("") } else { writer.nothing() }
            return
        }
        writer.string(borrowing: value)
    }

    /// Writes a computed value of the comment; those of texts are about its body.
    func write(_ field: ComputedField, to writer: LuaWriter, _ terms: @autoclosure () -> LinkTerms) {
        switch field {
        case .createdAt: writer.integer(entry.pointee.createdAt ?? arrival)
        case .postCreatedAt: writer.optional(entry.pointee.postCreatedAt)
        case .emailDomain:
            guard let domain = value(of: .email).flatMap(EmailDomain.of) else { return writer.nothing() }
            HostForm.with(of: domain) { writer.string($0) }
        case .site:
            guard value(of: .url) != nil else { return writer.nothing() }
            let list = withForms(of: .url) { $0.address }
            guard let link = list.links.first else { return writer.nothing() }
            writer.link(list, link, terms())
        case .isPing: writer.boolean(isPing)
        case .isReply: writer.boolean(value(of: .parent) != nil)
        case .postAge: writer.optional(entry.pointee.postCreatedAt.map { (entry.pointee.createdAt ?? arrival) &- $0 })
        // The host answers: it may fail.
        case .parentVerdict: writer.nothing()
        case .extra: ExtraWriter.write(extraTape(), to: writer)
        default:
            withForms(of: .body) {
                $0.write(field, to: writer, scripts: ScriptHost.bodyScripts, firstField: Field.count)
            }
        }
    }

    private var isPing: Bool {
        guard let type = value(of: .type) else { return false }
        return type.elementsEqual("pingback".utf8) || type.elementsEqual("trackback".utf8)
    }

    /// What seeds random numbers: the comment's own bytes, so that they are the same in every run.
    var seed: UInt64 {
        var hash: UInt64 = 0
        for field in [Field.id, .body] {
            guard let value = block.value(of: field, in: entry.pointee) else { continue }
            if value.count < 8 {
                for byte in value { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 }
                continue
            }
            // Multiplying by the golden ratio's 64 bits spreads what differs in a few (Knuth, TAOCP 3, 6.4).
            hash = (hash ^ value.loadUnaligned(as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash =
                (hash ^ value.loadUnaligned(fromByteOffset: value.count - 8, as: UInt64.self) ^ UInt64(value.count))
                &* 0x9E37_79B9_7F4A_7C15
        }
        return hash
    }
}

extension TextForms {
    /// Writes what any text has.
    ///
    /// - Parameters:
    ///   - scripts: The record that answers for its scripts.
    ///   - firstField: The number of the first computed field in the text's own record.
    func write(_ field: ComputedField, to writer: LuaWriter, scripts: LuaRecord, firstField: Int = 0) {
        switch field {
        case .text: writer.string(borrowing: bytes(.text))
        case .folded: writer.string(borrowing: bytes(.folded))
        case .links: writer.lazyList(count: links.count)
        case .words: writer.lazyList(count: words().count)
        case .mixedWords: write(mixedWords(), to: writer)
        case .mentions: writer.lazyList(count: mentions.count)
        case .topics: writer.lazyList(count: topics.count)
        case .contacts: writer.lazyList(count: contacts.contacts.count)
        case .length, .scripts, .caps, .digits, .repeats:
            let statistics = statistics
            write(field, statistics, to: writer, scripts: scripts)
            // Who asks for one mostly asks for more, and all are known by now.
            for number in ComputedField.length.rawValue...ComputedField.repeats.rawValue {
                guard let other = ComputedField(rawValue: number), other != field else { continue }
                writer.also(field: firstField + number)
                write(other, statistics, to: writer, scripts: scripts)
            }
        default: writer.nothing()
        }
    }

    private func write(
        _ field: ComputedField, _ statistics: borrowing TextStatistics, to writer: LuaWriter, scripts: LuaRecord
    ) {
        switch field {
        case .length: writer.integer(Int64(statistics.length))
        case .scripts: writer.record(scripts)
        case .caps: writer.number(statistics.share(statistics.capitals, of: statistics.cased))
        case .digits: writer.number(statistics.share(statistics.digits, of: statistics.length))
        default: writer.integer(Int64(statistics.longestRun))
        }
    }

    /// Writes the values of a list that `write` has announced.
    func writeList(_ field: ComputedField, to writer: LuaWriter, _ terms: LinkTerms) {
        switch field {
        case .links:
            writer.list(count: links.count)
            for link in links.links { writer.link(links, link, terms) }
        case .words: write(words(), to: writer)
        case .mentions: write(mentions, to: writer)
        case .topics: write(topics, to: writer)
        case .contacts: write(contacts, to: writer)
        default: writer.list(count: 0)
        }
    }

    private func write(_ list: ContactList, to writer: LuaWriter) {
        writer.list(count: list.contacts.count)
        for contact in list.contacts {
            let place = rawRange(of: contact.at, in: ContactList.form)
            writer.map(shape: MapShape.contact.rawValue)
            writer.string(contact.kind.name)
            writer.string(list.value(of: contact))
            // 1-based and inclusive, as string.sub takes them.
            writer.integer(Int64(place.lowerBound + 1))
            writer.integer(Int64(place.upperBound))
        }
    }

    private func write(_ spans: TextSpans, to writer: LuaWriter) {
        let text = bytes(.text)
        writer.list(count: spans.count)
        for range in spans { writer.string(UnsafeRawBufferPointer(rebasing: text[range])) }
    }
}

extension TextStatistics {
    /// A part of a whole, 0 to 1; 0 of nothing.
    func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}

/// What rules learn of a link beside the link itself.
struct LinkTerms {
    /// The blog's own domains.
    var site: [String] = []
    var networks = SocialNetworks.builtIn
}

/// Maps that always have the same keys, as the Lua state knows them.
enum MapShape: Int32, CaseIterable {
    case link, hit, contact, past

    var keys: [String] {
        switch self {
        case .link: ["url", "host", "domain", "text", "network", "own", "via", "first", "last"]
        case .hit: ["found", "entry", "field", "first", "last"]
        case .contact: ["kind", "value", "first", "last"]
        case .past: ["accepted", "rejected", "first_seen"]
        }
    }
}

extension LuaWriter {
    func optional(_ value: Int64?) {
        if let value { integer(value) } else { nothing() }
    }

    /// A link taken apart: `{url, host, domain, text, network, own, via, first, last}`.
    func link(_ list: LinkList, _ link: Link, _ terms: LinkTerms) {
        let host = list.string(link.host)
        map(shape: MapShape.link.rawValue)
        string(list.string(link.url))
        string(host)
        string(list.domain(of: link))
        string(list.string(link.text))
        if let network = terms.networks.name(ofHost: host) { string(network) } else { nothing() }
        boolean(terms.site.contains { host.isDomain($0) })
        if link.via.isEmpty { nothing() } else { string(list.string(link.via)) }
        // 1-based and inclusive, as string.sub takes them.
        integer(Int64(link.at.lowerBound + 1))
        integer(Int64(link.at.upperBound))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether this host is `domain` or stands below it.
    fileprivate func isDomain(_ domain: String) -> Bool {
        let domain = domain.utf8
        guard count >= domain.count, self[(count - domain.count)...].elementsEqual(domain) else { return false }
        return count == domain.count || self[count - domain.count - 1] == UInt8(ascii: ".")
    }
}

/// `comment.extra` as Lua sees it.
enum ExtraWriter {
    static func write(_ tape: ValueTape, to writer: LuaWriter) {
        if tape.nodes.isEmpty { return writer.map(count: 0) }
        tape.bytes.withUnsafeBytes { bytes in
            for node in tape.nodes {
                switch node {
                case .null: writer.nothing()
                case .boolean(let flag): writer.boolean(flag)
                case .integer(let integer): writer.integer(integer)
                case .unsigned(let integer): writer.number(Double(integer))
                case .number(let number): writer.number(number)
                case .string(let range): writer.string(UnsafeRawBufferPointer(rebasing: bytes[range]))
                case .array(let count): writer.list(count: count)
                case .object(let count): writer.map(count: count)
                }
            }
        }
    }
}
