/// So many of any number of things, spread evenly over all by chance, always the same (Vitter's algorithm R).
struct Reservoir<Item> {
    private let limit: Int?
    private var seen = 0
    private var random = SplitMix(state: 1)
    private var kept: [(number: Int, item: Item)] = []

    /// - Parameter limit: How many are kept; `nil` keeps all.
    init(limit: Int?) {
        self.limit = limit
    }

    /// In the order in which they came.
    var items: [Item] { kept.sorted { $0.number < $1.number }.map(\.item) }

    mutating func add(_ item: Item) {
        seen += 1
        guard let limit, kept.count >= limit else { return kept.append((seen, item)) }
        let place = random.next(below: seen)
        if place < limit { kept[place] = (seen, item) }
    }
}
