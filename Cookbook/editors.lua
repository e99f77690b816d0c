-- editors.lua
rule {
    name = "editors",
    category = "staff",
    verdict = "accept",
    about = "Written by the people who run the blog",
    is = { role = { "administrator", "editor" } },
}
