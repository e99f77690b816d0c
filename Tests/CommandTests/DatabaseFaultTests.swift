import Foundation
import Testing

/// What goes wrong in the middle of a run loses nothing and doubles nothing.
@Suite("A queue's database, when things go wrong")
struct DatabaseFaultTests {
    /// The ids of all that the queue holds, in order.
    private func ids(_ place: Workplace) throws -> [Int] {
        try place.shell("$MODFILTER queue export --queue q.db").records
            .compactMap { ($0["id"] as? String).flatMap(Int.init) }.sorted()
    }

    @Test(
        "kill -9 loses nothing that was answered, and the same input again makes it whole",
        arguments: [1, 3000, 9000])
    func killed(after lines: Int) throws {
        let place = try Workplace()
        try place.write("in", FullDiskTests.input)
        _ = try place.shell(
            """
            : > out
            $MODFILTER --queue q.db in >> out & run=$!
            while [ "$(wc -l < out)" -lt \(lines) ] && kill -0 $run; do :; done
            kill -9 $run; wait $run
            """)
        // What was cut off in the middle is no answer.
        let answered = try place.text("out").components(separatedBy: "\n").dropLast().map { line in
            try #require(try Command.object(line)["id"] as? Int)
        }
        #expect(answered.count >= lines && answered.count < 20_000)
        #expect(Set(answered).isSubset(of: try ids(place)))
        let again = try place.shell("$MODFILTER --queue q.db in | wc -l")
        #expect(again.text == "20000\n")
        #expect(try ids(place) == Array(1...20_000))
    }

    @Test("a file size limit ends the run with 74, and going on from the line named gives the rest")
    func fullDisk() throws {
        let place = try Workplace()
        try place.write("in", FullDiskTests.input)
        // 6,000 blocks of 512 bytes: the database grows to more than that.
        let first = try place.shell("ulimit -f 6000; exec $MODFILTER --queue q.db in")
        #expect(first.status == 74)
        #expect(first.messages.contains("q.db can't be written: the disk failed, or a quota or a limit on the size of"))
        let match = try #require(first.messages.firstMatch(of: /safe up to line ([0-9]+), go on with line/))
        let safe = try #require(Int(match.1))
        #expect(first.lines.count == safe)
        #expect(try ids(place) == Array(1...safe))
        #expect(try place.shell("tail -n +\(safe + 1) in | $MODFILTER --queue q.db").lines.count == 20_000 - safe)
        #expect(try ids(place) == Array(1...20_000))
    }

    @Test("a full disk is named")
    func smallFileSystem() throws {
        let place = try Workplace()
        try place.write("in", FullDiskTests.input)
        let run = try place.shell(
            """
            mkdir small && mount -t tmpfs -o size=2m none small || exit 99
            $MODFILTER --queue small/q.db in > out; status=$?
            $MODFILTER queue export --queue small/q.db | wc -l; wc -l < out
            umount small; exit $status
            """)
        // Mounting is not for everybody.
        if run.status == 99 { return }
        #expect(run.status == 74)
        #expect(run.messages.contains("small/q.db can't be written: No space left on device; all is judged and safe"))
        #expect(run.lines.count == 2 && run.lines.first == run.lines.last, "\(run.text)")
    }

    @Test("eight who take at once never get the same comment")
    func takers() throws {
        let place = try Workplace()
        let input = (1...400).map { #"{"id":\#($0),"body":"fine"}"# }.joined(separator: "\n") + "\n"
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        let run = try place.shell(
            """
            for worker in 1 2 3 4 5 6 7 8; do
                while $MODFILTER queue take accept --limit 20 --queue q.db > batch.$worker && [ -s batch.$worker ]; do
                    cat batch.$worker >> taken.$worker
                    $MODFILTER queue done "$(head -n 1 batch.$worker | cut -d '"' -f 4)" --queue q.db > /dev/null
                done &
            done
            wait
            cat taken.*
            """)
        // One that is done while another reads may say that traces are taken out later.
        let messages = run.messages.split(separator: "\n").filter {
            !$0.contains("is taken out with a later batch")
        }
        #expect(run.status == 0 && messages.isEmpty, "\(run.messages)")
        #expect(try run.records.compactMap { ($0["id"] as? String).flatMap(Int.init) }.sorted() == Array(1...400))
        #expect(try place.shell("$MODFILTER queue list --state queued --queue q.db").text.isEmpty)
    }

    @Test("two runs may feed one queue at once")
    func twoRuns() throws {
        let place = try Workplace()
        try place.write("in", FullDiskTests.input)
        let run = try place.shell(
            """
            head -n 12000 in | $MODFILTER --queue q.db > one & tail -n 12000 in | $MODFILTER --queue q.db > two
            status=$?; wait; cat one two | wc -l; exit $status
            """)
        #expect(run.status == 0 && run.text == "24000\n", "\(run.messages)")
        #expect(try ids(place) == Array(1...20_000))
    }

    private static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    @Test(
        "nothing is lost, doubled or changed, whatever happens to the runs, the disk and the file",
        .enabled(if: hasPython, "python3 is missing"),
        arguments: [
            "killed_runs", "killed_consumers", "full_disk", "read_only", "damaged", "newer", "two_runs", "clock",
            "torn_files",
        ])
    func faults(name: String) throws {
        let place = try Workplace(policy: nil)
        let run = try place.shell("\(Command.root)/scripts/faults --quick --only \(name) --modfilter \"$MODFILTER\"")
        #expect(run.status == 0 && run.text.contains("ok      \(name)"), "\(run.text)\(run.messages)")
    }
}
