"""From a record with named fields to the columns of an article batch: one meaning of the names for all formats.

The compiled route of JSONL (`json_columns`) must give the same, and a property test holds it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.batches import FIELDS, article_schema, extra_json
from dedup.reading.aliases import SITE_ADDRESS, Names, Notes
from dedup.reading.field_values import as_article_text, as_text, kind_of, replaces
from dedup.reading.markup import read_texts, read_titles
from dedup.reading.wrapped import graph_nodes, inner_records, lists_within

if TYPE_CHECKING:
    import pyarrow as pa

HOST = r"^https?://(?:www\.)?(?P<host>[^/:?# \t\r\n]+)"
# Ranks a URL found under `source` behind every name for URLs, and an empty text behind every other.
LAST = 1000
_WEB = ("http://", "https://")


class RecordError(Exception):
    """A record that is no article; the message is the reason of its reject."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A record's fields by their names here, the rest of it, and under which name each field stood."""

    fields: Mapping[str, str]
    extra: Mapping[str, Any]
    origins: str


def resolve(record: Mapping[str, Any], names: Names) -> Resolved:
    """Find an article's fields in a record.

    Per field the first name with a value that is not empty wins. A URL under a name for the source goes to `url` if
    no name for URLs has one. What is not used stays in `extra`.

    An article within an envelope (`{"article": {...}}`) is found where the record has no text itself.

    Raises:
        RecordError: No name for the text holds one.
    """
    best = _offers_of(record, names)
    rest = record
    if "text" not in best:
        for prefix, inner in inner_records(record):
            found = _offers_of(inner, names)
            if "text" in found:
                best |= {field: (rank, f"{prefix}{name}", text) for field, (rank, name, text) in found.items()}
                outer = prefix.partition(".")[0]
                rest = {k: v for k, v in record.items() if k != outer} | {f"{prefix}{k}": v for k, v in inner.items()}
                break
        else:
            raise RecordError(_why_no_text(record, names))
    used = {name for _, name, _ in best.values()}
    extra = {k: v for k, v in rest.items() if k not in used and not (v is None and k in names.places)}
    present = tuple((f, best[f][1]) for f in FIELDS if f in best)
    return Resolved({f: best[f][2] for f, _ in present}, extra, origins_json(present))


_Offers = dict[str, tuple[int, str, str]]


def _offers_of(record: Mapping[str, Any], names: Names) -> _Offers:
    best: _Offers = {}
    texts: list[tuple[int, str, str]] = []
    for key, value in record.items():
        place = names.places.get(key)
        if place is not None:
            _offer(best, texts, place, key, value)
        elif key in names.nested:
            inner = _as_object(value)
            for inner_key, inner_place in names.nested[key].items() if inner else ():
                _offer(best, texts, inner_place, f"{key}.{inner_key}", inner.get(inner_key))
        elif key == SITE_ADDRESS and isinstance(value, str):
            _offer_site(best, names, value)
    if texts:
        best["text"] = _choose_text(texts, names)
    return best


def _as_object(value: object) -> dict[str, Any]:
    """Return an object, also from JSON in a string."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        import orjson

        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return {}
    return value if isinstance(value, dict) else {}


def _choose_text(texts: list[tuple[int, str, str]], names: Names) -> tuple[int, str, str]:
    """Return the text of the best name, or one that is clearly longer."""
    ranked = sorted(texts, key=lambda offer: offer[0])
    best = ranked[0]
    for offer in ranked[1:]:
        if replaces(offer[2], best[2]):
            best = offer
    if best is not ranked[0] and ranked[0][2]:
        fields = ", ".join(repr(name) for _, name, text in ranked if text)
        names.notes.tell(f"several texts in a record ({fields}): the longest is read")
    return best


def _offer(
    best: _Offers, texts: list[tuple[int, str, str]], place: tuple[str, int], name: str, value: object
) -> None:
    field_name, rank = place
    if field_name == "text":
        text = as_article_text(value)
        if text is not None:
            texts.append((rank if text else rank + LAST, name, text))
        return
    text = as_text(field_name, value)
    if not text:
        return
    if field_name == "source" and text.startswith(_WEB):
        _put(best, "url", rank + LAST, name, text)
    else:
        _put(best, field_name, rank, name, text)


def _offer_site(best: _Offers, names: Names, value: str) -> None:
    if not value.startswith(_WEB):
        return
    for field_name in names.site:
        text = value if field_name == "url" else host_of(value)
        if text:
            _put(best, field_name, 2 * LAST, SITE_ADDRESS, text)


def _put(best: _Offers, field_name: str, rank: int, name: str, text: str) -> None:
    if field_name not in best or rank < best[field_name][0]:
        best[field_name] = (rank, name, text)


def host_of(url: str) -> str | None:
    """Return the host of a web address without `www.`, or None."""
    match = re.match(HOST, url)
    return match["host"] if match else None


def records_within(record: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """Return the records in an answer of a news interface, as `{"status": "ok", "articles": [...]}`; else nothing."""
    if _has_text(record, names):
        return []
    nodes = [node for node in graph_nodes(record) if _has_text(node, names)]
    if nodes:
        return nodes
    lists = lists_within(record)
    return lists[0] if len(lists) == 1 else []


def _has_text(record: Mapping[str, Any], names: Names) -> bool:
    return any(
        names.places.get(key, ("",))[0] == "text" and as_article_text(value) is not None
        for key, value in record.items()
    )


def _why_no_text(record: Mapping[str, Any], names: Names) -> str:
    wanted = [n for n, (f, _) in names.places.items() if f == "text"]
    for name in wanted:
        if record.get(name) is not None:
            return f"text is {kind_of(record[name])}, not a string (field {name!r})"
    for name in wanted:
        if name in record:
            return f"text is null (field {name!r})"
    return f"no text: none of the fields {', '.join(wanted)} is there"


@functools.lru_cache(maxsize=4096)
def origins_json(present: tuple[tuple[str, str], ...]) -> str:
    """Return the `origins` of an article as JSON, from pairs of field and the name it stood under."""
    import orjson

    return orjson.dumps({f: f"field:{name}" for f, name in present}).decode()


class BatchBuilder:
    """Collects articles row by row and makes them one batch.

    Args:
        source_file: The file's name.
        want_extra: Whether to keep what is no field.
        notes: Where to tell of HTML in a text; None leaves texts as they are.
    """

    def __init__(self, source_file: str, *, want_extra: bool, notes: Notes | None = None) -> None:
        self._source_file = source_file
        self._notes = notes
        self._want_extra = want_extra
        self._columns: dict[str, list[Any]] = {f.name: [] for f in article_schema()}

    def add(
        self, row: Resolved, line: int, *, start: int = -1, end: int = -1, raw: bytes | None = None
    ) -> None:
        """Add one article; `start`, `end` and `raw` as in `article_schema()`."""
        columns = self._columns
        for name in FIELDS:
            columns[name].append(row.fields.get(name))
        if not columns["id"][-1]:
            columns["id"][-1] = ""
        columns["extra"].append(extra_json(row.extra) if self._want_extra else None)
        columns["origins"].append(row.origins)
        columns["line"].append(line)
        columns["raw_start"].append(start)
        columns["raw_end"].append(end)
        columns["raw"].append(raw)

    def finish(self) -> pa.RecordBatch | None:
        """Return the batch, or None if no article was added."""
        import pyarrow as pa

        columns = self._columns
        rows = len(columns["id"])
        if not rows:
            return None
        columns["source_file"] = [self._source_file] * rows
        schema = article_schema()
        arrays = {f.name: pa.array(columns[f.name], type=f.type) for f in schema}
        if self._notes is not None:
            arrays["text"] = read_texts(arrays["text"], self._notes)
            arrays["title"] = read_titles(arrays["title"])
        return pa.record_batch(list(arrays.values()), schema=schema)
