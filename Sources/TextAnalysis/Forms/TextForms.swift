/// One text in its forms, each computed at most once and only when asked for.
///
/// A worker owns one for each field it looks at and resets it comment after comment; memory is kept, so that nothing
/// is allocated a comment once the buffers have grown. Every pointer and span given out is valid until the next
/// `reset`, and so must be the bytes given to it.
public final class TextForms {
    /// How many bytes of a text are looked at; DESIGN.md, section 4.
    public static let limit = 256 * 1024

    /// Whether the text was longer than `limit` and only its first part is looked at.
    public private(set) var isTruncated = false

    var raw = UnsafeRawBufferPointer(start: nil, count: 0)

    public init() {}

    /// Takes the next text.
    ///
    /// - Parameter raw: Valid UTF-8 that stays in place until the next reset. What lies beyond `limit` is left out,
    ///   cut on a character boundary.
    public func reset(_ raw: UnsafeRawBufferPointer) {
        self.raw = raw
        isTruncated = false
    }

    /// The bytes of a form: valid UTF-8, possibly the very bytes of `raw`.
    public func bytes(_ form: TextForm) -> UnsafeRawBufferPointer {
        raw
    }

    /// Where a stretch of a form came from.
    ///
    /// - Parameter range: A range of `bytes(form)`; what lies outside of it is cut off.
    /// - Returns: A half-open range of bytes of `raw`, rounded out to whole characters, entities and tags.
    public func rawRange(of range: Range<Int>, in form: TextForm) -> Range<Int> {
        range
    }

    /// Counts over the `text` form.
    public var statistics: TextStatistics { TextStatistics() }

    /// The same for texts whose folded forms differ in white space only; stable across runs and machines.
    public var fingerprint: UInt64 { 0 }

    /// The links of `raw`, each once, in order, at most `LinkList.limit`.
    public var links: LinkList { LinkList() }

    /// The words of the `text` form, Chinese, Japanese and Thai by dictionary; spans of `bytes(.text)`.
    public func words() -> TextSpans { TextSpans() }

    /// The names in `@name`, without the sign; spans of `bytes(.text)`.
    public var mentions: TextSpans { TextSpans() }

    /// The topics in `#tag` and Weibo's `#话题#`, without the signs; spans of `bytes(.text)`.
    public var topics: TextSpans { TextSpans() }

    /// Numbers and handles that move a reader elsewhere, given in the text.
    public var contacts: ContactList { ContactList() }
}
