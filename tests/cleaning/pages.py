"""Pages in the shape of real scrapes; every sentence, name and outlet is invented."""

PARAGRAPHS = [
    "PORT LARISSA (AP) — The harbour board of Port Larissa agreed on Monday to rebuild the northern breakwater that "
    "was damaged by the storms of last winter, its chairwoman said.",
    "The work is expected to take eighteen months and to cost about 40 million crowns, which the board will borrow "
    "from the regional bank at a fixed rate.",
    "“We could not wait for another winter,” Ines Holm told reporters after the vote, adding that the ferries would "
    "keep running while the divers are at work.",
    "Fishermen had asked for a longer wall, but the board said that it would have slowed the current in the basin and "
    "filled it with sand within a few years.",
]
SIDEBAR = [
    "POPULAR ARTICLES", "-", "Mayor of Ostby Wins a Third Term by Forty Votes", "-",
    "Why the Price of Herring Has Doubled Since Spring", "-", "Ten Walks Along the Coast for a Rainy Weekend",
]  # fmt: skip
PAGE = "\n".join(
    [
        "Home | News | Weather | Sign in",
        "Port Larissa to Rebuild Its Breakwater",
        "14:05 GMT, March 4, 2024",
        *PARAGRAPHS,
        *SIDEBAR,
        "© 2024 Larissa Courier. All rights reserved.",
    ]
)
JAPANESE = "\n".join(
    [
        "ラリサ港、防波堤を再建へ",
        "2024年3月4日 14時05分",
        "【ラリサ共同】港湾委員会は四日、昨年の冬の嵐で壊れた北側の防波堤を再建することを決めた。委員長が明らかにした。",
        "工事は一年半かかり、費用は約四千万クローネになる見通しで、地方銀行から借り入れるという。",
        "「もう一つの冬を待つことはできなかった」と委員長は記者団に語り、工事の間もフェリーは運航を続けると述べた。",
        "アクセスランキング",
        "オストビー市長、三選",
        "ニシンの値段が倍に",
    ]
)
FRENCH = "\n".join(
    [
        "Port Larissa va reconstruire sa digue",
        "Publié le 4 mars 2024 à 14h05",
        "PORT LARISSA (AFP) — Le conseil du port a décidé lundi de reconstruire la digue nord, que les tempêtes de "
        "l'hiver dernier avaient endommagée, a annoncé sa présidente.",
        "Les travaux doivent durer dix-huit mois et coûter environ quarante millions de couronnes, que le conseil "
        "empruntera à la banque régionale.",
        "« Nous ne pouvions pas attendre un autre hiver », a dit Inès Holm à la presse après le vote.",
        "À lire aussi : le prix du hareng a doublé depuis le printemps",
        "Les plus lus",
        "Le maire d'Ostby réélu pour la troisième fois",
    ]
)
