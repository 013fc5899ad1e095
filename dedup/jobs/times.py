"""Publication times of all articles as numbers, for the keep order `earliest` and for `first_seen`."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.engines.base import Dataset


def publication_times(bodies: Dataset) -> NDArray[np.float64]:
    """Return float64[rows], seconds since 1970 in UTC; infinity where the time is not known.

    A date without a time counts as its first second; a time without a zone as UTC.
    """
    known: dict[str | None, float] = {None: np.inf}
    times = []
    for batch in bodies:
        for value in pc.struct_field(batch.column("published"), "value").to_pylist():
            if value not in known:
                known[value] = _seconds(value)
            times.append(known[value])
    return np.array(times, np.float64)


def _seconds(value: str) -> float:
    # ISO 8601 at the precision stated: a year or a month alone counts as its first day
    padded = value + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return float(np.inf)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
