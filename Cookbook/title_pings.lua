-- title_pings.lua
local function bare(string)
    return table.concat(text(text(string).folded).words, " ")
end

rule {
    name = "title_pings",
    category = "spam",
    score = 3,
    about = "A pingback that quotes only its own title",
    types = { "pingback", "trackback" },
    check = function(comment)
        local quoted, title = bare(comment.body), bare(comment.author or "")
        if title:find(quoted, 1, true) then return true, "says nothing beside its title" end
    end,
}
