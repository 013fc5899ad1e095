"""Which line above the story is its headline, and which is not one."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

BODY = (
    "The board of the Tornby brass band said on Friday that it would sell its two tubas to pay for the roof.\n"
    "Conductor Nils Brandt told players that a quieter band was better than a wet one, and that he had tried to hum.\n"
    "The tubas, bought in 1988 with the proceeds of a lottery, will go to a school in the next valley.\n"
    "Rain first came through the ceiling during a rehearsal in October, ruining a stack of old scores."
)
CAPTION = "The two tubas of the Tornby band leaning on the wall of the rehearsal room last week"


def title_of(*head, body=BODY, **fields):
    cleaned = clean_article(Article(id="x", text="\n".join((*head, body)), **fields))
    if cleaned.title and cleaned.title.span:
        start, end = cleaned.title.span
        assert cleaned.article.text[start:end].split() == cleaned.title.value.split()
    return cleaned.title and cleaned.title.value


TITLE = "Band sells tubas to mend roof"


@pytest.mark.parametrize(
    "head",
    [
        (TITLE,),
        (TITLE, "By Ada Holm", "3 May 2023"),
        ("The Tornby Courier", TITLE, "By Ada Holm", "3 May 2023"),
        ("Tornby Daily News", TITLE, "3 May 2023"),
        ("# " + TITLE,),
        ("**" + TITLE + "**", "3 May 2023"),
        (TITLE, CAPTION, CAPTION),
        (TITLE, CAPTION + ". Photo: A. Holm", CAPTION + ". Photo: A. Holm"),
        (TITLE, "The tubas. Foto: dpa", "The tubas. Foto: dpa"),
        (TITLE, TITLE, "By Ada Holm"),
        ("World", TITLE, "3 May 2023"),
    ],
)
def test_headline(head):
    assert title_of(*head) == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Bobil selges for å redde taket",
        "밴드, 지붕 수리 위해 튜바 팔기로",
        "الفرقة تبيع آلاتها لإصلاح السقف",
        "Why is the band selling tubas?",
    ],
)
def test_headlines_of_other_scripts_and_forms(title):
    assert title_of(title, "3 May 2023") == title


def test_what_a_speaker_says_is_no_title():
    talk = "\n".join(f"{who}: {what}" for who, what in (
        ("HOLM", "Good evening, and thank you for coming in today."), ("BRANDT", "It is a pleasure to be in the dry."),
        ("HOLM", "So when do the tubas leave the house?"), ("BRANDT", "On Monday, if the van starts this time round."),
    ))  # fmt: skip
    assert title_of(body=talk) is None


def test_one_of_several_questions_is_no_title():
    pairs = (("When do the tubas leave the house", "On Monday, if the van starts, as it did not last week."),
             ("Who pays for the new roof now", "The school pays one half, and the band the other one by June."))
    assert title_of(body="\n".join(f"{q}?\n{a}" for q, a in pairs)) is None


def test_the_records_own_title_stands():
    assert title_of(TITLE, title="Tubas for sale") == "Tubas for sale"


def test_a_markdown_byline_names_the_author():
    cleaned = clean_article(Article(id="x", text=f"# {TITLE}\n\n*By Ada Holm*\n\n3 May 2023\n\n{BODY}"))
    assert cleaned.author.value == "Ada Holm"
    assert cleaned.article.text[slice(*cleaned.author.span)] == "Ada Holm"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("**Band sells** tubas to mend roof", TITLE),
        ("Band sells __tubas__ to mend roof", TITLE),
        ("# *Band sells tubas to mend roof*", TITLE),
        ("**Band sells** tubas **to mend roof**", TITLE),
        ("Band of 2 ** 3 players sells tubas", "Band of 2 ** 3 players sells tubas"),
        ("Band_of_the_year sells its tubas", "Band_of_the_year sells its tubas"),
    ],
)
def test_emphasis_within_a_title(line, title):
    assert clean_article(Article(id="x", text=f"{line}\n3 May 2023\n{BODY}")).title.value == title
