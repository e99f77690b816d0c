import Moderation

/// A row of a table. Valid while it is handed over.
struct DelimitedRow {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let ends: [Int]
    /// Where it begins, from 1.
    let line: Int
    let isTooLong: Bool
    /// Whether a cell may also end earlier than it was read: PHP writes a quotation mark behind a backslash, and the end of
    /// a cell behind one, in the same way.
    let isDoubtful: Bool

    /// How many cells it has.
    var count: Int { ends.count }

    subscript(index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }
}

/// Takes a table in text apart, piece by piece: cells in quotation marks may hold separators, line ends and, doubled,
/// quotation marks (RFC 4180).
///
/// What stands between the end of a quoted cell and the next separator belongs to the cell, as in Python's `csv`.
struct DelimitedRows: ~Copyable {
    /// The longest row that is read, in bytes.
    private static let longest = 16 << 20
    /// More columns than any table has.
    private static let mostCells = 4096

    private enum State {
        case cellStart, plain, quoted
        /// Behind a quotation mark in a quoted cell, which ends the cell or is text.
        case quote
        /// Behind a backslash in a quoted cell as PHP writes it.
        case backslash
        /// Behind a quotation mark that a backslash stands before.
        case escapedQuote
        /// Behind a carriage return that ends a row.
        case lineEnd
    }

    /// Between two cells; must be set before the first piece.
    var separator: UInt8?
    /// Whether PHP wrote the table (https://www.php.net/fputcsv): a quotation mark behind a backslash is not doubled, and
    /// ends no cell.
    var isPHP = false

    private var state = State.cellStart
    private var cells = ByteBuffer()
    private var ends: [Int] = []
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private var isTooLong = false
    private var isDoubtful = false

    /// At the end of the text, the line of a quotation mark that is still open.
    var openQuote: Int? { isInQuotes ? quoteLine : nil }

    private var isInQuotes: Bool { state == .quoted || state == .backslash || state == .escapedQuote }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ take: (DelimitedRow) -> Void) {
        for byte in bytes {
            step(byte, take)
            if byte == 0x0A { line += 1 }
            if cells.count == 0 && ends.isEmpty && state == .cellStart { rowLine = line }
        }
        guard isEnd, !isInQuotes else { return }
        let isBlank = cells.count == 0 && ends.isEmpty && (state == .cellStart || state == .lineEnd)
        if !isBlank { endRow(take) }
    }

    private mutating func step(_ byte: UInt8, _ take: (DelimitedRow) -> Void) {
        if state == .lineEnd {
            state = .cellStart
            if byte == 0x0A { return }
        }
        let isBreak = byte == 0x0A || byte == 0x0D
        switch state {
        case .backslash where byte == UInt8(ascii: "\""):
            append(byte)
            state = .escapedQuote
        case .quoted, .backslash, .escapedQuote:
            if state == .escapedQuote && (byte == separator || isBreak) { isDoubtful = true }
            if byte == UInt8(ascii: "\"") {
                state = .quote
            } else {
                append(byte)
                state = isPHP && byte == UInt8(ascii: "\\") ? .backslash : .quoted
            }
        case .quote where byte == UInt8(ascii: "\""):
            append(byte)
            state = .quoted
        case .cellStart where byte == UInt8(ascii: "\""):
            quoteLine = line
            state = .quoted
        default:
            if byte == separator {
                endCell()
            } else if isBreak {
                endRow(take)
                if byte == 0x0D { state = .lineEnd }
            } else {
                append(byte)
                state = .plain
            }
        }
    }

    private mutating func append(_ byte: UInt8) {
        if cells.count >= Self.longest { isTooLong = true }
        if !isTooLong { cells.append(byte) }
    }

    private mutating func endCell() {
        if ends.count >= Self.mostCells { isTooLong = true }
        if !isTooLong { ends.append(cells.count) }
        state = .cellStart
    }

    private mutating func endRow(_ take: (DelimitedRow) -> Void) {
        endCell()
        take(
            DelimitedRow(bytes: cells.storage, ends: ends, line: rowLine, isTooLong: isTooLong, isDoubtful: isDoubtful))
        cells.removeAll()
        ends.removeAll(keepingCapacity: true)
        isTooLong = false
        isDoubtful = false
    }
}
