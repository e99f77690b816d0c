-- A threat is read by a person whatever else speaks for the comment: `verdict` decides without adding up points.

rule {
    name = "threats",
    category = "tone",
    score = 3,
    verdict = "hold",
    about = "Threatens someone, or wishes death on them",
    quoted = false,
    words = list "lists/threats.txt",
}
