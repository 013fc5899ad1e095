"""What the records of a JSONL file look like, and the columns that pyarrow is to make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.reading.aliases import SITE_ADDRESS, Names

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Shape:
    """What the first records of a file look like; only speed depends on it.

    Attributes:
        kinds: Name to kind of value: `text` (or null), `int`, `flag`, `texts` (a list of strings).
        complete: Whether each value among them was of one of these kinds, the same throughout, and fits its field.
            Such files are first tried with exactly these columns. Then pyarrow itself refuses NaN and nesting, and
            parses a third faster than with a column for each name in the alias table.
    """

    kinds: Mapping[str, str]
    complete: bool


def shape_of(records: Sequence[Mapping[str, Any]], names: Names) -> Shape:
    """Return the shape of records."""
    kinds: dict[str, str] = {}
    complete = bool(records)
    for record in records:
        for name, value in record.items():
            kind = _kind(value)
            if kind is None or (value is not None and kinds.setdefault(name, kind) != kind):
                complete = False
    for name in {name for record in records for name in record}:
        complete = complete and kinds.setdefault(name, "text") in _allowed(name, names)
    return Shape(kinds, complete)


def _kind(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "int"
    is_texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return "texts" if is_texts else None


def _allowed(name: str, names: Names) -> tuple[str, ...]:
    if name == SITE_ADDRESS or names.places.get(name, ("",))[0] == "text":
        return ("text",)
    if name in names.nested and name not in names.places:
        return ()  # an object, or one as a string, which only the route line by line takes apart
    if name not in names.places:
        return ("text", "int", "flag", "texts")
    return ("text", "int", "texts") if names.places[name][0] == "author" else ("text", "int")


def exact_schema(shape: Shape) -> pa.Schema:
    """Return exactly the columns of a complete shape."""
    return _schema(shape.kinds)


def wide_schema(names: Names, shape: Shape) -> pa.Schema:
    """Return a column for each name that may matter; what is unknown is passed over."""
    import pyarrow as pa

    kinds = {name: shape.kinds.get(name, "text") for name in names.places}
    if names.site and SITE_ADDRESS not in names.places:
        kinds[SITE_ADDRESS] = "text"
    schema = _schema({name: kind if kind in _allowed(name, names) else "text" for name, kind in kinds.items()})
    for outer, inner in names.nested.items():
        if outer not in names.places:
            schema = schema.append(pa.field(outer, pa.struct([(name, pa.large_string()) for name in inner])))
    return schema


def _schema(kinds: Mapping[str, str]) -> pa.Schema:
    import pyarrow as pa

    text = pa.large_string()
    types = {"text": text, "int": pa.int64(), "flag": pa.bool_(), "texts": pa.list_(text)}
    return pa.schema([(name, types[kind]) for name, kind in kinds.items()])
