import CommentFormats
import Glibc
import Moderation

/// What libFuzzer calls with each input. The format to be tried is named by the environment variable `MODFILTER_FUZZ`;
/// without it each input is read as what it seems to be.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    input.replace(by: UnsafeRawBufferPointer(start: start, count: count))
    output.replace(by: UnsafeRawBufferPointer(start: nil, count: 0))
    let file = InputFile.path(input.path)
    do {
        let detected = try CommentImport.detect(file)
        if let chosen {
            try read(file, as: chosen)
        } else if case .format(let format) = detected {
            try read(file, as: format)
        }
    } catch {
        fatalError("files can be read and written: \(error)")
    }
    return 0
}

private let chosen: ImportFormat? = getenv("MODFILTER_FUZZ").flatMap { ImportFormat(rawValue: String(cString: $0)) }
private let input = ScratchFile()
private let output = ScratchFile()

/// Whatever is imported, the filter must take each line of it as a comment.
private func read(_ file: InputFile, as format: ImportFormat) throws {
    var options = CommentImport.Options()
    options.isLabelled = true
    options.map = format.isTable ? [ImportMapping(field: "body", column: "Text")] : []
    var problems = 0
    let importing = CommentImport(
        format, inputs: [file], options: options, output: OutputFile(descriptor: output.descriptor, name: "output")
    ) { _ in problems += 1 }
    try importing.run()
    require(importing.report.problems == problems, "each problem is told")
    let source = JSONLinesSource(inputs: [.path(output.path)])
    let decoder = source.makeDecoder()
    let block = CommentBlock()
    var comments = 0
    while try source.fill(block) {
        decoder.decode(block)
        for entry in block.entries {
            require(entry.malformation == nil, "each line is a comment: \(entry.malformation?.message ?? "")")
            comments += 1
        }
    }
    require(comments == importing.report.comments, "each comment is one line")
}

/// A file that is written anew for each input.
private final class ScratchFile: Sendable {
    let path: String
    let descriptor: Int32

    init() {
        var template = Array("/tmp/modfilter-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func replace(by bytes: UnsafeRawBufferPointer) {
        require(ftruncate(descriptor, 0) == 0, "a file can be emptied")
        require(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count, "a file can be written")
        lseek(descriptor, 0, SEEK_SET)
    }
}

private func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError("must hold: \(what())") }
}
