"""The tables of a pass as frames of Spark's: the rows that `jobs.run.tables` makes, sorted by the same keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, one_batch, slots_of
from dedup.jobs.run.articles import article_table
from dedup.jobs.run.losses import count_missing, lost_shares, told_apart
from dedup.jobs.run.tables import decided_by, rule_names
from dedup.jobs.spark.collection import Collection, payloads_of
from dedup.jobs.spark.reading import ROW
from dedup.jobs.spark.texts import received_texts, ship
from dedup.matching.templates import differing_facts, fact_words
from dedup.matching.verification import IDENTICAL, RELATIONS, TEMPLATE, reverse
from dedup.settings import Settings
from dedup.writing.tables import rounded, table_schema

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# Templates whose differing facts are told, as in the local tables.
TEMPLATES_TOLD = 5_000
_REMOVED = 50
_PLACE = ("source_file", "line", "record")
# What the keep order compares, see `collection.ROWS`.
KEEP_ORDER = ("preference", "first", "shorter", "hash_1", "hash_2", "id_hash", "row")
_SQL = {pa.string(): "string", pa.int64(): "long", pa.float64(): "double"}


class Found(NamedTuple):
    """What a pass found, as frames.

    Attributes:
        collection: The articles.
        verified: `comparing.VERIFIED`.
        removals: `decision.REMOVALS`.
        clusters: `decision.CLUSTERS`.
    """

    collection: Collection
    verified: DataFrame
    removals: DataFrame
    clusters: DataFrame


def sql_types(name: str) -> str:
    """Return the columns of a table of the contract as Spark words them."""
    return ", ".join(f"{field.name} {_sql_type(field.type)}" for field in table_schema(name))


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"array<{_sql_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {_sql_type(field.type)}' for field in kind)}>"
    return _SQL[kind]


def removed_rows(engine: SparkEngine, found: Found, settings: Settings) -> DataFrame:
    """Return the rows that go, each with the row that stays for it and the evidence."""
    from pyspark.sql import functions as F  # noqa: N812

    rows = found.collection.rows.withColumn("cluster_label", F.col("number"))
    evidence = rows.where("number is not null").join(found.removals, "number", "left")
    goes = F.col("kept_number").isNotNull()
    if "identical" in settings.remove:
        goes = goes | ~F.col("stands")
    evidence = evidence.where(goes).withColumn("by_pair", F.col("kept_number").isNotNull())
    ones = {name: F.coalesce(name, F.lit(1.0)) for name in ("jaccard", "containment", "containment_of_kept")}
    evidence = evidence.withColumns(
        {
            **ones,
            "relation": F.coalesce("relation", F.lit(IDENTICAL)),
            "kept_number": F.coalesce("kept_number", "number"),
        }
    )
    names = (
        "id",
        "row",
        "batch",
        "beside",
        "tokens",
        "preference",
        "time",
        "first",
        "hash_1",
        "hash_2",
        "id_hash",
        *_PLACE,
    )
    kept = rows.where("stands").select(
        F.col("number").alias("kept_number"), *(F.col(name).alias(f"kept_{name}") for name in names)
    )
    return engine.store("evidence", evidence.join(kept, "kept_number"))


def removed(engine: SparkEngine, found: Found, rows: DataFrame, clustered: DataFrame, settings: Settings) -> DataFrame:
    """Return the table `removed`.

    Args:
        engine: What executes the stages.
        found: What the pass found.
        rows: From `removed_rows`.
        clustered: From `clustered_rows`.
        settings: As the user chose them.
    """
    from pyspark.sql import functions as F  # noqa: N812

    named = rows.join(clustered.select("row", "cluster_id"), "row", "left")
    named = named.withColumn("cluster_id", F.coalesce("cluster_id", "id"))
    columns = [c for c in named.columns if c != "batch" and not c.startswith("cluster_label")]
    sent = engine.send(partial(_send_removed, slots=engine.slots), named.select(*columns))
    losing = named.where("beside is not null and not (beside <=> coalesce(kept_beside, ''))")
    asked = engine.map(
        partial(_ask_kept, slots=engine.slots),
        losing.select("row", "kept_row", "kept_batch"), "batch long, row long, key long, slot int",
    )  # fmt: skip
    texts = ship(engine, found.collection.batches, asked)
    table = engine.meet(partial(_removed, settings=settings), sent, texts, schema="row long, " + sql_types("removed"))
    return table.orderBy("id", "row").drop("row")


def _ask_kept(batches: Batches, slots: int) -> Batches:
    for batch in batches:
        slot = slots_of(batch.column("row").to_numpy(), slots).astype(np.int32)
        kept = batch.column("kept_row")
        yield pa.RecordBatch.from_arrays(
            [batch.column("kept_batch"), kept, kept, pa.array(slot)], names=["batch", "row", "key", "slot"]
        )


def _send_removed(batches: Batches, slots: int) -> Iterator[Parcel]:
    for batch in batches:
        yield Parcel(_REMOVED, slots_of(batch.column("row").to_numpy(), slots), batch)


def _removed(received: Received, settings: Settings) -> Batches:
    whole = one_batch(received.get(_REMOVED, []))
    if whole is None:
        return
    texts = received_texts(received)
    own, other = (whole.column(name).cast(pa.large_string()) for name in ("beside", "kept_beside"))
    asked = np.flatnonzero(told_apart(own, other))
    missing = np.zeros(whole.num_rows, np.int64)
    if len(asked):
        at = pa.array(asked)
        held = texts.texts.take(pa.array(texts.places(whole.column("kept_row").to_numpy()[asked])))
        missing[asked] = count_missing(own.take(at), [other.take(at), held])
    containment = whole.column("containment").to_numpy()
    unique = lost_shares(whole.column("tokens").to_numpy(), containment, missing, settings.shingle_size)
    rule = pa.array(rule_names(settings.keep)).take(pa.array(rules_of(whole, settings.keep)))
    columns = {name: whole.column(name) for name in whole.schema.names}
    columns |= {"relation": _relations(whole.column("relation")), "unique_share": pa.array(unique), "rule": rule}
    table = rounded("removed", pa.table(columns)).cast(table_schema("removed"))
    yield from table.add_column(0, "row", whole.column("row")).to_batches()


def rules_of(whole: pa.RecordBatch, keep: str) -> NDArray[np.int64]:
    """Return what decided between each removed row and the one that stays, see `run.tables.decided_by`."""
    own, kept = ({name: whole.column(before + name).to_numpy() for name in KEEP_ORDER if name != "shorter"}
                 | {"shorter": -whole.column(f"{before}tokens").to_numpy().astype(np.int64)}
                 for before in ("", "kept_"))  # fmt: skip
    before, tied = np.zeros(whole.num_rows, np.bool_), np.ones(whole.num_rows, np.bool_)
    for name in KEEP_ORDER:
        before |= tied & (own[name] < kept[name])
        tied &= own[name] == kept[name]
    times = (whole.column(name).to_numpy() for name in ("time", "kept_time"))
    return decided_by(
        before, own["preference"] != kept["preference"], np.not_equal(*times), own["shorter"] != kept["shorter"], keep
    )


def _relations(codes: pa.Array) -> pa.Array:
    return pa.array(RELATIONS).take(codes)


def clustered_rows(found: Found) -> DataFrame:
    """Return the rows that share a cluster with others: `row, label, cluster_id` and what the clusters are told by."""
    from pyspark.sql import functions as F  # noqa: N812

    labelled = found.collection.rows.where("number is not null").join(found.clusters, "number", "left")
    labelled = labelled.withColumn("label", F.coalesce("label", "number"))
    sizes = (
        labelled.groupBy("label")
        .agg(F.count("*").alias("size"), F.min(F.struct("id", "row")).alias("head"))
        .where("size > 1")
    )
    return labelled.join(sizes.select("label", F.col("head.id").alias("cluster_id"), "head"), "label")


def clusters(clustered: DataFrame, gone: DataFrame) -> DataFrame:
    """Return the table `clusters`.

    Args:
        clustered: From `clustered_rows`.
        gone: `row` of the articles that go.
    """
    from pyspark.sql import functions as F  # noqa: N812

    marked = clustered.join(gone.select("row", F.lit(True).alias("gone")), "row", "left")
    place = F.struct("id", F.col("source_file"), F.col("line"), F.col("record"))
    order = ("preference", "first", (-F.col("tokens")).alias("shorter"), "hash_1", "hash_2", "id_hash", "row")
    best = F.struct(F.coalesce("gone", F.lit(False)).alias("gone"), *order, "id")
    known = F.when(F.col("seconds") < float("inf"), F.struct("seconds", "id", "row", "published"))
    grouped = marked.groupBy("label").agg(
        F.min("head").alias("head"), F.min(best).alias("best"),
        F.sort_array(F.collect_list(F.struct("id", "row", place.alias("place")))).alias("members"),
        F.sort_array(F.collect_set(F.when(F.col("source") != "", F.col("source")))).alias("sources"),
        F.min(known).alias("earliest"),
    )  # fmt: skip
    return grouped.orderBy("head.id", "head.row").select(
        F.col("head.id").alias("cluster_id"), F.col("best.id").alias("representative"),
        F.col("members.id").alias("members"), "sources", F.col("earliest.published").alias("first_seen"),
        F.col("members.place").alias("places"),
    )  # fmt: skip


def pairs(engine: SparkEngine, found: Found) -> DataFrame:
    """Return the table `pairs`: distinct bodies that are related, and each copy with the body it repeats."""
    from pyspark.sql import functions as F  # noqa: N812

    rows = found.collection.rows
    names = ("id", "row", "batch", *_PLACE)
    stands = rows.where("stands").select("number", *names)
    first, second = (
        stands.select(F.col("number").alias(side), F.struct(*names).alias(end))
        for side, end in (("first", "one"), ("second", "other"))
    )
    copies = rows.where("number is not null and not stands").select("number", F.struct(*names).alias("one"))
    copied = copies.join(stands.select("number", F.struct(*names).alias("other")), "number")
    ones = [F.lit(1.0).alias(name) for name in ("jaccard", "containment_first", "containment_second")]
    columns = ("one", "other", "relation", "jaccard", "containment_first", "containment_second")
    every = found.verified.join(first, "first").join(second, "second").select(*columns)
    every = every.unionByName(copied.select("one", "other", F.lit(IDENTICAL).alias("relation"), *ones))
    turned = F.struct("one.id", "one.row") > F.struct("other.id", "other.row")
    table = every.select(
        *(F.when(turned, F.col(f"{late}.{name}")).otherwise(F.col(f"{early}.{name}")).alias(f"{name}{after}")
          for early, late, after in (("one", "other", "_a"), ("other", "one", "_b")) for name in names),
        _renamed(F.when(turned, _reversed("relation")).otherwise(F.col("relation"))).alias("relation"), "jaccard",
        F.when(turned, F.col("containment_second")).otherwise(F.col("containment_first")).alias("containment_a"),
        F.when(turned, F.col("containment_first")).otherwise(F.col("containment_second")).alias("containment_b"),
    )  # fmt: skip
    table = engine.store("pairs", table.orderBy("id_a", "row_a", "id_b", "row_b"))
    told = facts(engine, found, table)
    table = (
        table.join(F.broadcast(told), ["row_a", "row_b"], "left")
        if told is not None
        else table.withColumns({name: F.lit(None).cast("array<string>") for name in ("facts_a", "facts_b")})
    )
    order = table.orderBy("id_a", "row_a", "id_b", "row_b")
    return engine.map(partial(_rounded, name="pairs"), order.select(*table_schema("pairs").names), sql_types("pairs"))


def _renamed(codes: Column) -> Column:
    from pyspark.sql import functions as F  # noqa: N812

    return F.element_at(F.array(*(F.lit(name) for name in RELATIONS)), codes + 1)


def _reversed(column: str) -> Column:
    from pyspark.sql import functions as F  # noqa: N812

    turned = reverse(np.arange(len(RELATIONS), dtype=np.int8)).tolist()
    return F.element_at(F.array(*(F.lit(code) for code in turned)), F.col(column) + 1)


def _rounded(batches: Batches, name: str) -> Batches:
    for batch in batches:
        yield from rounded(name, pa.Table.from_batches([batch])).cast(table_schema(name)).to_batches()


def facts(engine: SparkEngine, found: Found, table: DataFrame) -> DataFrame | None:
    """Return the facts by which templates differ, `row_a, row_b, facts_a, facts_b`, of the first in the table."""
    from pyspark.sql import functions as F  # noqa: N812

    templates = table.where(F.col("relation") == RELATIONS[TEMPLATE])
    chosen = templates.orderBy("id_a", "row_a", "id_b", "row_b").limit(TEMPLATES_TOLD)
    chosen = engine.store("templates", chosen.select("row_a", "batch_a", "row_b", "batch_b"))
    if chosen.isEmpty():
        return None
    asked = [
        chosen.select(F.col(f"batch_{side}").alias("batch"), F.col(f"row_{side}").alias("row"),
                      F.col(f"row_{side}").alias("key"), F.lit(0).alias("slot"))
        for side in "ab"
    ]  # fmt: skip
    texts = ship(engine, found.collection.batches, asked[0].unionByName(asked[1]))
    sent = engine.send(_send_first, chosen.select("row_a", "row_b"))
    return engine.gather(
        _facts, sent, texts, schema="row_a long, row_b long, facts_a array<string>, facts_b array<string>"
    )


def _send_first(batches: Batches) -> Iterator[Parcel]:
    for batch in batches:
        yield Parcel(_REMOVED, np.zeros(batch.num_rows, np.int64), batch)


def _facts(received: Received) -> Batches:
    whole, texts = one_batch(received.get(_REMOVED, [])), received_texts(received)
    if whole is None:
        return
    words = fact_words(texts.texts, texts.bodies)
    told: dict[str, list[list[str]]] = {"facts_a": [], "facts_b": []}
    sides = (texts.places(whole.column(f"row_{side}").to_numpy()).tolist() for side in "ab")
    for a, b in zip(*sides, strict=True):
        for name, some in zip(told, differing_facts(words[a], words[b]), strict=True):
            told[name].append(some)
    columns = {name: whole.column(name) for name in ("row_a", "row_b")}
    columns |= {name: pa.array(lists, pa.list_(pa.string())) for name, lists in told.items()}
    yield pa.RecordBatch.from_pydict(columns)


def articles(engine: SparkEngine, collection: Collection) -> DataFrame:
    """Return the table `articles`."""
    from pyspark.sql import functions as F  # noqa: N812

    named = collection.rows.groupBy("batch").agg(F.collect_list(F.struct("row", "id", "record")).alias("named"))
    whole = collection.batches.join(named, "batch").select("articles", "bodies", "named")
    table = engine.map(_articles, whole, "row long, " + sql_types("articles"))
    return table.orderBy("id", "row").drop("row")


def _articles(batches: Batches) -> Batches:
    for payloads in batches:
        for (own, bodies), told in zip(
            payloads_of(iter([payloads]), "articles", "bodies"), payloads.column("named"), strict=True
        ):
            order = pa.array(np.argsort(told.values.field("row").to_numpy()))
            ids, records = (told.values.field(name).take(order) for name in ("id", "record"))
            table = rounded("articles", article_table(own, bodies, ids, records.fill_null(0).to_numpy()))
            table = table.cast(table_schema("articles")).add_column(0, "row", own.column(ROW))
            yield from table.combine_chunks().to_batches()


def rejects(engine: SparkEngine, read: DataFrame) -> DataFrame:
    """Return the table `rejects` of what tasks could not read, with `row` to sort it by."""
    held = read.where("rejected > 0").select("rejects")
    return engine.map(partial(_rejects, column="rejects"), held, "row long, " + sql_types("rejects"))


def _rejects(batches: Batches, column: str) -> Batches:
    for (batch,) in payloads_of(batches, column):
        yield batch
