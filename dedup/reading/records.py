"""From a record with named fields to the columns of an article batch: one meaning of the names for all formats.

The compiled route of JSONL (`json_columns`) must give the same, and a property test holds it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.batches import FIELDS, article_schema, extra_json
from dedup.reading.aliases import ALIASES, SITE_ADDRESS, Names, Notes
from dedup.reading.field_values import as_article_text, as_text, kind_of, replaces
from dedup.reading.markup import read_texts, read_titles
from dedup.reading.wrapped import Chain, graph_nodes, inner_records, lists_within

if TYPE_CHECKING:
    import pyarrow as pa

HOST = r"^https?://(?:www\.)?(?P<host>[^/:?# \t\r\n]+)"
# Ranks a URL found under `source` behind every name for URLs, and an empty text behind every other.
LAST = 1000
_WEB = ("http://", "https://")


# How the reason of a record without a text begins.
NULL_TEXT = "text is null"
NO_TEXT = "no text: none of the fields"
_NAME_IT = "; another one is named with --text-field, in Python fields={'text': ...}"


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
    plain = _plain(record, _plan_of(record, names))
    if plain is not None:
        return plain
    best = _offers_of(record, names)
    rest = record
    if "text" not in best:
        chain = _chain_to_text(record, names)
        if chain is None:
            raise RecordError(_why_no_text(record, names))
        rest = {}
        for prefix, inner in (("", record), *chain):  # an inner envelope knows more of the article than an outer one
            found = _offers_of(inner, names) if prefix else {}
            best |= {field: (rank, f"{prefix}{name}", text) for field, (rank, name, text) in found.items()}
            rest |= {f"{prefix}{key}": value for key, value in inner.items()}
        for prefix, _ in chain:
            rest.pop(prefix.removesuffix("."), None)
    used = {name for _, name, _ in best.values()}
    places = names.places
    extra = {k: v for k, v in rest.items() if k not in used and (v is not None or k not in places)}
    present = tuple((f, best[f][1]) for f in FIELDS if f in best)
    return Resolved({f: best[f][2] for f, _ in present}, extra, origins_json(present))


def _plain(record: Mapping[str, Any], plan: _Plan) -> Resolved | None:
    """Return the fields of a record where one name stands for each and holds a string; None for any other record."""
    if plan.order is None:
        return None
    fields: dict[str, str] = {}
    for field_name, name in plan.order:
        value = record[name]
        if type(value) is str and value and not (field_name == "source" and value.startswith(_WEB)):
            fields[field_name] = value
        elif value is not None or field_name == "text":
            return None
    present = plan.order
    if len(fields) < len(present):
        present = tuple(pair for pair in present if pair[0] in fields)
    return Resolved(fields, {name: record[name] for name in plan.rest}, origins_json(present))


def _chain_to_text(record: Mapping[str, Any], names: Names) -> Chain | None:
    """Return the envelopes around the object of a record that holds a text."""
    return next((chain for chain in inner_records(record) if "text" in _offers_of(chain[-1][1], names)), None)


_Offers = dict[str, tuple[int, str, str]]


class _Plan(NamedTuple):
    """Where records of one set of keys hold their fields.

    Attributes:
        texts: Rank and name of each text.
        fields: Each other field with rank and name of what may fill it, best first.
        nested: Names of the inner objects that hold fields.
        site: Whether the address of the outlet's front page is there.
        order: Each field with its name, in the order of `FIELDS`; None where a field has several, or an inner one.
        rest: Names that are no field's.
    """

    texts: tuple[tuple[int, str], ...]
    fields: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    nested: tuple[str, ...]
    site: bool
    order: tuple[tuple[str, str], ...] | None
    rest: tuple[str, ...]


_PLANS_KEPT = 1000  # records of as many sets of keys; beyond that they are planned anew


def _plan_of(record: Mapping[str, Any], names: Names) -> _Plan:
    """Return the plan for a record's keys; most files have few sets of them."""
    keys = tuple(record)
    plan: _Plan | None = names.plans.get(keys)
    if plan is None:
        if len(names.plans) >= _PLANS_KEPT:
            names.plans.clear()
        plan = names.plans[keys] = _planned(keys, names)
    return plan


def _planned(keys: tuple[str, ...], names: Names) -> _Plan:
    held: dict[str, list[tuple[int, str]]] = {}
    for key in keys:
        if key in names.places:
            field_name, rank = names.places[key]
            held.setdefault(field_name, []).append((rank, key))
    texts = tuple(held.pop("text", ()))
    fields = tuple((field_name, tuple(sorted(found))) for field_name, found in held.items())
    nested = tuple(key for key in keys if key in names.nested and key not in names.places)
    site = SITE_ADDRESS in keys and SITE_ADDRESS not in names.places and SITE_ADDRESS not in names.nested
    single = len(texts) == 1 and all(len(found) == 1 for _, found in fields) and not nested and not site
    at = {"text": texts[0][1], **{field_name: found[0][1] for field_name, found in fields}} if single else {}
    order = tuple((field_name, at[field_name]) for field_name in FIELDS if field_name in at) if single else None
    return _Plan(texts, fields, nested, site, order, tuple(key for key in keys if key not in names.places))


def _offers_of(record: Mapping[str, Any], names: Names) -> _Offers:
    plan = _plan_of(record, names)
    best: _Offers = {}
    texts: list[tuple[int, str, str]] = []
    for rank, name in plan.texts:
        _offer_text(texts, rank, name, record[name])
    for field_name, places in plan.fields:
        for rank, name in places:
            if _offer(best, field_name, rank, name, record[name]) and field_name != "source":
                break  # another name for the source may hold the address
    for key in plan.nested:
        places_within = names.nested[key]
        for inner_key, value in _as_object(record[key]).items():
            place = places_within.get(inner_key)
            if place is None:
                continue
            if place[0] == "text":
                _offer_text(texts, place[1], f"{key}.{inner_key}", value)
            else:
                _offer(best, *place, f"{key}.{inner_key}", value)
    if plan.site and isinstance(record[SITE_ADDRESS], str):
        _offer_site(best, names, record[SITE_ADDRESS])
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


def _offer_text(texts: list[tuple[int, str, str]], rank: int, name: str, value: object) -> None:
    text = as_article_text(value)
    if text is not None:
        texts.append((rank if text else rank + LAST, name, text))


def _offer(best: _Offers, field_name: str, rank: int, name: str, value: object) -> bool:
    """Offer a value to a field; say whether it has one for this field."""
    text = value if type(value) is str else as_text(field_name, value)
    if not text:
        return False
    if field_name == "source" and text.startswith(_WEB):
        _put(best, "url", rank + LAST, name, text)
        return False
    _put(best, field_name, rank, name, text)
    return True


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
    if len(lists) > 1:  # "results" beside "mostViewed": one of them holds texts
        lists = [held for held in lists if any(_has_text(node, names) or _chain_to_text(node, names) for node in held)]
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
            return f"{NULL_TEXT} (field {name!r})"
    own = any(name in ALIASES["text"] for name in wanted)
    return f"{NO_TEXT} {', '.join(wanted)} is there{_NAME_IT if own else ''}"


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
        self._rows: list[Resolved] = []
        self._extras: list[str | None] = []
        self._places: list[tuple[int, int, int, bytes | None]] = []

    def add(
        self, row: Resolved, line: int, *, start: int = -1, end: int = -1, raw: bytes | None = None
    ) -> None:
        """Add one article; `start`, `end` and `raw` as in `article_schema()`."""
        self._rows.append(row)
        self._extras.append(extra_json(row.extra) if self._want_extra else None)
        self._places.append((line, start, end, raw))

    def finish(self) -> pa.RecordBatch | None:
        """Return the batch, or None if no article was added."""
        import pyarrow as pa

        rows = self._rows
        if not rows:
            return None
        fields = [row.fields for row in rows]
        columns: dict[str, Sequence[Any]] = {name: [held.get(name) for held in fields] for name in FIELDS}
        columns["id"] = [known or "" for known in columns["id"]]
        columns["extra"] = self._extras
        columns["origins"] = [row.origins for row in rows]
        columns["line"], columns["raw_start"], columns["raw_end"], columns["raw"] = zip(*self._places, strict=True)
        columns["source_file"] = [self._source_file] * len(rows)
        schema = article_schema()
        arrays = {f.name: pa.array(columns[f.name], type=f.type) for f in schema}
        if self._notes is not None:
            arrays["text"] = read_texts(arrays["text"], self._notes)
            arrays["title"] = read_titles(arrays["title"])
        return pa.record_batch(list(arrays.values()), schema=schema)
