import TextAnalysis

/// The models of a rule set, applied to the comment that is being judged when a rule first asks.
final class CommentModels {
    /// What models of the same input share.
    private struct Side {
        let input: ModelInput
        let scorer: ModelScorer
        var hasRead = false
    }

    @exclusivity(unchecked) private var sides: [Side] = []
    /// By model: its side, and its number there.
    private var places: [(side: Int, model: Int)] = []

    init(_ models: [LoadedModel]) {
        places = [(side: Int, model: Int)](repeating: (0, 0), count: models.count)
        for input in ModelInput.allCases {
            let own = models.indices.filter { models[$0].model.input == input }
            if own.isEmpty { continue }
            for (number, model) in own.enumerated() { places[model] = (sides.count, number) }
            sides.append(Side(input: input, scorer: ModelScorer(own.map { models[$0].model }, input)))
        }
    }

    /// Turns to the next comment.
    func begin() {
        for side in sides.indices { sides[side].hasRead = false }
    }

    /// How sure a model is, from 0 to 1.
    func probability(_ model: Int, _ context: CommentContext) -> Double {
        let place = places[model]
        if !sides[place.side].hasRead {
            sides[place.side].hasRead = true
            sides[place.side].scorer.read(texts(sides[place.side].input, context))
        }
        return sides[place.side].scorer.probability(place.model)
    }

    /// What spoke for it most: the field and the bytes of its folded form, the heaviest first.
    func evidence(_ model: Int, most: Int) -> [(field: Field, range: Range<Int>)] {
        let place = places[model]
        return sides[place.side].scorer.evidence(place.model, most: most).map { ($0.part.field, $0.range) }
    }

    private func texts(_ input: ModelInput, _ context: CommentContext) -> ModelTexts {
        ModelTexts(input.parts.map { context.forms(of: $0.field).takeUnretainedValue() })
    }
}
