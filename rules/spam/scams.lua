-- The sale is a story: a job at home, a doctor who heals everything, an expert who brings lost money back.

rule {
    name = "scam",
    category = "spam",
    score = 3,
    per_hit = 2,
    about = "Tells a swindler's story or offer",
    types = { "comment", "review", "message", "trackback" },
    quoted = false,
    words = list "lists/scams_en.txt",
}
