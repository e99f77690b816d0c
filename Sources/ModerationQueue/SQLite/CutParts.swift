import GRDB

/// Parts of a comment that leave it when the blog has taken it: where it holds its writer's addresses.
enum CutParts {
    /// Of the function in SQL that takes them out.
    static let name = "without_parts"

    /// The parts as the database keeps them; `nil` where there is none.
    static func bytes(_ parts: [Range<Int>]) -> [UInt8]? {
        if parts.isEmpty { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            for number in [part.lowerBound, part.count] {
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
    }

    /// The parts that `bytes` stand for, in order; `nil` where they don't fit a comment of `length` bytes.
    static func parts(_ bytes: [UInt8], of length: Int) -> [Range<Int>]? {
        guard bytes.count.isMultiple(of: 8) else { return nil }
        func number(at index: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
        }
        var parts: [Range<Int>] = []
        for index in stride(from: 0, to: bytes.count, by: 8) {
            let start = number(at: index)
            let end = start + number(at: index + 4)
            guard start >= parts.last?.upperBound ?? 0, end <= length else { return nil }
            parts.append(start..<end)
        }
        return parts
    }

    /// A comment without its parts; `nil` where they are not its own.
    static func cut(_ parts: [UInt8], from comment: String) -> String? {
        let text = Array(comment.utf8)
        guard let parts = Self.parts(parts, of: text.count) else { return nil }
        var kept: [UInt8] = []
        var start = 0
        for part in parts {
            kept += text[start..<part.lowerBound]
            start = part.upperBound
        }
        kept += text[start...]
        return String(validating: kept, as: UTF8.self)
    }

    /// `without_parts(comment, addresses)`
    static let function = DatabaseFunction(name, argumentCount: 2, pure: true) { values in
        guard let comment = String.fromDatabaseValue(values[0]), let parts = [UInt8].fromBlob(values[1]),
            let rest = cut(parts, from: comment)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return rest
    }
}

extension [UInt8] {
    fileprivate static func fromBlob(_ value: DatabaseValue) -> [UInt8]? {
        guard case .blob(let data) = value.storage else { return nil }
        return [UInt8](data)
    }
}
