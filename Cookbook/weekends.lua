-- weekends.lua
local hours_east = 1   -- of Greenwich: 1 in Berlin in winter, 8 in Beijing, -5 in New York in winter

rule {
    name = "weekends",
    category = "hours",
    verdict = "hold",
    about = "Came on a Saturday or Sunday",
    check = function(comment)
        local day = os.date("!%A", comment.created_at + hours_east * 3600)
        if day == "Saturday" or day == "Sunday" then return true, "came on a " .. day end
    end,
}
