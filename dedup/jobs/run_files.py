"""`dedup run`: the pass over files, and everything that it writes into its folder.

The folder appears whole or not at all. Called by the command line; Python users call `dedup.run`.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from dedup.cleaning.article import body_text
from dedup.engines.local import LocalEngine
from dedup.jobs.article_lines import FOUND, article_lines
from dedup.jobs.progress import Progress
from dedup.jobs.run import Outcome, decide
from dedup.jobs.run_input import RunInput, input_key
from dedup.jobs.run_known import add_kept
from dedup.jobs.run_tables import RunTables
from dedup.reporting.html import dedup_report
from dedup.settings import Settings
from dedup.writing.folders import open_output
from dedup.writing.records import write_records
from dedup.writing.tables import plain_rows, write_jsonl, write_rows

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus

# Rows whose records are gathered at once for writing.
_ROWS = 16384


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
) -> dict[str, Any]:
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
        The manifest and the rows behind report and summary, see `reporting.html.dedup_report`.

    Raises:
        InputError: Nothing could be read at all.
        OutputError: The folder exists or can't be written.
    """
    source = RunInput(inputs, settings, input_format)
    key = input_key(inputs, settings, input_format)
    with open_output(folder, force=force) as out, _engine(folder, key, settings, resume=resume) as engine:
        with _opened(corpus, settings, "r") as known:
            outcome = decide(source.blocks(), source.parse, settings, engine, progress, source.note, known)
        tables = RunTables(outcome, settings)
        with progress.stage("write", outcome.articles.rows):
            rows = _write_tables(out, outcome, tables, settings)
            counts = tables.counts(rejected=len(rows["rejects"]))
        with _opened(into, settings, "rw") as target:
            if target is not None:
                add_kept(outcome.articles, outcome.ids, tables.kept_rows, outcome.furniture, target)
        data = rows | {"manifest": _manifest(outcome, counts, settings, progress, engine.reused)}
        (out / "report.html").write_text(dedup_report(data), encoding="utf-8")
        write_manifest = json.dumps(data["manifest"], indent=2, ensure_ascii=False)
        (out / "manifest.json").write_text(write_manifest + "\n", encoding="utf-8")
    return data


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
    outcome: Outcome, counts: dict[str, Any], settings: Settings, progress: Progress, reused: list[str]
) -> dict[str, Any]:
    banding = outcome.banding
    curve = [[step / 20, round(banding.detection_probability(step / 20), 6)] for step in range(21)]
    return {
        "versions": _versions(),
        "settings": settings.as_dict(),
        "inputs": outcome.articles.note["files"],
        "counts": counts,
        "bands": banding.bands,
        "rows": banding.rows,
        "detection_curve": curve,
        "caps": {name: caps._asdict() for name, caps in outcome.caps.items()},
        "resumed": reused,
        "timings": {name: round(seconds, 3) for name, seconds in progress.seconds.items()},
    }


def _engine(folder: str | Path, key: str, settings: Settings, *, resume: bool) -> AbstractContextManager[LocalEngine]:
    """Return an engine whose spool outlives an interruption, beside the output or in `--temp`."""
    target = Path(folder).absolute()
    spool = Path(settings.temp or target.parent).absolute() / f".{target.name}.spool"
    return LocalEngine(settings, spool, key, resume=resume)


def _write_tables(out: Path, outcome: Outcome, tables: RunTables, settings: Settings) -> dict[str, Any]:
    """Write every table and return the rows that the report shows too."""
    suffix = settings.table_format
    with (out / "kept.jsonl").open("wb") as file:
        _write_kept(file, outcome, tables, settings)
    with (out / f"articles.{suffix}").open("wb") as file:
        if suffix == "jsonl":
            _write_article_lines(file, outcome)
        else:
            write_rows("articles", _article_rows(outcome), file, suffix)
    made = {
        "removed": tables.removals(),
        "pairs": tables.pairs(),
        "clusters": tables.clusters(),
        "repeats": tables.repeats(),
        "rejects": outcome.articles.note["rejects"],
    }
    rows: dict[str, Any] = {name: list(plain_rows(name, table)) for name, table in made.items()}
    for name, table in rows.items():
        with (out / f"{name}.{suffix}").open("wb") as file:
            write_rows(name, table, file, suffix)
    return rows | {"articles": _named_in_report(outcome), "furniture": tables.furniture_lines()}


def _named_in_report(outcome: Outcome) -> list[dict[str, Any]]:
    """Return id, title and source of the articles that are in a pair: the only ones that a report names."""
    numbering = outcome.numbering
    with_body = np.flatnonzero(numbering.body_of >= 0)
    bodies = numbering.body_of[with_body]
    named = np.bincount(bodies, minlength=len(numbering.row_of)) > 1
    named[outcome.pairs.first] = named[outcome.pairs.second] = True
    chosen = with_body[named[bodies]]
    if not len(chosen):
        return []
    titles = pc.struct_field(outcome.bodies.take(chosen, ["title"]).column(0), "value").to_pylist()
    sources = outcome.articles.take(chosen, ["source"]).column(0).to_pylist()
    rows = zip(outcome.ids.of(chosen), titles, sources, strict=True)
    return [{"id": name, "title": title, "source": source} for name, title, source in rows]


def _write_article_lines(file: BinaryIO, outcome: Outcome) -> None:
    for articles, bodies, ids in _articles_by_id(outcome):
        lines = article_lines(articles, bodies, ids)
        _, offsets, data = lines.buffers()
        ends = np.frombuffer(offsets, np.int64)[lines.offset : lines.offset + len(lines) + 1]
        file.write(memoryview(data)[ends[0] : ends[-1]])


def _article_rows(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for articles, bodies, ids in _articles_by_id(outcome):
        for line in article_lines(articles, bodies, ids).to_pylist():
            yield orjson.loads(line)


def _articles_by_id(outcome: Outcome) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch, list[str]]]:
    """Yield articles, what cleaning found and final ids, sorted by id."""
    ids = outcome.ids.of(np.arange(outcome.articles.rows))
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    columns = ["source_file", "line", "source", "url"]
    for rows in np.array_split(order, max(len(order) // _ROWS, 1)):
        if len(rows):
            articles = _one_batch(outcome.articles.take(rows, columns))
            bodies = _one_batch(outcome.bodies.take(rows, [*FOUND, "body", "left_out"]))
            yield articles, bodies, [ids[row] for row in rows.tolist()]


def _write_kept(file: BinaryIO, outcome: Outcome, tables: RunTables, settings: Settings) -> None:
    if settings.emit == "body":
        write_jsonl(_body_rows(outcome, tables), file)
        return
    stamps = {path: tuple(stamp) for path, stamp in outcome.articles.note["stamps"].items()}
    kept = tables.kept_rows
    start = 0
    for batch in outcome.articles:
        first, last = np.searchsorted(kept, (start, start + batch.num_rows))
        chosen = pa.array(kept[first:last] - start)
        source = batch.column("source_file").dictionary_encode()
        place = batch.schema.get_field_index("source_file")
        if last > first:
            records = batch.set_column(place, "source_file", source).take(chosen)
            write_records(_with_ids(records, outcome, kept[first:last]), file, stamps)
        start += batch.num_rows


def _with_ids(batch: pa.RecordBatch, outcome: Outcome, rows: np.ndarray) -> pa.RecordBatch:
    if not outcome.ids.changed:
        return batch
    ids = pa.array(outcome.ids.of(rows), pa.large_string())
    return batch.set_column(batch.schema.get_field_index("id"), "id", ids)


def _body_rows(outcome: Outcome, tables: RunTables) -> Iterator[dict[str, Any]]:
    """Yield the kept articles with their cleaned bodies, in input order."""
    kept = iter(tables.kept_rows)
    names = ["text", "source", "url"]
    while rows := list(islice(kept, _ROWS)):
        chosen = np.array(rows, np.int64)
        articles = outcome.articles.take(chosen, names).to_pylist()
        bodies = outcome.bodies.take(chosen, [*FOUND, "body"]).to_pylist()
        for name, article, body in zip(outcome.ids.of(chosen), articles, bodies, strict=True):
            spans = list(zip(body["body"][::2], body["body"][1::2], strict=True))
            row: dict[str, Any] = {"id": name, "source": article["source"], "url": article["url"]}
            row |= {field: body[field]["value"] if body[field] else None for field in FOUND}
            yield row | {"text": body_text(article["text"], spans)}


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    return table.combine_chunks().to_batches()[0]


def _versions() -> dict[str, str]:
    import importlib.metadata

    packages = ("dedup-news", "numpy", "numba", "pyarrow", "datasketch")
    return {name: importlib.metadata.version(name) for name in packages} | {"python": platform.python_version()}
