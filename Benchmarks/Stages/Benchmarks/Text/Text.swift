import Benchmark
import Foundation
import TextAnalysis

/// What the forms of a text cost, in time a comment: each sample takes the same 1,000 bodies.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock], timeUnits: .nanoseconds, warmupIterations: 20, scalingFactor: .kilo,
        maxDuration: .seconds(3), maxIterations: 5_000)
    guard let corpus = Corpus() else { return }
    for (name, bodies) in [("corpus", corpus.sample), ("ASCII", corpus.ascii), ("not ASCII", corpus.other)] {
        for form in [TextForm.text, .folded] {
            Benchmark("\(form), \(name)") { benchmark in
                let forms = TextForms()
                benchmark.startMeasurement()
                for index in benchmark.scaledIterations {
                    forms.reset(bodies[index])
                    blackHole(forms.bytes(form).count)
                }
                benchmark.stopMeasurement()
            }
        }
    }
}

/// Bodies of the comments in the file that MODFILTER_COMMENTS names, spread evenly over it.
struct Corpus: @unchecked Sendable {
    static let count = 1000

    // SAFETY of the @unchecked Sendable: filled once, never written again and never freed.
    let sample: [UnsafeRawBufferPointer]
    let ascii: [UnsafeRawBufferPointer]
    let other: [UnsafeRawBufferPointer]

    init?() {
        guard let path = ProcessInfo.processInfo.environment["MODFILTER_COMMENTS"],
            let file = FileManager.default.contents(atPath: path)
        else {
            print("MODFILTER_COMMENTS names no file of comments; nothing is measured.")
            return nil
        }
        struct Comment: Decodable { var body: String? }
        let decoder = JSONDecoder()
        let bodies = file.split(separator: UInt8(ascii: "\n")).compactMap {
            (try? decoder.decode(Comment.self, from: $0))?.body.map { Array($0.utf8) }
        }
        guard let sample = Self.spread(bodies), let ascii = Self.spread(bodies.filter { $0.allSatisfy { $0 < 0x80 } }),
            let other = Self.spread(bodies.filter { $0.contains { $0 >= 0x80 } })
        else {
            print("\(path) has too few comments; nothing is measured.")
            return nil
        }
        (self.sample, self.ascii, self.other) = (sample, ascii, other)
    }

    private static func spread(_ bodies: [[UInt8]]) -> [UnsafeRawBufferPointer]? {
        guard bodies.count >= count else { return nil }
        return (0..<count).map { number in
            let body = bodies[number * (bodies.count / count)]
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: body.count, alignment: 16)
            memory.copyBytes(from: body)
            return UnsafeRawBufferPointer(memory)
        }
    }
}
