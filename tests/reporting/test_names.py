"""Who is listed as a speaker, and under which name."""

from __future__ import annotations

import pytest

from dedup.reporting.names import has_name, merged, plain_name

COMMON = {"critics", "baker", "ferry"}


@pytest.mark.parametrize(
    "speaker",
    [
        "Ingrid Solbakken", "Okafor", "the harbour master Lena Vik", "Chilean police", "Ministry of Fisheries",
        "harbor police",
        "a navy spokesman", "la ministre des transports", "ein Sprecher der Stadt", "ソルバッケン外相", "BBC",
        "King's College",
    ],
)  # fmt: skip
def test_names_and_offices_are_listed(speaker):
    assert has_name(speaker, COMMON)


@pytest.mark.parametrize(
    "speaker",
    [
        "Analysts", "People", "Some people", "critics", "Critics", "a witness", "the airline", "statement",
        "organisers",
        "les organisateurs", "qu’aucune base n’était prévue", "Online guides", "One law source", "he", "",
        "12", "ministers", "complaint Norvik filed", "a navy source", "U.S. government official",
    ],
)  # fmt: skip
def test_nobody_in_particular_is_not(speaker):
    assert not has_name(speaker, COMMON)


def test_names_of_one_speaker_go_together():
    names = ["Ingrid Solbakken", "Solbakken", "Ingrid Solbakken", "Foreign Minister Solbakken", "Ministry of Fisheries"]
    found = merged(plain_name(name) for name in names)
    assert found["Solbakken"] == found["Ingrid Solbakken"] == "Ingrid Solbakken"
    assert found["Ministry of Fisheries"] == "Ministry of Fisheries"


def test_a_name_that_fits_two_stays_by_itself():
    assert merged(["Grace Ahn", "Leo Ahn", "Ahn"])["Ahn"] == "Ahn"


def test_a_name_goes_by_what_most_texts_say():
    assert merged(["Model Ada Lind", "Ada Lind", "Ada Lind"])["Model Ada Lind"] == "Ada Lind"
    assert merged(["SIGN UP HERE Norvik", *["Norvik"] * 9])["SIGN UP HERE Norvik"] == "Norvik"


def test_offices_of_two_bodies_stay_apart():
    found = merged(["French government", "Norwegian government", "Chilean police", "harbor police"])
    assert len(set(found.values())) == 4


def test_a_list_number_is_no_part_of_a_name():
    assert plain_name("4. The Ministers") == "Ministers"
