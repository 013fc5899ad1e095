"""Forms with other facts are templates, edits of one text are none."""

import pyarrow as pa
import pytest

from dedup import Article, Settings, run
from dedup.matching.templates import differing_facts, fact_words

WHOLE = Settings(clean=False)

FORMS = {
    "death notice": (
        "{}, {}, of {}, passed away quietly at home on {}, with her sons beside her. The funeral will be held in the "
        "village church at noon, and all who knew her are welcome. Instead of flowers the family asks for gifts to "
        "the lifeboat society.",
        ("Ingrid Solberg", "84", "Nesvik", "April 3"), ("Tove Hamre", "71", "Ulsund", "June 19"),
    ),
    "draw": (
        "The winning numbers drawn on {} evening were {}, {}, {}, {} and {}, with the bonus ball {}. Nobody had all of "
        "them, so the prize goes into the next draw. Tickets are sold until one hour before the machine starts.",
        ("Saturday", "4", "11", "19", "23", "42", "7"), ("Wednesday", "2", "15", "28", "31", "40", "9"),
    ),
    "court": (
        "Before the district court: {} against {}, case {}, for unpaid rent. The hearing is set for {} in the small "
        "room on the first floor. Whoever does not appear may be judged by what the other side has said. "
        "Papers can be read at the office of the court in the week before, every morning from nine to twelve.",
        ("Alder Homes", "Piet Maas", "2207", "June 12"), ("Beech Estates", "Rosa Lind", "3118", "July 2"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_other_facts_is_a_template_and_stays(name: str) -> None:
    form, one, other = FORMS[name]
    articles = [Article("a", form.format(*one)), Article("b", form.format(*other))]
    result = run(articles, WHOLE.with_(threshold=0.3))
    assert [p.relation for p in result.pairs] == ["template"]
    assert result.removed == ()
    (pair,) = result.pairs
    assert set(one[-1].split()) - set(other[-1].split()) <= set(pair.facts_a or ())
    removed = run(articles, WHOLE.with_(threshold=0.3, remove=("identical", "template"))).removed
    assert [r.relation for r in removed] == ["template"]


STORY = (
    "Rescuers searched the hills above Marnik on Tuesday after a landslide buried {} houses and killed {} people. "
    "The mayor, Lena Orr, said that {} more were missing and that the road to Sollen was closed. Rain had fallen for "
    "four days, and the forecast promised no change before the weekend. Soldiers brought water and blankets."
)


@pytest.mark.parametrize(
    "other",
    [
        STORY.format(12, 31, 5),
        STORY.format(14, 9, 20),
        STORY.format(12, 9, 5).replace("Lena Orr", "Lena Oar"),
        STORY.format(12, 9, 5).replace("Tuesday", "Wednesday").replace("four days", "five days"),
        STORY.format(12, 11, 5) + " More help was on its way from the capital, the government said in the evening.",
    ],
)
def test_a_correction_or_an_update_is_an_edit(other: str) -> None:
    articles = [Article("a", STORY.format(12, 9, 5)), Article("b", other)]
    assert [p.relation for p in run(articles, WHOLE).pairs] == ["near_duplicate"]


def test_facts_are_numbers_and_names_but_not_the_first_word_of_a_sentence() -> None:
    texts = pa.array(["The ferry left Orlo at 9. It carried Mia Berg.", "THE FERRY LEFT AT 10"], pa.large_string())
    first, second = fact_words(texts, None)
    assert list(first.values()) == ["Orlo", "9", "Mia", "Berg"]
    assert list(second.values()) == ["10"]
    assert differing_facts(first, second) == (["Orlo", "9", "Mia", "Berg"], ["10"])
