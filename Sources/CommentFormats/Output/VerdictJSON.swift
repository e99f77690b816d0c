import Moderation

/// Writes what a verdict says as members of a JSON object, in the order of section 2 of the design.
///
/// Verdict lines and the `moderation` of comment streams share it. Each worker has its own.
final class VerdictJSON {
    // One thread owns the encoder, and no change of these overlaps a use: no run-time check is needed.
    @exclusivity(unchecked) private var fragments: VerdictFragments?
    @exclusivity(unchecked) private var extra = ValueTape()
    private let redactor = Redactor()

    /// Appends the members from `policy` to `truncated`, without braces.
    func appendMembers(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        let ruleSet = verdict.ruleSet
        var fragments = self.fragments.take() ?? VerdictFragments(ruleSet)
        if fragments.ruleSet !== ruleSet { fragments = VerdictFragments(ruleSet) }
        let policy = verdict.policy
        let hasPolicy = policy < fragments.policies.count
        if hasPolicy { buffer.append(fragments[fragments.policies[policy].head]) }
        appendDecision(verdict, to: &buffer)
        appendScores(verdict, fragments, to: &buffer)
        buffer.append(",\"rules\":[" as StaticString)
        let fired = verdict.fired
        append(fired, of: verdict, &fragments, to: &buffer)
        let shadow = verdict.shadow
        if !shadow.isEmpty {
            buffer.append(",\"shadow\":[" as StaticString)
            append(shadow, of: verdict, &fragments, to: &buffer)
        }
        if let would = verdict.would {
            buffer.append(",\"would\":\"" as StaticString)
            buffer.append(would.staticName)
            buffer.append(UInt8(ascii: "\""))
        }
        for rule in fired where fragments.rules[rule.rule].tells {
            appendTell(verdict, to: &buffer)
            break
        }
        if !verdict.failures.isEmpty { appendFailures(verdict, to: &buffer) }
        if hasPolicy && !fragments.policies[policy].echo.isEmpty {
            appendEcho(fragments.policies[policy].echo, ruleSet, entry, in: block, decoder: decoder, to: &buffer)
        }
        if !verdict.truncated.isEmpty { appendTruncated(verdict, to: &buffer) }
        self.fragments = consume fragments
    }

    private func appendDecision(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        switch verdict.outcome {
        case .accept: buffer.append("\"verdict\":\"accept\",\"because\":" as StaticString)
        case .hold: buffer.append("\"verdict\":\"hold\",\"because\":" as StaticString)
        case .reject: buffer.append("\"verdict\":\"reject\",\"because\":" as StaticString)
        }
        switch verdict.cause {
        case .score: buffer.append("\"score\",\"score\":" as StaticString)
        case .error: buffer.append("\"error\",\"score\":" as StaticString)
        case .exempt: buffer.append("\"exempt\",\"score\":" as StaticString)
        case .category, .rule:
            buffer.append(quoted: verdict.because)
            buffer.append(",\"score\":" as StaticString)
        }
        buffer.append(verdict.score)
    }

    private func appendScores(
        _ verdict: borrowing Verdict, _ fragments: borrowing VerdictFragments, to buffer: inout ByteBuffer
    ) {
        let scores = verdict.categoryScores
        var isFirst = true
        for index in scores.indices {
            guard let score = scores[index] else { continue }
            if isFirst { buffer.append(",\"scores\":{" as StaticString) } else { buffer.append(UInt8(ascii: ",")) }
            isFirst = false
            buffer.append(fragments[fragments.categories[index]])
            buffer.append(score)
        }
        if !isFirst { buffer.append(UInt8(ascii: "}")) }
    }

    /// Appends rules and the bracket that ends them.
    private func append(
        _ fired: [Verdict.Fired], of verdict: borrowing Verdict, _ fragments: inout VerdictFragments,
        to buffer: inout ByteBuffer
    ) {
        let text = verdict.text
        let hits = verdict.hits
        for index in fired.indices {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            let rule = fired[index]
            buffer.append(fragments[fragments.rules[rule.rule].head])
            buffer.append(rule.points)
            if !rule.reason.isEmpty {
                buffer.append(",\"reason\":" as StaticString)
                buffer.append(quoted: text, rule.reason)
            }
            if !rule.hits.isEmpty {
                buffer.append(",\"hits\":[" as StaticString)
                for hit in rule.hits {
                    if hit > rule.hits.lowerBound { buffer.append(UInt8(ascii: ",")) }
                    append(hits[hit], in: text, &fragments, to: &buffer)
                }
                buffer.append(UInt8(ascii: "]"))
            }
            if rule.moreHits > 0 {
                buffer.append(",\"more\":" as StaticString)
                buffer.append(integer: Int64(rule.moreHits))
            }
            buffer.append(UInt8(ascii: "}"))
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private func append(
        _ hit: Verdict.Hit, in text: [UInt8], _ fragments: inout VerdictFragments, to buffer: inout ByteBuffer
    ) {
        buffer.append(fragments[fragments.fields[Int(hit.field.rawValue)]])
        buffer.append(integer: Int64(hit.at.lowerBound))
        buffer.append(UInt8(ascii: ","))
        buffer.append(integer: Int64(hit.at.upperBound))
        buffer.append("],\"found\":" as StaticString)
        buffer.append(quoted: text, hit.found)
        let entry = fragments.entry(hit.entry)
        buffer.append(fragments[entry])
    }

    private func appendTell(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        var isFirst = true
        for sentence in verdict.tell {
            buffer.append(isFirst ? ",\"tell\":[" : "," as StaticString)
            isFirst = false
            buffer.append(quoted: sentence)
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private func appendTruncated(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        buffer.append(",\"truncated\":" as StaticString)
        var isFirst = true
        for field in verdict.truncated {
            buffer.append(isFirst ? "[\"" : ",\"" as StaticString)
            isFirst = false
            buffer.append(field.name)
            buffer.append(UInt8(ascii: "\""))
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private func appendFailures(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        buffer.append(",\"errors\":[" as StaticString)
        for index in verdict.failures.indices {
            let failure = verdict.failures[index]
            buffer.append(index > 0 ? ",{" : "{" as StaticString)
            if let rule = failure.rule {
                buffer.append("\"rule\":" as StaticString)
                buffer.append(quoted: verdict.ruleSet.rules[rule].name)
                buffer.append(UInt8(ascii: ","))
            }
            buffer.append("\"file\":" as StaticString)
            buffer.append(quoted: failure.file)
            buffer.append(",\"line\":" as StaticString)
            buffer.append(integer: Int64(failure.line))
            buffer.append(",\"message\":" as StaticString)
            buffer.append(quoted: failure.message)
            buffer.append(UInt8(ascii: "}"))
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private func appendEcho(
        _ echo: [Policy.EchoField], _ ruleSet: RuleSet, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        redactor.begin(email: block.value(of: .email, in: entry), ip: block.value(of: .ip, in: entry))
        var isFirst = true
        var hasReadExtra = false
        func begin(_ name: String) {
            buffer.append(isFirst ? ",\"echo\":{" : "," as StaticString)
            isFirst = false
            buffer.append(quoted: name)
            buffer.append(UInt8(ascii: ":"))
        }
        for what in echo {
            let name = what.name
            switch what {
            case .field(let field):
                guard let value = block.value(of: field, in: entry) else { continue }
                begin(name)
                if entry.isInteger(field) {
                    buffer.append(value)
                } else {
                    // Some give their address as their name; it must not leave with a verdict.
                    var text = Array(value)
                    redactor.redact(&text, from: 0)
                    text.withUnsafeBytes { buffer.append(quoted: $0) }
                }
            case .createdAt:
                guard let seconds = entry.createdAt else { continue }
                begin(name)
                buffer.append(integer: seconds)
            case .postCreatedAt:
                guard let seconds = entry.postCreatedAt else { continue }
                begin(name)
                buffer.append(integer: seconds)
            case .extra(let key):
                guard entry.hasExtra else { continue }
                if !hasReadExtra { decoder.readExtra(of: entry, in: block, into: &extra) }
                hasReadExtra = true
                guard let index = extra.value(of: key, inObjectAt: 0) else { continue }
                begin(name)
                buffer.append(extra, at: index)
            case .ruleSet:
                begin(name)
                buffer.append(quoted: ruleSet.shortHash)
            }
        }
        if !isFirst { buffer.append(UInt8(ascii: "}")) }
    }
}

extension Verdict.Outcome {
    /// `name` without a string's upkeep.
    var staticName: StaticString {
        switch self {
        case .accept: "accept"
        case .hold: "hold"
        case .reject: "reject"
        }
    }
}
