-- banned_networks.lua
rule {
    name = "banned_networks",
    category = "spam",
    verdict = "reject",
    about = "From a network that sent us nothing but spam",
    is = { ip = list "lists/banned_networks.txt" },
}
