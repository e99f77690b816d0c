import CText

/// A script of the Unicode Standard, such as Han or Cyrillic.
public struct Script: Sendable, Hashable {
    /// ICU's number for it (`UScriptCode`).
    let code: Int32

    init(code: Int32) {
        self.code = code
    }

    /// The script of this name, or `nil`.
    ///
    /// - Parameter name: The long name in lower case, such as `han`, `latin` or `old_italic`.
    public init?(name: String) {
        var name = name
        let code = name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { ctext_script_named($0.baseAddress, $0.count) }
        }
        if code < 0 { return nil }
        self.code = code
    }

    /// The long name in lower case, such as `han`.
    public var name: String {
        var buffer = [CChar](repeating: 0, count: 64)
        let length = ctext_script_name(code, &buffer, buffer.count)
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// All scripts that ICU knows, in the order of its numbers. Made anew at each call.
    public static func all() -> [Script] {
        (0..<limit).map { Script(code: $0) }.filter { !$0.name.isEmpty }
    }

    /// ICU 72 numbers scripts to 200 (`USCRIPT_CODE_LIMIT`); a number without a script has no name.
    private static let limit: Int32 = 256

    /// USCRIPT_LATIN, which ICU keeps stable.
    static let latin = Script(code: 25)
}
