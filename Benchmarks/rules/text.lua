-- What the text is made of.

-- The workload's list. The original counts different entries, `per_hit` counts hits: a word said twice counts twice.
rule {
  name = "blocklist",
  category = "spam",
  score = 2,
  per_hit = 3,
  words = list "lists/block500.txt",
}

rule { name = "exclaim", category = "tone", score = 1, pattern = "!!!" }

-- Characters, where the original counts bytes: a Chinese comment of two or three characters is short as well.
rule { name = "short", category = "spam", score = 1, check = function(comment) return comment.length < 5 end }
rule { name = "long", category = "spam", score = 1, check = function(comment) return comment.length > 1000 end }

-- The original remembers every text for good and does not look at the clock. Here a comment counts when its time lies
-- within the window before this one's; the workload's times run to and fro, so that three in five of its repeats do.
rule {
  name = "dup",
  category = "spam",
  score = 3,
  history = { by = "fingerprint", within = "365d", more_than = 0 },
}
