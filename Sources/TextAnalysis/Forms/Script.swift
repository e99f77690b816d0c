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
        return nil
    }
}
