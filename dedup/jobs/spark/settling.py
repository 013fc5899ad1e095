"""The pairs by which bodies go, where the proposed ones may not hold them all: as `jobs.run.settling`, in one task.

Up to `EXACT_TOKENS` every body is looked at; beyond that, what a limit of the search touched. The walk through a crowd
is one after another by its nature, so these texts go to one task.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.clustering.removal import tie_bodies
from dedup.engines.spark import Batches, Received, SparkEngine, numbers_of
from dedup.errors import InputError
from dedup.jobs.run.settling import EXACT_TOKENS
from dedup.jobs.spark.candidates import CANDIDATE, CROWD, PAIRS, UNLISTED
from dedup.jobs.spark.collection import Collection
from dedup.jobs.spark.comparing import decide_among
from dedup.jobs.spark.decision import densely
from dedup.jobs.spark.texts import ship
from dedup.matching import candidates as find
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Tokens of a crowd that one task walks: some three gigabytes.
MOST_TOKENS = 100_000_000


def settle(
    engine: SparkEngine, collection: Collection, judged: DataFrame, crowd: DataFrame, settings: Settings
) -> DataFrame | None:
    """Return parcels of the pairs by which bodies go; None where the candidates are enough.

    Args:
        engine: What executes the stages.
        collection: The articles.
        judged: From `comparing.judge`.
        crowd: Parcels of the numbers of crowded bodies.
        settings: Thresholds and the relations that remove.

    Raises:
        InputError: The crowd is larger than one task can hold.
    """
    from pyspark.sql import functions as F  # noqa: N812

    if not set(settings.remove) - {"identical"}:
        return None
    walked = collection.bodies
    if collection.tokens > EXACT_TOKENS:
        numbers = engine.store("walked", engine.gather(_walked, judged, crowd, schema="number long"))
        if numbers.isEmpty():
            return None
        walked = walked.join(numbers, "number")
        tokens = walked.agg(F.sum("tokens")).collect()[0][0] or 0
        if tokens > MOST_TOKENS:
            raise InputError(
                f"articles of one form have {tokens:,} words together, more than one task can decide on "
                f"({MOST_TOKENS:,}): split the input, or leave them out"
            )
    asked = walked.select("batch", "row", F.col("number").alias("key"), F.lit(0).alias("slot"))
    texts = ship(engine, collection.batches, asked)
    stage = partial(decide_among, settings=settings, slots=engine.slots)
    return engine.store("decisive", engine.gather_and_send(stage, texts))


def _walked(received: Received) -> Batches:
    """Return the crowd and all bodies that are tied to it: their fates hang on each other."""
    pairs = numbers_of(received.get(PAIRS, []), "pair", np.uint64)
    flags = numbers_of(received.get(PAIRS, []), "flags", np.int8)
    cut = find.split_pairs(pairs[flags & UNLISTED != 0])
    seeds = np.unique(np.concatenate((numbers_of(received.get(CROWD, []), "number", np.int64), *cut)))
    if not len(seeds):
        return
    first, second = find.split_pairs(pairs[flags & (CANDIDATE | UNLISTED) != 0])
    tied = np.concatenate((first, seeds[:-1], seeds)), np.concatenate((second, seeds[1:], seeds))
    numbers, one, other = densely(*tied)
    labels = tie_bodies(len(numbers), one, other)
    chosen = numbers[labels == labels[np.searchsorted(numbers, seeds[0])]]
    yield pa.RecordBatch.from_pydict({"number": pa.array(chosen)})
