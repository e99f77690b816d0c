import ArgumentParser

/// A size of memory such as `512KB`, `64MB` or `2GB`, in units of 1,024.
struct MemorySize: ExpressibleByArgument {
    var bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    init?(argument: String) {
        let text = argument.uppercased()
        guard let unit = Self.units.first(where: { text.hasSuffix($0.name) }),
            let count = Int(text.dropLast(2)), count > 0, count <= (1 << 40) / unit.bytes
        else { return nil }
        bytes = count * unit.bytes
    }

    private static let units = [
        (name: "GB", bytes: 1 << 30), (name: "MB", bytes: 1 << 20), (name: "KB", bytes: 1 << 10),
    ]

    /// Twice as much.
    var doubled: MemorySize { MemorySize(bytes: bytes * 2) }

    var defaultValueDescription: String { description }
}

extension MemorySize: CustomStringConvertible {
    var description: String {
        let unit = Self.units.first { bytes % $0.bytes == 0 && bytes >= $0.bytes }
        return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes / 1024)KB"
    }
}
