/// What outlasts a run: earlier comments, and what became of them. A queue in a database has one.
public protocol ModerationMemory: AnyObject, Sendable {
    /// The hash under which everything is remembered.
    var hash: FieldHash { get }
    /// Which blog the run's comments are of, where several are remembered together; else empty.
    var source: String { get }

    /// Visits the comments that history remembers, the oldest first.
    ///
    /// - Parameter limit: How many, the newest.
    func events(limit: Int, visit: (HistoryEvent) -> Void) throws(OutputError)

    /// Decisions as they stood when this was first asked for, or asked for again after `lookAnew`; later ones do not show.
    func decisions() throws(OutputError) -> any PastDecisions

    /// Lets go of the decisions that `decisions` gave. Those who have them may use them on, and should not keep them.
    ///
    /// To be called when the input pauses, from any thread: what others remove from the memory meanwhile may stay on the
    /// disk as long as decisions of before are kept.
    func lookAnew()
}

/// What became of earlier comments, as it stood at one moment. Asked by several workers at once.
public protocol PastDecisions: AnyObject, Sendable {
    /// What became of the comment with this id; `nil` where it is unknown.
    func outcome(ofID id: UnsafeRawBufferPointer) throws(OutputError) -> Verdict.Outcome?

    /// What became of earlier comments with this e-mail address.
    func comments(byEmail email: UnsafeRawBufferPointer) throws(OutputError) -> PastComments
}

/// An author's earlier comments.
public struct PastComments: Sendable, Equatable {
    public var accepted: Int
    public var rejected: Int
    /// When the first one came, in Unix seconds; `nil` where there is none.
    public var firstSeen: Int64?

    public init(accepted: Int = 0, rejected: Int = 0, firstSeen: Int64? = nil) {
        self.accepted = accepted
        self.rejected = rejected
        self.firstSeen = firstSeen
    }
}
