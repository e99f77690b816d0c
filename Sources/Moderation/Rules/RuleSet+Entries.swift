extension RuleSet {
    /// Something that a rule looks for, and where it was written.
    public struct Entry: Sendable {
        /// The word or pattern as its author wrote it.
        public let text: String
        /// The list file as messages name it, such as `lists/spam.txt`; `nil` where it stands in the rule.
        public let file: String?
        /// The line in `file`, from 1.
        public let line: Int
        /// Whether `text` is a regular expression.
        public let isPattern: Bool
        /// Multiplies the rule's points.
        let weight: Double
    }

    /// All that rules look for, by number.
    ///
    /// Lists stay as they were read: an entry of one is made when it is asked for, since most never hit.
    public struct Entries: RandomAccessCollection, Sendable {
        /// Entries that follow each other: one that stands in a rule, or a whole list.
        private enum Source: Sendable {
            case written(Entry)
            case list(WordList)
        }

        private var sources: [Source] = []
        /// The number of each source's first entry.
        private var starts: [Int] = []

        public let startIndex = 0
        public private(set) var endIndex = 0

        mutating func append(_ entry: Entry) {
            append(.written(entry), count: 1)
        }

        /// Adds all entries of a list, in its order.
        mutating func append(_ list: WordList) {
            append(.list(list), count: list.items.count)
        }

        /// Adds all entries of others, in their order.
        mutating func append(_ others: Entries) {
            for (number, source) in others.sources.enumerated() {
                let next = number + 1 < others.starts.count ? others.starts[number + 1] : others.endIndex
                append(source, count: next - others.starts[number])
            }
        }

        private mutating func append(_ source: Source, count: Int) {
            if count == 0 { return }
            sources.append(source)
            starts.append(endIndex)
            endIndex += count
        }

        public subscript(number: Int) -> Entry {
            let (source, offset) = place(of: number)
            switch source {
            case .written(let entry): return entry
            case .list(let list):
                let item = list.items[offset]
                return Entry(
                    text: String(decoding: list.text(of: item), as: UTF8.self), file: list.name, line: item.line,
                    isPattern: item.isPattern, weight: item.weight)
            }
        }

        /// The entry's text in UTF-8.
        func bytes(of number: Int) -> ArraySlice<UInt8> {
            let (source, offset) = place(of: number)
            switch source {
            case .written(let entry): return ArraySlice(entry.text.utf8)
            case .list(let list): return list.text(of: list.items[offset])
            }
        }

        func isPattern(_ number: Int) -> Bool {
            let (source, offset) = place(of: number)
            switch source {
            case .written(let entry): return entry.isPattern
            case .list(let list): return list.items[offset].isPattern
            }
        }

        /// The lists whose entries are looked for.
        var lists: [WordList] {
            sources.compactMap { source in
                if case .list(let list) = source { return list }
                return nil
            }
        }

        /// What the entry multiplies a rule's points by.
        func weight(of number: Int) -> Double {
            let (source, offset) = place(of: number)
            switch source {
            case .written(let entry): return entry.weight
            case .list(let list): return list.items[offset].weight
            }
        }

        /// The list that holds an entry, and the entry's line in it; `nil` for one that stands in a rule.
        func list(of number: Int) -> (list: WordList, line: Int)? {
            guard case (.list(let list), let offset) = place(of: number) else { return nil }
            return (list, list.items[offset].line)
        }

        private func place(of number: Int) -> (Source, offset: Int) {
            precondition(indices.contains(number))
            // The last source that begins at the number or before it.
            var low = 0
            var high = starts.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if starts[middle] <= number { low = middle } else { high = middle }
            }
            return (sources[low], number - starts[low])
        }
    }
}
