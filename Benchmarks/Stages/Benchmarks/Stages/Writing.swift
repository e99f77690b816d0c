import Benchmark
import CommentFormats
import Moderation

/// Verdicts as lines of JSON, without the system's part of it.
func measureWriting(_ corpus: Corpus) {
    for (name, folder) in [("20 rules", corpus.rules), ("shipped rules", corpus.pack)] {
        lazy var verdicts = verdicts(of: corpus.sample, folder)
        let collector = VerdictLines(output: .standardOutput).makeCollector()
        let decoder = JSONCommentDecoder()
        measure("writing verdicts, \(name)") {
            collector.removeAll()
            blackHole(verdicts.count)
        } _: { comment in
            let item = corpus.sample[comment]
            collector.collect(verdicts[comment], item.entry, in: item.block, decoder: decoder)
        }
    }
}

private func verdicts(of entries: [Corpus.Entry], _ folder: String) -> [Verdict] {
    do {
        let moderator = try Moderator(ruleSet: RuleSet.load(folder: folder))
        return entries.map { moderator.judge($0.comment) }
    } catch {
        fatalError("\(folder): \(error)")
    }
}
