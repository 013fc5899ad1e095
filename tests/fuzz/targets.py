"""What is fuzzed: each target takes one random input, and raises if something that must hold does not."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from dedup import Article, align_passages, clean, compare, relate
from dedup.errors import DedupError
from dedup.facts.claims import extract
from dedup.jobs.compare_output import render
from dedup.reading.reader import read
from dedup.reading.registry import FORMATS
from dedup.reporting import escape
from dedup.settings import Settings
from dedup.text import sentences
from tests.fuzz import inputs

_FOLDER = Path(tempfile.mkdtemp(prefix="dedup-fuzz-"))


def _reader(name: str | None) -> Callable[[random.Random], None]:
    def target(rng: random.Random) -> None:
        path = _FOLDER / f"input-{os.getpid()}"
        path.write_bytes(inputs.data(rng))
        rejects: list[object] = []
        try:
            articles = list(read(path, rejects.append, format=name))
        except DedupError:
            return
        for article in articles:
            article.text.encode()
            json.dumps([article.id, article.title, article.source, article.url]).encode()

    return target


def cleaner(rng: random.Random) -> None:
    text = inputs.text(rng)
    found = clean(Article("a", text, title=inputs.text(rng), date=inputs.text(rng)))
    last = 0
    for start, end in found.body:
        assert last <= start < end <= len(text)
        last = end
    assert all(0 <= block.start <= block.end <= len(text) for block in found.left_out)


def sentence_splitter(rng: random.Random) -> None:
    text = inputs.text(rng)
    last = 0
    for start, end in sentences.split(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip(), "nothing but white space is lost"
        last = end
    assert not text[last:].strip()


def fact_extraction(rng: random.Random) -> None:
    text = inputs.text(rng)
    for claim in extract("a", text, [(0, len(text))], "2024-05-12", None, rng.choice(("en", "fr", "de", "ja", None))):
        assert 0 <= claim.start < claim.end <= len(text)
        assert all(claim.start <= fact.start < fact.end <= claim.end for fact in claim.facts)


def relation(rng: random.Random) -> None:
    one, other = inputs.text(rng), inputs.text(rng)
    for first, second in ((one, other), (one, one)):
        assert 0 <= relate(first, second).probability <= 1


def passages(rng: random.Random) -> None:
    shared = inputs.text(rng)
    one, other = inputs.text(rng) + shared, shared + inputs.text(rng)
    for match in align_passages(one, other):
        assert 0 <= match.a_start < match.a_end <= len(one)
        assert 0 <= match.b_start < match.b_end <= len(other)


def renderers(rng: random.Random) -> None:
    articles = [Article(f"{n}{inputs.text(rng)}", inputs.text(rng), source=inputs.text(rng), title=inputs.text(rng))
                for n in range(2)]  # fmt: skip
    found = compare(articles)
    json.loads(render(found, "json", Settings()))
    for row in csv.reader(io.StringIO(render(found, "csv", Settings()), newline="")):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)
    for form in ("table", "markdown", "html"):
        printed = render(found, form, Settings())
        printed.encode()
        assert not any(ord(letter) < 32 and letter not in "\n\r\t" for letter in printed)
        assert "\x9b" not in printed
    assert "\n" not in escape.terminal(inputs.text(rng))


TARGETS: dict[str, Callable[[random.Random], None]] = {
    "reader": _reader(None),
    **{f"reader {known.name}": _reader(known.name) for known in FORMATS},
    "cleaner": cleaner,
    "sentences": sentence_splitter,
    "facts": fact_extraction,
    "relate": relation,
    "passages": passages,
    "renderers": renderers,
}
