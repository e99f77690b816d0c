import ArgumentParser
import Glibc

/// The command `modfilter`: without a subcommand it filters.
@main
struct Modfilter: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "modfilter",
        abstract: "Judges the comments of a blog by rules that its admins write in Lua.",
        discussion: """
            Comments come in as JSON Lines, one object a line; a verdict comes out for each, in the same order, and \
            says why to the word.

            EXAMPLES
              modfilter < comments.jsonl > verdicts.jsonl
              modfilter --accept ok.jsonl --hold later.jsonl --reject bad.jsonl comments.jsonl
              modfilter init rules     # a rules folder to begin with
              modfilter new coupons    # a rule and its test, ready to edit
              modfilter check          # are the rules in ./rules sound?
              modfilter test           # do they judge as their tests say?
              modfilter explain --body "Buy cheap meds now"
              modfilter profile comments.jsonl
              modfilter compare --against old-rules comments.jsonl
              modfilter evaluate labelled.jsonl
              modfilter tune labelled.jsonl
              modfilter --queue moderation.db < comments.jsonl
              modfilter queue list --outcome hold --queue moderation.db
              modfilter review --queue moderation.db    # go through what is held
              modfilter import wordpress export.xml | modfilter    # the comments that a blog has
              modfilter export wordpress verdicts.jsonl > decisions.sh

            Flags for filtering: modfilter filter --help. Exit status: 0 all judged, 1 some lines malformed or rules \
            failed, 2 rules did not load, 3 compare found changes, 64 usage, 74 an input, queue or output failed, 130 and 143 on signals.
            """,
        version: version,
        subcommands: [
            FilterCommand.self, CheckCommand.self, TestCommand.self, ExplainCommand.self, ProfileCommand.self,
            CompareCommand.self, EvaluateCommand.self, TuneCommand.self, TrainCommand.self, ModelCommand.self,
            QueueCommand.self, ReviewCommand.self, InitCommand.self, NewCommand.self, ImportCommand.self,
            ExportCommand.self,
        ],
        defaultSubcommand: FilterCommand.self)

    static func main() {
        StandardStreams.reserve()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            if exitCode(for: error) != .success {
                StandardStreams.finishOutput()
                exit(withError: error)
            }
            // Help and the version.
            let message = fullMessage(for: error)
            if !message.isEmpty { print(message) }
        }
        StandardStreams.finishOutput()
    }
}

extension ExitCode {
    /// Some lines were malformed, some rules failed, or some tests did.
    static let someFailed = ExitCode(1)
    /// Rules did not load.
    static let badRules = ExitCode(2)
    /// `compare` found a verdict that changes.
    static let hasChanges = ExitCode(3)
    /// `EX_USAGE` of sysexits.h.
    static let usage = ExitCode(64)
    /// `EX_IOERR` of sysexits.h.
    static let inputOutput = ExitCode(74)

    /// 128 and the signal's number, as shells have it.
    static func signal(_ number: Int32) -> ExitCode { ExitCode(128 + number) }
}
