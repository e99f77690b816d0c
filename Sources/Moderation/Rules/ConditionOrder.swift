/// Orders rules so that each comes after those that its conditions name.
struct ConditionOrder {
    private let rules: [Rule]
    private var state: [State]
    private var order: [Int] = []

    private enum State { case unseen, open, done }

    init(rules: [Rule]) {
        self.rules = rules
        state = rules.map { _ in .unseen }
    }

    /// The order, in load order as far as conditions allow; `report` is told of each rule that waits for itself.
    mutating func order(report: (_ rule: Int, _ what: String, _ advice: String) -> Void) -> [Int] {
        for index in rules.indices { visit(index, path: [], report: report) }
        return order
    }

    private mutating func visit(_ index: Int, path: [Int], report: (Int, String, String) -> Void) {
        switch state[index] {
        case .done: return
        case .open:
            let cycle = path[(path.firstIndex(of: index) ?? 0)...] + [index]
            report(
                index, "its conditions go in a circle: " + cycle.map { rules[$0].name }.joined(separator: " → "),
                "take one of them out")
        case .unseen:
            state[index] = .open
            let conditions = rules[index].conditions
            for other in conditions.all + conditions.any + conditions.none {
                visit(other, path: path + [index], report: report)
            }
            state[index] = .done
            order.append(index)
        }
    }
}
