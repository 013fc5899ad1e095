"""Invented articles: sentences of made-up words, so that no two share text unless a test makes them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.settings import Settings

WHOLE = Settings(clean=False)
_SYLLABLES = tuple("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split())


def sentence(rng: random.Random, words: int = 18) -> str:
    made = ("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(words))
    return " ".join(made).capitalize() + "."


def text_of(seed: int, sentences: int = 12) -> str:
    rng = random.Random(seed)
    return "\n".join(sentence(rng) for _ in range(sentences))


@pytest.fixture
def article() -> Callable[..., Article]:
    """Return an invented article by its number."""

    def make(number: int, **fields: object) -> Article:
        values = {"id": f"a{number}", "text": text_of(number), "title": f"Headline {number}", "source": "Fjord Today"}
        return Article(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    with Corpus(tmp_path / "known.corpus", WHOLE) as made:
        yield made
