import Moderation

/// A comment of another system, in the terms of section 1 of the design, on its way from a reader to the output.
///
/// One serves all comments of an input: `begin` empties it and keeps its memory.
final class ImportedComment {
    /// The most that all values of a comment may have together, in bytes. WordPress's own columns hold 64 KiB.
    static let longest = 16 << 20

    let block = CommentBlock()
    var entry = CommentEntry(line: 1, raw: 0..<0)
    /// What the other system thinks of it: `approved`, `hold`, `spam`, `trash`, `deleted` or a word of its own.
    var status: String?
    /// Members of a JSON object that stand beside the fields, each with a comma before it.
    var extra = ByteBuffer()
    /// Whether there was more text than a comment may have.
    private(set) var isTooLong = false
    /// Whether `createdAt` is the blog's own time, taken as UTC since nobody said how far it is from that.
    private(set) var hasLocalTime = false
    /// Dates that are none, by name, with their lines.
    var wrongDates: [(name: String, line: Int)] = []
    /// The members of `meta`, in the order in which their names came first.
    private var meta: [(name: [UInt8], values: [[UInt8]])] = []
    private var metaPlaces: [[UInt8]: Int] = [:]
    private var metaSize = 0
    /// How many seconds the blog's own time is ahead of UTC; `nil` where that is not known.
    private let timeZone: Int64?

    init(timeZone: Int64? = nil) {
        self.timeZone = timeZone
    }

    /// - Parameter line: Where it begins in its input, from 1; in a database the number of its row.
    func begin(line: Int) {
        block.removeAll()
        entry = CommentEntry(line: line, raw: 0..<0)
        status = nil
        extra.removeAll()
        isTooLong = false
        hasLocalTime = false
        wrongDates.removeAll(keepingCapacity: true)
        clearMeta()
    }

    /// Takes a value. Of several for a field the last counts; an empty one is none.
    ///
    /// - Parameter value: UTF-8.
    func set(_ field: Field, _ value: UnsafeRawBufferPointer) {
        guard hasRoom(for: value.count) else { return }
        let isNone = value.isEmpty || field == .parent && value.count == 1 && value[0] == 0x30
        entry.set(field, to: isNone ? .absent : block.append(value))
    }

    func set(_ field: Field, _ value: String) {
        var value = value
        value.withUTF8 { set(field, UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text beside the fields.
    func addExtra(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        guard hasRoom(for: value.count) else { return }
        extra.append(",\"" as StaticString)
        extra.append(name)
        extra.append("\":" as StaticString)
        extra.append(quoted: value)
    }

    /// Adds a member of an object beside the fields, `meta`, which `endMeta` writes.
    func addMeta(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        // What an array takes besides its bytes.
        let size = name.count + value.count + 128
        guard !name.isEmpty, hasRoom(for: size) else { return }
        metaSize += size
        let name = Array(name)
        if let place = metaPlaces[name] {
            meta[place].values.append(Array(value))
        } else {
            metaPlaces[name] = meta.count
            meta.append((name, [Array(value)]))
        }
    }

    /// Writes `meta`; a name that came more than once has an array of its values.
    func endMeta() {
        if meta.isEmpty { return }
        for (index, member) in meta.enumerated() {
            extra.append(index == 0 ? ",\"meta\":{" : "," as StaticString)
            member.name.withUnsafeBytes { extra.append(quoted: $0) }
            extra.append(member.values.count > 1 ? ":[" : ":" as StaticString)
            for (index, value) in member.values.enumerated() {
                if index > 0 { extra.append(UInt8(ascii: ",")) }
                value.withUnsafeBytes { extra.append(quoted: $0) }
            }
            if member.values.count > 1 { extra.append(UInt8(ascii: "]")) }
        }
        extra.append(UInt8(ascii: "}"))
        clearMeta()
    }

    private func clearMeta() {
        if metaSize == 0 { return }
        meta.removeAll()
        metaPlaces.removeAll()
        metaSize = 0
    }

    private func hasRoom(for count: Int) -> Bool {
        if count > Self.longest - block.bytes.count - extra.count - metaSize { isTooLong = true }
        return !isTooLong
    }

    /// Takes a point in time as the other system writes it, where it is one.
    ///
    /// - Returns: Whether it is one, or blank.
    func setTime(_ place: WritableKeyPath<CommentEntry, Int64?>, _ text: UnsafeRawBufferPointer) -> Bool {
        setTime(place, Timestamp(text: text), isLocal: false)
    }

    /// Takes a point in time in the blog's own time, where it names no zone itself.
    ///
    /// - Returns: Whether it is one, or blank.
    func setLocalTime(_ place: WritableKeyPath<CommentEntry, Int64?>, _ text: UnsafeRawBufferPointer) -> Bool {
        let time = Timestamp(text: text)
        guard case .seconds(let seconds) = time, text.isDateWithoutZone else {
            return setTime(place, time, isLocal: false)
        }
        return setTime(place, Timestamp(seconds: seconds - (timeZone ?? 0)), isLocal: timeZone == nil)
    }

    private func setTime(
        _ place: WritableKeyPath<CommentEntry, Int64?>, _ time: Timestamp, isLocal: Bool
    ) -> Bool {
        switch time {
        case .seconds(let seconds): entry[keyPath: place] = seconds
        case .absent: return true
        case .invalid: return false
        }
        if place == \.createdAt { hasLocalTime = isLocal }
        return true
    }

    /// Whether it has what a comment needs one of.
    var hasContent: Bool {
        [Field.body, .author, .url].contains { !entry.place(of: $0).isAbsent }
    }

    /// Gives a deleted comment the empty text that is left of it, so that its thread has no hole.
    ///
    /// - Returns: Whether it is one that others may answer.
    func emptyIfDeleted() -> Bool {
        guard status == "deleted", !entry.place(of: .id).isAbsent else { return false }
        entry.set(.body, to: block.append(UnsafeRawBufferPointer(start: nil, count: 0)))
        return true
    }

    func value(of field: Field) -> UnsafeRawBufferPointer? { block.value(of: field, in: entry) }
}

/// What WordPress calls the state of a comment, in words.
enum WordPressStatus {
    /// - Parameter state: As the column `comment_approved` has it (wp-includes/comment.php: `1`, `0`, `spam`, `trash`,
    ///   `post-trashed`), or as `wp comment` and the REST interface say it. Any other word stays what it is.
    static func name(_ state: String) -> String? {
        switch state {
        case "": nil
        case "1", "approve", "approved": "approved"
        case "0", "hold", "unapproved": "hold"
        default: state
        }
    }
}

extension ByteBuffer {
    /// Writes a text in quotation marks, or as a number where it is a whole one as JSON writes it.
    mutating func append(quotedOrInteger text: UnsafeRawBufferPointer) {
        if text.isPlainInteger { append(text) } else { append(quoted: text) }
    }

    /// Writes a point in time as `2026-01-31T12:00:00Z`.
    ///
    /// - Parameter seconds: Unix seconds, within the years 1 to 9999.
    mutating func append(time seconds: Int64) {
        let day = Int64(86_400)
        let (days, rest) = (seconds.floorDivided(by: day), seconds - seconds.floorDivided(by: day) * day)
        let date = CivilDate(days: days)
        append(digits: date.year, 4)
        append(UInt8(ascii: "-"))
        append(digits: date.month, 2)
        append(UInt8(ascii: "-"))
        append(digits: date.day, 2)
        append(UInt8(ascii: "T"))
        append(digits: rest / 3600, 2)
        append(UInt8(ascii: ":"))
        append(digits: rest / 60 % 60, 2)
        append(UInt8(ascii: ":"))
        append(digits: rest % 60, 2)
        append(UInt8(ascii: "Z"))
    }

    private mutating func append(digits value: Int64, _ count: Int) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

/// A day of the proleptic Gregorian calendar.
private struct CivilDate {
    var year, month, day: Int64

    /// - Parameter days: Since 1970-01-01.
    init(days: Int64) {
        // The inverse of `Timestamp.days`: eras of 400 years, 146,097 days each, and years that begin in March.
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension UnsafeRawBufferPointer {
    /// Whether it has the shape of a date that says nothing of its zone, as opposed to one with `Z` or `+08:00`, or Unix
    /// seconds.
    fileprivate var isDateWithoutZone: Bool {
        guard count >= 10, self[4] == UInt8(ascii: "-") else { return false }
        return !self[10...].contains { [0x5A, 0x7A, UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0) }
    }

    /// Whether it is a whole number in the one way in which JSON writes it, of 18 digits at most, which any program
    /// holds.
    var isPlainInteger: Bool {
        guard let first, count <= 18, first != 0x30 || count == 1 else { return false }
        return allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}
