import Glibc
import Moderation
import SystemPackage

extension QueueFile {
    /// How many bytes are read at once. 64 KiB: more than nearly every line, and little memory.
    private static let pieceSize: Int64 = 1 << 16

    /// Moves an unfinished last line, such as a crash leaves behind, to the end of the file of the same name + `.torn`.
    ///
    /// There it is safe, and ended, before it is cut off here: a crash in between doubles it and never loses it.
    /// - Returns: `nil` where the file ends with a line end, is empty or is no regular file.
    func moveTornLine() throws(OutputError) -> FileQueues.TornLine? {
        guard isRegular else { return nil }
        let end = try length()
        let start = try endOfLastWholeLine(before: end)
        if start == end { return nil }
        let refuge = try QueueFile(name + ".torn")
        guard refuge.isRegular else {
            throw OutputError(
                output: refuge.name, message: "must be a plain file, to take the unfinished last line of \(name)")
        }
        do {
            try copy(start..<end, to: refuge)
            try refuge.sync()
        } catch {
            _ = refuge.takeBack()
            throw error
        }
        try cut(to: start)
        try sync()
        return FileQueues.TornLine(file: name, movedTo: refuge.name, count: end - start)
    }

    /// The offset after the last line end; 0 where there is none.
    private func endOfLastWholeLine(before end: Int64) throws(OutputError) -> Int64 {
        var piece = ByteBuffer()
        var upper = end
        while upper > 0 {
            let lower = max(0, upper - Self.pieceSize)
            piece.removeAll()
            try read(lower..<upper, into: &piece)
            if let index = piece.storage.lastIndex(of: UInt8(ascii: "\n")) { return lower + Int64(index) + 1 }
            upper = lower
        }
        return 0
    }

    /// Appends a stretch of this file to another, and a line end.
    private func copy(_ range: Range<Int64>, to other: QueueFile) throws(OutputError) {
        var piece = ByteBuffer()
        var lower = range.lowerBound
        while lower < range.upperBound {
            let upper = min(range.upperBound, lower + Self.pieceSize)
            piece.removeAll()
            try read(lower..<upper, into: &piece)
            if upper == range.upperBound { piece.append(UInt8(ascii: "\n")) }
            try other.append(piece.storage)
            lower = upper
        }
    }

    /// Appends a stretch of the file to `buffer`.
    private func read(_ range: Range<Int64>, into buffer: inout ByteBuffer) throws(OutputError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let rest = Int(range.upperBound - offset)
            let before = buffer.count
            try buffer.fill(room: rest) { room throws(OutputError) in
                let count = pread(descriptor.rawValue, room.baseAddress, rest, off_t(offset))
                if count > 0 { return count }
                // Nothing left: somebody cut the file although it is locked.
                let error = count == 0 ? Errno.ioError : Errno(rawValue: errno)
                if error != .interrupted { throw failure(error) }
                return 0
            }
            offset += Int64(buffer.count - before)
        }
    }
}
