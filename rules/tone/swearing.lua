-- Swearing is rude, and in some places the tone of the house: `scores { swearing = 0 }` lets it be.

rule {
    name = "swearing",
    category = "tone",
    score = 3,
    per_hit = 2,
    about = "English swear words",
    quoted = false,
    words = list "lists/swearing_en.txt",
}
