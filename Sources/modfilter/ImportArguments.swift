import ArgumentParser
import CommentFormats
import Moderation

/// What the options of `import` say.
enum ImportArguments {
    /// The states that a comment can be asked for in.
    private static let knownStatuses = ["approved", "hold", "spam", "trash", "post-trashed", "deleted"]

    /// Words with commas between them; white space around them does not count.
    static func words(_ lists: [String], of option: String) throws -> [String] {
        try lists.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { word in
            let word = trimmed(word)
            if word.isEmpty { throw ValidationError("\(option) has an empty value") }
            return word
        }
    }

    static func statuses(_ lists: [String]) throws -> [String] {
        try words(lists, of: "--status").map { word in
            let status = word.lowercased()
            guard knownStatuses.contains(status) else {
                throw ValidationError("--status takes \(knownStatuses.joined(separator: ", ")), not \"\(word)\"")
            }
            return status
        }
    }

    static func mappings(_ lists: [String]) throws -> [ImportMapping] {
        var mappings: [ImportMapping] = []
        for pair in try words(lists, of: "--map") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(trimmed)
            guard parts.count == 2, !parts.contains("") else {
                throw ValidationError("--map takes field=Column, not \"\(pair)\"")
            }
            guard ImportMapping.fields.contains(parts[0]) else {
                let advice = Suggestion.advice(
                    for: parts[0], in: ImportMapping.fields,
                    otherwise: "there are \(ImportMapping.fields.joined(separator: ", "))")
                throw ValidationError("--map knows no field \"\(parts[0])\"; \(advice)")
            }
            if mappings.contains(where: { $0.field == parts[0] }) {
                throw ValidationError("--map gives \"\(parts[0])\" two columns; a field is read from one")
            }
            mappings.append(ImportMapping(field: parts[0], column: parts[1]))
        }
        return mappings
    }

    /// Unix seconds of the beginning of a year, a month or a day, or of a point in time.
    static func since(_ text: String) -> Int64? {
        let isDigits = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "-") }
        switch text.utf8.count {
        case 4 where isDigits: return FilterCommand.seconds(text + "-01-01")
        case 7 where isDigits: return FilterCommand.seconds(text + "-01")
        default: return FilterCommand.seconds(text)
        }
    }

    /// How many seconds `+08:00` is ahead of UTC; `nil` where it is no offset that a place on Earth has.
    static func timeZone(_ text: String) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.first == "+" || text.first == "-", parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), minutes < 60, hours * 60 + minutes <= 14 * 60
        else { return nil }
        let offset = hours * 3600 + minutes * 60
        return text.first == "-" ? -offset : offset
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = String(text)[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
