-- "Nice! http://…": the link is the message. Takes the links out and counts the words that are left.

local function without_links(comment)
    local rest = comment.text
    for _, link in ipairs(comment.links) do
        -- The words that an <a> or [url] shows are part of the link.
        if link.text and link.text ~= "" then
            local first, last = rest:find(link.text, 1, true)
            if first then rest = rest:sub(1, first - 1) .. " " .. rest:sub(last + 1) end
        end
    end
    -- Addresses end at white space and at anything that is not ASCII, such as Chinese.
    rest = rest:gsub("https?://[%w%p]+", " "):gsub("[%w%-]+%.[%w%-%.]+[%w%p]*", " ")
    return rest
end

rule {
    name = "link_only",
    category = "spam",
    score = 3,
    about = "Little but a link",
    types = { "comment", "review", "message" },
    check = function(comment)
        if #comment.links == 0 then return end
        local left = #text(without_links(comment)).words
        if left > 3 then return end
        -- "Source: …" is a reader's; nothing at all, or "Nice!", is rarely one.
        local strength = left < 2 and 1 or 2 / 3
        return strength, "little beside a link to " .. comment.links[1].host
    end,
}
