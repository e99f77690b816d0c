// swift-tools-version: 6.2
import PackageDescription

// A package of its own: libFuzzer brings its own main, and nothing that ships needs it.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "modfilter", path: "..")],
    targets: [
        .executableTarget(
            name: "FuzzText",
            dependencies: [.product(name: "TextAnalysis", package: "modfilter")],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzLua",
            dependencies: [.product(name: "LuaRuntime", package: "modfilter")],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]),
        .executableTarget(
            name: "FuzzImport",
            dependencies: [.product(name: "Moderation", package: "modfilter")],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]),
    ]
)
