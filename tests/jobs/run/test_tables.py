"""The tables of a pass: clusters with what they are made of, and output that is whole or not there."""

import errno
import json

import pytest

from dedup import Article, Settings, run
from dedup.errors import OutputError
from dedup.jobs.progress import Progress
from dedup.jobs.run.files import run_files
from dedup.jobs.run.tables import RunTables
from tests.jobs.piles import pile, text

WHOLE = Settings(clean=False)


def test_a_cluster_names_its_members_outlets_and_first_date():
    body = text(1)
    longer = f"{body}\n{text(2, 2)}"
    result = run(
        [
            Article("c", body, source="Bell", date="2024-03-02"),
            Article("b", longer, source="Arc", date="2024-03-05"),
            Article("ä", body.upper(), source=None, date=None),
            Article("a", body, source="Bell", date="2024-03-01"),
            Article("alone", text(9), source="Post", date="2023-01-01"),
        ],
        WHOLE,
    )
    (cluster,) = result.clusters
    assert (cluster.cluster_id, cluster.representative) == ("a", "b")
    assert cluster.members == ("a", "b", "c", "ä")
    assert cluster.sources == ("Arc", "Bell")
    assert cluster.first_seen == "2024-03-01"
    assert {r.cluster_id for r in result.removed} == {"a"}
    assert [r.id for r in result.removed] == ["a", "c", "ä"]


def test_shares_turn_with_the_pair():
    body = text(3)
    part = "\n".join(body.split("\n")[:4])
    for whole, excerpt in (("a", "b"), ("b", "a")):
        (pair,) = run([Article(whole, body), Article(excerpt, part)], WHOLE).pairs
        assert (pair.id_a, pair.id_b) == ("a", "b")
        assert pair.relation == ("contains" if whole == "a" else "contained")
        assert (pair.containment_b if whole == "a" else pair.containment_a) == 1.0
        assert (pair.containment_a if whole == "a" else pair.containment_b) < 0.5


def test_api_and_files_hold_the_same_rows(tmp_path):
    articles = pile(3, originals=30)
    lines = [json.dumps({"id": a.id, "text": a.text, "source": a.source, "date": a.date}) for a in articles]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    run_files([tmp_path / "in.jsonl"], tmp_path / "out", WHOLE, Progress())
    result = run(articles, WHOLE)
    for name, key in (("removed", "id"), ("pairs", "id_a"), ("clusters", "cluster_id"), ("repeats", "passage_id")):
        written = [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text().splitlines()]
        assert [row[key] for row in written] == [getattr(row, key) for row in getattr(result, name)]
        assert written


@pytest.mark.parametrize("table", ["pairs", "repeats", "removed"])
def test_a_disk_that_fills_up_in_a_thread_is_told_and_leaves_nothing(table, tmp_path, monkeypatch):
    def full(self):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RunTables, table, full)
    (tmp_path / "in.jsonl").write_text('{"text": "The ferry was late."}\n')
    with pytest.raises(OutputError, match="no space left"):
        run_files([tmp_path / "in.jsonl"], tmp_path / "out", WHOLE, Progress())
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".spool"] == ["in.jsonl"]
