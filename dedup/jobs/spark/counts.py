"""What a pass on a cluster counts: the ledger of `jobs.run.counts`, by sums that Spark makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from dedup.articles import Reject
from dedup.clustering.keep_order import folded_source
from dedup.engines.spark import Batches, SparkEngine
from dedup.errors import InvariantError
from dedup.jobs.spark.collection import payloads_of
from dedup.jobs.spark.run import Outcome
from dedup.jobs.spark.tables import KEEP_ORDER
from dedup.matching.verification import RELATIONS
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def count_outcome(
    engine: SparkEngine,
    outcome: Outcome,
    gone: DataFrame,
    read: DataFrame,
    rejects: list[Reject],
    settings: Settings,
) -> dict[str, Any]:
    """Return the ledger (read = kept + removed + rejected) and what stands beside it.

    Args:
        engine: What executes the stages.
        outcome: What the pass found.
        gone: From `tables.removed_rows`.
        read: See `reading.ARTICLES`.
        rejects: What the driver could not read.
        settings: As the user chose them.

    Raises:
        InvariantError: An article goes in favour of one that goes, too.
    """
    from pyspark.sql import functions as F  # noqa: N812

    collection = outcome.found.collection
    lost = F.sum((1 - F.col("containment")) * F.col("tokens"))
    by_relation = gone.groupBy("relation").agg(
        F.count("*").alias("n"), lost.alias("lost"), F.sum("tokens").alias("words")
    )
    relations = {RELATIONS[row["relation"]]: row for row in by_relation.collect()}
    removed = sum(row["n"] for row in relations.values())
    rejected = int(read.agg(F.sum("rejected")).collect()[0][0] or 0) + len(rejects)
    own, kept = (F.struct(*(
        (-F.col(f"{side}tokens") if name == "shorter" else F.col(side + name)).alias(name) for name in KEEP_ORDER
    )) for side in ("", "kept_"))  # fmt: skip
    despite = gone.where(own < kept).count()
    if gone.select(F.col("kept_row").alias("row")).join(gone.select("row"), "row", "left_semi").count():
        raise InvariantError(
            "a check of the result failed: an article goes in favour of one that goes. Please report this"
        )
    changed = collection.rows.where("changed").count()
    empty = collection.rows.where("tokens = 0").count()
    present = {row["preference"] for row in collection.rows.select("preference").distinct().collect()}
    first = {folded_source(name): place for place, name in reversed(list(enumerate(settings.prefer)))}
    reasons = engine.map(_reasons, collection.batches.select("bodies"), "reason string, n long")
    left_out = {row["reason"]: row["n"] for row in reasons.groupBy("reason").agg(F.sum("n").alias("n")).collect()}
    return {
        "read": collection.articles + rejected,
        "kept": collection.articles - removed,
        "removed": removed,
        "rejected": rejected,
        "removed_by_relation": {name: relations[name]["n"] for name in sorted(relations)},
        "unique_words_lost": round(sum(row["lost"] for row in relations.values())),
        "known_to_corpus": 0,
        "new_versions": 0,
        "words_removed": sum(row["words"] for row in relations.values()),
        "without_words": empty,
        "distinct_bodies": collection.distinct,
        "candidates": outcome.compared,
        "contained_despite_order": despite,
        "preferred_but_absent": [name for name in settings.prefer if first[folded_source(name)] not in present],
        "ids_changed": changed,
        "left_out_blocks": dict(sorted(left_out.items())),
    }


def _reasons(batches: Batches) -> Batches:
    for (bodies,) in payloads_of(batches, "bodies"):
        counted = pc.value_counts(pc.struct_field(pc.list_flatten(bodies.column("left_out")), "reason"))
        yield pa.RecordBatch.from_arrays([counted.field("values"), counted.field("counts")], names=["reason", "n"])
