"""What a corpus has of a collection, and what of the collection goes into one: `dedup run --corpus`, `--into`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.articles import PairRelation
from dedup.batches import article_schema
from dedup.clustering.keep_order import Numbering
from dedup.engines.base import Dataset
from dedup.jobs.ids import Ids
from dedup.matching.verification import CONTAINS, IDENTICAL, RELATIONS
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus
    from dedup.corpus.query import Related

# Articles asked about, and added, at once.
_ROWS = 1024


@dataclass(frozen=True, slots=True)
class KnownMatch:
    """The known article in whose favour a body goes; numbers as in `removed.jsonl`, the body's first."""

    id: str
    relation: PairRelation
    jaccard: float
    containment: float
    containment_of_kept: float


def find_known(
    articles: Dataset, bodies: Dataset, numbering: Numbering, ids: Ids, corpus: Corpus, settings: Settings
) -> tuple[dict[int, KnownMatch], int]:
    """Ask a corpus about every distinct body.

    A known article under an id of the body, with another body, is an earlier version of it and no reason to go.

    Args:
        articles: What was read.
        bodies: What cleaning found; these are the bodies that are asked about.
        numbering: Which row stands for which body.
        ids: Final ids.
        corpus: The known articles.
        settings: `remove` names the relations that make a body known.

    Returns:
        For each body that goes, the closest known article; and how many bodies are new versions of known articles.
    """
    by_body = np.argsort(numbering.body_of, kind="stable")
    starts = np.searchsorted(numbering.body_of[by_body], np.arange(len(numbering.row_of) + 1))
    updates = 0
    removing = {code for code, name in enumerate(RELATIONS) if name in settings.remove} - {CONTAINS}
    known: dict[int, KnownMatch] = {}
    rows = np.sort(numbering.row_of)
    for part, batch in _batches_at(articles, bodies, ids, rows):
        probes = corpus.prepare(batch)
        with corpus.reading():
            answers = corpus.look_up(probes, run=pass_name(articles))
        for row, answer in zip(part.tolist(), answers, strict=True):
            body = int(numbering.body_of[row])
            related = [r for r in answer.related if r.relation in removing and not _holds(r, settings)]
            if any(r.relation != IDENTICAL for r in related):
                own = set(ids.of(by_body[starts[body] : starts[body + 1]]))
                others = [r for r in related if r.relation == IDENTICAL or r.known.id not in own]
                updates += len(others) < len(related)
                related = others
            if related:
                found = related[0]
                known[body] = KnownMatch(
                    found.known.id,
                    RELATIONS[found.relation],
                    1.0 if found.relation == IDENTICAL else found.jaccard,
                    found.containment,
                    found.containment_of_match,
                )
    return known, updates


def _holds(related: Related, settings: Settings) -> bool:
    """Tell whether an article contains the known one, and not the other way round: it never goes in favour of that."""
    return related.containment_of_match >= settings.contained_from > related.containment


def add_kept(articles: Dataset, bodies: Dataset, ids: Ids, kept: NDArray[np.int64], corpus: Corpus) -> None:
    """Add the articles that stay to a corpus, with their records as they came; on disk when it returns.

    They count as known to other passes once `finish` says that the output appeared. Until then, and for this pass
    always, they are passed over: a pass that is repeated never meets what it added itself.
    """
    batches = (batch for _, batch in _batches_at(articles, bodies, ids, kept))
    for _ in corpus.add_batches(batches, run=pass_name(articles)):
        pass


def pass_name(articles: Dataset) -> str:
    """Return what a pass is known by to a corpus: the content of its input, whatever the names and settings."""
    files = articles.note["files"]
    return hashlib.sha256("\n".join(sorted(file["sha256"] for file in files)).encode()).hexdigest()[:32]


def _batches_at(
    articles: Dataset, bodies: Dataset, ids: Ids, rows: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], pa.RecordBatch]]:
    """Yield some articles under their final ids, with their bodies, some at a time."""
    names = article_schema().names
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        batch = articles.take(part, names).combine_chunks().to_batches()[0]
        place = batch.schema.get_field_index("id")
        batch = batch.set_column(place, "id", pa.array(ids.of(part), pa.large_string()))
        body = bodies.take(part, ["body"]).combine_chunks().column("body")
        yield part, batch.append_column("body", body.chunk(0) if isinstance(body, pa.ChunkedArray) else body)
