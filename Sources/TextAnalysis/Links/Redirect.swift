/// Pages of big sites that send a reader on to the address in their query, as those sites rewrite links in posts.
///
/// The addresses are facts, gathered from the sites' own pages.
struct Redirect {
    /// The host, or a domain above it; `google.` stands for Google's in every country.
    private var domain: StaticString
    private var path: StaticString
    /// The parameter that holds the target, with its `=`.
    private var parameter: StaticString

    private static let all = [
        Redirect(domain: "google.", path: "/url", parameter: "q="),
        Redirect(domain: "google.", path: "/url", parameter: "url="),
        Redirect(domain: "facebook.com", path: "/l.php", parameter: "u="),
        Redirect(domain: "facebook.com", path: "/flx/warn/", parameter: "u="),
        Redirect(domain: "l.messenger.com", path: "/l.php", parameter: "u="),
        Redirect(domain: "l.instagram.com", path: "/", parameter: "u="),
        Redirect(domain: "l.threads.net", path: "/", parameter: "u="),
        Redirect(domain: "l.wl.co", path: "/l", parameter: "u="),
        Redirect(domain: "youtube.com", path: "/redirect", parameter: "q="),
        Redirect(domain: "t.umblr.com", path: "/redirect", parameter: "z="),
        Redirect(domain: "out.reddit.com", path: "/", parameter: "url="),
        Redirect(domain: "linkedin.com", path: "/redir/redirect", parameter: "url="),
        Redirect(domain: "linkedin.com", path: "/safety/go", parameter: "url="),
        Redirect(domain: "vk.com", path: "/away.php", parameter: "to="),
        Redirect(domain: "t.me", path: "/iv", parameter: "url="),
        Redirect(domain: "exit.sc", path: "/", parameter: "url="),
        Redirect(domain: "steamcommunity.com", path: "/linkfilter/", parameter: "url="),
        Redirect(domain: "steamcommunity.com", path: "/linkfilter/", parameter: "u="),
        Redirect(domain: "slack-redir.net", path: "/link", parameter: "url="),
        Redirect(domain: "duckduckgo.com", path: "/l/", parameter: "uddg="),
        Redirect(domain: "disq.us", path: "/url", parameter: "url="),
        Redirect(domain: "weibo.cn", path: "/sinaurl", parameter: "u="),
        Redirect(domain: "weibo.cn", path: "/sinaurl", parameter: "toasturl="),
        Redirect(domain: "link.zhihu.com", path: "/", parameter: "target="),
        Redirect(domain: "link.juejin.cn", path: "/", parameter: "target="),
        Redirect(domain: "link.csdn.net", path: "/", parameter: "target="),
        Redirect(domain: "link.jianshu.com", path: "/", parameter: "t="),
        Redirect(domain: "jianshu.com", path: "/go-wild", parameter: "url="),
        Redirect(domain: "douban.com", path: "/link2/", parameter: "url="),
        Redirect(domain: "c.pc.qq.com", path: "/middlem.html", parameter: "pfurl="),
        Redirect(domain: "c.pc.qq.com", path: "/ios.html", parameter: "url="),
        Redirect(domain: "gitee.com", path: "/link", parameter: "target="),
    ]

    /// Appends the address that a link leads to by way of one of these pages.
    ///
    /// - Parameters:
    ///   - host: In its form.
    ///   - rest: What follows the host: path, query and fragment.
    /// - Returns: Whether there is one, of the web and whole; else `output` is as it was.
    static func appendTarget(
        host: UnsafeRawBufferPointer, rest: UnsafeRawBufferPointer, to output: ByteStore
    ) -> Bool {
        // Most addresses have no query, and most queries no address.
        guard let mark = rest.firstIndex(of: UInt8(ascii: "?")) else { return false }
        let path = UnsafeRawBufferPointer(rebasing: rest[..<mark])
        let end = rest[mark...].firstIndex(of: UInt8(ascii: "#")) ?? rest.count
        let query = UnsafeRawBufferPointer(rebasing: rest[(mark + 1)..<end])
        guard query.indices.contains(where: { query.hasIgnoringCase("http", at: $0) }) else { return false }
        for redirect in all where redirect.leads(host, path) {
            guard let value = value(of: redirect.parameter, in: query) else { continue }
            let start = output.count
            if PercentCoding.append(value, to: output),
                isWhole(UnsafeRawBufferPointer(rebasing: output.bytes[start...]))
            {
                return true
            }
            output.truncate(to: start)
        }
        return false
    }

    private func leads(_ host: UnsafeRawBufferPointer, _ path: UnsafeRawBufferPointer) -> Bool {
        guard isDomain(of: host) else { return false }
        let length = self.path.utf8CodeUnitCount
        guard path.hasIgnoringCase(self.path, at: 0) else {
            // `example.com?u=` is `example.com/?u=`, and a slash at the end makes no difference.
            return path.count == length - 1 && self.path.utf8Start[length - 1] == UInt8(ascii: "/")
                && (0..<path.count).allSatisfy { path[$0].lowercased == self.path.utf8Start[$0] }
        }
        return path.count == length || path.count == length + 1 && path[length] == UInt8(ascii: "/")
    }

    private func isDomain(of host: UnsafeRawBufferPointer) -> Bool {
        let length = domain.utf8CodeUnitCount
        if domain.utf8Start[length - 1] == UInt8(ascii: ".") {
            let start = host.hasIgnoringCase("www.", at: 0) ? 4 : 0
            // `google.com`, `google.co.uk` and `google.com.hk`, but not `google.evil.example`.
            guard host.hasIgnoringCase(domain, at: start) else { return false }
            let suffix = UnsafeRawBufferPointer(rebasing: host[(start + length)...])
            return TopLevelDomain.isKnown(suffix) || suffix.hasIgnoringCase("co.", at: 0) && suffix.count == 5
                || suffix.hasIgnoringCase("com.", at: 0) && suffix.count == 6
        }
        let start = host.count - length
        return host.hasIgnoringCase(domain, at: start) && (start == 0 || host[start - 1] == UInt8(ascii: "."))
    }

    private static func value(
        of parameter: StaticString, in query: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        var start = 0
        while start < query.count {
            let end = query[start...].firstIndex(of: UInt8(ascii: "&")) ?? query.count
            if query.hasIgnoringCase(parameter, at: start) {
                return UnsafeRawBufferPointer(rebasing: query[(start + parameter.utf8CodeUnitCount)..<end])
            }
            start = end + 1
        }
        return nil
    }

    private static func isWhole(_ target: UnsafeRawBufferPointer) -> Bool {
        guard target.hasIgnoringCase("http://", at: 0) || target.hasIgnoringCase("https://", at: 0) else {
            return false
        }
        return target.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
