-- Whether the e-mail address can be one. The address itself never stands in a reason.

rule {
    name = "email_shape",
    category = "required",
    score = 3,
    about = "The e-mail address cannot be one",
    tell = "Please check your e-mail address.",
    check = function(comment)
        local email = comment.email
        if not email then return end
        if not email:match("^[^%s@]+@[^%s@]+%.[^%s@.]+$") then return true, "not of the form name@domain" end
        if email:match("%.%.") then return true, "two dots in a row" end
    end,
}

rule {
    name = "disposable_email",
    category = "required",
    score = 2,
    about = "An e-mail address that is thrown away after use",
    is = { email = list "lists/disposable_email.txt" },
    check = function(comment)
        return true, comment.email_domain .. " gives out throw-away addresses"
    end,
}
