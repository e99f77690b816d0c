/// Text of strangers, made fit for a terminal and a single line.
public enum SafeText {
    /// Appends up to `limit` characters of `text`; what is left out shows as `…`.
    ///
    /// Controls (C0, C1, DEL), which terminals obey, and marks that turn the direction of writing become U+FFFD;
    /// line breaks and tabs become spaces.
    public static func clean(_ text: some StringProtocol, limit: Int) -> String {
        var result = ""
        var characters = 0
        for character in text {
            if characters == limit {
                result += "…"
                break
            }
            characters += 1
            // A character of endless combining marks would fill the screen; a few spell any language.
            for scalar in character.unicodeScalars.prefix(longestCharacter) {
                result.unicodeScalars.append(replacement(for: scalar))
            }
        }
        return result
    }

    // A family emoji has 7 scalars, a flag of England too.
    private static let longestCharacter = 8

    private static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
        case 0..<0x20, 0x7F..<0xA0: "\u{FFFD}"
        // The marks of Unicode's UAX #9 that embed, override, isolate or set a direction.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: scalar
        }
    }
}
