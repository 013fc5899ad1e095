"""The fast route of JSONL: pyarrow parses a whole block into columns, if everything in it is regular.

`jsonl` reads a block line by line wherever this route declines. It never differs from that route: it declines what
pyarrow takes more liberally than JSON allows, and every row that would become a reject.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from dedup.batches import FIELDS, article_schema
from dedup.reading.aliases import SITE_ADDRESS, Names
from dedup.reading.field_values import CUT, LONGER
from dedup.reading.json_shape import Shape, exact_schema, wide_schema
from dedup.reading.markup import read_texts, read_titles
from dedup.reading.records import HOST, LAST, origins_json

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from dedup.reading.lines import LineBlock

_OPEN, _CLOSE, _NEWLINE, _RETURN = b"{}\n\r"
# NaN and Infinity where they may be values and are no part of a word.
_NO_NUMBER = re.compile(rb"[:,\[\s-](?:NaN|Inf(?:inity)?)\s*[,\]}]")
# orjson reads 1024 levels; a line with fewer brackets than that can't be deeper.
_MAX_BRACKETS = 1000
# Scanned piece by piece, so that the intermediate arrays stay in the cache: 256 KB of a 2 MB L2.
_PIECE = 1 << 18
# rank in `names` -> name and values
_Offer = tuple[int, str, "pa.Array"]


def read_columns(block: LineBlock, names: Names, shape: Shape) -> pa.RecordBatch | None:
    """Parse a block of JSON lines into an article batch without `extra`.

    Args:
        block: Whole lines.
        names: The field names of the file.
        shape: Of the file's first records.

    Returns:
        The batch, or None where a record is broken, no article, or of another form than the first.
    """
    import numpy as np

    data = np.frombuffer(block.data, np.uint8)
    lines = _regular_lines(data)
    if lines is None or not _is_utf8(block.data):
        return None
    table = _parse(block.data, exact_schema(shape), "error") if shape.complete else None
    if table is None and _is_strict(block.data, data, lines[0]):
        table = _parse(block.data, wide_schema(names, shape), "ignore")
    if table is None or table.num_rows != len(lines[0]):
        return None
    return _to_batch(table, names, block, *lines)


def _regular_lines(data: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Return start, end and index of the lines that are not empty; None unless each runs from { to }.

    Since no comma can stand between two of them, each line end then divides two values at the top level, and as many
    values as lines means one value in each.
    """
    import numpy as np

    if not len(data):
        return None
    pieces = range(0, len(data), _PIECE)
    newlines = np.concatenate([at + np.flatnonzero(data[at : at + _PIECE] == _NEWLINE) for at in pieces])
    ends = newlines if len(newlines) and newlines[-1] == len(data) - 1 else np.append(newlines, len(data))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    ends = ends - ((ends > starts) & (data[ends - 1] == _RETURN))
    index = np.flatnonzero(ends > starts)
    starts, ends = starts[index], ends[index]
    if not len(index) or (data[starts] != _OPEN).any() or (data[ends - 1] != _CLOSE).any():
        return None
    return starts, ends, index


def _is_utf8(raw: bytes | memoryview) -> bool:
    import numpy as np
    import pyarrow as pa

    offsets = pa.py_buffer(np.array([0, len(raw)], np.int64))
    whole = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(raw)])
    try:
        whole.validate(full=True)  # ten times as fast as bytes.decode, and without holding the GIL
    except pa.ArrowInvalid:
        return False
    return True


def _is_strict(raw: bytes | memoryview, data: np.ndarray, starts: np.ndarray) -> bool:
    """Say if a block is without NaN, Infinity and deep nesting, which pyarrow takes in fields that it passes over."""
    import numpy as np

    brackets = []
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE + 2]
        one, two, three = piece[:-2], piece[1:-1], piece[2:]
        words = (one == ord("N")) & (two == ord("a")) & (three == ord("N"))
        words |= (one == ord("I")) & (two == ord("n")) & (three == ord("f"))
        if words.any() and any(_NO_NUMBER.match(raw, at + hit - 1) for hit in np.flatnonzero(words).tolist()):
            return False
        brackets.append(at + np.flatnonzero((piece[:_PIECE] & 0xDF) == 0x5B))  # [ or {
    opened = np.searchsorted(np.concatenate(brackets), starts)
    return not (np.diff(np.append(opened, sum(map(len, brackets)))) > _MAX_BRACKETS).any()


def _parse(raw: bytes | memoryview, schema: pa.Schema, unexpected: str) -> pa.RecordBatch | None:
    import pyarrow as pa
    from pyarrow import json

    try:
        table = json.read_json(
            pa.BufferReader(pa.py_buffer(raw)),
            read_options=json.ReadOptions(use_threads=False, block_size=len(raw) + 1),
            parse_options=json.ParseOptions(explicit_schema=schema, unexpected_field_behavior=unexpected),
        )
    except pa.ArrowInvalid:
        return None
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else None


def _to_batch(
    table: pa.RecordBatch, names: Names, block: LineBlock, starts: np.ndarray, ends: np.ndarray, index: np.ndarray
) -> pa.RecordBatch | None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    offers = _offers(table, names)
    if offers is None:
        return None
    chosen = {field: _first_set(offers[field], table.num_rows) for field in FIELDS}
    columns: dict[str, pa.Array] = {field: values for field, (values, _) in chosen.items()}
    if columns["text"].null_count:
        return None
    columns["text"] = read_texts(columns["text"], names.notes)
    columns["title"] = read_titles(columns["title"])
    rows = table.num_rows
    schema = article_schema()
    again = block.offset >= 0
    absent = np.full(rows, -1)
    columns["id"] = pc.fill_null(columns["id"], "")
    columns["extra"] = pa.nulls(rows, schema.field("extra").type)
    columns["origins"] = _origins({field: which for field, (_, which) in chosen.items()}, offers)
    columns["source_file"] = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [block.name])
    columns["line"] = pa.array(index + block.line)
    columns["raw_start"] = pa.array(starts + block.offset if again else absent)
    columns["raw_end"] = pa.array(ends + block.offset if again else absent)
    raw = None if again else [bytes(block.data[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    columns["raw"] = pa.nulls(rows, pa.large_binary()) if raw is None else pa.array(raw, pa.large_binary())
    return pa.record_batch([columns[f.name] for f in schema], schema=schema)


def _offers(table: pa.RecordBatch, names: Names) -> dict[str, list[_Offer]] | None:
    """Return per field the columns that may fill it, best first; None where a value has an unexpected form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    offers: dict[str, list[_Offer]] = {field: [] for field in FIELDS}
    for name, column in zip(table.schema.names, table.columns, strict=True):
        if column.null_count == table.num_rows:
            continue
        if name in names.places:
            values = _strings(column)
            if values is None:
                return None
            _offer(offers, *names.places[name], name, values)
        elif name in names.nested and pa.types.is_struct(column.type):
            for inner, (field, rank) in names.nested[name].items():
                _offer(offers, field, rank, f"{name}.{inner}", pc.struct_field(column, inner))
        elif name == SITE_ADDRESS:
            _offer_site(offers, names, column)
    if len(offers["text"]) > 1:
        if _may_be_replaced(sorted(offers["text"], key=lambda offer: offer[0])):
            return None
        offers["text"] = [offer for rank, name, values in offers["text"] for offer in (
            (rank, name, _not_empty(values)), (rank + LAST, name, values)
        )]
    return {field: sorted(found, key=lambda offer: offer[0]) for field, found in offers.items()}


def _may_be_replaced(offers: list[_Offer]) -> bool:
    """Say if in some row a text may be longer than one of a better name: which counts is decided row by row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    best = offers[0][2]
    longest = pc.fill_null(pc.utf8_length(best), 0).cast(pa.float64())
    cut = pc.fill_null(pc.match_substring_regex(best, CUT), False)
    for _, _, values in offers[1:]:
        length = pc.fill_null(pc.utf8_length(values), 0).cast(pa.float64())
        clearly = pc.greater_equal(length, pc.multiply(longest, LONGER))
        longer = pc.and_(pc.greater(length, longest), pc.or_(clearly, cut))
        if pc.any(pc.and_(longer, pc.greater(longest, 0))).as_py():
            return True
        cut = pc.or_(cut, pc.fill_null(pc.match_substring_regex(values, CUT), False))
        longest = pc.max_element_wise(longest, length)
    filled = [pc.greater(pc.fill_null(pc.utf8_length(values), 0), 0).cast(pa.int8()) for _, _, values in offers]
    several = pc.greater(functools.reduce(pc.add, filled), 1)
    tagged = [pc.fill_null(pc.match_substring(values, "<"), False) for _, _, values in offers]
    return bool(pc.any(pc.and_(several, functools.reduce(pc.or_, tagged))).as_py())


def _strings(column: pa.Array) -> pa.Array | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_int64(column.type):
        return column.cast(pa.large_string())
    if not pa.types.is_list(column.type):
        return column
    parts = column.flatten()
    if parts.null_count or pc.any(pc.equal(parts, "")).as_py():
        return None
    return pc.binary_join(column, pa.scalar(", ", pa.large_string()))


def _offer(offers: dict[str, list[_Offer]], field: str, rank: int, name: str, values: pa.Array) -> None:
    import pyarrow.compute as pc

    if values.null_count == len(values):
        return
    values = values if field == "text" else _not_empty(values)
    if field == "source":
        address = _is_address(values)
        if pc.any(address).as_py():
            offers["url"].append((rank + LAST, name, pc.if_else(address, values, None)))
            values = pc.if_else(address, None, values)
    offers[field].append((rank, name, values))


def _not_empty(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    empty = pc.equal(pc.binary_length(values), 0)
    return pc.if_else(empty, None, values) if pc.any(empty).as_py() else values


def _offer_site(offers: dict[str, list[_Offer]], names: Names, values: pa.Array) -> None:
    import pyarrow.compute as pc

    if values.null_count == len(values):
        return
    values = pc.if_else(_is_address(values), values, None)
    for field in names.site:
        found = values if field == "url" else pc.struct_field(pc.extract_regex(values, HOST), "host")
        offers[field].append((2 * LAST, SITE_ADDRESS, found))


def _is_address(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.or_(pc.starts_with(values, "http://"), pc.starts_with(values, "https://"))


def _first_set(offers: list[_Offer], rows: int) -> tuple[pa.Array, np.ndarray]:
    """Return per row the first value that is set, and the index of its offer (-1 where none is)."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    which = np.full(rows, -1, np.int64)
    for at, (_, _, values) in reversed(list(enumerate(offers))):
        which[values.is_valid().to_numpy(zero_copy_only=False)] = at
    if not offers:
        return pa.nulls(rows, pa.large_string()), which
    values = offers[0][2] if len(offers) == 1 else pc.coalesce(*(values for _, _, values in offers))
    return values, which


def _origins(which: dict[str, np.ndarray], offers: dict[str, list[_Offer]]) -> pa.Array:
    """Return the `origins` column: few combinations of names make up a file, so each is written once."""
    import numpy as np
    import pyarrow as pa

    codes = np.zeros(len(which["text"]), np.int64)
    for field in FIELDS:
        codes = codes * (len(offers[field]) + 1) + which[field] + 1
    _, rows, codes = np.unique(codes, return_index=True, return_inverse=True)
    texts = [
        origins_json(tuple((f, offers[f][at][1]) for f in FIELDS if (at := which[f][row]) >= 0)) for row in rows
    ]
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), texts)
