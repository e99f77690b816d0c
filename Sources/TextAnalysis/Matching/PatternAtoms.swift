/// What is known of patterns that were compiled before: the strings by which each is found, as a cache keeps them.
struct PatternAtoms {
    /// Pattern by pattern; none for one that must always be run.
    var patterns: [[[UInt8]]] = []

    var content: [UInt8] {
        var content: [UInt8] = []
        func add(_ count: Int) { withUnsafeBytes(of: UInt32(count)) { content.append(contentsOf: $0) } }
        add(patterns.count)
        for atoms in patterns {
            add(atoms.count)
            for atom in atoms {
                add(atom.count)
                content += atom
            }
        }
        return content
    }

    init() {}

    /// From content; `nil` where that is not of so many patterns.
    init?(_ content: UnsafeRawBufferPointer, count: Int) {
        var position = 0
        func number() -> Int? {
            guard content.count - position >= 4 else { return nil }
            defer { position += 4 }
            return Int(content.loadUnaligned(fromByteOffset: position, as: UInt32.self))
        }
        guard number() == count else { return nil }
        for _ in 0..<count {
            // Each atom takes four bytes at least.
            guard let atomCount = number(), atomCount <= content.count / 4 else { return nil }
            var atoms: [[UInt8]] = []
            for _ in 0..<atomCount {
                // Vectorscan takes no empty one.
                guard let length = number(), length > 0, length <= content.count - position else { return nil }
                atoms.append(Array(content[position..<position + length]))
                position += length
            }
            patterns.append(atoms)
        }
        if position != content.count { return nil }
    }
}
