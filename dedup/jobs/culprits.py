"""Which record it was at which a stage over a whole batch failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pyarrow as pa

from dedup.errors import DedupError, located

Result = TypeVar("Result")


def naming_record(stage: Callable[..., Result]) -> Callable[..., Result]:
    """Return the stage, whose unexpected exceptions name the record; it costs nothing while there are none.

    Args:
        stage: From batches with the same rows, the first one of articles (`batches.article_schema`).
    """

    def run(*batches: pa.RecordBatch) -> Result:
        try:
            return stage(*batches)
        except DedupError:
            raise
        except Exception as error:
            place = _culprit(stage, batches, type(error))
            if place is None:
                raise
            with located(place):
                raise

    return run


def _culprit(stage: Callable[..., Any], batches: tuple[pa.RecordBatch, ...], kind: type[Exception]) -> str | None:
    """Return the place of the first record that fails by itself in the same way."""
    articles = batches[0]
    for row in range(articles.num_rows):
        try:
            stage(*(batch.take(pa.array([row])) for batch in batches))
        except Exception as error:
            if type(error) is kind:
                return f"{articles.column('source_file')[row].as_py()}:{articles.column('line')[row].as_py()}"
    return None
