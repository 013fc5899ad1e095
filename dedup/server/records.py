"""Records of requests as article batches, read as `dedup score` reads lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dedup.reading.aliases import names_for
from dedup.reading.jsonl import parse_lines
from dedup.reading.lines import LineBlock
from dedup.server.frames import Parts
from dedup.server.problems import problem_part
from dedup.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa


def answer_records(body: bytes, settings: Settings, answer: Callable[[pa.RecordBatch], list[bytes]]) -> Parts:
    """Answer records, each for itself where they can't be answered together.

    Args:
        body: JSON, a record a line, none of them blank.
        settings: Names of fields.
        answer: Returns the answer for each row of a batch.

    Returns:
        A part for each line.
    """
    lines = body.split(b"\n")
    batch, rejects = read_lines(body, settings)
    parts: Parts = [({"status": 422, "detail": rejects.get(line, "")}, b"") for line in range(1, len(lines) + 1)]
    if batch is None:
        return parts
    numbers = batch.column("line").to_pylist()
    try:
        answers: Parts = [({}, found) for found in answer(without_place(batch))]
    except Exception as error:
        if len(numbers) == 1:
            answers = [problem_part(error)]
        else:  # one of them may spoil it for the others
            answers = [part for number in numbers for part in answer_records(lines[number - 1], settings, answer)]
    for number, part in zip(numbers, answers, strict=True):
        parts[number - 1] = part
    return parts


def read_lines(body: bytes, settings: Settings) -> tuple[pa.RecordBatch | None, dict[int, str]]:
    """Return the articles of some lines, and why the other lines are none, by their numbers."""
    parsed = parse_lines(LineBlock("", body, -1, 1), names_for(settings.fields), want_extra=True)
    return parsed.batch, {reject.line: reject.reason for reject in parsed.rejects}


def without_place(batch: Any) -> pa.RecordBatch:  # noqa: ANN401 - a record batch
    """Return a batch whose articles come from no line of a file: which requests came together is chance."""
    import pyarrow as pa

    place = batch.schema.get_field_index("line")
    nowhere = pa.array([0] * batch.num_rows, pa.int64())
    return batch.set_column(place, batch.schema.field(place), nowhere)
