-- What the text is made of.

-- The workload's list. The original counts different entries, `per_hit` counts hits: a word said twice counts twice.
rule {
  name = "blocklist",
  category = "spam",
  score = 2,
  per_hit = 3,
  words = list "lists/block500.txt",
}

-- The original asks for twenty letters from A to Z; this one for twenty characters, and knows every script's capitals.
rule {
  name = "caps",
  category = "tone",
  score = 2,
  check = function(comment) return comment.length >= 20 and comment.caps > 0.6 end,
}

rule { name = "exclaim", category = "tone", score = 1, pattern = "!!!" }

rule {
  name = "repeat",
  category = "tone",
  score = 1,
  check = function(comment) return comment.repeats >= 6 end,
}

-- Characters, where the original counts bytes: a Chinese comment of two or three characters is short as well.
rule { name = "short", category = "spam", score = 1, check = function(comment) return comment.length < 5 end }
rule { name = "long", category = "spam", score = 1, check = function(comment) return comment.length > 1000 end }

-- The original looks for bytes beyond ASCII, at least half of them: three for each Chinese character.
rule { name = "nonascii", category = "spam", score = 0.5, check = function(comment) return comment.scripts.han > 0.25 end }

rule { name = "digits", category = "spam", score = 1, check = function(comment) return comment.digits > 0.3 end }

-- The original remembers every text for good and does not look at the clock. Here a comment counts when its time lies
-- within the window before this one's; the workload's times run to and fro, so that three in five of its repeats do.
rule {
  name = "dup",
  category = "spam",
  score = 3,
  history = { by = "fingerprint", within = "365d", more_than = 0 },
}
