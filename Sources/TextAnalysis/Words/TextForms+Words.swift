import CText

/// What stands in the text: links, words, names, topics, contacts.
extension TextForms {
    /// The links of `raw`, each once, in order, at most `LinkList.limit`.
    ///
    /// They are found in `<a href>`, BBCode, Markdown and bare (`http://`, `www.`, or a domain with a known top-level
    /// domain). Two addresses are the same when host and what follows it are, whatever the scheme.
    public var links: LinkList {
        if !known.contains(.links) {
            known.insert(.links)
            linkFinder.find(in: raw, hasMarkup: !isPlain)
        }
        return linkFinder.list
    }

    /// The whole of `raw` as one address, such as the author's own, with or without a scheme, taken apart like a link;
    /// an empty list where it is no web address.
    public var address: LinkList {
        if !known.contains(.address) {
            known.insert(.address)
            addressFinder.takeApart(raw)
        }
        return addressFinder.list
    }

    /// The words of the `text` form (Unicode Standard Annex 29), Chinese, Japanese, Thai and their like by ICU's
    /// dictionaries; white space and punctuation left out. Spans of `bytes(.text)`.
    public func words() -> TextSpans {
        if known.contains(.words) { return knownWords }
        known.insert(.words)
        knownWords.ranges.removeAll(keepingCapacity: true)
        if isASCII {
            wordBreaker.words(ofASCII: bytes(.text), into: &knownWords.ranges)
        } else {
            wordBreaker.words(of: bytes(.text), into: &knownWords.ranges)
        }
        return knownWords
    }

    /// The words whose letters are of several scripts, as in a Latin word with one Cyrillic letter in it. What languages
    /// mix is none: Chinese, Japanese and Korean words may hold each other's signs and Latin letters (Unicode Technical
    /// Standard 39, "Highly Restrictive").
    public func mixedWords() -> TextSpans {
        if isASCII { return TextSpans() }
        var mixed = words()
        let text = bytes(.text)
        mixed.ranges.removeAll { range in
            let word = UnsafeRawBufferPointer(rebasing: text[range])
            guard let base = word.baseAddress?.assumingMemoryBound(to: CChar.self) else { return true }
            return !ctext_mixes_scripts(base, word.count)
        }
        return mixed
    }

    /// The names in `@name`, without the sign; spans of `bytes(.text)`.
    public var mentions: TextSpans {
        findSigns()
        return knownMentions
    }

    /// The topics in `#tag` and Weibo's `#话题#`, without the signs; spans of `bytes(.text)`.
    public var topics: TextSpans {
        findSigns()
        return knownTopics
    }

    private func findSigns() {
        if known.contains(.signs) { return }
        known.insert(.signs)
        if !knownMentions.isEmpty { knownMentions.ranges.removeAll(keepingCapacity: true) }
        if !knownTopics.isEmpty { knownTopics.ranges.removeAll(keepingCapacity: true) }
        SignFinder(bytes(.text)).find(mentions: &knownMentions.ranges, topics: &knownTopics.ranges)
    }

    /// Numbers and handles that move a reader elsewhere, given in the text: QQ, WeChat, Telegram, phone, e-mail.
    ///
    /// They are looked for in `bytes(.folded)`, so that full-width digits and capitals hide nothing.
    public var contacts: ContactList {
        if known.contains(.contacts) { return knownContacts }
        known.insert(.contacts)
        knownContacts.removeAll()
        ContactFinder(bytes(.folded)).find(into: &knownContacts)
        return knownContacts
    }
}
