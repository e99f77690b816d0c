import Foundation
import Testing

/// Compiled lists are kept from run to run, where the user says or where such things belong.
@Suite struct CacheTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        // Words that run on in front are found by the database alone.
        try place.write("rules/lists/w.txt", (0..<100).map { "*w\($0)x\n" }.joined())
        try place.write(
            "rules/a.lua",
            #"rule { name = "a", category = "spam", score = 9, verdict = "reject", words = list "lists/w.txt" }"#)
        return place
    }

    private func judge(_ place: Workplace, _ environment: [String: String]) throws -> [String] {
        let result = try place.shell(
            #"printf '{"body":"aw7x"}\n{"body":"w7xa"}\n' | "$MODFILTER" --rules rules --json"#,
            environment: environment)
        #expect(result.status == 0, "\(result.messages)")
        return try result.outcomes
    }

    private func files(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    @Test("the folder is the one that is named, else the user's own for such things")
    func folder() throws {
        let place = try place()
        let own = place.path + "/own"
        let home = place.path + "/home"
        let xdg = place.path + "/xdg"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        #expect(
            try judge(place, ["HOME": home, "XDG_CACHE_HOME": xdg, "MODFILTER_CACHE": "off"]) == ["reject", "accept"])
        #expect(files(home) == [] && files(xdg) == [])
        #expect(try judge(place, ["HOME": home, "MODFILTER_CACHE": own]) == ["reject", "accept"])
        #expect(files(own).count == 1 && files(home) == [])
        #expect(try judge(place, ["HOME": home, "XDG_CACHE_HOME": xdg]) == ["reject", "accept"])
        #expect(files(xdg + "/modfilter").count == 1 && files(home) == [])
        #expect(try judge(place, ["HOME": home]) == ["reject", "accept"])
        #expect(files(home + "/.cache/modfilter").count == 1)
        #expect(try judge(place, [:]) == ["reject", "accept"])
    }

    @Test("what was kept, damaged or not, changes no verdict")
    func reuse() throws {
        let place = try place()
        let own = place.path + "/own"
        let environment = ["MODFILTER_CACHE": own]
        for _ in 0..<2 { #expect(try judge(place, environment) == ["reject", "accept"]) }
        let file = own + "/" + (try #require(files(own).first))
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: file))
        #expect(try judge(place, environment) == ["reject", "accept"])
        #expect(files(own).count == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > 1000, "it is kept anew")
    }
}
