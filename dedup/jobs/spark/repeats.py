"""The table `repeats` on a cluster: passages that stand in three articles or more, or more than once in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.engines.spark import Batches, Received, SparkEngine, from_bytes, one_batch
from dedup.jobs.run.columns import lengths_of
from dedup.jobs.run.repeats import AGENCY, BOILERPLATE, KINDS, LEAST_ARTICLES, QUOTATION, WITHIN, PassagePlaces, spell
from dedup.jobs.spark.collection import Collection
from dedup.jobs.spark.comparing import RUNS
from dedup.jobs.spark.reading import ROW
from dedup.matching.passage_index import Runs, collect_places
from dedup.sketching.sketcher import token_lists

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# A place of a passage: by code points; where it is the passage's first, also what it says.
# `owner` is the article of a passage that one article has more than once, else -1.
_PLACES = "owner long, passage long, row long, start long, end long, digest string, text string, quoted boolean"
_SCHEMA = pa.schema([
    *((name, pa.int64()) for name in ("owner", "passage", "row", "start", "end")),
    ("digest", pa.string()), ("text", pa.string()), ("quoted", pa.bool_()),
])  # fmt: skip


def repeats(engine: SparkEngine, collection: Collection, runs: DataFrame) -> DataFrame:
    """Return the table `repeats`.

    Args:
        engine: What executes the stages.
        collection: The articles.
        runs: Parcels of the runs of tokens that pairs share.
    """
    from pyspark.sql import functions as F  # noqa: N812

    across = _across(engine, collection, runs)
    within = engine.map(_within, collection.batches.select("bodies", "articles"), _PLACES)
    named = across.unionByName(within).join(
        collection.rows.select("row", "id", "source", "source_file", "line", "record"), "row"
    )
    place = F.struct("id", "row", "start", "end", "source_file", "line", "record")
    stated = F.when(F.col("source") != "", F.col("source"))
    grouped = named.groupBy("owner", "passage").agg(
        F.sort_array(F.collect_list(place)).alias("stands"), F.sort_array(F.collect_set(stated)).alias("sources"),
        (F.count(stated) == F.count("*")).alias("stated"), F.max("digest").alias("passage_id"),
        F.max("text").alias("text"), F.coalesce(F.max("quoted"), F.lit(False)).alias("quoted"),
    )  # fmt: skip
    alone = F.col("stated") & (F.size("sources") == 1)
    kind = (F.when(F.col("owner") >= 0, _kind(WITHIN)).when(alone, _kind(BOILERPLATE))
            .when(F.col("quoted"), _kind(QUOTATION)).otherwise(_kind(AGENCY)))  # fmt: skip
    first = F.col("stands")[0]
    ordered = grouped.withColumns({"kind": kind, "at": F.struct(first["id"], first["row"], first["start"])})
    places = F.transform("stands", lambda one: F.struct(
        *(one[name].alias(name) for name in ("id", "start", "end", "source_file", "line", "record"))
    ))  # fmt: skip
    table = ordered.withColumn("places", places).orderBy("passage_id", "at")
    return table.select("passage_id", "kind", "text", "sources", "places")


def _kind(number: int) -> Column:
    from pyspark.sql import functions as F  # noqa: N812

    return F.lit(KINDS[number])


def _across(engine: SparkEngine, collection: Collection, runs: DataFrame) -> DataFrame:
    """Return where passages of enough articles stand."""
    from pyspark.sql import functions as F  # noqa: N812

    places = engine.store(
        "places", engine.gather(_collect, runs, schema="passage long, number long, start long, end long")
    )
    rows = collection.rows.select("number", "row", "batch", "id")
    spread = places.join(rows, "number")
    held = spread.groupBy("passage").agg(
        F.count("*").alias("articles"), F.min(F.struct("id", "row", "start")).alias("at")
    )
    spread = spread.join(held.where(F.col("articles") >= LEAST_ARTICLES), "passage")
    is_first = (F.col("row") == F.col("at.row")) & (F.col("start") == F.col("at.start"))
    asked = spread.groupBy("batch").agg(
        F.collect_list(F.struct("passage", "row", "start", "end", is_first.alias("told"))).alias("asked")
    )
    whole = collection.batches.select("batch", "articles", "bodies").join(asked, "batch")
    return engine.map(_locate, whole.select("articles", "bodies", "asked"), _PLACES)


def _collect(received: Received) -> Batches:
    whole = one_batch(received.get(RUNS, []))
    if whole is None:
        return
    columns = {name: np.array(whole.column(name)) for name in whole.schema.names}
    # in one order, whatever the slots
    order = np.lexsort((columns["start_second"], columns["start_first"], columns["second"], columns["first"]))
    first, second, one, other, length = (
        columns[name][order] for name in ("first", "second", "start_first", "start_second", "length")
    )
    pair = np.arange(len(order), dtype=np.int32)
    runs = Runs(pair, *(values.astype(np.int32) for values in (one, other, length)))
    found = collect_places(runs, first, second)
    yield pa.RecordBatch.from_arrays(
        [pa.array(column) for column in found], names=["passage", "number", "start", "end"]
    )


def _locate(batches: Batches) -> Batches:
    """Turn tokens of bodies into code points of raw texts, and read each passage at its first place."""
    for payloads in batches:
        for own, found, asked in zip(*(payloads.column(n) for n in ("articles", "bodies", "asked")), strict=True):
            articles, bodies, places = from_bytes(own), from_bytes(found), asked.values
            passage, row, start, end = (places.field(n).to_numpy() for n in ("passage", "row", "start", "end"))
            at = np.searchsorted(articles.column(ROW).to_numpy(), row)
            order = np.lexsort((start, passage, at))
            passage, row, start, end, at = (values[order] for values in (passage, row, start, end, at))
            told = places.field("told").to_numpy(zero_copy_only=False)[order]
            wanted = np.zeros(articles.num_rows, np.bool_)
            wanted[at] = True
            tokens = token_lists(articles.column("text"), bodies.column("body"), wanted)
            start = tokens.starts[tokens.offsets[at] + start].astype(np.int64)
            end = tokens.ends[tokens.offsets[at] + end - 1].astype(np.int64)
            yield _told(articles, PassagePlaces(passage, row, start, end), at, told, within=False)


def _told(
    articles: pa.RecordBatch, places: PassagePlaces, at: np.ndarray, told: np.ndarray, *, within: bool
) -> pa.RecordBatch:
    """Return places, with what stands there where that is told."""
    firsts = PassagePlaces(*(column[told] for column in places))
    tell = None if within else np.ones(len(firsts.passage), np.bool_)
    numbered = firsts._replace(passage=np.arange(len(firsts.passage)))
    spelled = spell(articles.column("text"), at[told], numbered, tell)
    into = pa.array(np.where(told, np.cumsum(told) - 1, 0), mask=~told)
    columns = [
        pa.array(places.row if within else np.full(len(at), -1)),
        *(pa.array(column) for column in places),
        pa.array([f"{number:016x}" for number in spelled.digest.tolist()], pa.string()).take(into),
        spelled.text.cast(pa.string()).take(into), pa.array(spelled.quoted).take(into),
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays(columns, schema=_SCHEMA)


def _within(batches: Batches) -> Batches:
    """Return where passages stand that one article has more than once, as cleaning found them."""
    for payloads in batches:
        for found, own in zip(*(payloads.column(n) for n in ("bodies", "articles")), strict=True):
            column = from_bytes(found).column("repeats")
            lists = pc.struct_field(column.flatten(), "places")
            sizes = lengths_of(lists) // 2
            if not len(sizes):
                continue
            articles = from_bytes(own)
            at = np.repeat(np.repeat(np.arange(len(column)), lengths_of(column)), sizes)
            edges = lists.flatten().to_numpy().reshape(-1, 2).astype(np.int64)
            passage = np.repeat(np.arange(len(sizes)), sizes)
            places = PassagePlaces(passage, articles.column(ROW).to_numpy()[at], *edges.T)
            yield _told(articles, places, at, np.diff(passage, prepend=-1) > 0, within=True)
