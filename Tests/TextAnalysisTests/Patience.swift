import Glibc

/// How long a test waits before it takes linear work for the square of it.
enum Patience {
    /// Under a sanitizer everything takes about ten times as long.
    static func seconds(_ seconds: Int) -> Duration {
        .seconds(getenv("MODFILTER_SANITIZED") == nil ? seconds : 10 * seconds)
    }
}
