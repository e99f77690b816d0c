import CText
import Glibc

extension Digest {
    /// Tells apart what comes of phrases: by the phrases of a kind, and by whatever else it comes from, which is the form
    /// of the texts, this very program, its ICU, and the machine. `nil` where that is not known.
    init?(of phrases: [TextMatcher.Phrase], kind: TextMatcher.Phrase.Kind, form: TextForm) {
        var program = stat()
        guard let platform = DatabaseExpressions.platform, stat("/proc/self/exe", &program) == 0 else { return nil }
        self.init { feed in
            platform.withUnsafeBytes { feed($0) }
            for number in [
                kind == .words ? 0 : 1, TextForm.allCases.firstIndex(of: form) ?? -1, Int(ctext_icu_version()),
                Int(program.st_size), program.st_mtim.tv_sec, program.st_mtim.tv_nsec,
            ] { withUnsafeBytes(of: number) { feed($0) } }
            // Entries that follow each other, as those of a list do, are told by the first.
            var group: Int32 = -1
            var entry: Int32 = -1
            for place in phrases.indices where phrases[place].kind == kind {
                let length = UInt32(truncatingIfNeeded: phrases[place].text.count)
                if phrases[place].group != group || phrases[place].entry != entry {
                    group = phrases[place].group
                    entry = phrases[place].entry
                    withUnsafeBytes(of: (UInt32.max, group, entry)) { feed($0) }
                }
                entry &+= 1
                withUnsafeBytes(of: length) { feed($0) }
                phrases[place].text.withUnsafeBytes { feed($0) }
            }
        }
    }
}
