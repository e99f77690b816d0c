import CommentFormats
import Moderation

/// What a moderator says is wrong about a verdict: a test that fails until the rules are mended.
public struct WrongVerdict: Sendable {
    public var held: HeldComment
    /// A rule that should have been silent.
    public var rule: String?
    /// The verdict that would have been right.
    public var verdict: Verdict.Outcome?

    /// Documentation's own addresses (RFC 2606, RFC 5737, RFC 3849): tests are committed, and shared.
    private static let exampleEmail = "author@example.org"
    private static let exampleIP = "203.0.113.7"
    private static let exampleIPv6 = "2001:db8::7"
    /// Characters of a name that stand in a file's name; a file system takes 255 bytes.
    private static let longestName = 80

    /// What the test's file is called, without `.lua`, such as `review-17`.
    public var fileName: String {
        let parts = ["review", held.entry.source, held.name].filter { !$0.isEmpty }
        // A hyphen for everything that a shell or a file system might take for something else.
        let safe = parts.map { part in
            String(
                part.unicodeScalars.prefix(Self.longestName).map { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                        ? Character(scalar) : "-"
                })
        }
        return safe.joined(separator: "-")
    }

    /// The test's file.
    ///
    /// - Parameters:
    ///   - name: What the file is called, without `.lua`: no two tests have the same name.
    ///   - who: The moderator.
    ///   - now: Unix seconds.
    public func test(name: String, who: String, now: Int64) -> String {
        let complaint =
            rule.map { "\($0) should be silent" } ?? "the verdict should be \(verdict?.name ?? "another")"
        let by = SafeText.clean(who, limit: 80)
        var lines = [
            "-- By \(by) on \(UTCTime.text(now).prefix(10)), of the comment \(SafeText.clean(held.name, limit: 80)).",
            "test \(LuaLiteral.string("\(name): \(complaint)")) {",
            "    comment = {",
        ]
        lines += fields.map { "        \($0.name) = \($0.literal)," }
        lines.append("    },")
        if let rule { lines.append("    silent = \(LuaLiteral.strings([rule])),") }
        if let verdict { lines.append("    verdict = \(LuaLiteral.string(verdict.name)),") }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// The comment's fields as Lua has them. The e-mail and IP address are examples, wherever they stand. Where the writer
    /// came from is left out: such addresses hold what was typed into forms.
    private var fields: [(name: String, literal: String)] {
        let comment = held.comment
        let email = Array((comment[.email] ?? "").utf8)
        let ip = Array((comment[.ip] ?? "").utf8)
        let example = (comment[.ip] ?? "").contains(":") ? Self.exampleIPv6 : Self.exampleIP
        var fields: [(name: String, literal: String)] = []
        for field in Field.allCases where field != .id && field != .referrer {
            guard let value = comment[field], !(field == .type && value == "comment") else { continue }
            let text: String =
                switch field {
                case .email where !value.trimmedIsEmpty: Self.exampleEmail
                case .ip where !value.trimmedIsEmpty: example
                default: Self.replacing(email: email, ip: ip, exampleIP: example, in: value)
                }
            fields.append((field.name, LuaLiteral.string(text)))
        }
        if let time = comment.createdAt { fields.append(("created_at", "\"\(UTCTime.text(time))\"")) }
        if let time = comment.postCreatedAt { fields.append(("post_created_at", "\"\(UTCTime.text(time))\"")) }
        return fields
    }

    private static func replacing(email: [UInt8], ip: [UInt8], exampleIP: String, in value: String) -> String {
        let bytes = Array(value.utf8)
        let found = email.withUnsafeBytes { email in
            ip.withUnsafeBytes { ip in
                let redactor = Redactor()
                redactor.begin(email: email, ip: ip)
                return bytes.withUnsafeBytes { redactor.ranges(in: $0) }
            }
        }
        var text: [UInt8] = []
        var end = 0
        for (range, mark) in found {
            text += bytes[end..<range.lowerBound]
            text += ("\(mark)" == "[email]" ? exampleEmail : exampleIP).utf8
            end = range.upperBound
        }
        return String(decoding: text + bytes[end...], as: UTF8.self)
    }
}

extension String {
    /// Whether it is blank.
    fileprivate var trimmedIsEmpty: Bool { allSatisfy(\.isWhitespace) }
}
