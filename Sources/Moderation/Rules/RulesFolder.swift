import Glibc
import TextAnalysis

/// A rules folder on disk. It is read when rules load and never again.
package struct RulesFolder {
    /// The path as the user gave it, without a slash at its end.
    package let path: String
    /// What stands before a file's path in verdicts: empty, or `pack/` for the installed pack.
    let prefix: String
    /// The path with every link followed, to see that no file lies outside.
    private let resolved: String

    /// A Lua file is at most this long, in bytes; a longer one is no rule that a person wrote.
    private static let greatestLuaFile = 1 << 20
    /// A list file is at most this long, in bytes.
    private static let greatestListFile = 64 << 20
    /// Folders within folders, at most.
    private static let greatestDepth = 16

    package init(path: String, prefix: String = "") throws(Problem) {
        var given = path
        while given.count > 1, given.hasSuffix("/") { given.removeLast() }
        self.path = given
        self.prefix = prefix
        guard let resolved = Self.resolve(given) else {
            throw Problem(
                file: given, line: 0, what: "no such rules folder",
                advice: "give one with --rules DIR or make one with these: policy.lua, spam/links.lua, lists/, tests/")
        }
        self.resolved = resolved
        guard Self.mode(of: resolved) == S_IFDIR else {
            throw Problem(
                file: given, line: 0, what: "is not a folder", advice: "give the folder that holds policy.lua")
        }
    }

    /// How messages name a file of this folder.
    func name(of file: String) -> String { path + "/" + file }

    /// All rule files, in path order. Subfolders are for order only; `tests`, `meta` and what begins with `.` or `_`
    /// are left out.
    func ruleFiles(root: Int, problems: inout [Problem]) -> [SourceFile] {
        files(in: "", leavingOut: ["tests", "meta"], root: root, problems: &problems)
    }

    /// The files of `tests/`, in path order.
    package func testFiles(root: Int, problems: inout [Problem]) -> [SourceFile] {
        if Self.mode(of: resolved + "/tests") != S_IFDIR { return [] }
        return files(in: "tests", leavingOut: [], root: root, problems: &problems)
    }

    private func files(
        in folder: String, leavingOut left: Set<String>, root: Int, problems: inout [Problem]
    ) -> [SourceFile] {
        var paths: [String] = []
        collect(folder, leavingOut: left, depth: 0, into: &paths, problems: &problems)
        paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return paths.compactMap { path in
            do throws(Problem) {
                return SourceFile(
                    root: root, path: prefix + path, name: name(of: path),
                    bytes: try read(path, limit: Self.greatestLuaFile))
            } catch {
                problems.append(error)
                return nil
            }
        }
    }

    private func collect(
        _ folder: String, leavingOut left: Set<String>, depth: Int, into paths: inout [String],
        problems: inout [Problem]
    ) {
        let place = folder.isEmpty ? resolved : resolved + "/" + folder
        guard let directory = opendir(place) else {
            let reason = String(cString: strerror(errno))
            problems.append(
                Problem(
                    file: folder.isEmpty ? path : name(of: folder), line: 0, what: "can't be read: \(reason)",
                    advice: "make the folder readable for the user who runs modfilter"))
            return
        }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") || name.hasPrefix("_") || (depth == 0 && left.contains(name)) { continue }
            let path = folder.isEmpty ? name : folder + "/" + name
            if Self.mode(of: resolved + "/" + path) == S_IFDIR {
                if depth < Self.greatestDepth {
                    collect(path, leavingOut: left, depth: depth + 1, into: &paths, problems: &problems)
                }
            } else if name.hasSuffix(".lua") {
                paths.append(path)
            }
        }
    }

    /// A Lua file that `require` names, such as `_words` or `lib.words`, or `nil` where there is none.
    func module(_ name: String, root: Int) throws(Problem) -> SourceFile? {
        let file = name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/") + ".lua"
        if Self.mode(of: resolved + "/" + file) == nil { return nil }
        return SourceFile(
            root: root, path: prefix + file, name: self.name(of: file),
            bytes: try read(file, limit: Self.greatestLuaFile))
    }

    /// A list file by its path within the folder.
    func list(_ file: String) throws(Problem) -> WordList {
        WordList(name: prefix + file, place: name(of: file), bytes: try read(file, limit: Self.greatestListFile))
    }

    /// A model's file by its path within the folder.
    func model(_ file: String) throws(Problem) -> LoadedModel {
        let bytes = try read(file, limit: TextModel.greatestFile)
        do throws(TextModel.FormatError) {
            let model = try TextModel(file: bytes)
            return LoadedModel(name: prefix + file, model: model, digest: TextModel.digest(inFile: bytes))
        } catch {
            throw Problem(file: name(of: file), line: 0, what: error.what, advice: error.advice)
        }
    }

    /// What the folder says of social networks, or `nil` where it says nothing.
    func networks() throws(Problem) -> NetworkList? {
        let file = NetworkList.path
        if Self.mode(of: resolved + "/" + file) == nil { return nil }
        return NetworkList(place: name(of: file), bytes: try read(file, limit: Self.greatestListFile))
    }

    private func read(_ file: String, limit: Int) throws(Problem) -> [UInt8] {
        func problem(_ what: String, _ advice: String) -> Problem {
            Problem(file: name(of: file), line: 0, what: what, advice: advice)
        }
        if file.hasPrefix("/") || file.split(separator: "/").contains("..") {
            throw problem("lies outside the rules folder", "name a file by its path within the folder")
        }
        guard let place = Self.resolve(resolved + "/" + file) else {
            throw problem("no such file", "paths start at the rules folder")
        }
        guard place == resolved || place.hasPrefix(resolved + "/") else {
            throw problem("is a link that leads out of the rules folder", "copy the file into the folder")
        }
        guard Self.mode(of: place) == S_IFREG else {
            throw problem("is not a file", "name a file, not a folder or a device")
        }
        let descriptor = open(place, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw problem("can't be read: \(String(cString: strerror(errno)))", "make it readable")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw problem("can't be read: \(String(cString: strerror(errno)))", "check the disk") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > limit { throw problem("is longer than \(limit >> 10) KiB", "use a smaller one") }
        }
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// `S_IFDIR`, `S_IFREG` or another kind; `nil` where there is nothing.
    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
