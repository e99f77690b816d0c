import Moderation

/// How the table `event` keeps what history remembers of a comment: nine bytes for each hash, its kind and the hash with
/// its lowest byte first.
enum StoredEvent {
    private static let size = 9

    static func write(_ event: HistoryEvent, to buffer: inout ByteBuffer) {
        for (kind, hash) in event.hashes {
            withUnsafeBytes(of: kind.rawValue) { buffer.append($0) }
            withUnsafeBytes(of: hash.littleEndian) { buffer.append($0) }
        }
    }

    /// Kinds that this version does not know are left out.
    static func read(time: Int64, id: UInt64, keys: UnsafeRawBufferPointer, into event: inout HistoryEvent) {
        event.time = time
        event.id = id
        event.hashes.removeAll(keepingCapacity: true)
        var start = 0
        while start + size <= keys.count {
            let hash = UInt64(littleEndian: keys.loadUnaligned(fromByteOffset: start + 1, as: UInt64.self))
            if let kind = HistoryEvent.Kind(rawValue: keys[start]) { event.hashes.append((kind, hash)) }
            start += size
        }
    }
}
