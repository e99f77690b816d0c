import Moderation

/// Writes what a verdict says as members of a JSON object, in the order of section 2 of the design.
///
/// Verdict lines and the `moderation` of comment streams share it. Each worker has its own.
final class VerdictJSON {
    private var ruleSet: RuleSet?
    /// What the policies of `ruleSet` add, in its order.
    private var policies: [PolicyOutput] = []
    private var extra = ValueTape()

    /// Appends the members from `policy` to `truncated`, without braces.
    func appendMembers(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        if ruleSet !== verdict.ruleSet {
            ruleSet = verdict.ruleSet
            policies = verdict.ruleSet.policyOutputs
        }
        let policy = verdict.policy < policies.count ? policies[verdict.policy] : nil
        if let name = policy?.name {
            buffer.append("\"policy\":" as StaticString)
            buffer.append(quoted: name)
            buffer.append(UInt8(ascii: ","))
        }
        appendDecision(verdict, to: &buffer)
        appendScores(verdict, to: &buffer)
        buffer.append(",\"rules\":" as StaticString)
        append(verdict.fired, of: verdict, to: &buffer)
        if !verdict.shadow.isEmpty {
            buffer.append(",\"shadow\":" as StaticString)
            append(verdict.shadow, of: verdict, to: &buffer)
        }
        if let would = verdict.would {
            buffer.append(",\"would\":\"" as StaticString)
            buffer.append(would.staticName)
            buffer.append(UInt8(ascii: "\""))
        }
        appendTell(verdict, to: &buffer)
        if !verdict.failures.isEmpty { appendFailures(verdict, to: &buffer) }
        if let policy, !policy.echo.isEmpty { appendEcho(policy, entry, in: block, decoder: decoder, to: &buffer) }
        if !verdict.truncated.isEmpty {
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
    }

    private func appendDecision(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        buffer.append("\"verdict\":\"" as StaticString)
        buffer.append(verdict.outcome.staticName)
        buffer.append("\",\"because\":" as StaticString)
        switch verdict.cause {
        case .score: buffer.append("\"score\"" as StaticString)
        case .error: buffer.append("\"error\"" as StaticString)
        case .exempt: buffer.append("\"exempt\"" as StaticString)
        case .category, .rule: buffer.append(quoted: verdict.because)
        }
        buffer.append(",\"score\":" as StaticString)
        buffer.append(verdict.score)
    }

    private func appendScores(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        var isFirst = true
        for index in verdict.categoryScores.indices {
            guard let score = verdict.categoryScores[index] else { continue }
            buffer.append(isFirst ? ",\"scores\":{" : "," as StaticString)
            isFirst = false
            buffer.append(quoted: verdict.ruleSet.categories[index].name)
            buffer.append(UInt8(ascii: ":"))
            buffer.append(score)
        }
        if !isFirst { buffer.append(UInt8(ascii: "}")) }
    }

    private func append(_ fired: [Verdict.Fired], of verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: "["))
        for index in fired.indices {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            append(fired[index], of: verdict, to: &buffer)
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private func append(_ fired: Verdict.Fired, of verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        let rules = verdict.ruleSet.rules
        buffer.append("{\"rule\":" as StaticString)
        buffer.append(quoted: rules[fired.rule].name)
        buffer.append(",\"category\":" as StaticString)
        buffer.append(quoted: verdict.ruleSet.categories[rules[fired.rule].category].name)
        buffer.append(",\"score\":" as StaticString)
        buffer.append(fired.points)
        if !fired.reason.isEmpty {
            buffer.append(",\"reason\":" as StaticString)
            buffer.append(quoted: verdict.text, fired.reason)
        }
        if !fired.hits.isEmpty {
            buffer.append(",\"hits\":[" as StaticString)
            for index in fired.hits {
                if index > fired.hits.lowerBound { buffer.append(UInt8(ascii: ",")) }
                append(verdict.hits[index], of: verdict, to: &buffer)
            }
            buffer.append(UInt8(ascii: "]"))
        }
        if fired.moreHits > 0 {
            buffer.append(",\"more\":" as StaticString)
            buffer.append(integer: Int64(fired.moreHits))
        }
        buffer.append(UInt8(ascii: "}"))
    }

    private func append(_ hit: Verdict.Hit, of verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        buffer.append("{\"field\":\"" as StaticString)
        buffer.append(hit.field.name)
        buffer.append("\",\"at\":[" as StaticString)
        buffer.append(integer: Int64(hit.at.lowerBound))
        buffer.append(UInt8(ascii: ","))
        buffer.append(integer: Int64(hit.at.upperBound))
        buffer.append("],\"found\":" as StaticString)
        buffer.append(quoted: verdict.text, hit.found)
        buffer.append(",\"entry\":" as StaticString)
        let listed = verdict.ruleSet.entries[hit.entry]
        buffer.append(quoted: listed.text)
        if let file = listed.file {
            buffer.append(",\"from\":" as StaticString)
            buffer.append(quoted: "\(file):\(listed.line)")
        }
        buffer.append(UInt8(ascii: "}"))
    }

    private func appendTell(_ verdict: borrowing Verdict, to buffer: inout ByteBuffer) {
        // Most comments have nothing to tell; the list of sentences is made for those that do.
        let rules = verdict.ruleSet.rules
        guard verdict.fired.contains(where: { rules[$0.rule].tell != nil }) else { return }
        var isFirst = true
        for sentence in verdict.tell {
            buffer.append(isFirst ? ",\"tell\":[" : "," as StaticString)
            isFirst = false
            buffer.append(quoted: sentence)
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
        _ policy: PolicyOutput, _ entry: borrowing CommentEntry, in block: CommentBlock, decoder: any CommentDecoder,
        to buffer: inout ByteBuffer
    ) {
        var isFirst = true
        var hasReadExtra = false
        func begin(_ name: String) {
            buffer.append(isFirst ? ",\"echo\":{" : "," as StaticString)
            isFirst = false
            buffer.append(quoted: name)
            buffer.append(UInt8(ascii: ":"))
        }
        for (name, what) in policy.echo {
            switch what {
            case .field(let field):
                guard let value = block.value(of: field, in: entry) else { continue }
                begin(name)
                if entry.isInteger(field) { buffer.append(value) } else { buffer.append(quoted: value) }
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
