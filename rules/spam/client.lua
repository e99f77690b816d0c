-- Readers use browsers. Pings come from programs by nature and are left alone.

rule {
    name = "scripted_client",
    category = "spam",
    score = 2,
    about = "Sent by a program, not by a browser",
    types = { "comment", "review", "message" },
    fields = { "user_agent" },
    pattern = [[\b(curl|wget|python-requests|python-urllib|go-http-client|libwww-perl|okhttp|scrapy|headlesschrome)\b]],
}
