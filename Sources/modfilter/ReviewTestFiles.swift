import Glibc
import Moderation
import Workbench

/// Tests that moderators ask for, as files of the rules folder.
struct ReviewTestFiles {
    let rulesOptions: RulesOptions
    let who: String

    /// Comments of the same name, of which somebody complained before.
    private static let mostOfOneName = 1000

    /// Writes a test and tries it; says what came of that.
    func write(_ wrong: WrongVerdict) -> [String] {
        guard let folder = try? rulesOptions.folder else { return ["Nothing is written."] }
        if let refusal = rulesOptions.refusal(ofWritingTo: folder) { return ["Nothing is written: \(refusal)"] }
        // Where it is there already, or can't be made, the file says so.
        mkdir("\(folder)/tests", 0o777)
        for number in 1...Self.mostOfOneName {
            let name = wrong.fileName + (number == 1 ? "" : "-\(number)")
            let path = "\(folder)/tests/\(name).lua"
            let error = NewFiles.create(path, wrong.test(name: name, who: who, now: SystemClock.now()))
            if error == EEXIST { continue }
            if error != 0 { return ["\(path) can't be written: \(String(cString: strerror(error)))"] }
            return ["wrote \(path)", outcome(of: "/tests/\(name).lua", in: folder)]
        }
        return ["Nothing is written: there are too many tests \(wrong.fileName) already"]
    }

    /// Whether the test fails, as it should.
    private func outcome(of file: String, in folder: String) -> String {
        let option = rulesOptions.rules.map { " --rules \(NewFiles.quoted($0))" } ?? ""
        guard let ruleSet = try? RuleSet.load(folder: folder, pack: InstalledPack.folder, cache: CacheFolder.path),
            let test = try? RuleTestLoader.load(folder: folder).first(where: { $0.file.hasSuffix(file) }),
            let result = try? RuleTestRunner(ruleSet: ruleSet).run(test)
        else { return "The rules or their tests don't load, so it was not tried; see modfilter check\(option)" }
        if result.hasPassed {
            return "It passes already: the rules have changed, or go by what a test does not have: the e-mail and IP "
                + "address, fields of your own, earlier comments. Complete it by hand."
        }
        return "modfilter test\(option) fails until the rules are mended."
    }
}
