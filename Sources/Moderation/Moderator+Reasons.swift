import TextAnalysis

/// Writing down the words that hit.
extension Moderator {
    /// At most this many hits of a rule are shown, unless more are asked for.
    public static let shownHits = 5

    /// Adds the first hits of a group to the verdict and returns how many there are beyond those.
    func appendHits(group: Int, _ verdict: inout Verdict) -> Int {
        var shown = 0
        context.forEachFound(of: group) { item in
            shown += 1
            let (place, words) = context.rawPlace(of: item.range, in: item.field, item.form)
            let found = verdict.append(found: words, in: item.field, redactor)
            verdict.hits.append(Verdict.Hit(field: item.field, at: place, found: found, entry: Int(item.entry)))
            return shown < shownHits
        }
        return Int(context.foundCounts[group]) - shown
    }

    /// Adds what spoke most for a model to the verdict.
    func appendHits(model: Int, _ verdict: inout Verdict) {
        guard let entry = ruleSet.models[model].entry else { return }
        for (field, range) in context.models.evidence(model, most: shownHits) {
            let (place, words) = context.rawPlace(of: range, in: field, .folded)
            let found = verdict.append(found: words, in: field, redactor)
            verdict.hits.append(Verdict.Hit(field: field, at: place, found: found, entry: entry))
        }
    }
}
