/// The social networks that links lead to, by their domains: those built in, and what a list adds or changes.
public struct SocialNetworks: Sendable {
    /// A domain, and the network that it belongs to with all below it; `nil` where it is none.
    public struct Entry: Sendable, Equatable {
        /// In the form of a host; see `HostForm`.
        public var domain: [UInt8]
        /// Such as `weibo`.
        public var network: String?

        public init(domain: [UInt8], network: String?) {
            self.domain = domain
            self.network = network
        }
    }

    private var entries: [Entry] = []
    /// Places in `entries` by the domain's hash, with open addressing; -1 is free.
    private var slots: [Int32] = []

    /// Those that every rules folder knows.
    public static let builtIn = SocialNetworks(
        domains.map { Entry(domain: Array($0.domain.description.utf8), network: $0.name.description) })

    /// - Parameter entries: Of two for one domain the later one holds.
    public init(_ entries: [Entry]) {
        var places: [[UInt8]: Int] = [:]
        for entry in entries {
            if let place = places[entry.domain] {
                self.entries[place] = entry
            } else {
                places[entry.domain] = self.entries.count
                self.entries.append(entry)
            }
        }
        // A quarter full at most: nearly every host asks, and nearly none is here.
        var size = 256
        while size < 4 * self.entries.count { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        for (place, entry) in self.entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.domain.reversed().reduce(Self.seed, Self.next)) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(place)
        }
    }

    /// These and more, which hold where both name a domain.
    public func adding(_ more: [Entry]) -> SocialNetworks {
        more.isEmpty ? self : SocialNetworks(entries + more)
    }

    // FNV-1a, 64 bits (Fowler, Noll, Vo), from the last byte to the first, so that one pass hashes every suffix.
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The network of a host: that of the longest domain that the host is or lies below.
    ///
    /// - Parameter host: In its form; see `HostForm`.
    public func name(ofHost host: UnsafeRawBufferPointer) -> String? {
        var best: String?
        var hash = Self.seed
        for index in host.indices.reversed() {
            hash = Self.next(hash, host[index])
            guard index == 0 || host[index - 1] == UInt8(ascii: ".") else { continue }
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 {
                let entry = entries[Int(slots[slot])]
                if entry.domain.elementsEqual(host[index...]) { best = entry.network }
                slot = (slot + 1) & (slots.count - 1)
            }
        }
        return best
    }

    private static let domains: [(domain: StaticString, name: StaticString)] = [
        ("facebook.com", "facebook"), ("fb.com", "facebook"), ("fb.me", "facebook"), ("fb.watch", "facebook"),
        ("messenger.com", "facebook"), ("instagram.com", "instagram"), ("instagr.am", "instagram"),
        ("threads.net", "threads"), ("twitter.com", "twitter"), ("x.com", "twitter"), ("t.co", "twitter"),
        ("youtube.com", "youtube"), ("youtu.be", "youtube"), ("youtube-nocookie.com", "youtube"),
        ("weibo.com", "weibo"), ("weibo.cn", "weibo"), ("t.cn", "weibo"), ("qq.com", "qq"), ("qzone.com", "qq"),
        ("weixin.qq.com", "wechat"), ("wechat.com", "wechat"), ("weixin.com", "wechat"), ("pengyou.com", "pengyou"),
        ("renren.com", "renren"), ("xiaonei.com", "renren"), ("kaixin001.com", "kaixin001"),
        ("kaixin.com", "kaixin001"), ("tudou.com", "tudou"), ("youku.com", "youku"), ("bilibili.com", "bilibili"),
        ("b23.tv", "bilibili"), ("blog.sina.com.cn", "sina"), ("sina.com.cn", "sina"), ("sina.cn", "sina"),
        ("weibo.sina.com.cn", "weibo"), ("douban.com", "douban"), ("zhihu.com", "zhihu"), ("douyin.com", "douyin"),
        ("tiktok.com", "tiktok"), ("kuaishou.com", "kuaishou"), ("xiaohongshu.com", "xiaohongshu"),
        ("xhslink.com", "xiaohongshu"), ("tieba.baidu.com", "tieba"), ("telegram.org", "telegram"),
        ("telegram.me", "telegram"), ("t.me", "telegram"), ("whatsapp.com", "whatsapp"), ("wa.me", "whatsapp"),
        ("linkedin.com", "linkedin"), ("lnkd.in", "linkedin"), ("reddit.com", "reddit"), ("redd.it", "reddit"),
        ("pinterest.com", "pinterest"), ("pin.it", "pinterest"), ("tumblr.com", "tumblr"), ("vk.com", "vk"),
        ("ok.ru", "odnoklassniki"), ("line.me", "line"), ("snapchat.com", "snapchat"), ("discord.com", "discord"),
        ("discord.gg", "discord"), ("twitch.tv", "twitch"), ("vimeo.com", "vimeo"), ("flickr.com", "flickr"),
        ("bsky.app", "bluesky"), ("mastodon.social", "mastodon"), ("quora.com", "quora"),
    ]
}
