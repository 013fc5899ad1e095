"""Blocks of what differs: readings with their speakers and outlets, types kept apart."""

from __future__ import annotations

import pytest

from dedup.reporting.charts import dot_plot
from dedup.reporting.comparison_view import comparison_view
from dedup.reporting.differences import difference_blocks, differences_by_row
from tests.reporting import example


@pytest.fixture(scope="module")
def blocks():
    return difference_blocks(comparison_view(example.comparison()).rows)


def test_conflicts_come_before_updates_and_roundings(blocks):
    assert [b.type for b in blocks] == ["conflict", "conflict", "conflict", "update", "rounding", "rounding"]


def test_a_block_holds_each_value_with_who_says_it(blocks):
    marchers = blocks[0]
    assert [(r.value, r.speakers) for r in marchers.readings] == [
        ("700", ("the organisers", "les organisateurs")),
        ("600", ("harbor police",)),
    ]
    assert [c.article.id for c in marchers.readings[0].cells] == [
        "ledger-1120",
        "nordic-1120",
        "ferry-1121",
        "lecap-1121",
    ]


def test_different_events_are_no_block(blocks):
    assert all(b.row.status != "related" for b in blocks)


def test_each_unit_has_its_own_block(blocks):
    assert {b.title for b in blocks if b.type == "conflict"} == {"number (person)", "date", "number (ship)"}


def test_numbers_are_plotted_within_the_frame_and_dates_are_not(blocks):
    plot = dot_plot(blocks[0])
    assert len(plot.dots) == 6
    assert all(0 < d.x < plot.width and 0 < d.y < plot.height for d in plot.dots)
    assert {d.y for d in plot.dots if d.shape == 0} != {d.y for d in plot.dots if d.shape == 1}
    assert dot_plot(blocks[1]) is None


def changed(differences):
    data = example.comparison()
    data["alignments"] = [a for a in data["alignments"] if not a["differences"]]
    for claim in data["claims"]:
        claim["status"] = claim["status"].replace("conflicting", "agreed")
    for number, a, b, rows in differences:
        claim = data["claims"][number]
        if any(row[-1] == "conflict" for row in rows):
            claim["status"] = "conflicting"
        places = [next(c for c in claim["cells"] if c["article"] == i) for i in (a, b)]
        data["alignments"].append(
            {
                **dict(zip("ab", ({k: p[k] for k in ("article", "start", "end")} for p in places), strict=True)),
                "relation": "conflict",
                "score": 1.0,
                "differences": [dict(zip(("kind", "a", "b", "type"), d, strict=True)) for d in rows],
            }
        )
    return difference_blocks(comparison_view(data).rows)


def test_a_side_that_merely_says_less_makes_no_block():
    assert changed([(2, "courier-1120", "meridian-1120", [("number", "", "three vessels", "different_scope")])]) == ()


def test_a_negation_comes_with_the_words_around_it():
    (block,) = changed([(4, "ledger-1120", "ledger-1122", [("negation", "No", "", "conflict")])])
    assert ["No fishing ground will be closed" in r.printed for r in block.readings] == [True, True]
    assert "in writing" in block.readings[1].printed


def test_a_value_that_one_side_lacks_is_said_where_it_conflicts():
    (block,) = changed([(1, "ledger-1120", "meridian-1120", [("number", "700", "", "conflict")])])
    assert [r.printed for r in block.readings] == ["About 700 people", "not said"]


def test_values_tied_to_each_other_make_one_block_whatever_their_unit():
    blocks = changed(
        [
            (
                1,
                "ledger-1120",
                "meridian-1120",
                [("number", "About 700 people", "Approximately 600 protesters", "conflict")],
            ),
            (1, "lecap-1121", "meridian-1120", [("number", "700", "600", "rounding")]),
        ]
    )
    assert [(b.title, b.type, len(b.readings)) for b in blocks] == [("number (person)", "conflict", 2)]


def test_a_date_is_printed_with_what_it_was_resolved_to():
    (block,) = changed([(2, "ledger-1120", "meridian-1120", [("date", "in March", "early April", "conflict")])])
    assert [r.printed for r in block.readings] == ["in March (2025-03)", "early April (2025-04)"]


def test_another_event_another_unit_and_another_wording_are_no_difference():
    kinds = [
        ("number", "About 700 people", "Approximately 600 protesters", "different_event"),
        ("number", "About 700 people", "three vessels", "different_scope"),
        ("number", "thousands of people", "Approximately 600 protesters", "update"),
        ("modality", "will", "would", "update"),
        ("negation", "No", "not", "different_scope"),
    ]
    for kind in kinds:
        assert changed([(1, "ledger-1120", "meridian-1120", [kind])]) == ()


def test_what_is_no_conflict_for_the_claim_is_none_in_the_list():
    data = example.comparison()
    for claim in data["claims"]:
        claim["status"] = claim["status"].replace("conflicting", "agreed")
    assert all(b.type != "conflict" for b in difference_blocks(comparison_view(data).rows))


def test_every_claim_in_conflict_is_in_the_list_even_without_a_value():
    data = example.comparison()
    data["alignments"] = []
    rows = comparison_view(data).rows
    conflicts, _ = differences_by_row(rows)
    assert [row.key for row, _ in conflicts] == [row.key for row in rows if row.status == "conflicting"]
    assert all(len(blocks[0].readings) > 1 for _, blocks in conflicts)
