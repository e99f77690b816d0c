import LuaRuntime
import TextAnalysis

/// Evaluating one rule: its conditions, its trigger, its check.
extension Moderator {
    /// What a trigger found.
    enum Evidence {
        case none
        case matches(group: Int)
        /// The exact test of this number agreed, with the values in `agreed`.
        case exact(Int)
        /// A bit for each field that is blank.
        case missing(UInt16)
        case count(Int32, query: Int)
        /// How sure a model is.
        case probability(Double, model: Int)
    }

    /// Whether a rule that is its check alone says nothing of this comment, where that can be told at once. Each rule's
    /// first check in a block is called in full, so that it is noted as one that succeeds.
    @inline(__always)
    func isSilent(_ step: RuleStep) -> Bool {
        guard step.isCheckAlone, let check = step.check else { return false }
        return !hasSetAside.pointee && succeeded[step.rule] && state.isSilent(check, with: ScriptHost.comment)
    }

    // Inlined into the loop over the steps: most have nothing to say, and a call would cost as much.
    @inline(__always)
    func evaluate(_ step: RuleStep, _ verdict: inout Verdict) {
        let evidence: Evidence
        var strength = 1.0
        switch step.test {
        case .always:
            evidence = .none
        case .matches(let group):
            evidence = .matches(group: group)
        case .history(let query, let moreThan):
            var count = context.historyCounts[query]
            if count <= moreThan {
                if !isProbing { return }
                count = moreThan + 1
            }
            evidence = .count(count, query: query)
        case .exact(let test):
            if !exactTests[test].matches(context.entry, in: context.block, agreed: &agreed) {
                // A check may rely on the fields being there, whatever they hold.
                let mayHold = exactTests[test].parts.allSatisfy {
                    !$0.entries.isEmpty && context.value(of: $0.field) != nil
                }
                if !isProbing || !mayHold { return }
                agreed = exactTests[test].parts.map { _ in 0 }
            }
            for (part, value) in zip(exactTests[test].parts, agreed) where part.field == .email || part.field == .ip {
                redactor.learn(part.entries.bytes(of: value), of: part.field)
            }
            evidence = .exact(test)
        case .required(let fields):
            var missing = context.blankFields(among: fields)
            if missing == 0 {
                if !isProbing { return }
                missing = fields
            }
            evidence = .missing(missing)
        case .model(let model, let above, let given):
            // Before the model is asked, since nothing takes longer.
            if step.hasConditions, !holds(ruleSet.rules[step.rule].conditions) { return }
            if given != 0, !isProbing, context.blankFields(among: given) != 0 { return }
            let probability = context.models.probability(model, context)
            if probability <= above, !isProbing { return }
            evidence = .probability(probability, model: model)
            strength = max(0, (probability - above) / (1 - above))
        }
        if step.hasConditions, !holds(ruleSet.rules[step.rule].conditions) { return }
        guard let check = step.check else { return record(step, evidence, strength: strength, reason: nil, &verdict) }
        do throws(LuaError) {
            if hasSetAside.pointee, streaks.isSetAside(step.rule, at: number) { throw Self.setAside }
            let result = try ask(check, evidence)
            let strength = try Self.strength(result)
            if !succeeded[step.rule] { streaks.noteSuccess(step.rule) }
            guard let strength else { return }
            let reason = result.second.map { verdict.append(reason: $0, redactor) }
            record(step, evidence, strength: strength, reason: reason, &verdict)
        } catch {
            noteFailure(of: step.rule, error, &verdict)
        }
    }

    @inline(never)
    private func noteFailure(of number: Int, _ error: LuaError, _ verdict: inout Verdict) {
        let isSetAside = streaks.isSetAside(number, at: self.number)
        if error.kind != .budget, !isSetAside { streaks.noteFailure(number, at: self.number) }
        let rule = ruleSet.rules[number]
        fail(rule: number, error, file: rule.file, line: rule.line, &verdict)
    }

    private func holds(_ conditions: Conditions) -> Bool {
        conditions.all.allSatisfy { fired[$0] } && (conditions.any.isEmpty || conditions.any.contains { fired[$0] })
            && !conditions.none.contains { fired[$0] }
    }

    /// Calls a check on the comment and on what the trigger found.
    private func ask(_ check: LuaFunction, _ evidence: Evidence) throws(LuaError) -> LuaResult {
        switch evidence {
        case .none:
            return try call(check)
        case .count(let count, _):
            return try call(check) { $0.integer(Int64(count)) }
        case .probability(let probability, _):
            return try call(check) { $0.number(probability) }
        case .matches(let group):
            return try call(check) { [host] writer in host.writeHits(group: group, to: writer) }
        case .exact(let test):
            let texts = zip(exactTests[test].parts, agreed).map { $0.entries[$1].text }
            return try call(check) { $0.strings(texts) }
        case .missing(let fields):
            return try call(check) { $0.strings(Field.names(in: fields)) }
        }
    }

    /// The strength that a check answered, above 0 to 1; `nil` where it is silent.
    private static func strength(_ result: LuaResult) throws(LuaError) -> Double? {
        let strength: Double
        switch result.first {
        case .nothing, .boolean(false): return nil
        case .boolean(true): strength = 1
        case .number(let number): strength = number
        case .other(let type):
            throw badAnswer("check returned a \(type); return nothing, true, or a strength from 0 to 1")
        }
        if strength.isNaN { throw badAnswer("check returned NaN as its strength; a division of 0 by 0?") }
        if strength < 0 {
            throw badAnswer(
                "check returned a negative strength; for points that speak for a comment give the rule a negative score"
            )
        }
        if strength == 0 { return nil }
        if let type = result.secondTypeName {
            throw badAnswer("check returned a \(type) as its reason; return a string")
        }
        return min(strength, 1)
    }

    private static let setAside = LuaError(
        kind: .runtime, message: "set aside: the rule failed on \(FailureLedger.limit) comments in a row")

    private static func badAnswer(_ message: String) -> LuaError {
        LuaError(kind: .runtime, message: message)
    }

    private func record(
        _ step: RuleStep, _ evidence: Evidence, strength: Double, reason: Range<Int>?, _ verdict: inout Verdict
    ) {
        fired[step.rule] = true
        let firstHit = verdict.hits.count
        var moreHits = 0
        if case .matches(let group) = evidence { moreHits = appendHits(group: group, &verdict) }
        if case .probability(_, let model) = evidence { appendHits(model: model, &verdict) }
        let hits = firstHit..<verdict.hits.count
        let score = step.score * weight(of: evidence, step) * strength
        let entry = Verdict.Fired(
            rule: step.rule, category: step.category, decides: step.decides, points: Points(rounding: score),
            reason: reason ?? appendDefaultReason(of: step.rule, evidence, hits: hits, &verdict), hits: hits,
            moreHits: moreHits)
        if step.isShadow { verdict.shadow.append(entry) } else { verdict.fired.append(entry) }
    }

    /// What the points are multiplied by: the heaviest entry that hit, or the sum of the heaviest `perHit` of them.
    private func weight(of evidence: Evidence, _ step: RuleStep) -> Double {
        let perHit = step.perHit
        switch evidence {
        case .matches(let group):
            if perHit == 0 { return context.heaviest(group: group) }
            return context.weight(ofHeaviest: perHit, group: group)
        case .missing(let fields):
            return perHit == 0 ? 1 : Double(min(perHit, fields.nonzeroBitCount))
        case .exact(let test):
            return exactTests[test].weight(of: agreed)
        default:
            return 1
        }
    }

    /// The reason of a rule whose check gives none: what its trigger found.
    private func appendDefaultReason(
        of rule: Int, _ evidence: Evidence, hits: Range<Int>, _ verdict: inout Verdict
    ) -> Range<Int> {
        let start = verdict.text.count
        switch evidence {
        case .matches(let group):
            verdict.appendHitTexts(hits.prefix(Self.shownHits), areWords: context.groups[group].words)
        case .exact(let test):
            for (part, value) in zip(exactTests[test].parts, agreed) {
                if verdict.text.count > start { verdict.append(text: ", ") }
                verdict.append(text: part.field.name)
                verdict.append(text: " ")
                verdict.append(bytes: part.entries.bytes(of: value))
            }
        case .missing(let fields):
            for field in Field.allCases where fields & (1 << UInt16(field.rawValue)) != 0 {
                if verdict.text.count > start { verdict.append(text: ", ") }
                verdict.append(text: field.name)
            }
            verdict.append(text: " missing")
        case .count(let count, let query):
            verdict.append(text: String(count))
            verdict.append(text: historyReasons[query])
        case .probability(let probability, _):
            verdict.append(text: "\(Int((probability * 100).rounded(.down))) % sure: ")
            verdict.appendHitTexts(hits.prefix(Self.shownHits), areWords: false)
        case .none:
            let conditions = ruleSet.rules[rule].conditions
            let names = (conditions.all + conditions.any).filter { fired[$0] }.map { ruleSet.rules[$0].name }
            verdict.append(text: names.joined(separator: ", "))
        }
        return verdict.finishReason(from: start, redactor)
    }
}

extension Field {
    /// The names of the fields of a mask.
    static func names(in mask: UInt16) -> [String] {
        allCases.filter { mask & (1 << UInt16($0.rawValue)) != 0 }.map(\.name)
    }
}

extension LuaWriter {
    func strings(_ texts: [String]) {
        list(count: texts.count)
        for text in texts { string(text) }
    }
}
