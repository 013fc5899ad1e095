"""Articles whose body is no running prose: their structure keeps them whole."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

ABOVE = "The district of Sunde opened its new swimming hall on Saturday, nine months later than the plan had promised."
BELOW = "Its director, Mona Vik, said some six hundred people came through its doors before noon, half of them young."


def lines_left_out(text, title=None):
    cleaned = clean_article(Article(id="a", text=text, title=title))
    return [line for block in cleaned.left_out for line in text[block.start : block.end].split("\n")]


def between(*lines):
    return "\n".join((ABOVE, *lines, BELOW))


STORIES = {
    "an interview by speaker": between(
        "REPORTER: What took so long?", "VIK: The pumps.", "REPORTER: Were they late?", "VIK: By half a year.",
        "REPORTER: And the roof?", "VIK: It leaked twice.",
    ),
    "questions and answers": "\n".join((
        ABOVE, "Q: Who pays?", "A: The county.", "Q: How much?", "A: Two million.", "Q: And then?", "A: Coffee.",
    )),
    "questions without labels": "\n".join((ABOVE, "Favourite food?", "Cod.", "First job?", "Nets.", "Fear?", "Fog.")),
    "questions in Japanese": "\n".join((
        "新しい市場の計画について、市長に話を聞いた。計画は三年前に始まった。",
        "記者：いつ始まりますか。", "市長：来月です。", "記者：費用は。", "市長：三億円です。",
    )),
    "names after a colon": between("The police named the victims:", "Anna Lie", "Bo Dahl", "Carl Moe"),
    "names with ages": between("Anna Lie, 34", "Bo Dahl, 9", "Carl Olav Moe, 71"),
    "scores": between("Sunde 3 - 1 Vik", "Osen 2 - 2 Lund", "Halden 0 - 4 Torp"),
    "a count": between("Yes 4,120", "No 2,310", "Blank 88"),
    "a timeline": between(
        "14 May", "Water is found in the cellar.", "15 May", "The pumps fail.", "16 May", "The hall is shut.",
    ),
    "parallel results": between(*(
        f"In {town} the list of the harbour party took {n} of the votes that were cast there before the polls closed."
        for town, n in (("Osen", "310"), ("Vik", "1,204"), ("Lund", "88"))
    )),
    "a forecast": "\n".join(
        f"{day}: Cloudy with rain in the evening, {n} degrees on the coast and {n - 4} inland."
        for day, n in (("Friday", 12), ("Saturday", 11), ("Sunday", 9))
    ),
    "a speech": between(
        "We came because the sea was empty.", "We came because the land was poor.",
        "We came because nobody had asked us to stay.",
    ),
    "a chant": between("They shouted:", "Water for all", "Water for all", "Water for all"),
    "a sentence that counts comments": between(
        "14 comments on the plan were filed by Friday.", "Most came from parents.", "Vik read them all."
    ),
    "briefs": "\n".join((
        "VIK: A car left the road on Sunday. The driver was not hurt.", "OSEN: The library stays shut.",
        "LUND: Two goats were found on the pier.",
    )),
}  # fmt: skip


@pytest.mark.parametrize("kind", STORIES)
def test_nothing_is_left_out(kind):
    assert lines_left_out(STORIES[kind], title="Hall opens at last") == []


def test_a_live_blog_keeps_its_entries():
    entries = [
        ("18:40", "Council votes for the hall", "Fourteen of the 21 members raised their hands. The chamber stood up."),
        ("18:05", "Director: 'It will be warm'", "Mona Vik is speaking. She says the water comes from the smelter."),
        ("17:50", "Debate begins", "The first speaker wants a smaller basin. Somebody laughs in the gallery."),
        ("17:30", "Good evening", "We follow the debate from the gallery as it goes on. Doors open in ten minutes."),
    ]
    lines = ["Hall vote: live", ABOVE, *(line for entry in entries for line in entry)]
    gone = lines_left_out("\n".join(lines), title="Hall vote: live")
    assert not {line for entry in entries for line in entry[1:]} & set(gone)


def test_live_blogs_with_one_standfirst_differ():
    def blog(*entries):
        text = "\n\n".join((ABOVE, *(f"{time}\n{entry}" for time, entry in entries)))
        return clean_article(Article(id="a", text=text)).body_text

    night = blog(("21:05", "The bridge is shut."), ("21:20", "Two trees are down."), ("21:40", "Power is out."))
    day = blog(("06:10", "Schools stay shut."), ("06:30", "Ferries run again."), ("07:00", "Power is back."))
    assert night != day
    assert "Two trees are down." in night
    assert "Ferries run again." in day


def test_a_refrain_stays_at_least_once():
    verse = "The ferry goes out in the morning grey and the ferry comes home at night,"
    text = "\n".join((
        "The Ferry: a song", verse, "The children are counting the nets by day and the mothers the harbour light.", "",
        verse, "But one of the boys has gone away and his lamp is burning bright.",
    ))  # fmt: skip
    cleaned = clean_article(Article(id="a", text=text))
    assert verse in cleaned.body_text
    assert cleaned.title is None or cleaned.title.value != verse


def test_menus_and_teasers_still_go():
    text = between(BELOW.replace("noon", "one")) + "\n" + "\n".join((
        "Related articles", "Pool prices to rise", "Mayor of Sunde resigns after row", "Goats found on pier",
        "Most read", "Five walks for the weekend", "Why the bridge is shut",
    ))  # fmt: skip
    assert {"Pool prices to rise", "Goats found on pier", "Five walks for the weekend"} <= set(lines_left_out(text))


def test_share_bars_notices_and_bylines_among_answers_still_go():
    forms = ["By Mona Lund", "Share on Facebook Tweet", "Read more: Pool prices to rise", "© 2023 Sunde Post"]
    talk = ["Q: Who pays?", "A: The county.", "Q: How much?", "A: Two million."]
    gone = lines_left_out("\n".join((forms[0], ABOVE, *talk[:2], *forms[1:3], *talk[2:], BELOW, forms[3])))
    assert set(forms) <= set(gone)
    assert not set(talk) & set(gone)


def test_a_part_of_a_sentence_is_never_cut_out():
    shared = " ".join(f"word{n}" for n in range(30))
    text = between(f"In Osen the board wrote {shared} and left.", f"In Lund the board wrote {shared} and stayed.")
    assert lines_left_out(text) == []


def test_a_paragraph_printed_twice_counts_once():
    text = between(BELOW.replace("noon", "one"), ABOVE)
    cleaned = clean_article(Article(id="a", text=text))
    assert cleaned.body_text.count(ABOVE) == 1


def closing(*lines):
    deputy = "Her deputy, Per Foss, had asked the county for a second pool, which the treasurer said it could not pay."
    prices = "A ticket will cost eight crowns until the summer, and the council will look at the prices again then."
    return "\n".join((ABOVE, BELOW, deputy, prices, *lines))


LISTS = {
    "ages": ("Bo Dahl, 9", "Anna Lie, 34", "Carl Olav Moe, 71"),
    "ages under a colon": ("The dead were identified as:", "Bo Dahl, 9", "Anna Lie, 34", "Carl Olav Moe, 71"),
    "names under a head": ("The missing", "Bo Dahl", "Anna Lie", "Carl Olav Moe"),
    "names under a colon": ("The jury:", "Bo Dahl", "Anna Lie", "Carl Olav Moe"),
    "results": ("Scores:", "Osen 3, Vik 1", "Lund 0, Torp 0", "Sunde 2, Halden 4"),
    "results without a head": ("Osen - Vik 3:1", "Lund - Torp 0:0", "Sunde - Halden 2:4"),
    "a table": ("Club W D L", "Osen 14 3 3", "Lund 11 6 3", "Torp 2 9 9"),
    "shares of the votes": ("Harbour List 41.2 percent", "Green List 30.1 percent", "Others 9.4 percent"),
    "votes": ("In favour: 14", "Against: 7", "Absent: 2"),
    "ingredients": ("Ingredients", "300 g trout", "2 leeks, sliced", "4 dl milk", "Dill and salt"),
    "a line-up": ("Line-up:", "1 Dahl", "4 Moe", "7 Lie", "11 Berg"),
    "credits": ("Cast: Anna Lie, Bo Dahl", "Director: Carl Moe", "Running time: 91 minutes"),
    "a programme": ("On stage in June:", "3 June, Osen, Old Mill", "5 June, Vik, Church", "9 June, Lund, Square"),
    "days": ("May 14: Water is found", "May 15: Pumps fail", "May 16: Hall is shut"),
    "ages in Spanish": ("Los fallecidos:", "Ana Lima, 34 años", "Blas Duro, 9 años", "Carlos Mora, 71 años"),
    "ages in Russian": ("Погибшие:", "Анна Лисина, 34 года", "Борис Далин, 9 лет", "Карл Моев, 71 год"),
    "ages in Arabic": ("الضحايا:", "آنا لي، 34 عاما", "بو دال، 9 أعوام", "كارل مو، 71 عاما"),
    "ages in Chinese": ("死者名单：", "王丽，34岁", "李达，9岁", "陈默，71岁"),
    "ages in Korean": ("사망자:", "김하나, 34", "이두리, 9", "박세찬, 71"),
    "results in Japanese": ("函館3－1室蘭", "釧路0－0根室", "網走2－4稚内"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_closes_the_story_is_body(kind):
    assert lines_left_out(closing(*LISTS[kind]), title="Hall opens at last") == []


MENUS = {
    "topics": ("Topics:", "Swimming", "Sunde county", "Mona Vik"),
    "sections": ("Sections:", "Local", "Sport", "Culture"),
    "links": ("More to explore:", "Pool prices to rise", "Mayor of Sunde resigns after row", "Goats found on pier"),
    "ages in headlines": ("Man, 44, held after row in Vik", "Girl, 9, found on pier", "Couple, 71, win five walks"),
    "counts beside sections": ("Sport 124", "Culture 88", "Letters 41"),
    "an archive": ("January 2023", "December 2022", "November 2022"),
    "a newsroom's telephones": ("Newsroom: 555 1234", "Front office: 555 1235", "Delivery: 555 1236"),
    "a share bar": ("Teilen", "Twittern", "Drucken"),
    "a ranking": ("1 Mayor of Sunde resigns after row", "2 Goats found on pier", "3 Why the bridge is shut"),
    "views beside links": ("Goats found on pier", "1,204 views", "Five walks for the weekend", "877 views"),
    "offers": ("Best laptops 2023", "Best phones 2023", "Best ovens 2023"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MENUS)
def test_a_list_of_the_page_below_the_story_is_none(kind):
    gone = lines_left_out(closing(*MENUS[kind]), title="Hall opens at last")
    assert set(MENUS[kind][-2:]) <= set(gone)  # the line model may take a first headline for the story's last line


def test_places_above_briefs_are_body():
    lines = (
        "Osen", "The library stays shut until Friday because a pipe broke, the town said on Monday.",
        "Vik", "A car left the coast road on Sunday night, and its driver walked home unhurt.",
        "Lund", "Two goats were found on the pier and given back to a farmer from the hills.",
    )  # fmt: skip
    gone = lines_left_out("\n".join((ABOVE, *lines)), title="News in brief")
    assert gone == []


def test_credits_between_paragraphs_still_go():
    credits = ("Anna Lie/Sunde Post", "Reuters", "Getty Images")
    again = BELOW.replace("noon", "one")
    lines = (ABOVE, credits[0], BELOW, credits[1], again, credits[2], ABOVE.replace("Saturday", "Sunday"))
    assert set(credits) <= set(lines_left_out("\n".join(lines)))


def test_both_copies_of_a_refrain_stay_in_a_poem():
    verses = (
        "The nets are drying on the wall,", "And the tide comes in again;", "The gulls have heard the harbour call,",
        "And we go out with the men.", "The lamps are lit along the quay,", "And the tide comes in again;",
        "The mothers look towards the sea,", "And count the boats to ten.",
    )  # fmt: skip
    cleaned = clean_article(Article(id="a", text="\n".join(("The Tide: a poem", *verses))))
    assert cleaned.body_text.count("And the tide comes in again;") == 2


def test_a_subhead_that_counts_comments_is_body_and_a_section_of_comments_is_none():
    above, below = ABOVE, BELOW
    story = "\n".join((above, BELOW.replace("noon", "one"), "14 comments on the plan", below))
    assert lines_left_out(story) == []
    said = ("14 comments on the plan", "Bo Dahl says:", "May 3, 2023 at 10:12 am", "A shame, and you know it.", "Reply")
    assert "14 comments on the plan" in lines_left_out("\n".join((above, below, *said)))
