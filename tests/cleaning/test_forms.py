import pytest

from dedup.cleaning.forms import REASONS, SECTION, form_of


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("15:39 JST, September 20, 2023", "timestamp"),
        ("2023年9月20日", "timestamp"),
        ("Publié le 20 septembre 2023 à 18h05", "timestamp"),
        ("10:22 CLST, November 20, 2024", "timestamp"),
        ("Updated 5 hours ago", "timestamp"),
        ("9:45 a.m.", "timestamp"),
        ("Published 12:00 a.m. ET Nov. 5, 2016", "timestamp"),
        ("Jun 01 2019, 20:38pm ist", "timestamp"),
        ("By Ada Berg | May 31, 2019 at 6:56 PM EDT - Updated May 31 at 8:38 PM", "byline"),
        ("Written by Ada Berg", "byline"),
        ("Published 3 March 2024 at 07:40 CET", "timestamp"),
        ("Share on Facebook Share on Twitter", "share_bar"),
        ("FacebookTwitterLinkedInPrint", "share_bar"),
        ("シェアする", "share_bar"),
        ("Dela artikeln", "share_bar"),
        ("Del artikkelen", "share_bar"),
        ("Compartilhe esta notícia", "share_bar"),
        ("Lees ook: Sneeuw sluit pas", "related"),
        ("Läs också: Snö stänger passet", "related"),
        ("Czytaj także: Śnieg zamknął przełęcz", "related"),
        ("Usamos cookies para mejorar su experiencia.", "cookie_notice"),
        ("Vi använder cookies för att förbättra din upplevelse.", "cookie_notice"),
        ("This article may not be reproduced without permission.", "copyright"),
        ("Ada Berg is a reporter in Ostby. Follow her on Twitter @adaberg", "contact"),
        ("Ada Berg covers the coast. She can be reached at ada@ostby.example.", "contact"),
        ("Partager sur les réseaux", "share_bar"),
        ("Temps de lecture : 2 min.", "reading_aid"),
        ("Lesezeit: 4 Minuten", "reading_aid"),
        ("約3分で読めます", "reading_aid"),
        ("会員限定記事", "subscription"),
        ("WORLD POLITICS OPINION SPORT WEATHER", "navigation"),
        ("Harbour   Fish market   Ferries   Letters", "navigation"),
        ("With reporting by Reuters", "credit"),
        ("avec AFP", "credit"),
        ("By The Associated Press", "byline"),
        ("Don't have an account? Sign up today", "login"),
        ("By Ada Berg with AFP", "byline"),
        ("By Ada Berg, Reuters", "byline"),
        ("By Ada Berg/AFP", "byline"),
        ("Photo by Ada Berg, Reuters", "caption"),
        ("Ada Berg, Reuters", "caption"),
        ("Par Inès Holm avec AFP", "byline"),
        ("Reporting by Ada Berg in Ostby and Ines Holm in Larissa; Editing by Ole Lund", "note"),
        ("Additional reporting by Ada Berg", "note"),
        ("Ada Berg and Ines Holm arrive for a vote in Port Larissa, Ostland, March 3, 2024.", "caption"),
        ("La présidente du port, Inès Holm, à Larissa, le 3 mars 2024.", "caption"),
        ("Ines Holm at the breakwater. Handout via REUTERS", "caption"),
        ("Login or register with your account", "login"),
        ("Login to leave a comment", "comments"),
        ("0 Comments", "comments"),
        ("Forgot password?", "login"),
        ("Sign up for our daily newsletter and never miss a story.", "subscription"),
        ("We use cookies to improve your experience.", "cookie_notice"),
        ("Advertisement", "advertisement"),
        ("Story Continued Below", "advertisement"),
        ("READ MORE: Harbour board sues builder", "related"),
        ("関連記事", "related"),
        ("JN ACCESS RANKING", "ranking"),
        ("アクセスランキング", "ranking"),
        ("Les plus lus", "ranking"),
        ("This article was first published in the Ostby Times and appears here with permission.", "note"),
        ("© KYODO", "copyright"),
        ("editor@courier.example", "contact"),
        ("+7 495 645-66-01", "contact"),
        ("https://courier.example/a/b", "url"),
        ("/html/head/meta[@name='og:title']/@content", "metadata"),
        ("By Ada Berg and Ines Holm", "byline"),
        ("The wall at low tide. (AP Photo/Ada Berg)", "caption"),
        ("Photo: Ada Berg", "caption"),
        ("Skip to content", "navigation"),
    ],
)
def test_form(line, reason):
    assert REASONS[form_of(line).reason] == reason


@pytest.mark.parametrize(
    "line",
    [
        "Comments by the minister drew criticism from the opposition on Monday.",
        "The share price fell by three per cent after the announcement.",
        "Subscribers of the bankrupt gym will not get their money back, a court ruled.",
        "By Monday evening the water had reached the second floor of the town hall.",
        "In May 2019 the board sold its last ferry.",
        "Photographs taken from the air show how far the sea has come inland since spring.",
        "Reporting by Reuters showed that the wall had been weak for years.",
        "Editing by the board took another month.",
        "With Reuters and AP watching, the board voted.",
        "The board will vote on Tuesday, March 5, 2024.",
        "The couple set up their tent by the wall on Friday afternoon, July 9, 1976.",
        "She was born in Port Larissa, Ostland, June 12, 1925.",
        "Le traité a été signé à Larissa, le 3 mars 2024.",
        "Sport and weather kept the ferries busy all summer.",
        "The most popular candidate withdrew on Friday, leaving the party without a leader.",
    ],
)
def test_sentence_of_a_story_is_no_form(line):
    assert form_of(line).strength == 0


def test_a_ranking_opens_a_section():
    assert form_of('"Politics" POPULAR ARTICLE').strength == SECTION


def test_a_long_paragraph_about_subscriptions_is_no_invitation():
    told = (
        "The update changes how the library is shown. Games of a subscription now have a part of their own, and "
        "those of a subscription that has lapsed carry a lock, so that you see which of them you can get back. "
        "The list can be sorted by name, and demos can be hidden from it. The maker says that more will follow in "
        "spring, when the store changes, too, and that nobody has to register anew for it. Those who took part in "
        "the trial keep what they had."
    )
    assert form_of(told).strength < 1
