/// Something wrong in a rules folder, said so that its author can mend it.
public struct Problem: Error, Sendable, Hashable {
    /// The file as messages name it: its path within the rules folder after the folder's name.
    public var file: String
    /// From 1; 0 where no line can be named.
    public var line: Int
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var advice: String

    public init(file: String, line: Int, what: String, advice: String) {
        self.file = file
        self.line = line
        self.what = what
        self.advice = advice
    }
}

extension Problem: CustomStringConvertible {
    /// `file:line: what; what to do`
    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return advice.isEmpty ? "\(place): \(what)" : "\(place): \(what); \(advice)"
    }
}
