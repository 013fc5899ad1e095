"""Small stories of short sentences, as a reader would judge them: what agrees, conflicts, is related."""

import pytest

from dedup.articles import Article
from dedup.jobs.compare import compare, compare_told
from dedup.jobs.progress import Progress
from dedup.settings import Settings


def story(*texts, **more):
    """Compare one article per (outlet, date, text)."""
    articles = [
        Article(f"a{n}", text, source=outlet, date=date) for n, (outlet, date, text) in enumerate(texts)
    ]  # fmt: skip
    return compare(articles, **more)


def pair(*texts, dates=("2024-09-03", "2024-09-03")):
    return story(*[(f"Outlet {n}", date, text) for n, (text, date) in enumerate(zip(texts, dates, strict=True))])


def told(comparison):
    return [a for a in comparison.alignments if a.tier == "told"]


CONFLICTS = [
    ("Some 9,000 fans filled the square on Sunday, the club said.", "Police said 4,000 people gathered in the square."),
    ("Halvar Steel's revenue was 4.1 billion euros.", "Halvar Steel's revenue was 4.6 billion euros."),
    ("The jury convicted Anders Moe of arson.", "Anders Moe was acquitted of arson on Tuesday."),
    ("The pilot was killed.", "The pilot survived."),
    ("Guards fired rubber bullets at the crowd.", "Guards did not use rubber bullets, a spokesman said."),
    ("The mill employs about 300 people.", "Roughly 180 people work at the mill."),
    ("Tarnok Rovers beat Belvik 2-1 in the final.", "Tarnok Rovers won the final 3-1 against Belvik."),
    ("The train from Tarnok to Belvik was late.", "The train from Belvik to Tarnok was late."),
    ("The flood began at 4 a.m. on Monday.", "The flood began at 6 a.m. on Monday."),
    ("Mia Soto, 27, won the race.", "Mia Soto, 29, won the race."),
    ("The mine paid 3.2 million dollars for the pumps.", "The pumps were bought by the mine for $2.3 million."),
    ("The bank kept its forecast of 3 percent.", "The bank cut its forecast to 2 percent."),
]
NO_CONFLICTS = [
    ("The heat in Tarnok reached 95 degrees Fahrenheit.", "The heat in Tarnok reached 35 degrees Celsius."),
    ("Winds of 100 mph hit the coast.", "Winds of 161 kilometres per hour hit the coast."),
    ("The lake lies 60 miles from Belvik.", "The lake lies 97 km from Belvik."),
    ("The pool is closed until Friday.", "The pool will reopen on Friday."),
    ("The bank denied that money was missing.", "The bank said no money was missing."),
    ("Mayor Ane Dahl opened the bridge.", "Mayor Anne Dahl opened the bridge."),
    ("Moe was jailed for five years.", "Moe was jailed for 60 months."),
    ("Nine people were hurt in the fire.", "The fire killed two people."),
    ("Profit rose 12 percent at Halvar Steel.", "Sales rose 4 percent at Halvar Steel."),
    ('"We want better co-operation," Dahl said.', '"We want better cooperation," Dahl said.'),
]


@pytest.mark.parametrize(("a", "b"), CONFLICTS)
def test_two_values_of_one_thing_conflict(a, b):
    rows = pair(a, b).claims
    assert [row.status for row in rows] == ["conflicting"]


@pytest.mark.parametrize(("a", "b"), NO_CONFLICTS)
def test_what_can_both_hold_does_not(a, b):
    comparison = pair(a, b)
    assert all(row.status != "conflicting" for row in comparison.claims)


def test_a_toll_that_a_later_report_says_has_risen_is_an_update():
    comparison = pair(
        "A bus fell into a ravine near Tarnok on Monday, killing 21 people.",
        "The death toll from a bus crash near Tarnok rose to 24 on Tuesday after three passengers died.",
        dates=("2024-09-02", "2024-09-03"),
    )
    assert ["update"] in [[d.type for d in a.differences if d.kind == "number"] for a in told(comparison)]
    assert all(row.status != "conflicting" for row in comparison.claims)


@pytest.mark.parametrize(
    ("a", "b", "dates"),
    [
        ("A tanker blew up near Tarnok on Monday, killing six.", "A tanker blew up near Belvik on Monday, killing six.",
         ("2024-09-03", "2024-09-03")),
        ("Halvar Steel will close 12 mills this year.", "Norsk Kraft will close 30 mills this year.",
         ("2024-09-03", "2024-09-03")),
        ("The ministers voiced strong concern over the dam.", "The ministers voiced strong concern over the dam.",
         ("2021-05-03", "2024-09-03")),
        ("The boat race of 2019 drew 900 rowers.", "The boat race of 2022 drew 1,400 rowers.",
         ("2024-09-03", "2024-09-03")),
        ("The two presidents held their third summit.", "The two presidents held their fourth summit.",
         ("2024-09-03", "2024-09-03")),
    ],
)  # fmt: skip
def test_two_events_never_agree_or_conflict_and_the_reason_is_named(a, b, dates):
    comparison = pair(a, b, dates=dates)
    assert {row.status for row in comparison.claims} <= {"related", "single"}
    assert comparison.alignments == ()
    assert all(tie.reason for tie in comparison.related)
    assert comparison.related


def test_two_derailments_have_no_claim_in_common():
    comparison = story(
        ("Rail", "2024-10-02", "A freight train derailed near Tarnok on Tuesday. The line will reopen on Friday."),
        ("Post", "2024-10-03", "A passenger train derailed near Belvik on Wednesday. The line will reopen on Sunday."),
    )
    assert comparison.alignments == ()
    assert {row.status for row in comparison.claims} == {"related"}


QUOTE = (
    '"We deeply regret the harm done to the river and to all who live on it, and we will pay for every net and every '
    'boat that the spill has spoiled, for as long as it takes to make the water clean again," Dahl said in a statement.'
)


def test_one_press_quotation_leaves_two_own_reports_two_witnesses():
    comparison = story(
        ("Post", "2024-09-03", QUOTE + " The mill was fined twice last year for leaks. Anglers met on Monday."),
        ("Mail", "2024-09-03", QUOTE + " Police questioned two engineers. The union called a strike for Friday noon."),
    )
    assert len(set(comparison.witnesses.values())) == 2


def test_a_statement_reprinted_whole_is_one_witness():
    comparison = story(("Post", "2024-09-03", QUOTE), ("Mail", "2024-09-03", QUOTE))
    assert len(set(comparison.witnesses.values())) == 1
    assert {row.status for row in comparison.claims} == {"single"}


FLOOD = (
    "A flood swept through the old town of Tarnok early on Tuesday, drowning 12 people. Thirty houses were destroyed, "
    "the county office said. The river rose three metres within an hour, said fire chief Ragna Lie. Soldiers built a "
    "dike of sandbags along the quay during the night."
)
STRIKE = (
    "Unions called a strike for Friday over wages at the port, their leader Grete Solum said. She said that three "
    "contracts had been broken last year. The government promised to mediate within a month. Opposition parties asked "
    "the labour minister to resign over the affair."
)


@pytest.mark.parametrize(
    ("dates", "witnesses"),
    [
        (("2024-09-03T08:00:00Z", "2024-09-03T09:00:00Z", "2024-09-03T15:00:00Z"), 2),
        (("2024-09-03T12:00:00Z", "2024-09-03T13:00:00Z", "2024-09-03T06:00:00Z"), 1),
    ],
)
def test_a_text_pieced_together_leaves_its_parts_apart_and_cuts_of_one_story_are_one(dates, witnesses):
    texts = zip(("Post", "Mail", "Sum"), dates, (FLOOD, STRIKE, FLOOD + "\n\n" + STRIKE), strict=True)
    assert len(set(story(*texts).witnesses.values())) == witnesses


def test_a_copy_agrees_with_nobody_and_a_second_report_does():
    comparison = story(("Post", "2024-09-03", FLOOD), ("Mail", "2024-09-03", FLOOD))
    assert {row.status for row in comparison.claims} == {"single"}
    other = "Twelve people drowned when a flood tore through Tarnok's old town before dawn on Tuesday."
    comparison = story(("Post", "2024-09-03", FLOOD), ("Post", "2024-09-04", other))
    assert "agreed" in {row.status for row in comparison.claims}


def test_a_mixed_collection_is_said_with_the_command_that_splits_it():
    texts = [("Post", "2024-09-03", FLOOD), ("Mail", "2024-09-03", STRIKE)]
    assert "--split" in " ".join(story(*texts).notes)
    assert story(*texts, split=True).notes == ()
    assert story(*texts[:1]).notes == ()


def test_counts_of_a_row_are_those_of_its_cells():
    comparison = story(("Post", "2024-09-03", FLOOD), ("Mail", "2024-09-03", FLOOD), ("Sum", "2024-09-03", STRIKE))
    for row in comparison.claims:
        present = [c for c in row.cells if c.state == "present" and c.relation != "related"]
        assert row.outlets == len({comparison.witnesses[c.article] + c.article for c in present})
        assert row.witnesses == len({comparison.witnesses[c.article] for c in present})


def test_a_sentence_of_hundreds_of_figures_is_bounded_and_said():
    text = "The list names " + ", ".join(f"{n} ships" for n in range(100, 400)) + "."
    comparison = story(("Post", "2024-09-03", text), ("Mail", "2024-09-04", text.replace("ships", "boats")))
    assert any("not compared" in note for note in comparison.notes)


def test_every_stage_is_told_with_what_is_done():
    told: list[tuple[str, int, int]] = []
    articles = [Article(id=str(n), text=f"Fog held {n + 4} ferries in the port of Ellis on Monday.") for n in range(3)]
    compare_told(articles, Settings(), Progress(lambda *said: told.append(said)), split=False)
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "cleaning articles", "comparing texts", "reading claims of articles", "aligning claims, stories"
    ]  # fmt: skip
    assert ("cleaning articles", 2, 3) in told
