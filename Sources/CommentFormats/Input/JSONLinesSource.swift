import Moderation

/// Comments as JSON Lines, from standard input or files in order.
///
/// A block holds whole lines of one input. A line that is longer than allowed comes in pieces, each a block of its own
/// with its entry already made, so that memory stays bounded however long it is.
public final class JSONLinesSource: CommentSource {
    /// The longest line by default, in bytes.
    public static let defaultMaxLine = 1 << 20
    /// The longest that may be asked for: a block counts its bytes in 32 bits.
    public static let highestMaxLine = 1 << 30
    /// How many bytes a block holds by default. Measured, a line costs the same from 64 to 512 KiB, 1 MiB costs more;
    /// this leaves room in the cache for what two workers decode.
    public static let defaultBlockSize = 128 * 1024

    /// How far the reading has come.
    public let progress: InputProgress

    private let inputs: [InputFile]
    private let maxLine: Int
    private let blockSize: Int
    private let shouldStop: @Sendable () -> Bool
    private let shouldPause: @Sendable () -> Bool

    public private(set) var pauses = 0
    private var current = 0
    private var reader: InputReader?
    /// Read, but not handed out yet: the beginning of a line.
    private var carried = ByteBuffer(capacity: 4096)
    private var nextLine = 1
    private var isAtStart = true
    private var isInsideLongLine = false
    /// An error that came after bytes which are handed out first.
    private var pendingError: InputError?

    /// - Parameters:
    ///   - inputs: Read one after the other. None is opened before its turn.
    ///   - maxLine: The longest line in bytes without its end, 1 to `highestMaxLine`.
    ///   - blockSize: About how many bytes a block holds; it is exceeded only by a line that is longer.
    ///   - shouldStop: Asked before each read and five times a second while waiting; `true` ends the input. Whole
    ///     lines that were read by then are handed out, the beginning of a line is not.
    ///   - shouldPause: Asked as often; as long as it is `true` there is nothing to hand out, and nothing is lost.
    public init(
        inputs: [InputFile], maxLine: Int = defaultMaxLine, blockSize: Int = defaultBlockSize,
        shouldStop: @escaping @Sendable () -> Bool = { false },
        shouldPause: @escaping @Sendable () -> Bool = { false }
    ) {
        self.inputs = inputs
        self.maxLine = min(max(maxLine, 1), Self.highestMaxLine)
        self.blockSize = max(blockSize, 1)
        self.shouldStop = shouldStop
        self.shouldPause = shouldPause
        var total: Int? = 0
        for input in inputs { total = input.size.flatMap { size in total.map { $0 + size } } }
        progress = InputProgress(totalBytes: total)
    }

    public func makeDecoder() -> any CommentDecoder {
        JSONCommentDecoder(maxLine: maxLine)
    }

    /// Fills a block with the next lines.
    ///
    /// After an error the next call goes on with the input that follows.
    public func fill(_ block: CommentBlock) throws(InputError) -> Bool {
        while true {
            block.removeAll()
            if let error = pendingError {
                pendingError = nil
                throw error
            }
            guard current < inputs.count, !isPaused else { return false }
            if reader == nil { try openCurrent() }
            block.source = current
            block.firstLine = nextLine
            if fillFromCurrent(block) { return true }
        }
    }

    /// A line that comes in pieces is not left in the middle.
    private var isPaused: Bool { !isInsideLongLine && shouldPause() }

    private func openCurrent() throws(InputError) {
        do throws(InputError) {
            reader = try InputReader(opening: inputs[current], shouldStop: shouldStop)
        } catch {
            current += 1
            throw error
        }
        nextLine = 1
        isAtStart = true
    }

    /// Gives the next lines or piece of a line, or `false` at the input's end.
    private func fillFromCurrent(_ block: CommentBlock) -> Bool {
        block.input.append(carried.storage)
        carried.removeAll()
        let outcome = gather(block)
        let isFilled = isInsideLongLine ? takePiece(block, at: outcome) : takeLines(block, at: outcome)
        isAtStart = false
        switch outcome {
        case .bytes, .paused:
            break
        case .end:
            reader = nil
            current += 1
        case .stopped:
            carried.removeAll()
            reader = nil
            current = inputs.count
        }
        return isFilled
    }

    /// Reads until there is enough to hand out, the input pauses behind a whole line, or it ends.
    private func gather(_ block: CommentBlock) -> InputReader.Outcome {
        var endOfLines = LineScan.endOfLines(block.input.storage)
        // One byte more than a line may have: it may be the first of a line end's two.
        let longest = isInsideLongLine ? blockSize : maxLine + 1
        while true {
            let count = block.input.count
            if endOfLines > 0 {
                if isInsideLongLine || count >= blockSize || !(reader?.hasMoreNow ?? false) { return .bytes }
            } else if count > longest {
                return .bytes
            }
            let outcome: InputReader.Outcome
            do throws(InputError) {
                let room = count < blockSize ? blockSize - count : blockSize
                outcome =
                    try reader?.read(
                        into: &block.input, room: room, shouldStop: shouldStop, shouldPause: { isPaused },
                        onPause: { pauses += 1 }) ?? .end
            } catch {
                pendingError = error
                return .end
            }
            progress.add(block.input.count - count)
            if outcome != .bytes { return outcome }
            // Dropping the mark moves the bytes, so that the first ones are looked at again.
            let seen = isAtStart ? 0 : count
            if isAtStart { dropByteOrderMark(block) }
            let end = LineScan.endOfLines(UnsafeRawBufferPointer(rebasing: block.input.storage[seen...]))
            if end > 0 { endOfLines = seen + end }
        }
    }

    private func dropByteOrderMark(_ block: CommentBlock) {
        let bytes = block.input.storage
        guard bytes.count >= 3 else { return }
        isAtStart = false
        if bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { block.input.removeFirst(3) }
    }

    /// Leaves the whole lines in the block, or the first piece of a line that is too long.
    private func takeLines(_ block: CommentBlock, at outcome: InputReader.Outcome) -> Bool {
        let bytes = block.input.storage
        let end = LineScan.endOfLines(bytes)
        if end == 0 && outcome == .bytes {
            isInsideLongLine = true
            addPiece(to: block, length: lengthWithoutCarriageReturn(bytes), continues: true)
            return true
        }
        if outcome != .end {
            carry(bytes, from: end)
            block.input.truncate(to: end)
        }
        nextLine += LineScan.lines(in: block.input.storage)
        return block.input.count > 0
    }

    /// Leaves the next piece of a line that is too long in the block.
    private func takePiece(_ block: CommentBlock, at outcome: InputReader.Outcome) -> Bool {
        let bytes = block.input.storage
        if let end = bytes.firstIndex(of: 0x0A) {
            carry(bytes, from: end + 1)
            let line = UnsafeRawBufferPointer(rebasing: bytes[..<end])
            isInsideLongLine = false
            addPiece(to: block, length: lengthWithoutCarriageReturn(line), isContinuation: true, isKept: false)
            nextLine += 1
        } else {
            isInsideLongLine = outcome == .bytes
            let length = lengthWithoutCarriageReturn(bytes)
            addPiece(
                to: block, length: length, continues: isInsideLongLine, isContinuation: true, isKept: isInsideLongLine)
        }
        return true
    }

    /// Makes the block one piece of a line. What follows the piece is carried on if it `isKept`.
    private func addPiece(
        to block: CommentBlock, length: Int, continues: Bool = false, isContinuation: Bool = false, isKept: Bool = true
    ) {
        if isKept { carry(block.input.storage, from: length) }
        block.input.truncate(to: length)
        var entry = CommentEntry(line: nextLine, raw: 0..<length)
        entry.malformation = .lineTooLong(maxLine)
        entry.continues = continues
        entry.isContinuation = isContinuation
        block.entries.append(entry)
    }

    private func carry(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        carried.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    private func lengthWithoutCarriageReturn(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.last == 0x0D ? bytes.count - 1 : bytes.count
    }
}
