/// What a block knows of one input record: a comment's fields as places in the block's bytes, or why it is none.
public struct CommentEntry: Sendable {
    /// A place in `CommentBlock.bytes`.
    public struct Place: Sendable {
        public var offset: UInt32
        public var count: UInt32

        @inlinable public init(offset: UInt32, count: UInt32) {
            self.offset = offset
            self.count = count
        }

        /// The place of a field that is absent.
        @inlinable public static var absent: Place { Place(offset: 0, count: .max) }
        @inlinable public var isAbsent: Bool { count == .max }
    }

    /// Why an input record is no comment.
    ///
    /// A class, since few records have one and entries are copied for each comment.
    public final class Malformation: Sendable, Equatable {
        /// A stable word for programs, such as `invalid_json`.
        public let code: String
        /// A sentence for people. It never holds the record's own text.
        public let message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }

        public static func == (left: Malformation, right: Malformation) -> Bool {
            left.code == right.code && left.message == right.message
        }
    }

    /// The number of the record in its input, from 1; for JSON Lines that of the line.
    public var line: Int
    /// The record as it came, without its line end: a range of `CommentBlock.input`.
    public var raw: Range<Int>
    /// Set for a record that is no comment; its fields are then absent.
    public var malformation: Malformation?

    /// Whether the record's raw bytes go on in the next entry, as a record too long to keep does.
    public var continues = false
    /// Whether these raw bytes belong to the entry before; it gets no verdict of its own.
    public var isContinuation = false

    @usableFromInline var places = InlineArray<16, Place>(repeating: .absent)
    /// A bit for each field that came as an integer and is echoed as one.
    @usableFromInline var integers: UInt16 = 0

    /// Unix seconds, or `nil` where absent.
    public var createdAt: Int64?
    /// Unix seconds, or `nil` where absent.
    public var postCreatedAt: Int64?
    /// Whether the record holds values beside the fields, to be read by `CommentDecoder.readExtra`.
    public var hasExtra = false
    /// Whether the record came with a `moderation` member, which its output replaces.
    public var hasModeration = false

    @inlinable public init(line: Int, raw: Range<Int>) {
        self.line = line
        self.raw = raw
    }

    /// Where the bytes of `field` stand in the block.
    @inlinable public func place(of field: Field) -> Place {
        places[Int(field.rawValue)]
    }

    /// Whether `field` came as an integer.
    @inlinable public func isInteger(_ field: Field) -> Bool {
        integers & (1 << UInt16(field.rawValue)) != 0
    }

    /// Notes where the bytes of `field` stand in the block.
    @inlinable public mutating func set(_ field: Field, to place: Place, isInteger: Bool = false) {
        places[Int(field.rawValue)] = place
        let bit: UInt16 = 1 << UInt16(field.rawValue)
        integers = isInteger ? integers | bit : integers & ~bit
    }
}
