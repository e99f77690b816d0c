/// Finds numbers and handles that move a reader elsewhere.
struct ContactFinder {
    func find(into contacts: inout [Contact]) {}
    init(_ text: UnsafeRawBufferPointer) {}
}
