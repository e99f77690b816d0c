/// What an import came to.
public struct ImportReport: Sendable, Equatable {
    /// Comments that were written.
    public var comments = 0
    /// Comments that the filter left out.
    public var leftOut = 0
    /// Comments without a text, a name and an address, which were left out. Deleted ones are kept where they have an id.
    public var empty = 0
    /// Characters that XML forbids, which were dropped.
    public var controls = 0
    /// Ampersands that began no reference, which were mended.
    public var ampersands = 0
    /// What was wrong, record by record; an input that could not be read to its end is one.
    public var problems = 0
    /// Written comments whose date is the blog's own time, taken as UTC for want of a time zone.
    public var localTimes = 0

    public init() {}
}

/// Something that was wrong with an input.
public struct ImportProblem: Error, Sendable, Equatable {
    /// As the user gave it.
    public var input: String
    /// From 1; `nil` where there are no lines.
    public var line: Int?
    /// A sentence without a full stop.
    public var message: String
    /// Whether it is about the input as a whole, such as one of another format than was said.
    public var isUsage = false
}

/// Why a reader gave up.
struct ImportFault: Error {
    /// From 1; `nil` where there are no lines.
    var line: Int?
    var message: String
    var isUsage = false
}
