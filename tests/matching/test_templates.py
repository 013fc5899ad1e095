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


FRAME = (
    "Every Friday the harbour paper puts the same questions to somebody who lives by the water, and prints the answers "
    "as they were given, without comment and without corrections. Whoever wants to be asked writes to the desk before "
    "the end of the month and says in two lines what ties them to the quays, the boats or the fish."
)
QUESTIONS = (
    "Where do you go when it rains?",
    "What was your first wage?",
    "What do you never lend?",
    "Who taught you most?",
)
ANSWERS = (
    ("To the net loft.", "Eleven crowns.", "My oilskins.", "An old pilot."),
    ("Into bed.", "A bicycle.", "Money and pencils.", "My sister Ane."),
)
LONG = tuple(
    f"{answer} I have told that to my neighbours many times since the {when}, and none of them believes a word of it."
    for answer, when in zip(ANSWERS[0], ("flood", "war", "wedding", "strike"), strict=True)
)


def questionnaire(answers: tuple[str, ...], between: str = "\n") -> str:
    return "\n\n".join([FRAME, *(f"{q}{between}{a}" for q, a in zip(QUESTIONS, answers, strict=True))])


@pytest.mark.parametrize("between", ["\n", " ", "\n\n"])
def test_one_questionnaire_with_other_answers_is_a_template(between: str) -> None:
    articles = [Article(str(i), questionnaire(answers, between)) for i, answers in enumerate(ANSWERS)]
    result = run(articles, WHOLE.with_(threshold=0.4))
    assert [p.relation for p in result.pairs] == ["template"]
    assert len(result.kept) == 2


@pytest.mark.parametrize(
    "edited",
    [
        tuple(answer.replace("neighbours", "friends").replace("many", "several") for answer in LONG),
        tuple(answer.replace("I have told that to my neighbours many times since", "It was after") for answer in LONG),
        (*LONG[:3], "Nobody did."),
        (*LONG[:2], "My oilskins, nor my boots.", LONG[3]),
    ],
)
def test_an_edited_interview_is_no_template(edited: tuple[str, ...]) -> None:
    articles = [Article("a", questionnaire(LONG)), Article("b", questionnaire(edited))]
    assert [p.relation for p in run(articles, WHOLE).pairs] == ["near_duplicate"]


NOTICE = (
    "Notice of the district court\n\n{}\n\nThe hearing is held in the small room on the first floor. Whoever does not "
    "appear may be judged by what the other side has said.\n\nPapers can be read at the office of the court in the "
    "week before, every morning from nine to twelve."
)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("Defendant: Piet Maas", "Defendant: Rosa Lind", "template"),
        ("Name of the debtor: Alder Homes", "Name of the debtor: Beech Estates", "template"),
        ("Defendant: Piet Maas", "Defendant: Piet Maes", "near_duplicate"),
        (
            "The clerk adds: nobody need bring a lawyer to it.",
            "The clerk adds: nobody may bring a dog to it.",
            "near_duplicate",
        ),
    ],
)
def test_the_value_of_a_label_replaced_whole_makes_a_template(one: str, other: str, relation: str) -> None:
    articles = [Article("a", NOTICE.format(one)), Article("b", NOTICE.format(other))]
    assert [p.relation for p in run(articles, WHOLE).pairs] == [relation]


GERMAN_NOTICE = (
    "{}\n\nÖffentliche Zustellung in der Sache {} gegen {}, Aktenzeichen {}, wegen rückständiger Miete. Der Termin zur "
    "mündlichen Verhandlung wird auf den {} im kleinen Saal bestimmt. Wer nicht erscheint, muss mit einem "
    "Versäumnisurteil rechnen. Die Klageschrift kann auf der Geschäftsstelle eingesehen werden. Der Beschluss kann mit "
    "der Beschwerde angefochten werden, die innerhalb von zwei Wochen einzulegen ist."
)
GERMAN_STORY = (
    "Der Stadtrat von Kelstadt hat am {} nach langer {} den Bau einer neuen Schule beschlossen. Das {} soll am Rand "
    "des Parks entstehen und Platz für {} Kinder bieten. Bürgermeisterin Anna Weber sprach von einem guten Tag für "
    "die {} der Stadt. Die {} kritisierte die Kosten von 24 Millionen Euro und fordert, zuerst die alten Häuser zu "
    "sanieren."
)


@pytest.mark.parametrize(
    ("form", "one", "other", "relation"),
    [
        (
            GERMAN_NOTICE,
            ("Amtsgericht Kelstadt", "Wohnbau Ostrach", "Peter Maas", "12 C 207/24", "12. Juni"),
            ("Amtsgericht Nordau", "Immobilien Kranz", "Rosa Lind", "4 C 311/24", "2. Juli"),
            "template",
        ),
        (
            GERMAN_STORY,
            ("Mittwoch", "Debatte", "Gebäude", "600", "Familien", "Opposition"),
            ("Mittwoch", "Aussprache", "Haus", "640", "Eltern", "Minderheit"),
            "near_duplicate",
        ),
    ],
)
def test_nouns_with_capitals_are_no_names(
    form: str, one: tuple[str, ...], other: tuple[str, ...], relation: str
) -> None:
    articles = [Article("a", form.format(*one)), Article("b", form.format(*other))]
    assert [p.relation for p in run(articles, WHOLE.with_(threshold=0.4)).pairs] == [relation]
