-- trial.lua
rule {
    name = "many_questions",
    category = "tone",
    score = 2,
    about = "A row of questions and nothing else",
    shadow = true,
    check = function(comment)
        local _, marks = comment.folded:gsub("%?", "")
        if marks > 4 then return (marks - 4) / 4, marks .. " questions" end
    end,
}
