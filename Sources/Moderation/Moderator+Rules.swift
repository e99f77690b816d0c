import LuaRuntime
import TextAnalysis

/// Evaluating one rule: its conditions, its trigger, its check, and what it gives as the reason.
extension Moderator {
    /// At most this many hits of a rule are shown.
    static let shownHits = 5
    /// A reason is cut here, in bytes.
    static let longestReason = 1000
    /// Words found are cut here, in bytes.
    static let longestFound = 200

    /// What a trigger found, as `check` sees it.
    private enum Evidence {
        case none
        case matches(group: Int)
        case values([(part: Int, value: Int)], ExactTest)
        case missing([Field])
        case count(Int)
    }

    func evaluate(_ step: RuleStep) {
        if step.hasConditions, !holds(ruleSet.rules[step.rule].conditions) { return }
        guard let evidence = evidence(for: step) else { return }
        var strength = 1.0
        var reason: Range<Int>?
        if let check = step.check {
            do throws(LuaError) {
                let result = try call(check, found: writer(for: evidence))
                guard let answer = try answer(result) else { return }
                strength = answer
                reason = result.second.map(appendReason)
            } catch {
                let rule = ruleSet.rules[step.rule]
                fail(rule: step.rule, error, file: rule.file, line: rule.line)
                return
            }
        }
        record(step, evidence, strength: strength, reason: reason)
    }

    private func holds(_ conditions: Conditions) -> Bool {
        conditions.all.allSatisfy { fired[$0] } && (conditions.any.isEmpty || conditions.any.contains { fired[$0] })
            && !conditions.none.contains { fired[$0] }
    }

    /// What the trigger found; `nil` where it is silent.
    private func evidence(for step: RuleStep) -> Evidence? {
        switch step.test {
        case .always:
            return Evidence.none
        case .matches(let group):
            return context.foundCounts[group] > 0 ? .matches(group: group) : nil
        case .history(let query, let moreThan):
            let count = context.historyCounts[query]
            return count > moreThan ? .count(Int(count)) : nil
        case .exact:
            guard case .exact(let test) = ruleSet.rules[step.rule].trigger,
                let values = test.matches(context.entry, in: context.block)
            else { return nil }
            return .values(values, test)
        case .required:
            guard case .required(let fields) = ruleSet.rules[step.rule].trigger,
                fields.contains(where: { context.value(of: $0) == nil })
            else { return nil }
            return .missing(fields.filter { context.value(of: $0) == nil })
        }
    }

    /// The strength that a check answered, above 0 to 1; `nil` where it is silent.
    private func answer(_ result: LuaResult) throws(LuaError) -> Double? {
        let strength: Double
        switch result.first {
        case .nothing, .boolean(false): return nil
        case .boolean(true): strength = 1
        case .number(let number): strength = number
        case .other(let type):
            throw Self.badAnswer("check returned a \(type); return nothing, true, or a strength from 0 to 1")
        }
        if strength.isNaN { throw Self.badAnswer("check returned NaN as its strength; a division by zero?") }
        if strength < 0 {
            throw Self.badAnswer(
                "check returned a negative strength; for points that speak for a comment give the rule a negative score"
            )
        }
        if strength == 0 { return nil }
        if let type = result.secondTypeName {
            throw Self.badAnswer("check returned a \(type) as its reason; return a string")
        }
        return min(strength, 1)
    }

    private static func badAnswer(_ message: String) -> LuaError {
        LuaError(kind: .runtime, message: message, file: "", line: 0, traceback: "")
    }

    private func record(_ step: RuleStep, _ evidence: Evidence, strength: Double, reason: Range<Int>?) {
        fired[step.rule] = true
        let firstHit = verdict.hits.count
        var moreHits = 0
        if case .matches(let group) = evidence { moreHits = appendHits(group: group) }
        let score = step.score * weight(of: evidence, perHit: ruleSet.rules[step.rule].perHit) * strength
        let entry = Verdict.Fired(
            rule: step.rule, points: Points(rounding: score),
            reason: reason ?? appendDefaultReason(step.rule, evidence, hits: firstHit..<verdict.hits.count),
            hits: firstHit..<verdict.hits.count, moreHits: moreHits)
        if step.isShadow { verdict.shadow.append(entry) } else { verdict.fired.append(entry) }
    }

    /// What the points are multiplied by: the heaviest entry that hit, or the sum of the heaviest `perHit` of them.
    private func weight(of evidence: Evidence, perHit: Int?) -> Double {
        switch evidence {
        case .matches(let group):
            let weights = context.found.lazy.filter { $0.group == group }.map { [ruleSet] in
                ruleSet.entries[Int($0.entry)].weight
            }
            guard let perHit else { return weights.max() ?? 1 }
            return weights.sorted(by: >).prefix(perHit).reduce(0, +)
        case .missing(let fields):
            return perHit.map { Double(min($0, fields.count)) } ?? 1
        default:
            return 1
        }
    }

    // MARK: Hits and reasons

    /// Adds the first hits of a group to the verdict and returns how many there are beyond those.
    private func appendHits(group: Int) -> Int {
        var shown = 0
        for item in context.found where item.group == group {
            if shown == Self.shownHits { return Int(context.foundCounts[group]) - shown }
            shown += 1
            let forms = context.forms(of: item.field)
            let place = forms.rawRange(of: item.range, in: item.form)
            verdict.hits.append(
                Verdict.Hit(
                    field: item.field, at: place,
                    found: appendFound(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[place]), in: item.field),
                    entry: Int(item.entry)))
        }
        return 0
    }

    private func appendFound(_ bytes: UnsafeRawBufferPointer, in field: Field) -> Range<Int> {
        // A part of an address would tell it as well as the whole does.
        if field == .email { return appendPlain("[email]") }
        if field == .ip { return appendPlain("[ip]") }
        return redactor.append(bytes.prefixOfCharacters(Self.longestFound), to: &verdict.text)
    }

    private func appendPlain(_ text: String) -> Range<Int> {
        let start = verdict.text.count
        verdict.text.append(contentsOf: text.utf8)
        return start..<verdict.text.count
    }

    private func appendReason(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let cut = bytes.prefixOfCharacters(Self.longestReason)
        switch UTF8Repair.repaired(cut) {
        case .asItIs(let bytes): return redactor.append(bytes, to: &verdict.text)
        case .repaired(var text):
            return text.withUTF8 { redactor.append(UnsafeRawBufferPointer($0), to: &verdict.text) }
        }
    }

    /// The reason of a rule whose check gives none.
    private func appendDefaultReason(_ rule: Int, _ evidence: Evidence, hits: Range<Int>) -> Range<Int> {
        var reason: String
        switch evidence {
        case .matches(let group):
            var texts: [String] = []
            for hit in verdict.hits[hits] {
                let text =
                    context.groups[group].words == true ? ruleSet.entries[hit.entry].text : verdict.string(hit.found)
                if !texts.contains(text) { texts.append(text) }
            }
            reason = texts.joined(separator: ", ")
        case .values(let values, let test):
            reason = values.map { test.parts[$0.part].field.name + " " + test.parts[$0.part].texts[$0.value] }
                .joined(separator: ", ")
        case .missing(let fields):
            reason = fields.map(\.name).joined(separator: ", ") + " missing"
        case .count(let count):
            reason = "\(count) before"
            if case .history(let query, _) = ruleSet.rules[rule].trigger,
                let within = ruleSet.historyQueries[query].within
            {
                reason += " within " + Duration.text(within)
            }
        case .none:
            let conditions = ruleSet.rules[rule].conditions
            reason = (conditions.all + conditions.any).filter { fired[$0] }.map { ruleSet.rules[$0].name }
                .joined(separator: ", ")
        }
        return reason.withUTF8 { appendReason(UnsafeRawBufferPointer($0)) }
    }

    // MARK: What check sees

    private func writer(for evidence: Evidence) -> ((LuaWriter) -> Void)? {
        switch evidence {
        case .none:
            return nil
        case .count(let count):
            return { $0.integer(Int64(count)) }
        case .missing(let fields):
            return { writer in
                writer.list(count: fields.count)
                for field in fields { writer.string(field.name) }
            }
        case .values(let values, let test):
            return { writer in
                writer.list(count: values.count)
                for value in values { writer.string(test.parts[value.part].texts[value.value]) }
            }
        case .matches(let group):
            return { [host] writer in host.writeHits(group: group, to: writer) }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// At most `limit` bytes, cut on a character boundary of UTF-8.
    func prefixOfCharacters(_ limit: Int) -> UnsafeRawBufferPointer {
        if count <= limit { return self }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[..<end])
    }
}
