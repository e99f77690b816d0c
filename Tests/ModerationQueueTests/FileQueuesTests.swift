import Testing

@testable import ModerationQueue

@Suite struct FileQueuesTests {}
