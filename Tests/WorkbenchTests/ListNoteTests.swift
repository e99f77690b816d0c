import Testing

@Suite("notes about lists")
struct ListNoteTests {
    private func notes(_ line: String, trigger: String = #"words = list "lists/a.txt""#) throws -> [String] {
        try RulesFixture([
            "lists/a.txt": "# words\n\(line)\n",
            "a.lua": "rule { name = \"a\", category = \"spam\", score = 1, \(trigger) }",
        ]).notes()
    }

    @Test(
        "a number behind blanks is noted",
        arguments: [
            "casino  2", "casino   0.5", "赌博  3", "free spins  1000", "casino  2  # a comment", "re:casino[0-9]  2",
        ])
    func weight(line: String) throws {
        let text = line.replacing("re:", with: "").replacing("  # a comment", with: "")
        #expect(
            try notes(line) == [
                "rules/lists/a.txt:2: \"\(text)\" ends in a number behind blanks; a weight stands behind a tab"
            ])
    }

    @Test(
        "a weight behind a tab and a number that belongs to the words are not",
        arguments: [
            "casino\t2", "casino  \t2", "web 2.0", "casino  two", "casino  2000", "casino  2\t3", "2", "  2", "365  x",
        ])
    func noWeight(line: String) throws {
        #expect(try notes(line) == [])
    }

    @Test("a number behind blanks is noted in a list of other things too")
    func otherLists() throws {
        let found = try notes("Ann  2", trigger: #"is = { author = list "lists/a.txt" }"#)
        #expect(
            found == [
                #"rules/lists/a.txt:2: "Ann  2" ends in a number behind blanks; a weight stands behind a tab"#
            ])
    }

    @Test(
        "a star inside of an entry for words is noted", arguments: ["free*shipping", "*free*shipping*", "赌*博", "f**k"])
    func star(line: String) throws {
        #expect(
            try notes(line) == [
                "rules/lists/a.txt:2: \"\(line)\" holds a * that stands for itself; "
                    + #"write a pattern for what may stand there, such as re:\bfree.{0,10}shipping\b"#
            ])
    }

    @Test(
        "a star at an end, in a pattern or in no list of words is not",
        arguments: ["*casino", "casino*", "*bet*", "re:a*b"])
    func noStar(line: String) throws {
        #expect(try notes(line) == [])
        #expect(try notes("free*shipping", trigger: #"is = { author = list "lists/a.txt" }"#) == [])
    }
}
