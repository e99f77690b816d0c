import Benchmark
import Foundation
import Moderation
import TextAnalysis

/// The forms of a text. Folding costs what the folded form takes more than the text form.
func measureForms(_ corpus: Corpus) {
    for (name, entries) in [("corpus", corpus.sample), ("ASCII", corpus.ascii), ("not ASCII", corpus.other)] {
        for form in [TextForm.text, .folded] {
            let forms = TextForms()
            measure("\(form), \(name)") { comment in
                forms.reset(entries[comment].bytes(of: .body))
                blackHole(forms.bytes(form).count)
            }
        }
    }
}

/// What is looked for in a text whose folded form is known.
func measureFinders(_ corpus: Corpus) {
    let texts = Texts()
    func prepare() { texts.prepare(corpus.sample) }
    measure("links", prepare: prepare) { blackHole(texts.body[$0].links.links.count) }
    measure("contacts", prepare: prepare) { blackHole(texts.body[$0].contacts.contacts.count) }
    measure("statistics", prepare: prepare) { blackHole(texts.body[$0].statistics.length) }
}

/// Words and patterns in the folded forms of bodies.
func measureMatching(_ corpus: Corpus) {
    let texts = Texts()
    func measureMatcher(_ name: String, of kind: TextMatcher.Phrase.Kind, _ phrases: @escaping () -> [String]) {
        lazy var scanner: TextScanner? = {
            let phrases = phrases().enumerated().map { number, text in
                TextMatcher.Phrase(kind: kind, text: text, group: 0, entry: Int32(number))
            }
            return try? TextMatcher(phrases, form: .folded).makeScanner()
        }()
        var matches: [TextMatch] = []
        measure(name) {
            if scanner == nil { fatalError("\(name): the phrases do not compile.") }
            texts.prepareOnce(corpus.sample)
        } _: { comment in
            scanner?.scan(texts.body[comment].bytes(.folded), into: &matches)
            blackHole(matches.count)
        }
    }
    measureMatcher("words, 500", of: .words) { entries(of: corpus.folder + "/block500.txt") }
    measureMatcher("words, 50,000", of: .words) { entries(of: corpus.folder + "/block50k.txt") }
    measureMatcher("words, shipped", of: .words) {
        shippedEntries(corpus.pack).filter { !$0.hasPrefix(patternMark) }
    }
    measureMatcher("patterns, shipped", of: .pattern) {
        shippedEntries(corpus.pack).filter { $0.hasPrefix(patternMark) }.map { String($0.dropFirst(patternMark.count)) }
    }
}

private let patternMark = "re:"

/// The entries of a list file, without weights.
private func entries(of path: String) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
        if line.hasPrefix("#") { return nil }
        let entry = line.prefix { $0 != "\t" }
        return String(entry[..<(entry.range(of: " #")?.lowerBound ?? entry.endIndex)])
            .trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }
}

/// Those of all lists of the pack that are for words in a text.
private func shippedEntries(_ pack: String) -> [String] {
    let lists = (try? FileManager.default.contentsOfDirectory(atPath: pack + "/lists")) ?? []
    let ofDomains: Set = ["disposable_email.txt", "paid_links.txt", "shorteners.txt"]
    return lists.sorted().filter { !ofDomains.contains($0) }.flatMap { entries(of: pack + "/lists/" + $0) }
}

/// The texts of a sample's comments, each in its forms.
final class Texts {
    private(set) var body: [TextForms] = []
    private(set) var author: [TextForms] = []
    private(set) var url: [TextForms] = []
    private(set) var email: [TextForms] = []
    private var isPrepared = false

    init() {
        let first = TextForms()
        func forms() -> [TextForms] { (0..<Corpus.count).map { _ in TextForms(beside: first) } }
        (body, author, url, email) = (forms(), forms(), forms(), forms())
    }

    /// Works out the folded form of each.
    func prepare(_ entries: some RandomAccessCollection<Corpus.Entry>) {
        for (field, forms) in [(Field.body, body), (.author, author), (.url, url), (.email, email)] {
            for (entry, forms) in zip(entries, forms) {
                forms.reset(entry.bytes(of: field))
                _ = forms.bytes(.folded)
            }
        }
    }

    /// The same at the first call only.
    func prepareOnce(_ entries: [Corpus.Entry]) {
        if isPrepared { return }
        isPrepared = true
        prepare(entries)
    }
}
