"""Labels of pairs, how a threshold agrees with them, and the line that they draw."""

import numpy as np
import pytest

from dedup.errors import InputError
from dedup.jobs.judging import Judgement, draw_line, judgement, measure, read_judgements


def line_of(pairs):
    jaccard, same = zip(*pairs, strict=True)
    return draw_line(np.array(jaccard), np.array(same))


def test_a_clean_cut_is_drawn_in_the_middle_of_the_gap():
    line = line_of([(0.2, False), (0.3, False), (0.4, False), (0.6, True), (0.7, True), (0.9, True)])
    assert (line.threshold, line.errors, line.judged) == (pytest.approx(0.5), 0, 6)
    assert 0.2 < line.low <= 0.5 <= line.high < 0.9


def test_the_line_has_the_fewest_errors_and_an_interval_that_narrows_with_more_labels():
    rng = np.random.default_rng(4)

    def draw(count):
        jaccard = rng.uniform(0.2, 1, count)
        return draw_line(jaccard, rng.uniform(size=count) < 1 / (1 + np.exp((0.6 - jaccard) * 25)))

    few, many = draw(20), draw(2000)
    assert abs(many.threshold - 0.6) < 0.05
    assert many.low <= 0.6 <= many.high
    assert many.high - many.low < few.high - few.low


def test_pairs_that_were_not_found_lie_below_every_line():
    line = line_of([(0.0, True), (0.0, False), (0.3, False), (0.4, False), (0.6, True), (0.7, True), (0.8, True)])
    assert line.errors == 1
    assert 0.4 < line.threshold <= 0.6


@pytest.mark.parametrize("same", [True, False])
def test_labels_of_one_kind_draw_no_line(same):
    assert line_of([(0.4 + n / 100, same) for n in range(30)] + [(0.5, not same), (0.6, not same)]) is None


def test_the_same_labels_draw_the_same_line_in_any_order():
    pairs = [(0.3, False), (0.5, True), (0.45, False), (0.8, True), (0.55, False), (0.7, True), (0.62, True)]
    assert line_of(pairs).threshold == line_of(pairs[::-1]).threshold


def test_precision_recall_and_b_cubed_by_hand():
    judged = [judgement("b", "a", same=True), judgement("a", "c", same=False), judgement("d", "e", same=True)]
    quality = measure(0.5, judged, np.array([True, True, False]), {"a": 0, "b": 0, "c": 0, "d": 3, "e": 4})
    assert (quality.precision, quality.recall, quality.f1) == (0.5, 0.5, 0.5)
    # a, b: 2 of the 3 in their cluster; c: 1 of 3; d, e: alone. Of what belongs together: a, b, c all; d, e half.
    assert quality.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert quality.b3_recall == pytest.approx((1 + 1 + 1 + 0.5 + 0.5) / 5)


def test_no_share_is_made_up_of_nothing():
    judged = [judgement("a", "b", same=False)]
    quality = measure(0.5, judged, np.array([False]), {"a": 0, "b": 1})
    assert (quality.precision, quality.recall, quality.f1, quality.b3_f1) == (None, None, None, 1.0)


def test_both_forms_of_labels_are_read_and_the_later_answer_holds(tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text(
        '{"id_a": "y", "id_b": "x", "same": false}\n\n{"id": "x", "cluster": "1"}\n{"id": "z", "cluster": "1"}\n'
        '{"id": "w", "cluster": "2"}\n{"id_a": "x", "id_b": "y", "same": true, "jaccard": 0.6}\n'
    )
    assert set(read_judgements(path)) == {
        Judgement("x", "y", True), Judgement("x", "z", True), Judgement("w", "x", False), Judgement("w", "z", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", ["[]", "no JSON", '{"id_a": "x", "id_b": "y", "same": "yes"}', '{"id": "x"}', '{"id": 1, "cluster": 2}']
)
def test_a_line_that_is_no_label_is_named(tmp_path, line):
    path = tmp_path / "labels.jsonl"
    path.write_text(f'{{"id": "a", "cluster": "1"}}\n{line}\n')
    with pytest.raises(InputError, match=r"labels\.jsonl:2: wanted"):
        read_judgements(path)
