-- emoji.lua
rule {
    name = "emoji",
    category = "required",
    score = 3,
    about = "Nothing but emoji",
    types = { "comment" },
    form = "text",
    pattern = [[^[\p{So}\p{Sk}\p{M}\x{200D}\s]+$]],
    tell = "Please write a few words.",
}
