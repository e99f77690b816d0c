import Benchmark
import Foundation
import Moderation
import TextAnalysis

/// The shipped models. Each sample takes the next 1,000 comments of all, since a scorer remembers the words that it
/// has met: the same ones again would be faster than a blog's.
func measureModels(_ corpus: Corpus) {
    let texts = Texts()
    var number = 0
    func next() -> ArraySlice<Corpus.Entry> {
        if (number + 1) * Corpus.count > corpus.all.count { number = 0 }
        defer { number += 1 }
        return corpus.all[number * Corpus.count..<(number + 1) * Corpus.count]
    }

    /// As in a run whose rules have asked for the rest before.
    func prepare() {
        texts.prepare(next())
        for forms in texts.body { _ = (forms.statistics.length, forms.links.links.count) }
        for forms in texts.author { _ = forms.statistics.length }
    }

    lazy var bodyScorer = scorer(of: .body, corpus.pack)
    lazy var authorScorer = scorer(of: .author, corpus.pack)
    func judgeBody(_ forms: TextForms) { judge(ModelTexts([forms]), bodyScorer) }
    func judgeAuthor(_ name: TextForms, _ url: TextForms, _ email: TextForms) {
        judge(ModelTexts([name, url, email]), authorScorer)
    }

    measure("models, body", prepare: prepare) { judgeBody(texts.body[$0]) }
    measure("models, author", prepare: prepare) { judgeAuthor(texts.author[$0], texts.url[$0], texts.email[$0]) }
    measure("models, all", prepare: prepare) {
        judgeBody(texts.body[$0])
        judgeAuthor(texts.author[$0], texts.url[$0], texts.email[$0])
    }
    // What a rule's reason names, for each model: in a run only of those that fire.
    measure("models, all, naming words", prepare: prepare) { comment in
        judgeBody(texts.body[comment])
        judgeAuthor(texts.author[comment], texts.url[comment], texts.email[comment])
        for scorer in [bodyScorer, authorScorer] {
            for model in scorer.models.indices {
                blackHole(scorer.evidence(model, most: Moderator.shownHits).count)
            }
        }
    }

    // All that they need is worked out for them alone.
    let (body, author, url, email) = (TextForms(), TextForms(), TextForms(), TextForms())
    var entries = corpus.all[0..<0]
    measure("models, all, with folding") {
        entries = next()
    } _: { comment in
        let entry = entries[entries.startIndex + comment]
        body.reset(entry.bytes(of: .body))
        author.reset(entry.bytes(of: .author))
        url.reset(entry.bytes(of: .url))
        email.reset(entry.bytes(of: .email))
        judgeBody(body)
        judgeAuthor(author, url, email)
    }
}

private func judge(_ texts: ModelTexts, _ scorer: ModelScorer) {
    scorer.read(texts)
    for model in scorer.models.indices { blackHole(scorer.probability(model)) }
}

private func scorer(of input: ModelInput, _ pack: String) -> ModelScorer {
    let models = ["author", "spam", "tone"].map { name in
        let path = "\(pack)/models/\(name).model"
        guard let file = FileManager.default.contents(atPath: path), let model = try? TextModel(file: Array(file))
        else {
            fatalError("\(path) is no model of this version.")
        }
        return model
    }
    return ModelScorer(models.filter { $0.input == input }, input)
}
