import Benchmark

/// What single stages cost, in time a comment: each sample takes 1,000 comments.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock], timeUnits: .nanoseconds, warmupIterations: 20, scalingFactor: .kilo,
        maxDuration: .seconds(3), maxIterations: 5_000)
    guard let corpus = Corpus() else { return }
    measureReading(corpus)
    measureForms(corpus)
    measureMatching(corpus)
    measureFinders(corpus)
    measureModels(corpus)
    measureWriting(corpus)
}

/// Measures what is done to each of a sample's comments; what `prepare` does before is not measured.
func measure(_ name: String, prepare: @escaping () -> Void = {}, _ work: @escaping (_ comment: Int) -> Void) {
    Benchmark(name) { benchmark in
        prepare()
        benchmark.startMeasurement()
        for comment in benchmark.scaledIterations { work(comment) }
        benchmark.stopMeasurement()
    }
}

/// The same for what is done to all of a sample's comments at once.
func measureSample(_ name: String, prepare: @escaping () -> Void = {}, _ work: @escaping () -> Void) {
    Benchmark(name) { benchmark in
        prepare()
        benchmark.startMeasurement()
        work()
        benchmark.stopMeasurement()
    }
}
