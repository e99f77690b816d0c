import CLua

/// Turns nodes that C has written in preorder into a value.
struct LuaValueDecoding {
    private let nodes: UnsafeBufferPointer<clua_node>
    private let bytes: UnsafePointer<CChar>?
    private var position = 0

    init(nodes reader: UnsafePointer<clua_writer>) {
        nodes = UnsafeBufferPointer(start: reader.pointee.nodes, count: reader.pointee.count)
        bytes = UnsafePointer(reader.pointee.bytes)
    }

    /// The next value with all it holds; `.nothing` behind the last. C has bounded the depth.
    mutating func next() -> LuaValue {
        guard position < nodes.count else { return .nothing }
        let node = nodes[position]
        position += 1
        switch Int(node.tag) {
        case CLUA_BOOLEAN: return .boolean(node.payload != 0)
        case CLUA_INTEGER: return .integer(Int64(bitPattern: node.payload))
        case CLUA_NUMBER: return .number(Double(bitPattern: node.payload))
        case CLUA_STRING, CLUA_COPY: return .string(text(node))
        case CLUA_FUNCTION: return .function(LuaFunction(index: Int32(truncatingIfNeeded: node.payload)))
        case CLUA_HANDLE_NODE:
            return .handle(
                LuaHandle(kind: Int32(bitPattern: node.count), id: Int32(truncatingIfNeeded: node.payload)))
        case CLUA_RECORD_NODE: return .record(kind: Int32(bitPattern: node.count))
        case CLUA_OTHER: return .other(text(node))
        case CLUA_TABLE: return .table(table(node))
        default: return .nothing
        }
    }

    private mutating func table(_ node: clua_node) -> LuaTable {
        var table = LuaTable(otherKeys: Int(node.payload & 0xFFFF_FFFF))
        table.items.reserveCapacity(Int(node.count))
        for _ in 0..<node.count { table.items.append(next()) }
        let members = Int(node.payload >> 32)
        table.members.reserveCapacity(members)
        for _ in 0..<members {
            guard case .string(let key) = next() else { break }
            table.members.append(LuaMember(key: key, value: next()))
        }
        return table
    }

    private func text(_ node: clua_node) -> String {
        let start =
            Int(node.tag) == CLUA_COPY
            ? bytes.map { UnsafeRawPointer($0 + Int(node.payload)) } : UnsafeRawPointer(bitPattern: UInt(node.payload))
        return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(node.count)), as: UTF8.self)
    }
}
