import Benchmark
import CommentFormats
import Glibc
import Moderation

/// From bytes to comments: reading whole lines, and decoding their JSON.
func measureReading(_ corpus: Corpus) {
    guard let file = tmpfile() else { return }
    for item in corpus.sample {
        let line = item.block.raw(item.entry)
        fwrite(line.baseAddress, 1, line.count, file)
        fputc(0x0A, file)
    }
    fflush(file)
    let descriptor = fileno(file)
    let block = CommentBlock()

    /// What a run would read: blocks of their usual size.
    func forEachBlock(_ body: () -> Bool) {
        lseek(descriptor, 0, SEEK_SET)
        let source = JSONLinesSource(inputs: [.descriptor(descriptor, name: "sample")])
        while (try? source.fill(block)) == true, body() {}
    }

    measureSample("reading lines") {
        forEachBlock {
            blackHole(block.input.count)
            return true
        }
    }

    let decoder = JSONCommentDecoder()
    lazy var blocks: [CommentBlock] = {
        var blocks: [CommentBlock] = []
        var count = 0
        forEachBlock {
            let copy = CommentBlock()
            copy.input.append(block.input.storage)
            blocks.append(copy)
            decoder.decode(copy)
            count += copy.entries.count
            return true
        }
        if count != Corpus.count { fatalError("The sample's lines came back as \(count) comments.") }
        return blocks
    }()
    measureSample("decoding JSON") {
        for block in blocks {
            block.entries.removeAll(keepingCapacity: true)
            block.bytes.removeAll()
            decoder.decode(block)
            blackHole(block.entries.count)
        }
    }
}
