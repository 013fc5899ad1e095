"""Reading on a cluster: Spark cuts files into lines or rows, the readers of the local pass make articles of them.

A row's number is its file's place among all files and its line: the same whatever the partitions, so that ties break
as they do in input order.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.articles import Reject
from dedup.engines.spark import Batches, SparkEngine, one_batch, to_bytes
from dedup.engines.spark_files import readable
from dedup.jobs.run.input import plain_articles, reject_rows
from dedup.jobs.spark.files import Source
from dedup.reading.aliases import Names, names_for
from dedup.reading.blocks import Block, Parsed, Part, parse
from dedup.reading.json_shape import shape_of
from dedup.reading.jsonl import first_records, parse_block
from dedup.reading.lines import LineBlock
from dedup.reading.table_rows import parse_rows
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Bits of a row's number that hold its line; the file's number stands above them.
LINE_BITS = 40
# A batch: its number (that of its first row), how many articles and rejects it holds, articles and rejects as bytes.
ARTICLES = "batch long, rows long, rejected long, articles binary, rejects binary"
# Lines or rows that become one batch: a megabyte or two of news.
AT_ONCE = 500
# The columns of a batch of articles beside those of `batches.article_schema`: its rows' numbers, where the stretch of
# the file that Spark read at once begins, and the place of each article among those read from that stretch, from 0.
ROW, STRETCH, PLACE = "row", "stretch", "place"
_REJECTS = pa.schema(
    [
        (ROW, pa.int64()),
        ("source_file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("raw_base64", pa.string()),
    ]
)


class Stretch(NamedTuple):
    """Consecutive lines or rows of one file."""

    number: int
    name: str
    keys: tuple[str, ...]
    start: int
    line: int
    batch: pa.RecordBatch


def read_sources(engine: SparkEngine, sources: Sequence[Source], settings: Settings) -> DataFrame:
    """Return the batches of articles of some files; see `ARTICLES`."""
    parts = []
    lines = [source for source in sources if source.format == "jsonl"]
    if lines:
        parts.append(_read_lines(engine, lines, settings))
    tables = [source for source in sources if source.format == "parquet"]
    for _, alike in itertools.groupby(sorted(tables, key=lambda s: s.keys), key=lambda s: s.keys):
        parts.append(_read_rows(engine, list(alike), settings))
    return functools.reduce(lambda one, other: one.unionByName(other), parts)


def read_frame(frame: DataFrame, run: Callable[..., Any], settings: Settings) -> DataFrame:
    """Return the batches of articles of a frame of the user's."""
    names = tuple(frame.columns)
    return frame.mapInArrow(run(partial(_frame_batches, keys=names, settings=settings)), ARTICLES)


def _read_lines(engine: SparkEngine, sources: Sequence[Source], settings: Settings) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    text = engine.session.read.option("lineSep", "\n").text(
        [readable(engine.session, source.file) for source in sources]
    )
    lines = text.select("value", F.col("_metadata.file_path").alias("file"),
                        F.col("_metadata.file_block_start").alias("stretch"))  # fmt: skip
    counts = lines.groupBy("file", "stretch").count().collect()  # a row for each stretch, which are the input's splits
    first: dict[tuple[str, int], int] = {}
    for file, of_file in itertools.groupby(sorted(counts), key=lambda row: row["file"]):
        line = 1
        for row in of_file:
            first[(file, row["stretch"])] = line
            line += row["count"]
    known = engine.broadcast(({source.file.path: source for source in sources}, first))
    return engine.map(partial(_line_batches, known=known, settings=settings), lines, ARTICLES)


def _line_batches(batches: Batches, known: Any, settings: Settings) -> Batches:  # noqa: ANN401 - Spark's
    sources, first = known.value
    seen: dict[tuple[str, int], int] = {}

    def stretches(batch: pa.RecordBatch) -> Iterator[Stretch]:
        for file, start, piece in _runs(batch):
            source = sources[file]
            key = (file, start)
            line = first[key] + seen.get(key, 0)
            seen[key] = seen.get(key, 0) + piece.num_rows
            yield Stretch(source.number, source.file.name, source.keys, start, line, piece)

    yield from _articles(batches, stretches, partial(_lines_part, settings=settings), settings)


def _lines_part(stretch: Stretch, names: Names, settings: Settings) -> Part:
    values = stretch.batch.column("value").cast(pa.large_binary())
    lists = pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)
    data = pc.binary_join(lists, pa.scalar(b"\n", pa.large_binary()))[0].as_py()
    shape = shape_of(first_records(data[: 1 << 16]), names)
    block = LineBlock(stretch.name, data, -1, stretch.line)
    return Part(len(data), partial(parse_block, block, names, shape, want_extra=False))


def _read_rows(engine: SparkEngine, sources: Sequence[Source], settings: Settings) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812

    frame = engine.session.read.parquet(*(readable(engine.session, source.file) for source in sources))
    place = [F.col(f"_metadata.{name}").alias(alias) for name, alias in
             (("file_path", "file"), ("file_block_start", "stretch"), ("row_index", "index"))]  # fmt: skip
    rows = frame.select(F.struct("*").alias("value"), *place)
    known = engine.broadcast({source.file.path: source._replace(keys=tuple(frame.columns)) for source in sources})
    return engine.map(partial(_row_batches, known=known, settings=settings), rows, ARTICLES)


def _row_batches(batches: Batches, known: Any, settings: Settings) -> Batches:  # noqa: ANN401
    sources = known.value

    def stretches(batch: pa.RecordBatch) -> Iterator[Stretch]:
        for file, start, piece in _runs(batch):
            source, line = sources[file], piece.column("index")[0].as_py() + 1
            rows = pa.RecordBatch.from_struct_array(piece.column("value"))
            yield Stretch(source.number, source.file.name, source.keys, start, line, rows)

    yield from _articles(batches, stretches, _rows_part, settings)


def _rows_part(stretch: Stretch, names: Names) -> Part:
    return Part(stretch.batch.nbytes, partial(parse_rows, stretch.name, stretch.batch, stretch.line, names))


def _frame_batches(batches: Batches, keys: tuple[str, ...], settings: Settings) -> Batches:
    from pyspark import TaskContext

    context = TaskContext.get()
    assert context is not None
    partition, seen = context.partitionId(), itertools.count(1)

    def stretches(batch: pa.RecordBatch) -> Iterator[Stretch]:
        line = next(seen)
        for _ in range(batch.num_rows - 1):
            next(seen)
        yield Stretch(partition, "", keys, 0, line, batch)

    yield from _articles(batches, stretches, _rows_part, settings)


def _runs(batch: pa.RecordBatch) -> Iterator[tuple[str, int, pa.RecordBatch]]:
    """Cut a batch where another stretch of a file begins."""
    files = batch.column("file").dictionary_encode().indices.to_numpy()
    starts = batch.column("stretch").to_numpy()
    cuts = np.flatnonzero((np.diff(files) != 0) | (np.diff(starts) != 0)) + 1
    for begin, end in itertools.pairwise([0, *cuts.tolist(), batch.num_rows]):
        if end > begin:
            yield batch.column("file")[begin].as_py(), int(starts[begin]), batch.slice(begin, end - begin)


def _articles(
    batches: Batches,
    stretches: Callable[[pa.RecordBatch], Iterator[Stretch]],
    part_of: Callable[[Stretch, Names], Part],
    settings: Settings,
) -> Batches:
    """Turn Spark's batches into batches of articles, through the readers."""
    names: dict[int, Names] = {}
    places: dict[tuple[int, int], int] = {}
    for batch in batches:
        found: list[pa.RecordBatch] = []
        rejects: list[tuple[int, Reject]] = []
        first = None
        for stretch in stretches(batch):
            if stretch.number not in names:
                names[stretch.number] = names_for(settings.fields, stretch.keys, stretch.name)
            parsed = parse(Block((part_of(stretch, names[stretch.number]),), settings.max_text))
            begins = stretch.number << LINE_BITS | stretch.line
            first = begins if first is None else min(first, begins)
            rejects += [(stretch.number << LINE_BITS | reject.line, reject) for reject in parsed.rejects]
            if parsed.batch is not None:
                key = (stretch.number, stretch.start)
                found.append(_placed(parsed, stretch, places.get(key, 0)))
                places[key] = places.get(key, 0) + found[-1].num_rows
        if first is not None:
            # Spark reads the larger files first
            found.sort(key=lambda one: one.column(ROW)[0].as_py())
            yield _packed(first, found, rejects)


def _placed(parsed: Parsed, stretch: Stretch, seen: int) -> pa.RecordBatch:
    assert parsed.batch is not None
    batch = plain_articles(parsed.batch)
    rows = batch.column("line").to_numpy() | np.int64(stretch.number << LINE_BITS)
    for name, values in (
        (ROW, rows), (STRETCH, np.full(len(rows), stretch.start)), (PLACE, np.arange(seen, seen + len(rows))),
    ):  # fmt: skip
        batch = batch.append_column(name, pa.array(values, pa.int64()))
    return batch


def _packed(first: int, found: list[pa.RecordBatch], rejects: list[tuple[int, Reject]]) -> pa.RecordBatch:
    articles = one_batch(found)
    rows = reject_rows([reject for _, reject in rejects])
    table = pa.RecordBatch.from_pylist(
        [{ROW: number, **row} for (number, _), row in zip(rejects, rows, strict=True)], _REJECTS
    )
    columns: Mapping[str, tuple[Any, pa.DataType]] = {
        "batch": (first, pa.int64()),
        "rows": (articles.num_rows if articles is not None else 0, pa.int64()),
        "rejected": (len(rejects), pa.int64()),
        "articles": (to_bytes(articles) if articles is not None else None, pa.binary()),
        "rejects": (to_bytes(table) if rejects else None, pa.binary()),
    }
    return pa.RecordBatch.from_pydict({name: pa.array([value], kind) for name, (value, kind) in columns.items()})


def row_numbers(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Return the numbers of a batch's rows, ascending."""
    numbers: NDArray[np.int64] = batch.column(ROW).to_numpy()
    return numbers
