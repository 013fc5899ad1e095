"""Publication times of all articles as numbers, for the keep order `earliest` and for `first_seen`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def publication_times(bodies: Iterable[pa.RecordBatch]) -> NDArray[np.float64]:
    """Return float64[rows], seconds since 1970 in UTC; infinity where the time is not known.

    A date without a time counts as its first second; a time without a zone as UTC. A month or a year alone says
    neither what was earlier nor what was later: it counts as not known.
    """
    known: dict[str | None, float] = {None: np.inf}
    times = []
    for batch in bodies:
        for value in pc.struct_field(batch.column("published"), "value").to_pylist():
            if value not in known:
                known[value] = seconds_of(value)
            times.append(known[value])
    return np.array(times, np.float64)


def seconds_of(value: str) -> float:
    """Return the seconds since 1970 in UTC of an ISO 8601 date or time; infinity where it tells no day."""
    if len(value) < len("2024-05-01"):
        return float(np.inf)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return float(np.inf)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
