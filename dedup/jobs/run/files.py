"""`dedup run`: the pass over files, and everything that it writes into its folder.

The folder appears whole or not at all. Python users call `dedup.run`.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.engines.base import Engine
from dedup.engines.local import LocalEngine
from dedup.jobs.places import check_run
from dedup.jobs.progress import Progress
from dedup.jobs.run.articles import article_rows, article_table, body_rows
from dedup.jobs.run.counts import boilerplate_lines, count_outcome
from dedup.jobs.run.input import RunInput, input_key
from dedup.jobs.run.invariants import check_outcome, check_written
from dedup.jobs.run.known import add_kept, pass_name
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.resuming import spool_for
from dedup.jobs.run.run import decide
from dedup.jobs.run.tables import RunTables
from dedup.reporting.csv_tables import CsvFile
from dedup.reporting.dedup_view import Dedup, dedup_view
from dedup.reporting.html import dedup_report
from dedup.settings import Settings, TableFormat
from dedup.writing.folders import MANIFEST, identity, open_output
from dedup.writing.json_lines import bytes_of, json_lines
from dedup.writing.records import write_records
from dedup.writing.sorted_lines import SortedLines
from dedup.writing.tables import COLUMNS, ROWS, TableFile, rounded, table_lines, table_schema

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus

REPORT = "report.html"
# Every file that a pass may write; what else lies in OUT is the user's.
OUTPUT_FILES = frozenset(
    {"kept.jsonl", REPORT, MANIFEST} | {f"{name}.{ending}" for name in COLUMNS for ending in get_args(TableFormat)}
)


def run_files(
    inputs: Sequence[str | Path],
    folder: str | Path,
    settings: Settings,
    progress: Progress,
    *,
    input_format: str | None = None,
    force: bool = False,
    resume: bool = False,
    corpus: str | None = None,
    into: str | None = None,
) -> Dedup:
    """Read files, decide, and write the folder.

    Args:
        inputs: Files, folders, patterns, `-`.
        folder: Where the output goes.
        settings: Thresholds and choices.
        progress: Told what happens.
        input_format: Name of a format; None sniffs.
        force: Replace an earlier output.
        resume: Go on where an interrupted pass with the same input and settings was.
        corpus: A corpus; what it already has goes too.
        into: A corpus; what stays is added to it.

    Returns:
        What report and summary show, with the manifest.

    Raises:
        InputError: Nothing could be read at all.
        OutputError: The folder exists or can't be written.
    """
    source = RunInput(inputs, settings, input_format)
    key = input_key(inputs, settings, input_format)
    check_run(inputs, folder, settings.temp, corpus, into)
    with (
        open_output(folder, OUTPUT_FILES, force=force) as out,
        LocalEngine(settings, spool_for(folder, key, settings, resume=resume), key) as engine,
    ):
        with _opened(_known(corpus, into), settings, "r") as known:
            outcome = decide(source.blocks(), source.parse, settings, engine, progress, source.note, known)
        read, tables = outcome.collection, RunTables(outcome, settings)
        with progress.stage("check", read.articles.rows):
            check_outcome(outcome, tables, settings, engine)
        with progress.stage("write", read.articles.rows):
            shown = _write_tables(out, outcome, tables, settings, engine)
            counts = count_outcome(outcome, tables, settings, rejected=shown["rejects"].num_rows)
            check_written(out / "kept.jsonl", len(tables.kept_rows))
        with _opened(into, settings, "rw") as target:
            if target is not None:
                add_kept(read.articles, read.bodies, read.ids, tables.kept_rows, target)
        names = {*os.listdir(out), REPORT, MANIFEST}
        manifest = _manifest(outcome, counts, settings, progress, engine.reused, names)
        view = dedup_view(manifest, **shown, texts=tables.bodies_of)
        (out / REPORT).write_text(dedup_report(view), encoding="utf-8")
        as_json = json.dumps(manifest, indent=2, ensure_ascii=False)
        (out / MANIFEST).write_text(as_json + "\n", encoding="utf-8")
        name = pass_name(read.articles)
    with _opened(into, settings, "rw") as target:
        if target is not None:
            target.finish(name)
    return view


def _known(corpus: str | None, into: str | None) -> str | None:
    """Return the corpus to look up in; none at the first pass into a corpus that this pass makes."""
    first = corpus is not None and into is not None and not Path(corpus).exists() and Path(corpus) == Path(into)
    return None if first else corpus


@contextmanager
def _opened(path: str | None, settings: Settings, mode: Literal["r", "rw"]) -> Iterator[Corpus | None]:
    """Open a corpus, if one is named."""
    if path is None:
        yield None
        return
    from dedup.corpus.corpus import Corpus

    with Corpus(path, settings, mode=mode) as corpus:
        yield corpus


def _manifest(
    outcome: Outcome,
    counts: dict[str, Any],
    settings: Settings,
    progress: Progress,
    reused: list[str],
    names: Collection[str],
) -> dict[str, Any]:
    banding = outcome.matches.banding
    curve = [[step / 20, round(banding.detection_probability(step / 20), 6)] for step in range(21)]
    return {
        **identity(names),
        "versions": _versions(),
        "settings": settings.as_dict(),
        "inputs": outcome.collection.articles.note["files"],
        "counts": counts,
        "bands": banding.bands,
        "rows": banding.rows,
        "detection_curve": curve,
        "caps": {name: caps._asdict() for name, caps in outcome.matches.caps.items()},
        "resumed": reused,
        "timings": {name: round(seconds, 3) for name, seconds in progress.seconds.items()},
    }


def _write_tables(out: Path, outcome: Outcome, tables: RunTables, settings: Settings, engine: Engine) -> dict[str, Any]:
    """Write every table, side by side, and return the tables that the report shows too, and boilerplate."""
    suffix = settings.table_format
    rejects = pa.Table.from_pylist(outcome.collection.articles.note["rejects"], table_schema("rejects"))
    made: dict[str, Callable[[], pa.Table]] = {
        "repeats": tables.repeats, "pairs": tables.pairs, "removed": tables.removed, "clusters": tables.clusters,
        "rejects": lambda: rejects,
    }  # fmt: skip

    def write(name: str) -> pa.Table:
        table = rounded(name, made[name]())
        with _table_file(name, out, suffix) as file:
            file.write(table)
        return table

    # one thread of its own for what waits for the disk, one for the tables; the engine's make the articles
    with ThreadPoolExecutor(2) as beside:
        kept = beside.submit(_write_kept, out / "kept.jsonl", outcome, tables, settings)
        shown = {name: beside.submit(write, name) for name in made}
        shown["named"] = beside.submit(tables.named)
        boilerplate = beside.submit(boilerplate_lines, outcome)
        if suffix == "jsonl":
            _write_article_lines(out / "articles.jsonl", outcome, tables, engine)
        else:
            with _table_file("articles", out, suffix) as file:
                _write_articles(file, outcome, tables)
        kept.result()
        return {name: future.result() for name, future in shown.items()} | {"boilerplate": boilerplate.result()}


def _write_article_lines(path: Path, outcome: Outcome, tables: RunTables, engine: Engine) -> None:
    def lines(
        articles: pa.RecordBatch, bodies: pa.RecordBatch, ids: pa.Array, records: NDArray[np.int64]
    ) -> list[pa.Array]:
        return list(table_lines(rounded("articles", article_table(articles, bodies, ids, records))))

    bounds = np.cumsum([0, *(batch.num_rows for batch in outcome.collection.articles)]).tolist()
    ids = (tables.ids[first:last] for first, last in pairwise(bounds))
    records = (tables.records[first:last] for first, last in pairwise(bounds))
    with SortedLines(path) as file:
        read = outcome.collection
        engine.fold(lines, lambda _, made: file.add(made), None, read.articles, read.bodies, ids, records)
        file.write(tables.by_id)


def _table_file(name: str, folder: Path, suffix: TableFormat) -> TableFile | CsvFile:
    path = folder / f"{name}.{suffix}"
    return CsvFile(path, list(COLUMNS[name])) if suffix == "csv" else TableFile(name, path, suffix)


def _write_articles(file: TableFile | CsvFile, outcome: Outcome, tables: RunTables) -> None:
    for start in range(0, outcome.collection.articles.rows, ROWS):
        rows = tables.by_id[start : start + ROWS]
        named = tables.ids.take(pa.array(rows))
        file.write(rounded("articles", article_rows(outcome, rows, named, tables.records[rows])))


def _write_kept(path: Path, outcome: Outcome, tables: RunTables, settings: Settings) -> None:
    with path.open("wb") as file:
        if settings.emit == "body":
            _write_bodies(file, outcome, tables)
        else:
            _copy_kept(file, outcome, tables)
        file.flush()
        os.fsync(file.fileno())  # the largest file: it reaches the disk while others are made


def _write_bodies(file: BinaryIO, outcome: Outcome, tables: RunTables) -> None:
    for start in range(0, len(tables.kept_rows), ROWS):
        rows = tables.kept_rows[start : start + ROWS]
        file.write(bytes_of(json_lines(body_rows(outcome, rows, tables.ids.take(pa.array(rows))))))


def _copy_kept(file: BinaryIO, outcome: Outcome, tables: RunTables) -> None:
    kept = tables.kept_rows
    stamps = {path: tuple(stamp) for path, stamp in outcome.collection.articles.note["stamps"].items()}
    start = 0
    for batch in outcome.collection.articles:
        first, last = np.searchsorted(kept, (start, start + batch.num_rows))
        if last > first:
            rows = pa.array(kept[first:last])
            write_records(_records(batch, pc.subtract(rows, start), tables.ids.take(rows)), file, stamps)
        start += batch.num_rows


def _records(batch: pa.RecordBatch, rows: pa.Array, ids: pa.LargeStringArray) -> pa.RecordBatch:
    """Return some rows of a batch under their final ids; where files hold them all, no more than their places there."""
    if pc.min(batch.column("raw_start")).as_py() >= 0:
        batch = batch.select(["source_file", "raw_start", "raw_end"])
    place = batch.schema.get_field_index("source_file")
    chosen = batch.set_column(place, "source_file", batch.column(place).dictionary_encode()).take(rows)
    place = batch.schema.get_field_index("id")
    return chosen if place < 0 else chosen.set_column(place, "id", ids)


def _versions() -> dict[str, str]:
    import importlib.metadata

    packages = ("dedup-news", "numpy", "numba", "pyarrow", "datasketch")
    return {name: importlib.metadata.version(name) for name in packages} | {"python": platform.python_version()}
