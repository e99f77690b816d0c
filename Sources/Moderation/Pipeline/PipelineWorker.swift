/// One thread's share of a run: everything that it does not share with the others.
final class PipelineWorker {
    private let moderator: Moderator
    private let shared: SharedRun
    private let decoder: any CommentDecoder
    private let collectors: [any VerdictCollector]
    private let block = CommentBlock()
    private let keys: HistoryKeys
    private var counts: [Int32] = []
    private var summary: RunSummary

    init(moderator: Moderator, shared: SharedRun) {
        self.moderator = moderator
        self.shared = shared
        decoder = shared.makeDecoder()
        keys = HistoryKeys(shared.memory)
        collectors = shared.makeCollectors()
        summary = RunSummary(ruleCount: moderator.ruleSet.rules.count)
    }

    func run() {
        // A variable of this function and not a property: it is lent to collectors without being copied.
        var verdict = Verdict(ruleSet: moderator.ruleSet)
        while let (ticket, arrival) = shared.read(block) {
            decoder.decode(block)
            keys.read(block, queries: moderator.ruleSet.historyQueries)
            shared.observe(keys, ticket: ticket, arrival: arrival, counts: &counts)
            let streaks = moderator.streaks
            streaks.begin(setAside: shared.setAside)
            judge(arrival: arrival, into: &verdict)
            let last = block.entries.last.map { (source: block.source, line: $0.line) }
            shared.write(ticket: ticket, last: last, streaks: streaks) {
                // Blocks before this one have set a rule aside that it was judged with, or it has done so itself.
                judge(arrival: arrival, into: &verdict)
            } output: {
                (collectors, summary)
            }
            // Not to be kept while it waits for more.
            block.past = nil
        }
    }

    private func judge(arrival: Int64, into verdict: inout Verdict) {
        for collector in collectors { collector.removeAll() }
        summary.removeAll()
        // Lent by their address: an entry out of the array is a copy each time.
        block.entries.withUnsafeBufferPointer { entries in
            counts.withUnsafeBufferPointer { counts in
                judge(entries, counts: counts, arrival: arrival, into: &verdict)
            }
        }
    }

    private func judge(
        _ entries: UnsafeBufferPointer<CommentEntry>, counts: UnsafeBufferPointer<Int32>, arrival: Int64,
        into verdict: inout Verdict
    ) {
        guard let first = entries.baseAddress else { return }
        let queries = moderator.ruleSet.historyQueries.count
        var comment = 0
        for entry in first..<first + entries.count {
            if entry.pointee.malformation != nil {
                if !entry.pointee.isContinuation { summary.malformed += 1 }
                for collector in collectors { collector.collect(malformed: entry.pointee, in: block) }
                continue
            }
            moderator.number = comment
            let before = CommentContext.Before(
                counts: UnsafeBufferPointer(rebasing: counts[comment * queries..<(comment + 1) * queries]),
                body: keys.body(comment))
            moderator.judge(entry, in: block, decoder: decoder, before: before, arrival: arrival, into: &verdict)
            summary.add(verdict)
            for collector in collectors { collector.collect(verdict, entry.pointee, in: block, decoder: decoder) }
            if let event = keys.event(comment) {
                for collector in collectors { collector.collect(event) }
            }
            comment += 1
        }
    }
}
