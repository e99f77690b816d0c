import Foundation
import Moderation

@testable import CommentFormats

/// What an import of a text comes to.
struct Imported {
    /// The lines that were written.
    var lines: [String] = []
    /// `line: message` of each problem, the last of them what ended it.
    var problems: [String] = []
    var report = ImportReport()

    /// The lines as objects.
    var records: [[String: Any]] {
        lines.map { (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) ?? [:] }
    }

    /// The values of a member, as text.
    func values(_ name: String) -> [String] {
        records.map { record in record[name].map { "\($0)" } ?? "-" }
    }

    init(
        _ format: ImportFormat, _ bytes: [UInt8], options: CommentImport.Options = .init(), piece: Int = 1 << 20
    ) throws {
        let path = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try Data().write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        var problems: [String] = []
        let sink = ImportSink(
            filter: options.filter, encoder: ImportedCommentJSON(isLabelled: options.isLabelled),
            output: OutputFile(descriptor: file.fileDescriptor, name: "out")
        ) { problems.append("\($0.line.map(String.init) ?? "-"): \($0.message)") }
        let importer = CommentImport.importer(format, options)
        let before = sink.report
        do {
            try bytes.withUnsafeBytes { raw in
                var start = 0
                while start < raw.count {
                    // The first piece holds a declaration or header whole.
                    let end = min(start + (start == 0 ? max(piece, 64) : piece), raw.count)
                    try importer.read(UnsafeRawBufferPointer(rebasing: raw[start..<end]), isEnd: false, into: sink)
                    start = end
                }
                try importer.read(UnsafeRawBufferPointer(rebasing: raw[start...]), isEnd: true, into: sink)
            }
            CommentImport.close(importer, sink, since: before)
        } catch let fault as ImportFault {
            sink.add(fault.message, fault.line)
        }
        sink.flush()
        try file.close()
        lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        report = sink.report
        self.problems = problems
    }

    init(_ format: ImportFormat, _ text: String, options: CommentImport.Options = .init(), piece: Int = 1 << 20) throws
    {
        try self.init(format, Array(text.utf8), options: options, piece: piece)
    }
}
