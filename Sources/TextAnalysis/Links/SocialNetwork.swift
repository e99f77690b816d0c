/// The social networks that links lead to, by their domains.
enum SocialNetwork {
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

    /// The domains by their hash, with open addressing: nearly every host asks, and nearly none is here.
    private static let slots: [(hash: UInt64, name: StaticString)?] = {
        var slots = [(hash: UInt64, name: StaticString)?](repeating: nil, count: 256)
        for (domain, name) in domains {
            var hash = seed
            for index in (0..<domain.utf8CodeUnitCount).reversed() { hash = next(hash, domain.utf8Start[index]) }
            var slot = Int(hash & 255)
            while slots[slot] != nil { slot = (slot + 1) & 255 }
            slots[slot] = (hash, name)
        }
        return slots
    }()

    // FNV-1a, 64 bits (Fowler, Noll, Vo), from the last byte to the first, so that one pass hashes every suffix.
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The network of a host in lower case: that of the longest domain that the host is or lies below.
    static func name(ofHost host: UnsafeRawBufferPointer) -> StaticString? {
        var best: StaticString?
        var hash = seed
        for index in host.indices.reversed() {
            hash = next(hash, host[index])
            guard index == 0 || host[index - 1] == UInt8(ascii: ".") else { continue }
            var slot = Int(hash & 255)
            while let candidate = slots[slot] {
                if candidate.hash == hash { best = candidate.name }
                slot = (slot + 1) & 255
            }
        }
        return best
    }
}
