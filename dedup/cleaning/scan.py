"""The line table of a column of texts: what every later step of cleaning works on."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.batches import read_only
from dedup.cleaning.cues import CUE, word_table
from dedup.kernel.line_columns import BYTE_END, BYTE_START, COLUMNS, ROW
from dedup.kernel.line_counts import BLOCK
from dedup.kernel.line_joins import join_broken
from dedup.kernel.line_signs import line_signs
from dedup.kernel.lines import count_breaks, scan_lines
from dedup.text.tokens import TOKEN_SEED
from dedup.text.unicode_table import unicode_table

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Scan(NamedTuple):
    """Lines and tokens of n texts.

    Attributes:
        data: uint8[bytes], the texts one after another.
        offsets: int64[n + 1], where each text starts in them.
        lines: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        hashes: uint64[lines], hash of each line's folded words.
        exact: uint64[lines], hash of each line's bytes.
        tokens: uint64[tokens], token hashes.
        token_starts, token_ends: int32[tokens], code points.
        token_offsets: int64[n + 1], where each text's tokens start.
        languages: int32[n, 16], stop words of each language in each text.
    """

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    lines: NDArray[np.int32]
    first_line: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    exact: NDArray[np.uint64]
    tokens: NDArray[np.uint64]
    token_starts: NDArray[np.int32]
    token_ends: NDArray[np.int32]
    token_offsets: NDArray[np.int64]
    languages: NDArray[np.int32]

    def texts_of(self, lines: NDArray[np.int64]) -> list[str]:
        """Return the text of some lines."""
        begin = self.offsets[self.lines[ROW, lines]]
        starts, ends = ((begin + self.lines[column, lines]).tolist() for column in (BYTE_START, BYTE_END))
        data = self.data.data
        return [str(data[start:end], "utf-8", "replace") for start, end in zip(starts, ends, strict=True)]


def scan(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> Scan:
    """Measure every line of every text.

    Args:
        data: uint8[bytes], UTF-8.
        offsets: int64[n + 1], where each text starts.
    """
    n = len(offsets) - 1
    used = read_only(data[offsets[0] : offsets[-1]])
    offsets = offsets - offsets[0]
    room = int(count_breaks(used)) + n + 1
    lines = np.empty((COLUMNS, room), np.int32)
    hashes = np.empty(room, np.uint64)
    exact = np.empty(room, np.uint64)
    most = used.size // 2 + n + 1  # a word has a separator after it, a character of an unspaced script three bytes
    tokens = np.empty(most, np.uint64)
    starts = np.empty(most, np.int32)
    ends = np.empty(most, np.int32)
    token_offsets = np.empty(n + 1, np.int64)
    languages = np.zeros((n, 16), np.int32)
    found = scan_lines(
        used, offsets, *unicode_table(), TOKEN_SEED, _signs(), word_table(), lines, hashes, exact,
        tokens, starts, ends, token_offsets, languages, read_only(np.empty(0, np.int32)),
        np.empty(int(np.diff(offsets).max(initial=0)) + 2 * BLOCK, np.uint8),
    )  # fmt: skip
    lines, hashes, exact = np.ascontiguousarray(lines[:, :found]), hashes[:found], exact[:found]
    kept = np.empty(found, np.bool_)
    join_broken(lines, hashes, exact, CUE["by"], kept)
    if not kept.all():
        lines, hashes, exact = lines.compress(kept, axis=1), hashes[kept], exact[kept]
    first_line = np.searchsorted(lines[ROW], np.arange(n + 1)).astype(np.int64)
    filled = int(token_offsets[-1])
    return Scan(
        used, offsets, lines, first_line, hashes, exact,
        tokens[:filled], starts[:filled], ends[:filled], token_offsets, languages,
    )  # fmt: skip


@functools.cache
def _signs() -> NDArray[np.uint32]:
    pages, entries, _ = unicode_table()
    signs: NDArray[np.uint32] = line_signs(pages, entries)
    return signs
