"""A large pile makes a page of bounded size: 300 KB beside the articles' own text."""

from __future__ import annotations

import pytest

from dedup.reporting.html import comparison_report, dedup_report
from tests.reporting import dedup_example, example, large

LIMIT = 300_000


def size(text):
    return len(text.encode())


@pytest.mark.parametrize(("articles", "claims"), [(30, 600), (200, 5000)])
def test_comparison_of_a_large_pile(articles, claims):
    data, texts = large.comparison(articles, claims)
    assert size(comparison_report(data, texts, {})) - sum(map(size, texts.values())) <= LIMIT


def test_comparison_of_an_ordinary_pile():
    assert size(comparison_report(example.comparison(), example.texts(), example.METHOD)) <= LIMIT


def test_dedup_report_of_a_large_run():
    data = dedup_example.dedup()
    for name in ("removed", "pairs", "clusters", "repeats", "rejects"):
        data[name] = data[name] * 2000
    assert size(dedup_report(dedup_example.view(data))) <= LIMIT
