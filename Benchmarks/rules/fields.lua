-- What a comment must bring along, and what its sender gives away.

rule { name = "no_author", category = "required", score = 5, required = { "author" } }
rule { name = "no_email", category = "required", score = 5, required = { "email" } }
rule { name = "no_body", category = "required", score = 5, required = { "body" } }

rule {
  name = "email_shape",
  category = "required",
  score = 2,
  check = function(comment)
    local email = comment.email
    return email and not email:match("^[^@%s]+@[^@%s]+%.[^@%s]+$")
  end,
}

rule { name = "author_url", category = "spam", score = 3, pattern = "://", fields = { "author" } }

-- The original finds these names inside longer words too.
rule {
  name = "bot",
  category = "spam",
  score = 2,
  words = { "python-requests", "curl", "wget" },
  fields = { "user_agent" },
}
