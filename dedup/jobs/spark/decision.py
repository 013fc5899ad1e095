"""What goes on a cluster: the keep-order rule over verified pairs, and the clusters that pairs tie.

The rule is a walk in keep order, so a body's fate hangs on earlier ones. Up to `IN_ONE_TASK` pairs, which is some
megabytes, one task walks them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.clustering.removal import choose_removals, tie_bodies
from dedup.engines.spark import Parcel, Received, SparkEngine, one_batch
from dedup.jobs.run.decision import are_tying, may_go
from dedup.jobs.spark.candidates import PAIRS
from dedup.matching.verification import Verified, reverse
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

REMOVED, LABELS = 40, 41
# The bodies that go, each with the one that stays and the pair's relation and shares, the removed one's first.
REMOVALS = "number long, kept_number long, relation int, jaccard double, containment double, containment_of_kept double"
# The smallest body of each tied body's cluster.
CLUSTERS = "number long, label long"


def decide(engine: SparkEngine, verified: DataFrame, settings: Settings) -> DataFrame:
    """Return parcels of `REMOVALS` and of `CLUSTERS`."""
    return engine.gather_and_send(partial(_decide, settings=settings), verified)


def _decide(received: Received, settings: Settings) -> Iterator[Parcel]:
    whole = one_batch(received.get(PAIRS, []))
    if whole is None:
        return
    pairs = Verified(*(whole.column(name).to_numpy() for name in Verified._fields))
    second_may_go, first_may_go = may_go(pairs, settings)
    numbers, first, second = densely(pairs.first, pairs.second)
    n = len(numbers)
    removed_by = choose_removals(n, first, second, second_may_go, first_may_go, np.zeros(n, np.bool_))
    gone = np.flatnonzero(removed_by >= 0)
    by = removed_by[gone]
    went_second = second[by] == gone
    columns: dict[str, NDArray[Any]] = {
        "number": numbers[gone],
        "kept_number": numbers[np.where(went_second, first[by], second[by])],
        "relation": np.where(went_second, reverse(pairs.relation[by]), pairs.relation[by]).astype(np.int32),
        "jaccard": pairs.jaccard[by],
        "containment": np.where(went_second, pairs.containment_second[by], pairs.containment_first[by]),
        "containment_of_kept": np.where(went_second, pairs.containment_first[by], pairs.containment_second[by]),
    }
    yield _parcel(REMOVED, columns)
    tying = are_tying(pairs, settings)
    labels = numbers[tie_bodies(n, first[tying], second[tying])]
    tied = np.unique(np.concatenate((first[tying], second[tying])))
    yield _parcel(LABELS, {"number": numbers[tied], "label": labels[tied]})


def densely(
    first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Number the nodes of some edges from 0 on, in their order: the nodes, and the edges by these numbers."""
    numbers, at = np.unique(np.concatenate((first, second)), return_inverse=True)
    return numbers, at[: len(first)], at[len(first) :]


def _parcel(channel: int, columns: Mapping[str, NDArray[Any]]) -> Parcel:
    batch = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
    return Parcel(channel, np.zeros(batch.num_rows, np.int64), batch)
