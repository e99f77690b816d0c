-- Characters that nobody sees, put into words to get them past a filter. One may come along with a copied
-- quotation, so each counts a little. Not among them: the joiners that Persian and emoji need, and the byte order
-- mark, which ordinary programs leave behind.

rule {
    name = "invisible_characters",
    category = "spam",
    score = 0.5,
    per_hit = 4,
    about = "Invisible characters between letters",
    form = "raw",
    pattern = [[[\x{200B}\x{2060}-\x{2064}\x{202A}-\x{202E}]+]],
    check = function(comment, found)
        return true, #found .. (#found == 1 and " invisible character" or " places with invisible characters")
    end,
}
