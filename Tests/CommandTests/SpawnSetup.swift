import Glibc
import Synchronization

/// Prepares the streams of a program that is about to start.
struct SpawnSetup {
    /// Taken from the first `connect` to `spawn`: another test's program must not inherit our ends, or they never end.
    static let turn = Mutex(())

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private var actions = posix_spawn_file_actions_t()
    /// The program's ends, which are ours only until it runs.
    private var borrowed: [Int32] = []

    init() {
        posix_spawn_file_actions_init(&actions)
    }

    /// Connects a stream and returns our end of it, if there is one.
    mutating func connect(_ number: Int32, to stream: RunningCommand.Stream) throws -> Int32? {
        switch stream {
        case .pipe:
            var pair: [Int32] = [0, 0]
            guard pipe(&pair) == 0 else { throw failure("pipe") }
            return number == 0 ? share(pair[0], keeping: pair[1], as: 0) : share(pair[1], keeping: pair[0], as: number)
        case .terminal:
            var (ours, theirs): (Int32, Int32) = (0, 0)
            var size = winsize(ws_row: 25, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
            guard openpty(&ours, &theirs, nil, nil, &size) == 0 else { throw failure("openpty") }
            return share(theirs, keeping: ours, as: number)
        case .file(let path):
            let flags = number == 0 ? O_RDONLY : O_WRONLY | O_APPEND | O_CREAT
            posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o644)
            return nil
        case .closed:
            posix_spawn_file_actions_addclose(&actions, number)
            return nil
        }
    }

    private mutating func share(_ theirs: Int32, keeping ours: Int32, as number: Int32) -> Int32 {
        for end in [theirs, ours] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        borrowed.append(theirs)
        posix_spawn_file_actions_adddup2(&actions, theirs, number)
        return ours
    }

    mutating func spawn(
        _ program: String, arguments: [String], environment: [String: String], folder: String
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The program starts with signals as a shell gives them, whatever the test runner did with its own.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGXFSZ] { sigaddset(&defaults, number) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // `env -C` changes the folder and becomes the program.
        let changer = "/usr/bin/env"
        let words = ([changer, "-C", folder, program] + arguments).map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var process = pid_t()
        let status = posix_spawn(&process, changer, &actions, &attributes, words, settings)
        guard status == 0 else { throw Failure(description: "\(changer): \(String(cString: strerror(status)))") }
        return process
    }

    mutating func close() {
        for descriptor in borrowed { Glibc.close(descriptor) }
        posix_spawn_file_actions_destroy(&actions)
    }

    private func failure(_ call: String) -> Failure {
        Failure(description: "\(call): \(String(cString: strerror(errno)))")
    }
}
