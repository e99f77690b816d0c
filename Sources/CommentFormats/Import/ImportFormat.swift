/// A format that comments are imported from.
public enum ImportFormat: String, CaseIterable, Sendable {
    case wordpress
    case wpJSON = "wp-json"
    case disqus
    case isso
    case remark42
    case akismet
    case csv
    case tsv

    /// What it is, for people.
    public var title: String {
        switch self {
        case .wordpress: "a WordPress export (WXR)"
        case .wpJSON: "JSON of WordPress's REST interface or of WP-CLI"
        case .disqus: "a Disqus export"
        case .isso: "a database or JSON of Isso"
        case .remark42: "a Remark42 backup"
        case .akismet: "form data as sent to Akismet"
        case .csv: "a table with commas (CSV)"
        case .tsv: "a table with tabs (TSV)"
        }
    }

    /// Whether `--map` says which column is which.
    public var isTable: Bool { self == .csv || self == .tsv }

    /// Whether its dates may be in the blog's own time.
    public var hasLocalTime: Bool { isTable || self == .wordpress || self == .wpJSON || self == .akismet }

    /// Whether it is text that says nothing of its encoding, or may be told another one.
    public var hasEncoding: Bool { self != .akismet }
}

/// What a file seems to hold.
public enum DetectedFormat: Sendable, Equatable {
    case format(ImportFormat)
    /// Lines of text that may be a table, or anything.
    case text
    /// XML with so much before its first element that it may be anything.
    case longProlog
    /// Something that is none of the formats, in words such as "an HTML page".
    case other(String)

    /// Whether a file may be read as `format` when it seems to hold this.
    func allows(_ format: ImportFormat) -> Bool {
        switch self {
        case .format(let detected):
            // A table may hold anything, among it what looks like form data.
            detected == format || detected.isLines && format.isTable
        case .text: format.isTable || format == .akismet
        case .longProlog: format == .wordpress || format == .disqus
        case .other: false
        }
    }

    /// In words, for people.
    public var title: String {
        switch self {
        case .format(let format): format.title
        case .longProlog: "XML with a long comment or document type before its first element"
        case .text: "text without columns that are known"
        case .other(let words): words
        }
    }
}

extension ImportFormat {
    fileprivate var isLines: Bool { isTable || self == .akismet }
}
