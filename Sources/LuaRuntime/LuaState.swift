import CLua

/// A sandboxed Lua 5.4 state: nothing but the allow-listed libraries and what its host adds.
///
/// First define functions, handles and records, then `run` the files, then `seal`. After that, comment by comment:
/// `begin`, any number of `call`s, `end`. A state belongs to one thread at a time and to the host, which holds it.
public final class LuaState {
    let state: OpaquePointer
    let writer: LuaWriter
    let host: HostReference
    /// What a definition ran into; thrown by the next `run`.
    private var pending: LuaError?

    /// Opens a state.
    ///
    /// - Parameter host: Not held; it must outlive the state.
    /// - Throws: Kind `memory` where the budget does not leave room for the libraries.
    public init(host: some LuaHost, budget: LuaBudget = .loading) throws(LuaError) {
        var callbacks = LuaState.callbacks
        var raw = budget.raw
        self.budget = budget
        guard let state = clua_create(&raw, &callbacks), let raw = clua_get_writer(state)
        else {
            throw LuaError(kind: .memory, message: "not enough memory")
        }
        self.state = state
        self.host = TypedHostReference(host)
        writer = LuaWriter(raw)
        clua_set_context(state, Unmanaged.passUnretained(self).toOpaque())
        let status = clua_open(state)
        if status != CLUA_OK { throw lastError() }
    }

    deinit { clua_close(state) }

    /// Makes a host function a global of every environment that `run` opens from now on.
    public func setFunction(_ name: String, _ function: Int) {
        writer.removeAll()
        writer.string(name)
        note(clua_set_function(state, Int32(truncatingIfNeeded: function)))
    }

    /// Defines a kind of handle.
    ///
    /// - Parameters:
    ///   - kind: From 0 to 255.
    ///   - name: What messages call it.
    ///   - call: The function that `handle(…)` runs, if it can be called.
    public func defineHandle(kind: Int32, name: String, methods: [(name: String, function: Int)], call: Int?) {
        writer.removeAll()
        writer.string(name)
        for method in methods {
            writer.string(method.name)
            writer.integer(Int64(method.function))
        }
        note(clua_define_handle(state, kind, call != nil, Int32(truncatingIfNeeded: call ?? 0)))
    }

    /// Defines a kind of record.
    ///
    /// - Parameters:
    ///   - kind: From 0 to 255.
    ///   - name: What messages call it.
    ///   - fields: Their names. Reading any other raises, with the name that was probably meant.
    public func defineRecord(kind: Int32, name: String, fields: [String]) {
        writer.removeAll()
        writer.string(name)
        for field in fields { writer.string(field) }
        note(clua_define_record(state, kind))
    }

    /// Defines a shape of maps: read-only tables that all have the same keys, written as their values alone.
    ///
    /// - Parameters:
    ///   - shape: From 0 to 255.
    ///   - keys: Of 40 bytes at most each.
    public func defineShape(_ shape: Int32, keys: [String]) {
        writer.removeAll()
        for key in keys { writer.string(key) }
        note(clua_define_shape(state, shape))
    }

    /// Runs a file in an environment of its own.
    public func run(_ source: LuaSource) throws(LuaError) {
        if let pending { throw pending }
        var name = source.name
        let status = name.withUTF8 { name in
            source.bytes.withUnsafeBytes { bytes in
                clua_run(
                    state, UnsafeRawPointer(name.baseAddress)?.assumingMemoryBound(to: CChar.self), name.count,
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
        if status != CLUA_OK { throw lastError() }
    }

    /// Ends loading: from now on assigning a global, new or not, is an error that names it, and `require` gives only
    /// modules that are loaded.
    public func seal() { clua_seal(state) }

    /// Opens a record: a new comment, nothing of the last one remembered.
    public func begin(_ record: LuaRecord) { clua_begin(state, record.kind, record.instance) }

    /// Closes every record, also those handed out by host functions: using one from now on raises.
    public func end() { clua_end(state) }

    /// Calls a function with an open record.
    public func call(_ function: LuaFunction, with record: LuaRecord) throws(LuaError) -> LuaResult {
        var result = clua_result()
        let status = clua_call(state, function.index, record.kind, record.instance, false, &result)
        if status != CLUA_OK { throw lastError() }
        return LuaResult(result)
    }

    /// Whether calling a function with an open record would answer nil, false or nothing, where that can be told without
    /// entering Lua: most checks say nothing of most comments, and this asks for less than a call does. What is not
    /// silent by this must be called.
    @inline(__always)
    public func isSilent(_ function: LuaFunction, with record: LuaRecord) -> Bool {
        clua_is_silent(state, function.index, record.kind, record.instance)
    }

    /// Calls a function with an open record and a second argument.
    ///
    /// - Parameter argument: Writes exactly one value.
    public func call(
        _ function: LuaFunction, with record: LuaRecord, argument: (LuaWriter) -> Void
    ) throws(LuaError) -> LuaResult {
        writer.removeAll()
        argument(writer)
        var result = clua_result()
        let status = clua_call(state, function.index, record.kind, record.instance, true, &result)
        if status != CLUA_OK { throw lastError() }
        return LuaResult(result)
    }

    /// What each file that runs and each call may use. More is a `LuaError` of kind `budget` or `memory`, which no
    /// `pcall` of Lua code keeps from ending the call.
    public var budget: LuaBudget {
        didSet {
            var raw = budget.raw
            clua_set_budget(state, &raw)
        }
    }

    /// Lets one allocation fail, once: that of this number, counted from 1 and from now; 0 lets none. For tests.
    ///
    /// - Returns: Whether the one that was chosen before was still to come.
    @discardableResult
    public func failAllocation(_ number: Int) -> Bool { clua_fail_allocation(state, UInt64(max(number, 0))) > 0 }

    /// What `os.time()` returns and `os.date()` shows, in Unix seconds.
    @exclusivity(unchecked) public var time: Int64 = 0 {
        didSet { clua_set_time(state, time) }
    }

    /// What `math.random` starts from; setting it begins the sequence anew.
    @exclusivity(unchecked) public var seed: UInt64 = 0 {
        didSet { clua_set_seed(state, seed) }
    }

    /// Bytes that the state holds.
    public var memoryInUse: Int { clua_memory_in_use(state) }

    /// Whether Lua code asked what time it is since this was called last.
    public func takeAskedTime() -> Bool { clua_take_asked_time(state) }

    /// Bytes that were ever asked for, those freed since included.
    public var bytesAllocated: UInt64 { clua_memory_allocated(state) }

    /// A local of its file that a function changes, or a table in one: what one call leaves behind for the next. Not
    /// found is what it changes by way of other functions.
    public func changedLocal(of function: LuaFunction) -> String? {
        clua_changed_local(state, function.index).map { String(cString: $0) }
    }

    /// How many calls were answered without entering Lua: those of functions that only read fields, compare them with
    /// constants or match a constant pattern. What they answer is the same.
    public var quickCalls: Int { clua_quick_calls(state) }

    /// Frees all that nothing refers to.
    public func collectGarbage() { clua_collect(state) }

    private func note(_ status: Int32) {
        if status != CLUA_OK, pending == nil { pending = lastError() }
    }

    private func lastError() -> LuaError {
        guard let failure = clua_last_failure(state)?.pointee else {
            return LuaError(kind: .memory, message: "not enough memory")
        }
        let kind: LuaError.Kind =
            switch Int(failure.status) {
            case CLUA_SYNTAX: .syntax
            case CLUA_MEMORY: .memory
            case CLUA_HANDLER: .handler
            case CLUA_BUDGET: .budget
            default: .runtime
            }
        func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
            String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
        return LuaError(
            kind: kind, message: text(failure.message, failure.message_length),
            file: text(failure.file, failure.file_length), line: Int(failure.line),
            traceback: text(failure.traceback, failure.traceback_length))
    }
}
