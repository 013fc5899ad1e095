"""The shipped Unicode table: what it must say on every Python, and that it is what `build` makes."""

import unicodedata

import numpy as np
import pytest

from dedup.text import unicode_table as table_module
from dedup.text.unicode_table import (
    CLASS_SHIFT,
    CODE_POINTS,
    EXPANSION,
    MARK,
    PAGE,
    SEPARATOR,
    SINGLE,
    VALUE_MASK,
    WORD,
    build,
    unicode_table,
)

SHIPPED = "14.0.0"


def entries() -> np.ndarray:
    table = unicode_table()
    return table.entries.reshape(-1, PAGE)[table.pages].reshape(-1)


def test_it_covers_every_code_point() -> None:
    assert len(entries()) == CODE_POINTS
    assert table_module.PATH.is_file()


@pytest.mark.skipif(unicodedata.unidata_version != SHIPPED, reason=f"this Python's Unicode is not {SHIPPED}")
def test_it_is_what_build_makes() -> None:
    for shipped, built in zip(unicode_table(), build(), strict=True):
        assert shipped.dtype == built.dtype
        assert np.array_equal(shipped, built)


@pytest.mark.parametrize(
    ("chars", "kind"),
    [
        ("azAZ09_éЖωक", WORD),
        (" .,;\n\x00€—", SEPARATOR),
        ("日あアไກ", SINGLE),
        ("ßﬁ½", EXPANSION),
        ("\u0301\u093f", MARK),
    ],
)
def test_classes(chars: str, kind: int) -> None:
    assert {int(entries()[ord(c)]) >> CLASS_SHIFT & 7 for c in chars} == {kind}


def test_folding_is_settled_after_one_step() -> None:
    # folding what has been folded changes nothing, or equal words would differ by how often they were folded
    every = entries()
    words = np.flatnonzero((every >> CLASS_SHIFT & 7) == WORD)
    once = every[words] & VALUE_MASK
    target = every[once]
    again = (target >> CLASS_SHIFT & 7) == WORD
    unsettled = [hex(c) for c in once[again & ((target & VALUE_MASK) != once)].tolist()]
    assert unsettled == []


def test_expansions_are_words() -> None:
    every, expansions = entries(), unicode_table().expansions
    parts = expansions[expansions > 0]
    assert set((every[parts] >> CLASS_SHIFT & 7).tolist()) <= {WORD, SINGLE, EXPANSION, MARK}
    assert np.all(expansions[:, 0] > 0)
