"""The pairs that `compare` calls related in the small cases, the five real articles and `fixtures/story`.

Run from the checkout to list those that nobody has judged yet: python tests/quality/related_pairs.py. Verdicts are kept
in `related_judged.jsonl` as places, without a word of the texts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dedup import compare, read
from dedup.articles import Alignment

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JUDGED = HERE / "related_judged.jsonl"

CASES = ("f01", "f02", "f03", "f04", "s06", "s13")  # those of two events

Key = tuple[str, str, int, str, int]  # set, and article and start of both claims


def found(shared: Path) -> Iterator[tuple[Key, Alignment, dict[str, str]]]:
    """Yield the related pairs of each set with the texts of its articles."""
    sets = {"fixtures": ROOT / "fixtures" / "story", "seeds": shared / "data" / "seeds"}
    cases = shared / "cases" / "claims"
    sets |= {path.stem: path for name in CASES for path in sorted(cases.glob(f"{name}_*.jsonl"))}
    for name, path in sets.items():
        articles = list(read([path]))
        comparison = compare(articles)
        files = {c.article.id: Path(c.article.source_file or "").name for c in comparison.articles}
        names = {id_: files[id_] if name in ("fixtures", "seeds") else id_ for id_ in files}
        texts = {c.article.id: c.article.text for c in comparison.articles}
        for pair in comparison.related:
            yield (name, names[pair.a.article], pair.a.start, names[pair.b.article], pair.b.start), pair, texts


def judged() -> dict[Key, bool]:
    """Return the verdicts: whether the two share an act and a participant in two events that the reason tells apart."""
    records = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    return {(r["set"], *r["a"], *r["b"]): r["true"] for r in records}


def main() -> None:
    """Print the pairs without a verdict."""
    known = judged() if JUDGED.exists() else {}
    for key, pair, texts in found(ROOT.parent / "shared"):
        if key not in known:
            quotes = (texts[p.article][p.start : p.end].replace("\n", " ") for p in (pair.a, pair.b))
            sys.stdout.write("\n".join([json.dumps(key), pair.reason or "", *quotes]) + "\n\n")


if __name__ == "__main__":
    main()
