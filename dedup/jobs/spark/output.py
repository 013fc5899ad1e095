"""`dedup run --engine spark`: the pass over files, and everything that it writes into its folder.

The tables are folders of Parquet files, sorted by their key from file to file; `kept.jsonl` is a folder of lines in
input order. The whole appears under its name when it is complete.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.articles import Reject
from dedup.batches import articles_from_batch
from dedup.engines.spark import Batches, SparkEngine, delete, from_bytes, open_session
from dedup.engines.spark_files import exists, rename, write_file
from dedup.errors import OutputError, UsageError
from dedup.jobs.progress import Progress
from dedup.jobs.run.input import reject_rows
from dedup.jobs.spark import tables
from dedup.jobs.spark.collection import Collection
from dedup.jobs.spark.counts import count_outcome
from dedup.jobs.spark.files import Source, find_sources
from dedup.jobs.spark.reading import ARTICLES, AT_ONCE, ROW, read_sources
from dedup.jobs.spark.repeats import repeats
from dedup.jobs.spark.run import Outcome, decide
from dedup.kernel.compiled import cache_folder, kernel_digest
from dedup.settings import Settings
from dedup.writing.folders import MANIFEST, identity
from dedup.writing.records import article_json

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

KEPT = "kept.jsonl"
# Input bytes of a slot: its texts, tokens and shingles take some ten times as much while it works.
_SLOT_BYTES = 32 << 20


def run_files(
    inputs: Sequence[str | Path],
    folder: str,
    settings: Settings,
    progress: Progress,
    *,
    master: str | None = None,
    partitions: int = 0,
    input_format: str | None = None,
) -> dict[str, Any]:
    """Read files, decide, and write the folder; returns the manifest.

    Args:
        inputs: Files, folders, patterns of any file system that Spark reads.
        folder: Where the output goes, likewise.
        settings: Thresholds and choices.
        progress: Told what happens.
        master: The cluster; None takes the session that runs, or what is configured.
        partitions: Into how many parts the work is divided; 0 takes as many as the input needs.
        input_format: `jsonl` or `parquet`; None sniffs.

    Raises:
        MissingExtraError: PySpark is not installed.
        InputError: Nothing could be read at all, or something is of a format that Spark doesn't read here.
        OutputError: The folder exists or can't be written.
        UsageError: A setting asks for what Spark doesn't do here.
    """
    refuse_unsupported(settings)
    session = open_session(master)
    target = _absolute(session, folder)
    if exists(session, target):
        raise OutputError(f"{folder}: the folder exists already: choose another")
    sources, rejects = find_sources(session, inputs, settings, input_format)
    slots = partitions or slots_for(session, sum(source.file.bytes for source in sources))
    work = f"{settings.temp or target.rpartition('/')[0]}/.dedup-{uuid.uuid4().hex}"
    done = f"{target}.unfinished-{uuid.uuid4().hex[:8]}"
    with SparkEngine(session, work, slots, kernel_digest(), cache_folder()) as engine:
        try:
            manifest = _write(engine, done, sources, rejects, settings, progress)
            rename(session, done, target)
        except BaseException:
            delete(session, done)
            raise
    return manifest


def refuse_unsupported(settings: Settings) -> None:
    """Refuse what the local pass does and this one does not.

    Raises:
        UsageError: A setting asks for it.
    """
    if settings.emit != "raw":
        raise UsageError("--engine spark writes records as they came: leave --emit out, or run without --engine spark")


def slots_for(session: SparkSession, size: int) -> int:
    """Return into how many parts the work on some bytes of input is divided."""
    return max(session.sparkContext.defaultParallelism, -(-size // _SLOT_BYTES), 1)


def _absolute(session: SparkSession, folder: str) -> str:
    if "://" in folder or folder.startswith("file:"):
        return folder.rstrip("/")
    from dedup.engines.spark_files import default_scheme

    return str(Path(folder).absolute()) if default_scheme(session) == "file" else folder.rstrip("/")


def read(engine: SparkEngine, sources: list[Source], settings: Settings) -> DataFrame:
    """Return the batches of articles of some files, stored."""
    if not sources:
        return engine.session.createDataFrame([], ARTICLES)
    return engine.store("articles", read_sources(engine, sources, settings), at_once=AT_ONCE)


def _write(
    engine: SparkEngine,
    folder: str,
    sources: list[Source],
    rejects: list[Reject],
    settings: Settings,
    progress: Progress,
) -> dict[str, Any]:
    with progress.stage("read"):
        articles = read(engine, sources, settings)
    outcome = decide(engine, articles, settings, progress)
    with progress.stage("write"):
        made = make_tables(engine, outcome, articles, rejects, settings)
        rows = made.pop("evidence")
        for name, table in made.items():
            _save(table, f"{folder}/{name}.parquet")
        kept_records(engine, outcome.found.collection, rows).write.text(f"{folder}/{KEPT}")
        counts = count_outcome(engine, outcome, rows, articles, rejects, settings)
        counts["clusters"] = engine.session.read.parquet(f"{folder}/clusters.parquet").count()
    manifest = _manifest(
        sources, outcome, counts, settings, progress, [KEPT, MANIFEST, *(f"{n}.parquet" for n in made)]
    )
    write_file(
        engine.session, f"{folder}/{MANIFEST}", (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
    )
    return manifest


def make_tables(
    engine: SparkEngine, outcome: Outcome, read: DataFrame, rejects: list[Reject], settings: Settings
) -> dict[str, DataFrame]:
    """Return the tables of the contract, and `evidence`: the rows that go."""
    found = outcome.found
    rows = tables.removed_rows(engine, found, settings)
    clustered = tables.clustered_rows(found)
    return {
        "evidence": rows,
        "articles": tables.articles(engine, found.collection),
        "removed": tables.removed(engine, found, rows, clustered, settings),
        "pairs": tables.pairs(engine, found),
        "clusters": tables.clusters(clustered, rows),
        "repeats": repeats(engine, found.collection, outcome.runs),
        "rejects": _with_own(engine, tables.rejects(engine, read), rejects),
    }


def _with_own(engine: SparkEngine, table: DataFrame, rejects: list[Reject]) -> DataFrame:
    """Put the driver's own rejects before those of the tasks, in input order."""
    if rejects:
        own = [(-1, *row.values()) for row in reject_rows(rejects)]
        table = table.unionByName(engine.session.createDataFrame(own, table.schema))
    return table.orderBy("row").drop("row")


def _save(table: DataFrame, path: str) -> None:
    table.write.option("compression", "zstd").parquet(path)


def kept_records(engine: SparkEngine, collection: Collection, gone: DataFrame) -> DataFrame:
    """Return the records that stay, as they came, in input order: `value`."""
    from pyspark.sql import functions as F  # noqa: N812

    kept = collection.rows.select("row", "batch", "id").join(gone.select("row"), "row", "left_anti")
    asked = kept.groupBy("batch").agg(F.collect_list(F.struct("row", "id")).alias("kept"))
    whole = collection.batches.select("batch", "articles").join(asked, "batch")
    return (
        engine.map(_records, whole.select("articles", "kept"), "row long, value string").orderBy("row").select("value")
    )


def _records(batches: Batches) -> Batches:
    for payloads in batches:
        for payload, kept in zip(payloads.column("articles"), payloads.column("kept"), strict=True):
            batch = chosen_articles(from_bytes(payload), kept.values)
            rows = batch.column(ROW)
            raw = batch.column("raw")
            if raw.null_count:
                rest = iter([article_json(one) for one in articles_from_batch(batch.filter(raw.is_null()))])
                raw = pa.array([own if own is not None else next(rest) for own in raw.to_pylist()], pa.binary())
            # records are valid UTF-8, or they would be rejects
            yield pa.RecordBatch.from_arrays([rows, raw.cast(pa.binary()).cast(pa.string())], names=["row", "value"])


def chosen_articles(batch: pa.RecordBatch, chosen: pa.StructArray) -> pa.RecordBatch:
    """Return some articles of a batch in order, under their final ids."""
    order = np.argsort(chosen.field("row").to_numpy())
    rows = chosen.field("row").to_numpy()[order]
    some = batch.take(pa.array(np.searchsorted(batch.column(ROW).to_numpy(), rows)))
    place = some.schema.get_field_index("id")
    ids = chosen.field("id").take(pa.array(order)).cast(pa.large_string())
    return some.set_column(place, some.schema.field(place), ids)


def _manifest(
    sources: list[Source],
    outcome: Outcome,
    counts: dict[str, Any],
    settings: Settings,
    progress: Progress,
    names: list[str],
) -> dict[str, Any]:
    banding = outcome.banding
    packages = ("dedup-news", "numpy", "numba", "pyarrow", "datasketch", "pyspark")
    return {
        **identity(names),
        "engine": "spark",
        "versions": {name: importlib.metadata.version(name) for name in packages}
        | {"python": platform.python_version()},
        "settings": settings.as_dict(),
        # no checksum: no task reads a file as a whole
        "inputs": [{"path": s.file.name, "bytes": s.file.bytes, "modified_ms": s.file.modified} for s in sources],
        "counts": counts,
        "bands": banding.bands,
        "rows": banding.rows,
        "detection_curve": [[step / 20, round(banding.detection_probability(step / 20), 6)] for step in range(21)],
        "caps": {name: caps._asdict() for name, caps in outcome.caps.items()},
        "resumed": [],
        "timings": {name: round(seconds, 3) for name, seconds in progress.seconds.items()},
    }
