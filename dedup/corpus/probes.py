"""Articles made ready to be looked up or added: body, sketch, terms, and the keys that the index knows them by.

Runs without the corpus at hand, on any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import read_only, string_buffers
from dedup.corpus.lines import Lines
from dedup.corpus.postings import BAND, BODY, ID, NUMBER_BITS, SAMPLE, TERM, prefixes
from dedup.kernel.pairs import key_bands
from dedup.kernel.terms import count_terms
from dedup.matching.bands import Banding
from dedup.settings import Settings
from dedup.sketching.sketcher import Sketches, hash_names, sketch
from dedup.text.repair import repair_column
from dedup.text.tokens import TOKEN_SEED
from dedup.text.unicode_table import unicode_table

# As in `matching.neighbours`.
_TITLE_WEIGHT = 8


# An id that a dedup pass made of a clashing one: `~` and the content's first hex digits, or a number.
CLASH = re.compile(r"(.+)~([0-9a-f]{8}|[0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Probes:
    """A batch of articles, ready for the index.

    Attributes:
        batch: See `batches.article_schema`; every article has an id.
        bodies: list<int32>, body spans; an empty row stands for the whole text.
        sketches: See `sketching.Sketches`.
        bands: uint64[n, bands], prefixes of the bands; of a body without a token they mean nothing.
        samples: uint64[m], prefixes of the sampled shingles, where `sketches.sample_offsets` says.
        terms: uint64[t], hashes of the terms of title and body, distinct in each article.
        term_counts: int32[t].
        term_offsets: int64[n + 1].
        ids: uint64[n], prefixes of the ids.
        body_prefixes: uint64[n].
        lines: The lines of each text; None where whole texts are bodies.
    """

    batch: pa.RecordBatch
    bodies: pa.ListArray
    sketches: Sketches
    bands: NDArray[np.uint64]
    samples: NDArray[np.uint64]
    terms: NDArray[np.uint64]
    term_counts: NDArray[np.int32]
    term_offsets: NDArray[np.int64]
    ids: NDArray[np.uint64]
    body_prefixes: NDArray[np.uint64]
    lines: Lines | None

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def slice(self, row: int) -> Probes:
        """Return one article alone."""
        one = slice(row, row + 1)
        samples = slice(*self.sketches.sample_offsets[row : row + 2].tolist())
        terms = slice(*self.term_offsets[row : row + 2].tolist())
        sketches = Sketches(
            self.sketches.signatures[one], self.sketches.body_hashes[one], self.sketches.token_counts[one],
            self.sketches.samples[samples], self.sketches.sample_positions[samples],
            self.sketches.sample_offsets[row : row + 2] - samples.start,
        )  # fmt: skip
        bodies = pa.array([self.spans(row)], pa.list_(pa.int32()))
        return Probes(
            self.batch.slice(row, 1), bodies, sketches, self.bands[one], self.samples[samples], self.terms[terms],
            self.term_counts[terms], self.term_offsets[row : row + 2] - terms.start, self.ids[one],
            self.body_prefixes[one], self.lines.slice(row) if self.lines else None,
        )  # fmt: skip

    def text(self, row: int) -> str:
        """Return the raw text of an article."""
        return str(self.batch.column("text")[row].as_py())

    def spans(self, row: int) -> NDArray[np.int32]:
        """Return the body spans of an article, flattened; the whole text where it has no body."""
        offsets = self.bodies.offsets
        return np.asarray(self.bodies.values[offsets[row].as_py() : offsets[row + 1].as_py()].to_numpy())


def make_probes(
    batch: pa.RecordBatch, bodies: pa.ListArray, lines: Lines | None, settings: Settings, banding: Banding
) -> Probes:
    """Sketch a batch of cleaned articles and key it.

    Args:
        batch: See `batches.article_schema`.
        bodies: list<int32>, flattened body spans.
        lines: The lines of each text; None where whole texts are bodies.
        settings: Those that the corpus was made with.
        banding: The banding that the corpus was made with.
    """
    texts = batch.column("text")
    sketches = sketch(texts, bodies, settings)
    terms, counts, offsets = count_column_terms(batch.column("title"), texts, bodies)
    return Probes(
        batch, bodies, sketches, _band_prefixes(sketches.signatures, banding), prefixes(SAMPLE, sketches.samples),
        terms, counts, offsets, prefixes(ID, hash_names(batch.column("id"))),
        prefixes(BODY, sketches.body_hashes[:, 0]),
        lines,
    )  # fmt: skip


def count_column_terms(
    titles: pa.Array, texts: pa.Array, bodies: pa.ListArray
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64]]:
    """Count the terms of title and body.

    Returns:
        uint64[t] hashes, sorted and distinct in each article; int32[t], how often; int64[n + 1], where each starts.
    """
    nowhere = read_only(np.zeros(len(texts) + 1, np.int32))
    title_data, title_offsets, *_ = repair_column(*string_buffers(titles.fill_null("")), nowhere[:0], nowhere)
    spans = np.ascontiguousarray(bodies.values.to_numpy(zero_copy_only=False)).astype(np.int32, copy=False)
    range_offsets = read_only(bodies.offsets.to_numpy().astype(np.int32, copy=False))
    data, offsets, ranges, _ = repair_column(*string_buffers(texts), read_only(spans), range_offsets)
    room = int(offsets[-1] - offsets[0] + title_offsets[-1] - title_offsets[0]) + 1
    terms, counts = np.empty(room, np.uint64), np.empty(room, np.int32)
    term_offsets = np.empty(len(texts) + 1, np.int64)
    count_terms(
        title_data, title_offsets, data, offsets, ranges, range_offsets, *unicode_table(), TOKEN_SEED, _TITLE_WEIGHT,
        terms, counts, term_offsets,
    )  # fmt: skip
    found = int(term_offsets[-1])
    return terms[:found].copy(), counts[:found].copy(), term_offsets


def keys_of(
    probes: Probes, rows: NDArray[np.int64], numbers: NDArray[np.int64], fresh: NDArray[np.bool_]
) -> NDArray[np.uint64]:
    """Return the keys under which articles are to be found.

    Args:
        probes: The batch.
        rows: int64[r], rows of it to add.
        numbers: int64[r], their numbers in the corpus.
        fresh: bool[r], whether the body is new; a known body is found through the first article that has it.

    Returns:
        uint64[n], unsorted.
    """
    with_tokens = probes.sketches.token_counts[rows] > 0
    bodied = rows[with_tokens]
    new, new_numbers = rows[fresh & with_tokens], numbers[fresh & with_tokens]
    bases = base_ids(probes.batch.column("id").take(rows).to_pylist())
    based = [place for place, base in enumerate(bases) if base is not None]
    parts = [
        _key(probes.ids[rows], numbers),
        _key(prefixes(ID, hash_names(pa.array([bases[p] for p in based], pa.large_string()))), numbers[based]),
        _key(probes.body_prefixes[bodied], numbers[with_tokens]),
        _key(probes.bands[new].reshape(-1), np.repeat(new_numbers, probes.bands.shape[1])),
    ]
    for values, offsets in (
        (probes.samples, probes.sketches.sample_offsets), (prefixes(TERM, probes.terms), probes.term_offsets),
    ):  # fmt: skip
        places, owners = _ranges(offsets, new)
        parts.append(_key(values[places], new_numbers[owners]))
    return np.concatenate(parts)


def base_ids(ids: Iterable[str]) -> list[str | None]:
    """Return for each id the one that it may have been made of; None for none."""
    return [found.group(1) if "~" in name and (found := CLASH.fullmatch(name)) else None for name in ids]


def line_keys(
    lines: Lines, rows: NDArray[np.int64], numbers: NDArray[np.int64], telling: NDArray[np.bool_]
) -> NDArray[np.uint64]:
    """Return the keys of whole texts and, for those that tell a new story of their outlet, of their lines.

    Args:
        lines: Of the batch.
        rows: int64[r], rows of it to add.
        numbers: int64[r], their numbers in the corpus.
        telling: bool[n], whether the lines of each row of the batch count, see `Lines.tell_stories`.
    """
    texts = lines.text_prefixes()
    parts = [_key(texts[rows], numbers)]
    for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
        if telling[row]:
            found = lines.postings(row)
            parts.append(_key(found, np.full(len(found), number, np.int64)))
    return np.concatenate(parts)


def _key(wanted: NDArray[np.uint64], numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    return (wanted << np.uint64(NUMBER_BITS)) | numbers.astype(np.uint64)


def _ranges(offsets: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of some rows' values, and for each the place of its row in `rows`."""
    lengths = offsets[rows + 1] - offsets[rows]
    owners = np.repeat(np.arange(len(rows)), lengths)
    begins = np.cumsum(lengths) - lengths
    return np.arange(len(owners)) - begins[owners] + offsets[rows][owners], owners


def _band_prefixes(signatures: NDArray[np.uint32], banding: Banding) -> NDArray[np.uint64]:
    n = len(signatures)
    keyed = np.empty(n * banding.bands, np.uint64)
    key_bands(signatures, np.zeros(n, np.int64), banding.bands, banding.rows, 1, keyed)
    return prefixes(BAND, keyed).reshape(n, banding.bands)
