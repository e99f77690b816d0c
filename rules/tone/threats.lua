-- A threat is read by a person whatever else speaks for the comment: `verdict` decides without adding up points.

rule {
    name = "threats",
    category = "tone",
    score = 3,
    verdict = "hold",
    about = "Threatens someone, or wishes death on them",
    words = {
        "i will kill you", "i'll kill you", "i’ll kill you", "i am going to kill you", "i'm going to kill you",
        "i’m going to kill you", "kill yourself", "hope you die", "should be shot", "you deserve to die",
        "弄死你", "杀了你", "杀你全家", "去死吧", "砍死你",
    },
}
