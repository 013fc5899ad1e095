"""Results as CSV: the comparison, one row for each cell of the claim table, and any other rows.

No cell can be run as a formula unless `raw` asks for the bare text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dedup.reporting.escape import csv_cell
from dedup.tables import rounded

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that are Python objects at once.
_PIECE = 1024

COLUMNS = (
    "claim_id", "story", "status", "claim", "outlets", "witnesses", "article", "source", "credit", "date", "witness",
    "state", "relation", "speaker", "quote", "start", "end", "facts",
)  # fmt: skip


def comparison(data: Mapping[str, Any], *, raw: bool = False) -> str:
    """Return the claim table in long form, claims and cells in the order of the data.

    Args:
        data: The dict of `compare --format json`.
        raw: Write texts as they are; otherwise those that a spreadsheet would run get an apostrophe in front.
    """
    return "".join(_lines([list(COLUMNS), *_rows(data)], raw=raw))


def rows(columns: Sequence[str], found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line of column names, then one for each row; lists and objects become JSON, ratios have 6 decimals.

    Args:
        columns: What to take of each row, in this order.
        found: Rows by column name; what one lacks is empty.
    """
    yield from _lines([list(columns)])
    for row in found:
        yield from _lines([[_flat(row.get(name)) for name in columns]])


class CsvFile:
    """A CSV file that tables are written to, piece by piece; a context manager."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Open the file and write the column names.

        Args:
            path: Where to write.
            columns: What to take of each table, in this order.
        """
        self._columns = columns
        self._file = path.open("w", encoding="utf-8", newline="", errors="backslashreplace")
        self._file.writelines(rows(columns, ()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, table: pa.Table) -> None:
        """Append the rows of a table; lists and objects become JSON."""
        for batch in table.to_batches(_PIECE):
            values = _lines([_flat(row[name]) for name in self._columns] for row in batch.to_pylist())
            self._file.writelines(values)


def _flat(value: object) -> object:
    value = rounded(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _lines(found: Iterable[Sequence[Any]], *, raw: bool = False) -> Iterator[str]:
    for row in found:
        out = io.StringIO()
        # before Python 3.13, a carriage return is quoted only where it ends lines
        csv.writer(_LineFeeds(out), lineterminator="\r\n").writerow([csv_cell(value, raw=raw) for value in row])
        yield out.getvalue()


class _LineFeeds:
    """Takes one row after the other and ends each with a line feed alone."""

    def __init__(self, out: io.StringIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        """Write a row."""
        return self._out.write(row.removesuffix("\r\n") + "\n")


def _rows(data: Mapping[str, Any]) -> Iterator[list[Any]]:
    articles = {str(a["id"]): a for a in data.get("articles", ())}
    for claim in data.get("claims", ()):
        head = [claim.get(name) for name in ("claim_id", "story", "status", "text", "outlets", "witnesses")]
        for cell in claim.get("cells", ()):
            article = articles.get(str(cell["article"]), {})
            yield [
                *head, cell["article"], *(article.get(name) for name in ("source", "credit", "date", "witness")),
                *(cell.get(name) for name in ("state", "relation", "speaker", "quote", "start", "end")),
                "; ".join(_fact(f) for f in cell.get("facts") or ()),
            ]  # fmt: skip


def _fact(fact: Mapping[str, Any]) -> str:
    value = " ".join(str(part) for part in (fact.get("qualifier"), fact.get("value"), fact.get("unit")) if part)
    return f"{fact.get('kind')}: {value}"
