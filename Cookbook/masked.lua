-- masked.lua
rule {
    name = "masked",
    category = "tone",
    score = 3,
    about = "Swearing, also where it is masked",
    words = { "bastard", "bullshit", "asshole", "傻逼" },
    disguised = true,
}
