"""The articles of a pass on a cluster: cleaned, sketched, named, put into keep order and numbered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import CONTENT_FIELDS, content_digest, offsets_of
from dedup.cleaning.batch import clean_batch
from dedup.cleaning.boilerplate import Boilerplate
from dedup.cleaning.whole import whole_batch
from dedup.engines.spark import Batches, SparkEngine, from_bytes, to_bytes
from dedup.jobs.culprits import naming_record
from dedup.jobs.run.columns import lengths_of
from dedup.jobs.run.losses import beside_bodies
from dedup.jobs.run.stages import preferences, sketch_stage
from dedup.jobs.spark.reading import PLACE, ROW, STRETCH, row_numbers
from dedup.jobs.times import publication_times
from dedup.matching.excerpts import ShortTexts
from dedup.settings import Settings
from dedup.sketching.sketcher import hash_names

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

# A batch as read, what cleaning found in it, and its size.
COLLECTION = "batch long, rows long, articles binary, bodies binary"
# A batch's sketches, and its rows of `ROWS` as bytes.
SKETCHES = "batch long, sketches binary, table binary"
# What is known of each article beside its text. Hashes are shifted by 2^63, so that Spark's signed numbers sort alike.
# `seconds` is the time of publication, infinity where unknown; `time` the same where the keep order asks for it,
# else 0; `first` what the keep order puts first.
ROWS = (
    "row long, batch long, stretch long, place long, source_file string, line long, id string, id_hash long, "
    "source string, beside string, published string, tokens int, hash_1 long, hash_2 long, preference long, "
    "seconds double, time double, first double"
)
_ROW_TYPES = {"long": pa.int64(), "string": pa.string(), "int": pa.int32(), "double": pa.float64()}
# Bodies in keep order.
BODIES = "number long, row long, batch long, tokens int, hash_1 long, hash_2 long"


class Collection(NamedTuple):
    """The articles of a pass.

    Attributes:
        batches: See `COLLECTION`.
        sketches: See `SKETCHES`.
        rows: See `ROWS`, with `number`, the body of each (null for one without a token), `stands`, whether the body
            is told by it, and `record`, its place among the articles of its file.
        bodies: See `BODIES`.
        short: The filters of `ShortTexts`; None where every body is compared with every other.
        articles: How many rows there are.
        distinct: How many bodies.
        tokens: How many tokens the bodies have together.
    """

    batches: DataFrame
    sketches: DataFrame
    rows: DataFrame
    bodies: DataFrame
    short: Broadcast[Any] | None
    articles: int
    distinct: int
    tokens: int


def clean(engine: SparkEngine, articles: DataFrame, boilerplate: Boilerplate | None, settings: Settings) -> DataFrame:
    """Return `COLLECTION`: the batches with what cleaning found."""
    table = None if boilerplate is None else engine.broadcast((boilerplate.keys, boilerplate.pages))
    stage = partial(_clean_batches, table=table, settings=settings)
    return engine.map(stage, articles.where("rows > 0").select("batch", "rows", "articles"), COLLECTION)


def _clean_batches(batches: Batches, table: Broadcast[Any] | None, settings: Settings) -> Batches:
    boilerplate = None if table is None else Boilerplate(*table.value)
    stage = naming_record(partial(clean_batch, boilerplate=boilerplate) if settings.clean else whole_batch)
    for payloads in batches:
        found = [to_bytes(stage(from_bytes(payload))) for payload in payloads.column("articles")]
        yield payloads.append_column("bodies", pa.array(found, pa.binary()))


def sketch(
    engine: SparkEngine, batches: DataFrame, settings: Settings, short: Broadcast[Any] | None, *, exhaustive: bool
) -> DataFrame:
    """Return `SKETCHES`.

    Args:
        engine: What executes the stages.
        batches: See `COLLECTION`.
        settings: As the user chose them.
        short: The filters of `ShortTexts`; None where every body is compared with every other.
        exhaustive: Whether it is, and the sketches hold all shingles.
    """
    stage = partial(_sketch_batches, settings=settings, short=short, scale=1 if exhaustive else settings.scale)
    return engine.map(stage, batches, SKETCHES)


def _sketch_batches(batches: Batches, settings: Settings, short: Broadcast[Any] | None, scale: int) -> Batches:
    filters = None if short is None else ShortTexts(*short.value)
    stage = naming_record(partial(sketch_stage, settings=settings.with_(scale=scale), short=filters))
    for payloads in batches:
        sketches, tables = [], []
        numbers = payloads.column("batch").to_pylist()
        for number, own, found in zip(numbers, payloads.column("articles"), payloads.column("bodies"), strict=True):
            articles, bodies = from_bytes(own), from_bytes(found)
            sketched = stage(articles, bodies)
            sketches.append(to_bytes(sketched.append_column(ROW, articles.column(ROW))))
            tables.append(to_bytes(_table(number, articles, bodies, sketched, settings)))
        yield pa.RecordBatch.from_arrays(
            [payloads.column("batch"), pa.array(sketches, pa.binary()), pa.array(tables, pa.binary())],
            names=["batch", "sketches", "table"],
        )


def _table(
    number: int, articles: pa.RecordBatch, bodies: pa.RecordBatch, sketched: pa.RecordBatch, settings: Settings
) -> pa.RecordBatch:
    """Return a batch's rows of `ROWS`."""
    rows = articles.num_rows
    seconds = publication_times([bodies])
    times = np.zeros(rows) if settings.keep == "longest" else seconds
    first = np.where(np.isinf(times), np.inf, -times) if settings.keep == "newest" else times
    columns = {name: articles.column(name) for name in ("source_file", "line", "id", "source")}
    columns |= {"row": articles.column(ROW), "stretch": articles.column(STRETCH), "place": articles.column(PLACE)}
    titles, columns["published"] = (_values_of(bodies.column(name)) for name in ("title", "published"))
    columns["beside"] = beside_bodies(articles.column("text"), titles, bodies.column("left_out"))
    columns |= {name: _shifted(sketched.column(name).to_numpy()) for name in ("hash_1", "hash_2")}
    columns["id_hash"] = _shifted(hash_names(articles.column("id")))
    columns |= {"tokens": sketched.column("tokens"), "seconds": seconds, "time": times, "first": first}
    columns |= {"batch": np.full(rows, number), "preference": preferences([articles], settings, rows)}
    return pa.RecordBatch.from_arrays(
        [pa.array(columns[f.name]).cast(f.type) for f in _row_schema()], schema=_row_schema()
    )


def _values_of(found: pa.StructArray) -> pa.Array:
    values = found.field("value")
    return pa.compute.if_else(found.is_valid(), values, pa.scalar(None, values.type))


def _row_schema() -> pa.Schema:
    return pa.schema([(name, _ROW_TYPES[kind]) for name, kind in (column.split() for column in ROWS.split(", "))])


def _shifted(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (hashes ^ np.uint64(1 << 63)).view(np.int64)


def _unpack(batches: Batches, column: str) -> Batches:
    for payloads in batches:
        for payload in payloads.column(column):
            yield from_bytes(payload)


def named(engine: SparkEngine, batches: DataFrame, sketches: DataFrame) -> DataFrame:
    """Return `ROWS` with final ids: records of one id but other contents are told apart, see `jobs.ids`.

    The rows get `changed`, whether their id is not the one they came with.
    """
    from pyspark.sql import functions as F  # noqa: N812

    rows = engine.store("rows", engine.map(partial(_unpack, column="table"), sketches.select("table"), ROWS))
    twice = rows.groupBy("id").agg(F.count("*").alias("times")).where("times > 1").select("id")
    if twice.isEmpty():
        return rows.withColumn("changed", F.lit(False))
    asked = rows.join(twice, "id").groupBy("batch").agg(F.collect_list("row").alias("asked"))
    digests = engine.store(
        "digests",
        engine.map(
            _digest, batches.join(asked, "batch").select("articles", "asked"), "row long, id string, digest string"
        ),
    )
    lowest = digests.groupBy("id").agg(F.min("digest").alias("lowest"))
    changed = digests.join(lowest, "id").where("digest != lowest").select("row", "id", "digest")
    renamed = engine.map(_rename, changed, "row long, own string, own_hash long")
    return (
        rows.join(renamed, "row", "left")
        .withColumn("changed", F.col("own").isNotNull())
        .withColumn("id", F.coalesce("own", "id"))
        .withColumn("id_hash", F.coalesce("own_hash", "id_hash"))
        .drop("own", "own_hash")
    )


def _digest(batches: Batches) -> Batches:
    for payloads in batches:
        for payload, asked in zip(payloads.column("articles"), payloads.column("asked"), strict=True):
            batch = from_bytes(payload)
            chosen = np.flatnonzero(np.isin(row_numbers(batch), asked.values.to_numpy()))
            some = batch.select([ROW, "id", *CONTENT_FIELDS]).take(pa.array(chosen))
            digests = [content_digest(values) for values in some.to_pylist()]
            columns = {"row": some.column(ROW), "id": some.column("id").cast(pa.string()), "digest": pa.array(digests)}
            yield pa.RecordBatch.from_pydict(columns)


def _rename(batches: Batches) -> Batches:
    for batch in batches:
        parts = zip(batch.column("id").to_pylist(), batch.column("digest").to_pylist(), strict=True)
        own = pa.array([f"{name}~{digest[:8]}" for name, digest in parts], pa.large_string())
        yield pa.RecordBatch.from_arrays(
            [batch.column("row"), own.cast(pa.string()), pa.array(_shifted(hash_names(own)))],
            names=["row", "own", "own_hash"],
        )


def number(engine: SparkEngine, rows: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Collapse identical bodies and number the distinct ones in keep order, see `clustering.keep_order`.

    Returns:
        The rows with `number`, `stands` and `record`; and `BODIES`.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    order = F.struct("preference", "first", "id_hash", "row", "batch", "tokens")
    groups = rows.where("tokens > 0").groupBy("hash_1", "hash_2").agg(F.min(order).alias("best"))
    ordered = groups.select("best.*", "hash_1", "hash_2").orderBy(
        "preference", "first", F.desc("tokens"), "hash_1", "hash_2"
    )
    # Spark's own number of a row: its partition's above 33 bits, its place in it below
    placed = engine.store("ordered", ordered.withColumn("own", F.monotonically_increasing_id()))
    split = placed.withColumn("part", F.shiftright("own", 33)).withColumn("at", F.col("own").bitwiseAND((1 << 33) - 1))
    sizes = {row["part"]: row["count"] for row in split.groupBy("part").count().collect()}  # a row a partition
    before, starts = 0, []
    for part in sorted(sizes):
        starts.append((part, before))
        before += sizes[part]
    table = engine.session.createDataFrame(starts or [(0, 0)], "part long, start long")
    numbered = split.join(F.broadcast(table), "part").withColumn("number", F.col("start") + F.col("at"))
    bodies = engine.store("numbered", numbered.select(*(column.split()[0] for column in BODIES.split(", "))))
    own = bodies.select("number", "hash_1", "hash_2", F.col("row").alias("stands_row"))
    joined = rows.join(own, ["hash_1", "hash_2"], "left").withColumn("stands", F.col("row") == F.col("stands_row"))
    joined = joined.withColumn("number", F.when(F.col("tokens") > 0, F.col("number")))
    file = F.shiftright("row", 40)
    stretches = rows.groupBy(file.alias("file"), "stretch").agg(F.count("*").alias("held"))
    window = Window.partitionBy("file").orderBy("stretch").rowsBetween(Window.unboundedPreceding, -1)
    earlier = stretches.withColumn("earlier", F.coalesce(F.sum("held").over(window), F.lit(0))).drop("held")
    joined = joined.withColumn("file", file).join(F.broadcast(earlier), ["file", "stretch"])
    joined = joined.withColumn("record", F.col("earlier") + F.col("place") + 1)
    kept = [c for c in joined.columns if c not in ("file", "earlier", "stretch", "place", "stands_row")]
    return engine.store("rows numbered", joined.select(*kept)), bodies


def lists_column(batch: pa.RecordBatch, name: str) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the values of a list column and its int64[n + 1] offsets among them."""
    column = batch.column(name)
    return column.flatten().to_numpy(), offsets_of(lengths_of(column))


def payloads_of(batches: Batches, *columns: str) -> Iterator[tuple[pa.RecordBatch, ...]]:
    """Yield the batches of some columns of payloads, row by row."""
    for payloads in batches:
        for row in zip(*(payloads.column(name) for name in columns), strict=True):
            yield tuple(from_bytes(payload) for payload in row)
