"""The checks at the end of a pass: each is broken once, and each break is noticed."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dedup.batches import batch_from_articles
from dedup.engines.local import LocalEngine
from dedup.errors import InvariantError
from dedup.jobs.progress import Progress
from dedup.jobs.run import files
from dedup.jobs.run.invariants import check_outcome, check_written
from dedup.jobs.run.run import decide
from dedup.jobs.run.tables import RunTables
from dedup.settings import Settings
from tests.jobs.piles import pile

SETTINGS = Settings(clean=False)


@pytest.fixture(scope="module")
def engine():
    with LocalEngine(SETTINGS) as made:
        yield made


@pytest.fixture(scope="module")
def outcome(engine):
    articles = [replace(a, source_file="feed.jsonl", line=n) for n, a in enumerate(pile(3, 30), 1)]
    return decide([articles], batch_from_articles, SETTINGS, engine, Progress())


@pytest.fixture
def tables(outcome):
    return RunTables(outcome, SETTINGS)


def violation(outcome, tables, engine):
    with pytest.raises(InvariantError) as raised:
        check_outcome(outcome, tables, SETTINGS, engine)
    message = str(raised.value)
    assert "Nothing was removed" in message
    assert "feed.jsonl:" in message, "the record is named"
    return message


def set_evidence(tables, **columns):
    tables.evidence = tables.evidence._replace(
        **{name: np.concatenate(([value], getattr(tables.evidence, name)[1:])) for name, value in columns.items()}
    )


def test_a_sound_pass_is_sound(outcome, tables, engine):
    assert len(tables.removed_rows) > 10
    check_outcome(outcome, tables, SETTINGS, engine)


def test_a_lost_article(outcome, tables, engine):
    tables.kept_rows = tables.kept_rows[1:]
    assert "is lost" in violation(outcome, tables, engine)


def test_an_article_that_is_kept_and_removed(outcome, tables, engine):
    tables.kept_rows = np.append(tables.kept_rows, tables.removed_rows[0])
    assert "counted twice" in violation(outcome, tables, engine)


def test_an_article_removed_in_favour_of_itself(outcome, tables, engine):
    set_evidence(tables, second=tables.evidence.first[0])
    assert "in favour of itself" in violation(outcome, tables, engine)


def test_an_article_removed_in_favour_of_a_removed_one(outcome, tables, engine):
    set_evidence(tables, second=tables.evidence.first[1])
    assert "removed too" in violation(outcome, tables, engine)


def test_an_article_removed_without_a_verified_pair(outcome, tables, engine):
    stranger = next(row for row in tables.kept_rows if row not in tables.evidence.second)
    set_evidence(tables, second=stranger)
    assert "without a verified pair" in violation(outcome, tables, engine)


def test_an_article_removed_by_the_pair_of_another(outcome, engine):
    decision = outcome.decision
    chosen = np.flatnonzero(decision.removed_by >= 0)[:2]
    swapped = decision.removed_by.copy()
    swapped[chosen] = decision.removed_by[chosen[::-1]]
    broken = replace(outcome, decision=replace(decision, removed_by=swapped))
    message = violation(broken, RunTables(broken, SETTINGS), engine)
    assert "verified pair" in message or "removed too" in message


def test_an_article_removed_by_a_relation_that_removes_nothing(outcome, tables, engine):
    set_evidence(tables, relation=5)
    assert "relation" in violation(outcome, tables, engine)


@pytest.mark.parametrize("share", [0.4999, float("nan"), 0.0])
def test_an_article_removed_below_the_threshold(outcome, tables, engine, share):
    near = int(np.flatnonzero(tables.evidence.relation == 1)[0])
    tables.evidence = tables.evidence._replace(jaccard=tables.evidence.jaccard.copy())
    tables.evidence.jaccard[near] = share
    assert "near_duplicate below the threshold" in violation(outcome, tables, engine)


def with_column(batches, engine, name, change):
    """Return the bodies with a column changed."""

    def stage(batch):
        place = batch.schema.get_field_index(name)
        values = change(batch.column(place).to_pylist())
        return batch.set_column(place, batch.schema.field(place), pa.array(values, batch.schema.field(place).type))

    return engine.map(stage, batches)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("body", [0, 10**6]), ("body", [-1, 4]), ("body", [9, 4]),
        ("left_out", [{"start": 0, "end": 10**6, "reason": "x"}]),
        ("left_out", [{"start": -1, "end": 1, "reason": "x"}]),
        ("title", {"value": "t", "start": 5, "end": 10**6, "origin": "text"}),
        ("credit", {"value": "t", "start": 5, "end": 4, "origin": "text"}),
    ],
)  # fmt: skip
def test_a_span_outside_its_text(outcome, tables, engine, name, value):
    bodies = with_column(outcome.collection.bodies, engine, name, lambda rows: [*rows[:7], value, *rows[8:]])
    broken = replace(outcome, collection=replace(outcome.collection, bodies=bodies))
    assert "feed.jsonl:8: a span reaches outside" in violation(broken, tables, engine)


def test_a_record_missing_from_the_file(tmp_path: Path):
    (tmp_path / "kept.jsonl").write_bytes(b"{}\n{}\n")
    check_written(tmp_path / "kept.jsonl", 2)
    with pytest.raises(InvariantError, match=r"kept\.jsonl holds 2 records, of 3"):
        check_written(tmp_path / "kept.jsonl", 3)


def test_a_violation_leaves_the_input_and_no_output(tmp_path, monkeypatch):
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in pile(3)))

    class Broken(RunTables):
        def __init__(self, outcome, settings):
            super().__init__(outcome, settings)
            self.kept_rows = self.kept_rows[:-1]

    monkeypatch.setattr(files, "RunTables", Broken)
    before = source.read_bytes()
    with pytest.raises(InvariantError, match="is lost"):
        files.run_files([source], tmp_path / "out", SETTINGS, Progress(), into=str(tmp_path / "known.db"))
    assert source.read_bytes() == before
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "known.db").exists(), "nothing was added to the corpus either"
