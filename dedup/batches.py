"""Articles as Arrow record batches: the form in which `run` carries them, and the way there and back.

On the lowest layer with `articles`, since reading makes batches and every later package reads columns of them.
pyarrow is imported on first use: `import dedup` stays light.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.articles import Article

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

# Stands for a field's value that can't be written.
NOT_KEPT = "(not kept: nested too deeply)"
_DIGITS = 19  # integers with fewer have less than 64 bits
# What an id is made of where a record has none.
CONTENT_FIELDS = ("url", "source", "title", "text")
FIELDS = ("id", "title", "text", "source", "url", "date", "language", "author", "updated")


@functools.cache
def article_schema() -> pa.Schema:
    """Return the schema of an article batch.

    `id` is "" where the record has none (`jobs` gives it one). `extra` and `origins` are JSON objects. `raw` holds the
    record's bytes as they came (without the line end) where it came from JSONL, else null. Where the bytes can be
    read again (a plain file), `raw` is null and `raw_start`, `raw_end` are their range in `source_file`; else these
    are -1.
    """
    import pyarrow as pa

    text = pa.large_string()
    return pa.schema(
        [
            pa.field("id", text, nullable=False),
            pa.field("title", text),
            pa.field("text", text, nullable=False),
            pa.field("source", text),
            pa.field("url", text),
            pa.field("date", text),
            pa.field("language", text),
            pa.field("author", text),
            pa.field("updated", text),
            pa.field("extra", text),
            pa.field("origins", pa.dictionary(pa.int32(), pa.string())),
            pa.field("source_file", pa.dictionary(pa.int32(), pa.string())),
            pa.field("line", pa.int64(), nullable=False),
            pa.field("raw_start", pa.int64(), nullable=False),
            pa.field("raw_end", pa.int64(), nullable=False),
            pa.field("raw", pa.large_binary()),
        ]
    )


def read_only(values: NDArray[Any]) -> NDArray[Any]:
    """Return a view that can't be written to.

    Some of Arrow's buffers can be, others not; the kernel would be compiled once for each kind.
    """
    view = values.view()
    view.setflags(write=False)
    return view


def string_buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return a string column's bytes and its int64[n + 1] offsets, read-only, without copying the bytes."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_string(texts.type):
        texts = texts.cast(pa.large_string())
    _, offset_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offset_buffer, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.empty(0, np.uint8)
    return read_only(data), read_only(offsets if len(offsets) else np.zeros(1, np.int64))


class Lists(NamedTuple):
    """Lists of numbers, wherever they lie: list i is `values[starts[i]:ends[i]]`.

    Attributes:
        values: Any numeric array.
        starts: int64[n].
        ends: int64[n].
    """

    values: NDArray[Any]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, values: NDArray[Any], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Lists:
        """Make lists that can't be written to."""
        return cls(*map(read_only, (values, starts, ends)))

    @classmethod
    def cut(cls, values: NDArray[Any], offsets: NDArray[np.int64]) -> Lists:
        """Cut an array at int64[n + 1] offsets into n lists."""
        return cls.of(values, offsets[:-1], offsets[1:])


def offsets_of(lengths: NDArray[np.int64] | NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return int64[n + 1], where each of n lists of these lengths starts."""
    import numpy as np

    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def batch_from_articles(articles: Iterable[Article]) -> pa.RecordBatch:
    """Turn articles into one batch; they carry no raw record."""
    import orjson
    import pyarrow as pa

    rows = list(articles)
    schema = article_schema()
    columns: dict[str, list[object]] = {name: [encodable(getattr(a, name)) for a in rows] for name in FIELDS}
    columns["extra"] = [extra_json(a.extra) for a in rows]
    columns["origins"] = [orjson.dumps(dict(a.origins)).decode() for a in rows]
    columns["source_file"] = [a.source_file for a in rows]
    columns["line"] = [a.line for a in rows]
    columns["raw_start"] = columns["raw_end"] = [-1] * len(rows)
    columns["raw"] = [None] * len(rows)
    return pa.record_batch([pa.array(columns[f.name], type=f.type) for f in schema], schema=schema)


def extra_json(extra: Mapping[str, Any]) -> str | None:
    """Return the rest of a record as JSON, or None if there is none; bytes come out as text or as base64.

    A field that JSON or its writer can't hold (nested hundreds of levels deep, in a circle) is named without its value.
    """
    import orjson

    if not extra:
        return None
    try:
        return orjson.dumps(extra, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        return orjson.dumps({_as_text(name): _writable(value) for name, value in extra.items()}).decode()


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return _as_text(value)


def _as_text(value: object) -> str:
    return str(encodable(str(value)))


def _writable(value: object) -> object:
    """Return a value that orjson writes: integers of more than 64 bits as text, what can't be written as a note."""
    import orjson

    try:
        # Python's own writer is slow, and takes more
        written = json.dumps(value, default=_plain, skipkeys=True, ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(written, parse_int=_integer, parse_constant=lambda _: None)
        orjson.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return NOT_KEPT
    return value


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < _DIGITS else digits


def encodable(text: str | None) -> str | None:
    """Return a text with a question mark for each unpaired surrogate, which has no UTF-8 form; offsets hold."""
    return text if text is None or text.isascii() else text.encode("utf-8", "replace").decode()


def articles_from_batch(batch: pa.RecordBatch) -> Iterator[Article]:
    """Turn a batch back into articles."""
    import orjson

    for row in batch.to_pylist():
        extra = orjson.loads(row["extra"]) if row["extra"] else {}
        origins = orjson.loads(row["origins"]) if row["origins"] else {}
        yield Article(
            **{name: row[name] for name in FIELDS},
            extra=extra, origins=origins, source_file=row["source_file"] or "", line=row["line"],
        )


def content_digest(values: Mapping[str, str | None]) -> str:
    """Return a SHA-256 in hex over url, source, title and text."""
    joined = "\0".join(values[name] or "" for name in CONTENT_FIELDS)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def fill_missing_ids(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give every record without an id the first 16 hex digits of its content's digest."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = np.flatnonzero(pc.equal(batch.column("id"), "").to_numpy(zero_copy_only=False))
    if not len(missing):
        return batch
    rows = batch.select(CONTENT_FIELDS).take(pa.array(missing)).to_pylist()
    ids = batch.column("id").to_pylist()
    for row, values in zip(missing, rows, strict=True):
        ids[row] = content_digest(values)[:16]
    place = batch.schema.get_field_index("id")
    return batch.set_column(place, batch.schema.field(place), pa.array(ids, pa.large_string()))
