import Glibc
import TextAnalysis

/// What libFuzzer calls with each input. The function to be tried is named by the environment variable
/// `MODFILTER_FUZZ`; without it each input goes through all of them.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // The functions ask for UTF-8; the program repairs what is none before it comes here.
    var text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    text.withUTF8 { bytes in
        let raw = UnsafeRawBufferPointer(bytes)
        for trial in trials where chosen == nil || chosen == trial.name { trial.run(raw) }
    }
    return 0
}

struct Trial {
    var name: String
    var run: (UnsafeRawBufferPointer) -> Void
}

private let chosen: String? = getenv("MODFILTER_FUZZ").map { String(cString: $0) }
private nonisolated(unsafe) let forms = TextForms()

nonisolated(unsafe) let trials: [Trial] = [
    Trial(name: "forms") { raw in
        forms.reset(raw)
        for form in TextForm.allCases {
            let bytes = forms.bytes(form)
            require(String(validating: bytes, as: UTF8.self) != nil, "a form is UTF-8")
            // Every stretch of a form leads back to whole characters of the text.
            for start in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 16)) {
                for length in [0, 1, 7, bytes.count] where start + length <= bytes.count {
                    requireWhole(forms.rawRange(of: start..<start + length, in: form), of: raw)
                }
            }
        }
        let folded = Array(forms.bytes(.folded))
        folded.withUnsafeBytes { again in
            let other = TextForms()
            other.reset(again)
            // What folding leaves may be read as markup; as plain text it must stay what it is.
            if !again.contains(where: { $0 == 0x3C || $0 == 0x26 || $0 == 0x5B }) {
                require(other.bytes(.folded).elementsEqual(again), "folding twice is folding once")
            }
        }
    },
    Trial(name: "statistics") { raw in
        forms.reset(raw)
        let statistics = forms.statistics
        let bytes = forms.bytes(.text).count
        require(statistics.length <= bytes && statistics.longestRun <= bytes, "there are no more characters than bytes")
        require(statistics.capitals <= statistics.cased, "capitals are cased")
        _ = (forms.fingerprint, forms.simHash)
    },
    Trial(name: "links") { raw in
        forms.reset(raw)
        for link in forms.links.links { requireWhole(link.at, of: raw) }
        for link in forms.address.links { requireWhole(link.at, of: raw) }
    },
    Trial(name: "words") { raw in
        forms.reset(raw)
        let text = forms.bytes(.text)
        for range in forms.words() { requireWhole(range, of: text) }
        for range in forms.mixedWords() { requireWhole(range, of: text) }
        for range in forms.mentions { requireWhole(range, of: text) }
        for range in forms.topics { requireWhole(range, of: text) }
        for contact in forms.contacts.contacts { requireWhole(contact.at, of: forms.bytes(ContactList.form)) }
    },
    Trial(name: "quotations") { raw in
        forms.reset(raw)
        var end = 0
        for range in forms.quotations {
            requireWhole(range, of: raw)
            require(range.lowerBound >= end, "quotations stand in order")
            end = range.upperBound
        }
        _ = forms.isQuoted(0..<raw.count)
    },
    // The first line is what is looked for, the rest is the text.
    Trial(name: "list") { raw in search(raw, kind: .words, isDisguised: false) },
    Trial(name: "disguised") { raw in search(raw, kind: .words, isDisguised: true) },
    Trial(name: "pattern") { raw in search(raw, kind: .pattern, isDisguised: false) },
    Trial(name: "model") { raw in ModelTrial.run(raw).map { require(false, $0) } },
]

private func search(_ raw: UnsafeRawBufferPointer, kind: TextMatcher.Phrase.Kind, isDisguised: Bool) {
    let lineEnd = raw.firstIndex(of: 0x0A) ?? raw.count
    let phrase = String(decoding: raw[..<lineEnd], as: UTF8.self)
    let text = UnsafeRawBufferPointer(rebasing: raw[min(lineEnd + 1, raw.count)...])
    let phrases = [TextMatcher.Phrase(kind: kind, text: phrase, group: 0, entry: 0, isDisguised: isDisguised)]
    guard let matcher = try? TextMatcher(phrases, form: .folded) else { return }
    forms.reset(text)
    let folded = forms.bytes(.folded)
    var matches: [TextMatch] = []
    matcher.makeScanner().scan(folded, into: &matches)
    require(matches.count <= TextScanner.limit, "no more hits than the limit")
    var end: Int32 = 0
    for match in matches {
        require(match.range.lowerBound >= end && !match.range.isEmpty, "hits stand in order and do not overlap")
        end = match.range.upperBound
        let range = Int(match.range.lowerBound)..<Int(match.range.upperBound)
        requireWhole(range, of: folded)
        requireWhole(forms.rawRange(of: range, in: .folded), of: text)
    }
}

/// Whether a range lies within the text and cuts no character in two.
private func requireWhole(_ range: Range<Int>, of text: UnsafeRawBufferPointer) {
    require(range.lowerBound >= 0 && range.upperBound <= text.count, "a range lies within its text")
    for edge in [range.lowerBound, range.upperBound] where edge < text.count {
        require(text[edge] & 0xC0 != 0x80, "a range cuts no character")
    }
}

private func require(_ holds: Bool, _ what: String) {
    if !holds { fatalError("must hold: \(what)") }
}
