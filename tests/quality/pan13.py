"""The PAN 2013 text alignment pairs, split in halves by the suspicious text, so that tuning and reporting differ.

Half 0 is for tuning, half 1 for reporting. A source text may stand in both halves; nothing is learnt about texts.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quality.plagdet import Passage

KINDS = {
    "no-plagiarism": "no_plagiarism",
    "no-obfuscation": "none",
    "random-obfuscation": "random",
    "translation-obfuscation": "translation",
    "summary-obfuscation": "summary",
}


class PlagiarismPair(NamedTuple):
    id: str
    kind: str
    text_a: str
    text_b: str
    cases: list[Passage]


def load(shared_data: Path, half: int, share: float = 1.0) -> Iterator[PlagiarismPair]:
    """Yield the pairs of a half, or a fixed sample of them: a share of the pairs, by a hash of their ids."""
    import pyarrow.parquet as pq

    folder = shared_data / "passages"
    texts = {
        id_.as_py(): text
        for id_, text in zip(*pq.read_table(folder / "docs.parquet", columns=["id", "text"]).columns, strict=True)
    }
    for row in pq.read_table(folder / "pairs.parquet").to_pylist():
        if _hash(row["a"]) % 2 != half or _hash(row["id"]) % 10_000 >= share * 10_000:
            continue
        cases = [
            (s["a_offset"], s["a_offset"] + s["a_length"], s["b_offset"], s["b_offset"] + s["b_length"])
            for s in row["spans"]
        ]
        yield PlagiarismPair(
            row["id"], KINDS[row["label"]], texts[row["a"]].as_py(), texts[row["b"]].as_py(), cases
        )


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
