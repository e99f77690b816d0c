// swift-tools-version: 6.2
import PackageDescription

// A package of its own: nothing that ships needs what it measures with.
let package = Package(
    name: "Stages",
    dependencies: [
        .package(name: "modfilter", path: "../.."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Stages",
            dependencies: [
                .product(name: "TextAnalysis", package: "modfilter"),
                .product(name: "Moderation", package: "modfilter"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Stages",
            swiftSettings: [.swiftLanguageMode(.v6)],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ]
)
