-- Five of the twenty rules written over strings, as somebody would who comes from Lua and does not look for what
-- comments bring along: the same functions on the same text as in the program that they are compared with.

rule {
  name = "links",
  category = "spam",
  score = 3,
  check = function(comment)
    local body, count = comment.body:lower(), 0
    for _, scheme in ipairs { "http://", "https://" } do
      local from = 1
      while true do
        local first, last = body:find(scheme, from, true)
        if not first then break end
        count, from = count + 1, last + 1
      end
    end
    if count >= 3 then return true end
    if count == 2 then return 1 / 3 end
  end,
}

rule {
  name = "caps",
  category = "tone",
  score = 2,
  check = function(comment)
    local letters = #comment.body:gsub("%A+", "")
    return letters >= 20 and #comment.body:gsub("%U+", "") / letters > 0.6
  end,
}

rule {
  name = "repeat",
  category = "tone",
  score = 1,
  check = function(comment) return comment.body:find("(.)%1%1%1%1%1") ~= nil end,
}

rule {
  name = "nonascii",
  category = "spam",
  score = 0.5,
  check = function(comment)
    local body = comment.body
    return body:find("[\128-\255]") and #body:gsub("[^\128-\255]+", "") * 2 > #body
  end,
}

rule {
  name = "digits",
  category = "spam",
  score = 1,
  check = function(comment)
    local body = comment.body
    return body:find("%d") and #body:gsub("%D+", "") > 0.3 * #body
  end,
}
