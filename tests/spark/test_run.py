"""The pass on a real cluster gives the rows of the local pass, whatever the partitions and whoever dies."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from spark.cluster import Cluster
from spark.planted import records as records_of
from spark.planted import write

import dedup
from dedup import Settings
from dedup.errors import InputError, OutputError, UsageError
from dedup.jobs.progress import Progress
from dedup.jobs.run import files as local
from dedup.writing.tables import COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore")
FIXTURES = Path(__file__).parents[2] / "fixtures"
# What only one of the two engines can know.
ELSEWHERE = {"timings", "inputs", "files", "engine", "resumed", "versions", "written_by", "settings"}


def rows_of(folder: Path, name: str) -> list[dict]:
    return pq.read_table(folder / f"{name}.parquet").select(list(COLUMNS[name])).to_pylist()


def kept_of(folder: Path) -> bytes:
    kept = folder / "kept.jsonl"
    return b"".join(part.read_bytes() for part in sorted(kept.glob("part-*"))) if kept.is_dir() else kept.read_bytes()


def assert_equal(one: Path, other: Path) -> None:
    for name in COLUMNS:
        ours, theirs = rows_of(one, name), rows_of(other, name)
        assert len(ours) == len(theirs), name
        assert ours == theirs, name
    assert kept_of(one) == kept_of(other)
    manifests = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (one, other)]
    for name in set(manifests[1]) - ELSEWHERE:
        assert manifests[0][name] == manifests[1][name], name


def both(inputs: list[str], folder: Path, partitions: int, report=lambda *_: None, **choices) -> None:
    from dedup.jobs.spark.output import run_files

    settings = Settings(table_format="parquet", **choices)
    local.run_files(inputs, folder / "local", settings, Progress())
    run_files(inputs, str(folder / "spark"), settings, Progress(report), partitions=partitions)
    assert_equal(folder / "spark", folder / "local")


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> list[str]:
    return write(tmp_path_factory.mktemp("articles"), seed=3, originals=140)


@pytest.mark.soak
def test_fixtures_give_the_local_rows(session, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(FIXTURES.parent)
    both(["fixtures/feed.jsonl"], tmp_path, partitions=1, keep="earliest", prefer=("no such source",))


def test_a_killed_worker_changes_nothing(session, cluster: Cluster, collection, tmp_path) -> None:
    def report(stage: str, *_: int) -> None:
        if stage == "match" and len(cluster.workers) > 1:
            cluster.kill_worker()

    both(collection, tmp_path, partitions=4, report=report)
    assert len(cluster.workers) == 1


@pytest.mark.soak
def test_crowds_are_decided_alike(session, tmp_path) -> None:
    crowded = write(tmp_path / "in", seed=8, originals=90, notices=160, copies=200)
    both(crowded, tmp_path, partitions=3)
    assert json.loads((tmp_path / "spark" / "manifest.json").read_text())["caps"]["pairs"]["entries"] > 0


@pytest.mark.soak
@pytest.mark.parametrize("partitions", [1, 64])
def test_partitions_change_nothing(session, collection, tmp_path, partitions: int) -> None:
    both(collection, tmp_path, partitions=partitions)


@pytest.mark.parametrize(
    ("inputs", "choices", "error", "told"),
    [
        (["-"], {}, UsageError, "standard input"),
        (["story"], {}, InputError, "reads jsonl"),
        (["feed.jsonl"], {"emit": "body"}, UsageError, "--emit"),
        (["none.jsonl"], {}, InputError, "none.jsonl"),
    ],
)
def test_what_is_not_there_is_refused(session, tmp_path, monkeypatch, inputs, choices, error, told) -> None:
    from dedup.jobs.spark.output import run_files

    monkeypatch.chdir(FIXTURES)
    with pytest.raises(error, match=told):
        run_files(inputs, str(tmp_path / "out"), Settings(**choices), Progress())
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_exists_is_left_alone(session, tmp_path) -> None:
    from dedup.jobs.spark.output import run_files

    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError, match="exists already"):
        run_files([str(FIXTURES / "feed.jsonl")], str(tmp_path / "out"), Settings(), Progress())
    shutil.rmtree(tmp_path / "out")


@pytest.mark.soak
def test_a_frame_gives_frames_back(session, collection, tmp_path) -> None:
    records = [record for record in records_of(seed=4, originals=20, notices=4, copies=5) if "id" in record]
    columns = ("id", "title", "text", "source", "date")
    frame = session.createDataFrame([tuple(record[name] for name in columns) for record in records], list(columns))
    found = dedup.run(frame, engine="spark", temp=str(tmp_path))
    expected = dedup.run(records)
    assert found.counts["removed"] == expected.counts["removed"] > 0
    kept = [row["id"] for row in found.kept.select("id").collect()]
    assert sorted(kept) == sorted(expected.table("kept")["id"].to_pylist())
    ours = {(row["id"], row["kept_id"], row["relation"]) for row in found.table("removed").collect()}
    assert ours == {(removal.id, removal.kept_id, removal.relation) for removal in expected.removed}
    found.delete()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="frame of Spark's"):
        dedup.run(3, engine="spark")

