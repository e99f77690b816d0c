/// Finds the word that was probably meant.
package enum Suggestion {
    /// The candidate nearest to `word`, if it is near enough to be meant: at most a third of its letters differ.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = distance(Array(word.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// `did you mean "x"?` with the nearest candidate, else `fallback`.
    package static func advice(for word: String, in candidates: some Sequence<String>, otherwise fallback: String)
        -> String
    {
        nearest(to: word, in: candidates).map { "did you mean \"\($0)\"?" } ?? fallback
    }

    /// Edits between two words: insertions, deletions, replacements and swaps of neighbours
    /// (optimal string alignment distance, Boytsov 2011).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var before: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var current = [i]
            for j in 1...right.count {
                var cost = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, before[j - 2] + 1)
                }
                current.append(cost)
            }
            before = last
            last = current
        }
        return last[right.count]
    }
}
