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
