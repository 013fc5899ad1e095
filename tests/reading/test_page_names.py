"""Titles without the outlet's name, and authors who are not the outlet."""

import pytest

from dedup.reading.page_names import author_beside_outlet, outlets_of, title_without_outlet

OUTLETS = outlets_of("The Tornby Post", None, "https://www.tornbypost.example/mill")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Band sells tubas | The Tornby Post", "Band sells tubas"),
        ("Band sells tubas - Tornby Post", "Band sells tubas"),
        ("Band sells tubas – Culture | Tornby Post", "Band sells tubas – Culture"),
        ("Tornby Post | Band sells tubas", "Band sells tubas"),
        ("Moss - Ostby 2-1", "Moss - Ostby 2-1"),
        ("Band sells tubas - and the roof leaks", "Band sells tubas - and the roof leaks"),
        ("The Tornby Post", "The Tornby Post"),
        (None, None),
    ],
)
def test_title(title, bare):
    assert title_without_outlet(title, OUTLETS) == bare


@pytest.mark.parametrize(
    ("author", "names"),
    [("Ada Holm; Nils Brandt", "Ada Holm, Nils Brandt"), ("Tornby Post", None), ("Ada Holm", "Ada Holm"), (None, None)],
)
def test_author(author, names):
    assert author_beside_outlet(author, "The Tornby Post") == names
