// swift-tools-version: 6.2
import PackageDescription

/// Every warning is an error in our own targets, and an import that is not declared here is one too.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// Headers and libraries come from Debian's -dev packages; pkg-config says where they are.
func debian(_ name: String, package: String, pkgConfig: String) -> Target {
    .systemLibrary(name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "modfilter",
    products: [
        .executable(name: "modfilter", targets: ["modfilter"]),
        .library(name: "Moderation", targets: ["Moderation", "CommentFormats", "ModerationQueue"]),
        .library(name: "TextAnalysis", targets: ["TextAnalysis"]),
        .library(name: "LuaRuntime", targets: ["LuaRuntime"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        debian("liblua", package: "liblua5.4-dev", pkgConfig: "lua5.4"),
        debian("libsimdjson", package: "libsimdjson-dev", pkgConfig: "simdjson"),
        debian("libhs", package: "libvectorscan-dev", pkgConfig: "libhs"),
        debian("libre2", package: "libre2-dev", pkgConfig: "re2"),
        debian("libicu", package: "libicu-dev", pkgConfig: "icu-i18n"),
        debian("libpsl", package: "libpsl-dev", pkgConfig: "libpsl"),
        debian("libb2", package: "libb2-dev", pkgConfig: "libb2"),
        debian("libsodium", package: "libsodium-dev", pkgConfig: "libsodium"),
        debian("libxml2", package: "libxml2-dev", pkgConfig: "libxml-2.0"),
        debian("libedit", package: "libedit-dev", pkgConfig: "libedit"),

        .target(name: "CLua", dependencies: ["liblua"]),
        .target(name: "LuaRuntime", dependencies: ["CLua"], swiftSettings: strict),
        .target(
            name: "CText", dependencies: ["libsimdjson", "libhs", "libre2", "libicu", "libpsl", "libb2", "libsodium"]),
        .target(name: "CXML", dependencies: ["libxml2"]),
        .target(name: "CTerminal", dependencies: ["libedit"]),
        .target(name: "CFiles"),
        .target(name: "TextAnalysis", dependencies: ["CText"], swiftSettings: strict),
        .target(name: "Moderation", dependencies: ["LuaRuntime", "TextAnalysis"], swiftSettings: strict),
        .target(
            name: "CommentFormats",
            dependencies: [
                "Moderation", "CText", "CXML", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "ModerationQueue",
            dependencies: [
                "Moderation", "TextAnalysis", "CFiles", .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Workbench",
            dependencies: ["CommentFormats", "Moderation", "ModerationQueue", "LuaRuntime", "TextAnalysis"],
            swiftSettings: strict),
        .executableTarget(
            name: "modfilter",
            dependencies: [
                "Moderation", "CommentFormats", "ModerationQueue", "Workbench", "TextAnalysis", "CTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        // Lua without our sandbox, which tests compare it with.
        .target(name: "StandardLua", dependencies: ["liblua"], path: "Tests/StandardLua"),
        .testTarget(name: "LuaRuntimeTests", dependencies: ["LuaRuntime", "StandardLua"], swiftSettings: strict),
        .testTarget(
            name: "ModerationQueueTests",
            dependencies: [
                "ModerationQueue", "Moderation", .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommentFormatsTests",
            dependencies: ["CommentFormats", "Moderation", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TextAnalysis"], swiftSettings: strict),
        .testTarget(
            name: "ModerationTests", dependencies: ["Moderation", "LuaRuntime", "TextAnalysis"], swiftSettings: strict),
        .testTarget(
            name: "WorkbenchTests",
            dependencies: [
                "Workbench", "CommentFormats", "Moderation", "ModerationQueue", "LuaRuntime", "TextAnalysis",
            ],
            swiftSettings: strict),
        // Runs the program: it must be built first.
        .testTarget(name: "CommandTests", dependencies: ["modfilter", "Moderation"], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
