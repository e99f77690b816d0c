import CTerminal
import CommentFormats
import Glibc

/// Where a review's keys come from.
protocol ReviewInput {
    /// Whether what is typed into a line shows by itself, with its prompt.
    var echoes: Bool { get }
    /// Takes the terminal; what is typed from here on does not show by itself.
    func begin()
    /// Gives the terminal back as it was.
    func end()
    func key() -> ReviewKey
    /// A line of text; `nil` where the person changed their mind, or at the end.
    func line(_ prompt: String) -> String?
    /// One of up to `count` numbered things, or a letter.
    func choice(_ prompt: String, of count: Int) -> String?
}

/// A key, or what came in place of one.
enum ReviewKey {
    case character(Character)
    /// Something longer than a key.
    case unknown(String)
    /// The screen may show something else.
    case redraw
    case end
    case signal(Int32)

    /// How it looks behind its prompt.
    var shown: String {
        switch self {
        case .character(let key): key.isNewline || key == "\u{C}" ? "" : SafeText.clean(String(key), limit: 1)
        case .unknown(let text): SafeText.clean(text, limit: 40)
        case .redraw, .end, .signal: ""
        }
    }
}

/// Single keys of a terminal.
final class TerminalKeys: ReviewInput {
    let echoes = true
    private let keys: OpaquePointer

    /// `nil` where stdin and stdout are not both a terminal.
    init?() {
        guard Terminal.isTerminal(STDIN_FILENO), Terminal.isTerminal(STDOUT_FILENO),
            let keys = cterminal_keys_create()
        else { return nil }
        self.keys = keys
    }

    deinit { cterminal_keys_free(keys) }

    func begin() { cterminal_keys_begin(keys) }

    func end() { cterminal_keys_end(keys) }

    func key() -> ReviewKey {
        var number: Int32 = 0
        let key = cterminal_keys_next(keys, &number)
        switch Int(key) {
        case CTERMINAL_END: return .end
        case CTERMINAL_SIGNALLED: return .signal(number)
        case CTERMINAL_CONTINUED: return .redraw
        default: return UInt32(exactly: key).flatMap(Unicode.Scalar.init).map { .character(Self.narrow($0)) } ?? .end
        }
    }

    /// Whoever writes Chinese may have left full-width letters on (U+FF01 to U+FF5E, ASCII's from `!` to `~`).
    private static func narrow(_ key: Unicode.Scalar) -> Character {
        guard (0xFF01...0xFF5E).contains(key.value), let ascii = Unicode.Scalar(key.value - 0xFEE0) else {
            return Character(key)
        }
        return Character(ascii)
    }

    func line(_ prompt: String) -> String? {
        end()
        defer { begin() }
        guard let editor = cterminal_editor_create(prompt, { _ in 0 }, nil) else { return nil }
        defer { cterminal_editor_free(editor) }
        cterminal_editor_let_leave(editor)
        var length = 0
        guard let line = cterminal_editor_read(editor, &length) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self)
    }

    func choice(_ prompt: String, of count: Int) -> String? {
        // More things than digits: the number is typed.
        if count > 9 { return line(prompt) }
        try? OutputFile.standardOutput.write(text: prompt)
        guard case .character(let key) = key() else { return nil }
        try? OutputFile.standardOutput.write(text: String(key) + "\n")
        return String(key)
    }
}

/// Keys one a line, for scripts.
final class KeyLines: ReviewInput {
    let echoes = false
    /// What followed a key on its line.
    private var rest: String?

    func begin() {}

    func end() {}

    func key() -> ReviewKey {
        rest = nil
        while let line = readLine() {
            let text = line.trimmed
            guard let key = text.first else { continue }
            let after = String(text.dropFirst()).trimmed
            if after.isEmpty { return .character(key) }
            if !"ARf/".contains(key) || (key == "f" && !text.hasPrefix("f ")) { return .unknown(text) }
            rest = after
            return .character(key)
        }
        return .end
    }

    func line(_ prompt: String) -> String? {
        defer { rest = nil }
        return rest ?? readLine()
    }

    func choice(_ prompt: String, of count: Int) -> String? { line(prompt)?.trimmed }
}
