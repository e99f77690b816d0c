/// A list that one thread fills again and again: plain values, no bounds checks, no reference counted, and its memory
/// kept when it is emptied, up to a limit.
struct ScratchList<Element: BitwiseCopyable>: ~Copyable {
    private(set) var elements: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int
    private let mostKept: Int

    /// - Parameter mostKept: More memory than for so many elements is given back when the list is emptied.
    init(mostKept: Int) {
        self.mostKept = mostKept
        capacity = min(64, mostKept)
        elements = .allocate(capacity: capacity)
    }

    deinit { elements.deallocate() }

    /// An element below `count`.
    @inline(__always)
    subscript(index: Int) -> Element {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    /// Valid until the list changes.
    var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: elements, count: count) }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (elements + count).initialize(to: element)
        count += 1
    }

    mutating func removeAll() {
        count = 0
        if capacity > mostKept { replace(capacity: mostKept) }
    }

    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        var kept = 0
        for index in 0..<count where !isUnwanted(elements[index]) {
            elements[kept] = elements[index]
            kept += 1
        }
        count = kept
    }

    mutating func sort() where Element: Comparable {
        var elements = UnsafeMutableBufferPointer(start: elements, count: count)
        elements.sort()
    }

    @inline(never)
    private mutating func grow() { replace(capacity: capacity * 2) }

    private mutating func replace(capacity new: Int) {
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: new)
        moved.update(from: elements, count: count)
        elements.deallocate()
        elements = moved
        capacity = new
    }
}
