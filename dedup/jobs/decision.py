"""What became of one article in a dedup pass: kept or removed, by which rule, and what differs."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dedup.articles import Article
from dedup.errors import InputError
from dedup.jobs.lookup import article_of, run_rows
from dedup.settings import Settings

# Words from which frequent ones are no anchors: exact alignment is quadratic.
_LONG = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one article.

    Attributes:
        removed: Its row of `removed`; None where it stays.
        represents: Ids of the articles that went in its favour.
        article: The article.
        kept: The article that stays for it; None where it stays itself or the corpus has that one.
    """

    removed: dict[str, Any] | None
    represents: tuple[str, ...]
    article: Article
    kept: Article | None


def find_verdict(name: str, folder: Path, settings: Settings) -> Verdict:
    """Look up what became of an article.

    Args:
        name: Its id in the tables.
        folder: Where `dedup run` wrote.
        settings: Of that pass.

    Raises:
        InputError: There is no such article, or its file is gone.
    """
    removed: dict[str, Any] | None = None
    represents = []
    for row in run_rows(folder, "removed"):
        if row["id"] == name and removed is None:
            removed = row
        elif row["kept_id"] == name:
            represents.append(row["id"])
    place = removed or next((row for row in run_rows(folder, "articles") if row["id"] == name), None)
    if place is None:
        raise InputError(f"{folder}: no article with id {name!r}")
    article = article_of(folder, name, place["source_file"], place["record"], settings)
    kept = None
    if removed is not None and removed["kept_source_file"] is not None:
        kept = article_of(
            folder, removed["kept_id"], removed["kept_source_file"], removed["kept_record"], settings
        )
    return Verdict(removed, tuple(represents), article, kept)


def word_differences(a: str, b: str) -> list[tuple[str, str]]:
    """Return what differs between two texts, word by word, in order: the words of a, and those of b in their place."""
    first, second = a.split(), b.split()
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=len(second) > _LONG)
    return [
        (" ".join(first[i:i_end]), " ".join(second[j:j_end]))
        for kind, i, i_end, j, j_end in matcher.get_opcodes()
        if kind != "equal"
    ]
