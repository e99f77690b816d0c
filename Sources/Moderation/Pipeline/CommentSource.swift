/// Where comments come from: raw input in order, and how to read it.
///
/// A source hands out raw blocks quickly, one worker at a time; the work of decoding is done by each worker with a
/// decoder of its own.
public protocol CommentSource: AnyObject {
    /// Replaces what `block` holds by the next stretch of input, whole records only, and sets `firstLine` and `source`.
    ///
    /// It may block until input arrives, but returns what there is when the input pauses.
    /// - Returns: `false` at the end of the last input.
    /// - Throws: `InputError` when an input can't be read.
    func fill(_ block: CommentBlock) throws(InputError) -> Bool

    /// How often it had to wait a second or longer for input: what was decided elsewhere meanwhile is looked at anew.
    var pauses: Int { get }

    /// A decoder for one worker.
    func makeDecoder() -> any CommentDecoder
}

extension CommentSource {
    public var pauses: Int { 0 }
}

/// Reads the records of a block. Each worker has its own.
public protocol CommentDecoder: AnyObject {
    /// Appends an entry to `block.entries` for each record of `block.input`, malformed ones included.
    func decode(_ block: CommentBlock)

    /// Replaces what `tape` holds by an object of all that `entry` holds beside the fields.
    func readExtra(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape)
}

/// An input that can't be opened or read.
public struct InputError: Error, Equatable {
    /// The name as the user gave it.
    public var input: String
    /// A sentence, such as "is a directory".
    public var message: String

    public init(input: String, message: String) {
        self.input = input
        self.message = message
    }
}
