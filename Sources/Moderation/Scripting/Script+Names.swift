import TextAnalysis

extension Script {
    static let names = ["latin", "han"]
}
