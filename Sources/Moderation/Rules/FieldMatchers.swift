import TextAnalysis

/// Which matcher searches which field: that of all phrases of the form, or one of the field's own.
struct FieldMatchers: Sendable {
    private(set) var matchers: [TextMatcher] = []
    /// For each form and field the matcher's number.
    private var numbers = [[Int]](
        repeating: [Int](repeating: 0, count: Field.count), count: TextForm.allCases.count)
    /// For each form the matcher of all its phrases.
    private var whole = [Int](repeating: 0, count: TextForm.allCases.count)

    @discardableResult
    mutating func add(_ matcher: TextMatcher) -> Int {
        matchers.append(matcher)
        return matchers.count - 1
    }

    /// Adds the matcher of all phrases of a form.
    mutating func add(_ matcher: TextMatcher, _ form: TextForm) {
        let number = add(matcher)
        whole[Int(form.rawValue)] = number
        numbers[Int(form.rawValue)] = [Int](repeating: number, count: Field.count)
    }

    mutating func use(_ number: Int, for field: Field, _ form: TextForm) {
        numbers[Int(form.rawValue)][Int(field.rawValue)] = number
    }

    func number(of form: TextForm, field: Field) -> Int { numbers[Int(form.rawValue)][Int(field.rawValue)] }
    func number(of form: TextForm) -> Int { whole[Int(form.rawValue)] }
}
