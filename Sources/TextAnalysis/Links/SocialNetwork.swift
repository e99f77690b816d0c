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

    /// The network of a host in lower case: that of the longest domain that the host is or lies below.
    static func name(ofHost host: UnsafeRawBufferPointer) -> StaticString? {
        var best: StaticString?
        var length = 0
        for (domain, name) in domains {
            let count = domain.utf8CodeUnitCount
            guard count > length, count <= host.count, host.hasIgnoringCase(domain, at: host.count - count) else {
                continue
            }
            if count < host.count, host[host.count - count - 1] != UInt8(ascii: ".") { continue }
            best = name
            length = count
        }
        return best
    }
}
