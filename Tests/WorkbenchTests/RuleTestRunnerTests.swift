import Testing

@testable import Workbench

@Suite("running rule tests")
struct RuleTestRunnerTests {}
