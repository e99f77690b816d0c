import CLua

/// Values on their way into Lua, written down flat: a list or map first says how many values follow.
///
/// A writer belongs to its state and is emptied by it; its memory stays. Writing never fails: where there is no
/// memory, Lua raises later.
public struct LuaWriter {
    private let writer: UnsafeMutablePointer<clua_writer>

    init(_ writer: UnsafeMutablePointer<clua_writer>) { self.writer = writer }

    /// Writes nil.
    public func nothing() { clua_write(writer, UInt32(CLUA_NOTHING), 0, 0) }

    public func boolean(_ value: Bool) { clua_write(writer, UInt32(CLUA_BOOLEAN), 0, value ? 1 : 0) }

    public func integer(_ value: Int64) { clua_write(writer, UInt32(CLUA_INTEGER), 0, UInt64(bitPattern: value)) }

    public func number(_ value: Double) { clua_write(writer, UInt32(CLUA_NUMBER), 0, value.bitPattern) }

    /// Writes a string and copies its bytes.
    public func string(_ bytes: UnsafeRawBufferPointer) { clua_write_copy(writer, bytes.baseAddress, bytes.count) }

    /// Writes a string whose bytes stay where they are: those of a field until its record is closed or opened anew,
    /// those of a host function's result until Lua goes on, those of the argument of a call until the call begins.
    public func string(borrowing bytes: UnsafeRawBufferPointer) {
        clua_write_borrowed(writer, bytes.baseAddress, bytes.count)
    }

    public func string(_ text: String) {
        var text = text
        text.withUTF8 { clua_write_copy(writer, $0.baseAddress, $0.count) }
    }

    /// Begins a read-only table of `count` values, which follow.
    public func list(count: Int) { clua_write(writer, UInt32(CLUA_LIST), UInt32(clamping: count), 0) }

    /// Writes a read-only table of `count` values that the host is asked for, by `LuaHost.list`, when one of them is
    /// read first. Only as the value of a field; it can be read until `LuaState.end`.
    public func lazyList(count: Int) { clua_write(writer, UInt32(CLUA_LAZY_LIST), UInt32(clamping: count), 0) }

    /// Behind a field's value: tells another field of the same record along with it. Its value follows: nil, a
    /// boolean, a number, or a record that is open.
    public func also(field: Int) { clua_write(writer, UInt32(CLUA_FIELD), UInt32(clamping: field), 0) }

    /// Begins a read-only table of `count` members; for each follow its key, a string, and its value.
    public func map(count: Int) { clua_write(writer, UInt32(CLUA_MAP), UInt32(clamping: count), 0) }

    /// Begins a read-only table of a shape that `LuaState.defineShape` defined; the values of its keys follow in
    /// order. Reads as a map does, and is made and read faster.
    public func map(shape: Int32) { clua_write(writer, UInt32(CLUA_SHAPED), UInt32(bitPattern: shape), 0) }

    public func handle(_ handle: LuaHandle) {
        clua_write(
            writer, UInt32(CLUA_HANDLE_NODE), UInt32(bitPattern: handle.kind), UInt64(UInt32(bitPattern: handle.id)))
    }

    /// Writes a record; it lives until `LuaState.end`.
    public func record(_ record: LuaRecord) {
        clua_write(
            writer, UInt32(CLUA_RECORD_NODE), UInt32(bitPattern: record.kind),
            UInt64(UInt32(bitPattern: record.instance)))
    }

    func removeAll() { clua_writer_clear(writer) }
}
