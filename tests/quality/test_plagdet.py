"""The scorer itself, on cases small enough to reckon by hand."""

import math

import pytest
from quality.plagdet import plagdet

CASE = (0, 100, 0, 100)


def test_a_perfect_detection_scores_one():
    assert plagdet([([CASE], [CASE])]) == (1.0, 1.0, 1.0, 1.0)


def test_half_a_passage_halves_recall_only():
    found = plagdet([([CASE], [(0, 50, 0, 50)])])
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.plagdet == pytest.approx(2 / 3)


def test_a_passage_reported_in_two_parts_is_divided_by_its_granularity():
    found = plagdet([([CASE], [(0, 50, 0, 50), (50, 100, 50, 100)])])
    assert (found.precision, found.recall, found.granularity) == (1.0, 1.0, 2.0)
    assert found.plagdet == pytest.approx(1 / math.log2(3))


def test_a_detection_must_overlap_in_both_texts():
    assert plagdet([([CASE], [(0, 100, 200, 300)])]).plagdet == 0


def test_detections_where_nothing_was_taken_cost_precision():
    assert plagdet([([CASE], [CASE]), ([], [(0, 9, 0, 9)])]).precision == 0.5


def test_overlapping_detections_count_a_character_once():
    assert plagdet([([CASE], [(0, 60, 0, 60), (40, 80, 40, 80)])]).recall == pytest.approx(0.8)
