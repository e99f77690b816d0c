import LuaRuntime

/// What became of earlier comments.
extension ScriptHost {
    /// `comment.parent_verdict`: of what this comment answers.
    func writeParentVerdict(_ context: CommentContext, _ writer: LuaWriter) throws(LuaHostError) {
        do throws(OutputError) {
            guard let id = context.value(of: .parent), let outcome = try context.block.past?.outcome(ofID: id) else {
                return writer.nothing()
            }
            writer.string(outcome.name)
        } catch {
            throw Self.forgetful(error)
        }
    }

    /// `seen(comment)`: what became of the author's earlier comments.
    func writePast(_ call: LuaCall, _ context: CommentContext) throws(LuaHostError) {
        guard call.record(at: 0)?.kind == Self.comment.kind else {
            throw LuaHostError("seen() takes the comment, not a \(call.typeName(at: 0)); write seen(comment)")
        }
        var past = PastComments()
        do throws(OutputError) {
            if let email = context.value(of: .email), let known = context.block.past {
                past = try known.comments(byEmail: email)
            }
        } catch {
            throw Self.forgetful(error)
        }
        call.writer.map(shape: MapShape.past.rawValue)
        call.writer.integer(Int64(past.accepted))
        call.writer.integer(Int64(past.rejected))
        call.writer.optional(past.firstSeen)
    }

    private static func forgetful(_ error: OutputError) -> LuaHostError {
        LuaHostError("\(error.output) can't tell of earlier comments: \(error.message)")
    }
}
