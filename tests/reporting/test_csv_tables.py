"""CSV: one row for each cell, safe by default, lossless when raw."""

from __future__ import annotations

import csv
import io

import pytest

from dedup.reporting import csv_tables
from tests.reporting import example, hostile


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_there_is_a_row_for_each_claim_and_article():
    data = example.comparison()
    assert len(rows(csv_tables.comparison(data))) == sum(len(c["cells"]) for c in data["claims"])


@pytest.mark.parametrize("data", [example.comparison(), hostile.comparison()[0]], ids=["ordinary", "hostile"])
def test_pandas_opens_it_in_long_form(data):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.StringIO(csv_tables.comparison(data)), keep_default_na=False)
    assert tuple(frame.columns) == csv_tables.COLUMNS
    assert len(frame) == sum(len(c["cells"]) for c in data["claims"])
    assert set(frame["state"]) <= {"present", "absent", "not_extracted", "truncated"}
    present = frame[frame["state"] == "present"]
    assert (present["start"].astype(int) < present["end"].astype(int)).all()
    assert (frame["state"] == "present").sum() == (frame["quote"] != "").sum()


def test_offsets_slice_back_to_the_quote():
    texts = example.texts()
    for row in rows(csv_tables.comparison(example.comparison(), raw=True)):
        if row["state"] == "present":
            assert texts[row["article"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_no_cell_is_a_formula_unless_raw():
    data = example.comparison()
    data["claims"][0]["text"] = "=cmd|' /C calc'!A0"
    assert rows(csv_tables.comparison(data))[0]["claim"] == "'=cmd|' /C calc'!A0"
    assert rows(csv_tables.comparison(data, raw=True))[0]["claim"] == "=cmd|' /C calc'!A0"


def test_hostile_text_stays_in_its_cell():
    data, _ = hostile.comparison()
    read = rows(csv_tables.comparison(data, raw=True))
    assert read[0]["quote"] == data["claims"][0]["cells"][0]["quote"]
    assert len(read) == 7


def test_a_carriage_return_starts_no_new_row():
    cell = {"article": "\r=1", "state": "present", "quote": "=5"}
    data = {
        "articles": [{"id": "\r=1", "source": "\r=2\r\n=3"}],
        "claims": [{"claim_id": "c", "text": "x\r=4", "cells": [cell]}],
    }
    printed = csv_tables.comparison(data)
    rows = list(csv.reader(io.StringIO(printed, newline="")))
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "\r", "\n")) for cell in rows[1])
