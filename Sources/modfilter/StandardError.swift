import CommentFormats
@preconcurrency import Glibc
import Moderation
import Workbench

/// Sentences for people. Results go to stdout.
enum StandardError {
    /// A message longer than this, in characters, is cut.
    private static let longestLine = 4000

    /// Writes one line. What comes from comments, files and arguments can't look like a line of its own, or move the
    /// cursor.
    static func write(_ line: String) {
        writeRaw(SafeText.clean(line, limit: longestLine) + "\n")
    }

    /// Says what could not be read.
    static func write(_ error: InputError) {
        write("modfilter: \(error.input) can't be read: \(error.message)")
    }

    /// Writes text of our own with its line breaks.
    static func write(lines text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { writeRaw(line + "\n") }
    }

    /// Writes without a line end, such as what redraws a line of a terminal. What can't be written is lost.
    static func writeRaw(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

/// The descriptors that every program finds open, or should.
enum StandardStreams {
    /// Puts something in the place of those that were closed (`2>&-`): else the next file opened, such as a queue, would
    /// take the place, and messages would go into it.
    static func reserve() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Opened for nothing that it is used for, so that using it is still an error. Gets the lowest free number.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        if fcntl(STDERR_FILENO, F_GETFD) < 0 { _ = open("/dev/null", O_WRONLY) }
    }
}

extension StandardStreams {
    /// Writes what `print` still holds; ends with status 74 where that can't be, and quietly where nobody reads it.
    static func finishOutput() {
        let flushed = fflush(stdout)
        let number = errno
        if flushed == 0, ferror(stdout) == 0 { return }
        if number == EPIPE { exit(0) }
        StandardError.write("modfilter: stdout can't be written: \(String(cString: strerror(number)))")
        exit(74)
    }
}

/// What a descriptor is connected to.
enum Terminal {
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Whether to colour what goes to `descriptor` (https://no-color.org).
    static func wantsColour(_ descriptor: Int32) -> Bool {
        isTerminal(descriptor) && (Environment["NO_COLOR"] ?? "").isEmpty && Environment["TERM"] != "dumb"
    }

    /// How reports for people are written to `descriptor`.
    static func style(_ descriptor: Int32) -> TextStyle {
        TextStyle(
            isColoured: wantsColour(descriptor), width: isTerminal(descriptor) ? max(20, width(descriptor)) : nil)
    }

    /// Columns; 80 where that can't be known.
    static func width(_ descriptor: Int32) -> Int {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
