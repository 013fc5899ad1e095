"""Blocks of what differs: readings with their speakers and outlets, types kept apart."""

from __future__ import annotations

import pytest

from dedup.reporting.charts import dot_plot
from dedup.reporting.comparison_view import comparison_view
from dedup.reporting.differences import difference_blocks
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
