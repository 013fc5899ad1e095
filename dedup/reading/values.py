"""What Python users have becomes article batches: texts, records, articles, frames, tables, paths.

The Python functions of all jobs (`run`, `compare`, `score`, `Corpus.add`, ...) use it, so that they take the same
things. Records have the field names of `aliases`, as in files.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.articles import Article, Reject
from dedup.batches import FIELDS, articles_from_batch, batch_from_articles
from dedup.errors import InputError
from dedup.reading.aliases import ALIASES, names_for
from dedup.reading.reader import read_batches
from dedup.reading.records import RecordError, resolve
from dedup.reading.table_rows import parse_rows
from dedup.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

# Articles per batch; some 12 MB of news.
BATCH_ROWS = 4096
_WANTED = (
    "give texts, dicts, Articles, a pandas or polars frame, an Arrow table, or the path of a file or folder that exists"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller gave.

    Attributes:
        batches: Article batches (`batches.article_schema`), one row for each record, in order. To be read once.
        keys: How the caller names the rows (index of a Series or frame, keys of a dict); None where by position.
        select: Returns the rows of a mask in the form in which they came; None where that is gone once read.
    """

    batches: Iterator[pa.RecordBatch]
    keys: Callable[[], Sequence[Hashable]] | None = None
    select: Callable[[NDArray[np.bool_]], Any] | None = None


def take(values: Any, settings: Settings, *, what: str = "articles") -> Given:  # noqa: ANN401 - anything a user has
    """Take what a caller gave.

    Args:
        values: Texts, dicts, Articles or paths, in any iterable; a dict of them by id; a pandas or polars frame or
            Series; anything with `__arrow_c_stream__`; a Hugging Face data set; or the path of a file or folder.
        settings: For field names of the user's own (`fields`).
        what: The argument's name, for messages.

    Raises:
        InputError: It is none of these, now or when the batches are read; the message names row and field.
    """
    if isinstance(values, str | PathLike):
        return Given(_files([_existing(values, what)], settings))
    if isinstance(values, Article):
        raise InputError(f"{what}: several are wanted, got a single Article; put it into a list")
    if isinstance(values, bytes | bytearray) or values is None:
        raise InputError(f"{what}: got {type(values).__name__}; {_WANTED}")
    if isinstance(values, Mapping):
        return _by_key(values, settings, what)
    module = type(values).__module__.partition(".")[0]
    if module == "polars" and hasattr(values, "collect"):
        values = values.collect()
    if module in _FRAMES or hasattr(values, "__arrow_c_stream__"):
        return _table(values, module, settings, what)
    if not isinstance(values, Iterable):
        raise InputError(f"{what}: got {type(values).__name__}; {_WANTED}")
    if isinstance(values, Sequence) and values and all(isinstance(one, PathLike) for one in values):
        return Given(_files([_existing(one, what) for one in values], settings))
    return Given(_rows(values, settings, what), select=_selector(values, module))


def take_one(value: Any, settings: Settings, *, what: str = "article") -> Article:  # noqa: ANN401
    """Take one article: an Article, a dict with the readers' field names, or a text.

    Raises:
        InputError: It is none of these.
    """
    return _article(value, settings, what)


def take_articles(values: Any, settings: Settings, *, what: str = "articles") -> Iterator[Article]:  # noqa: ANN401
    """Take what `take` takes, as articles; those that are articles already stay the same objects.

    Raises:
        InputError: As `take`.
    """
    if isinstance(values, list | tuple) and all(isinstance(one, Article) for one in values):
        return (_article(one, settings, f"{what}[{place}]") for place, one in enumerate(values))
    batches = take(values, settings, what=what).batches
    return (article for batch in batches for article in articles_from_batch(batch))


def _existing(path: str | PathLike[str], what: str) -> str | Path:
    if isinstance(path, str) and (len(path) > 4096 or "\n" in path or not _is_there(path)):
        shown = path if len(path) <= 60 else path[:60] + "…"
        raise InputError(f"{what}: {shown!r} is a single string and no path that exists; {_WANTED}")
    return path if isinstance(path, str) else Path(path)


def _is_there(path: str) -> bool:
    import glob

    try:
        return Path(path).exists() or any(True for _ in glob.iglob(path, recursive=True))
    except (OSError, ValueError):
        return False


def _files(paths: list[str | Path], settings: Settings) -> Iterator[pa.RecordBatch]:
    import logging

    def log(reject: Reject) -> None:
        logging.getLogger("dedup").warning("%s:%d: not read: %s", reject.source_file, reject.line, reject.reason)

    yield from read_batches(paths, settings, log)


def _by_key(values: Mapping[Any, Any], settings: Settings, what: str) -> Given:
    if any(name in ALIASES["text"] for name in values):
        raise InputError(f"{what}: several are wanted, got a dict that is one record; put it into a list")

    def rows() -> Iterator[pa.RecordBatch]:
        for start in range(0, len(keys), BATCH_ROWS):
            yield batch_from_articles(
                _with_id(_article(values[key], settings, f"{what}[{key!r}]"), key)
                for key in keys[start : start + BATCH_ROWS]
            )

    keys = list(values)

    def select(mask: NDArray[np.bool_]) -> dict[Any, Any]:
        return {key: values[key] for key, stays in zip(keys, mask, strict=True) if stays}

    return Given(rows(), lambda: keys, select)


def _with_id(article: Article, key: object) -> Article:
    from dataclasses import replace

    return article if article.id else replace(article, id=str(key))


def _rows(values: Iterable[Any], settings: Settings, what: str) -> Iterator[pa.RecordBatch]:
    remaining = enumerate(values)
    while some := list(islice(remaining, BATCH_ROWS)):
        yield batch_from_articles(_article(value, settings, f"{what}[{place}]") for place, value in some)


def _article(value: object, settings: Settings, where: str) -> Article:
    if isinstance(value, Article):
        for name in FIELDS:
            held = getattr(value, name)
            if not (isinstance(held, str) or (held is None and name not in ("id", "text"))):
                raise InputError(f"{where}: {name} is {type(held).__name__}, not a string")
        return value
    if isinstance(value, str):
        return Article(id="", text=value)
    if isinstance(value, Mapping):
        return _article_of_record(value, settings, where)
    raise InputError(f"{where}: an Article, a dict or a text wanted, got {type(value).__name__}")


def _article_of_record(record: Mapping[Any, Any], settings: Settings, where: str) -> Article:
    import orjson

    named = {str(key): value for key, value in record.items()}
    try:
        found = resolve(named, names_for(settings.fields, named))
    except RecordError as error:
        raise InputError(f"{where}: {error}") from error
    fields: dict[str, Any] = {"id": "", **found.fields}
    return Article(**fields, extra=dict(found.extra), origins=orjson.loads(found.origins))


def _table(values: Any, module: str, settings: Settings, what: str) -> Given:  # noqa: ANN401
    import pyarrow as pa

    try:
        reader = _FRAMES[module](values) if module in _FRAMES else pa.RecordBatchReader.from_stream(values)
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError) as error:
        # a column of mixed Python objects has no Arrow type; row by row they have none to agree on
        if hasattr(values, "to_dict") and hasattr(values, "columns"):
            records = values.to_dict("records")
            return Given(_rows(records, settings, what), _keys(values, module), _selector(values, module))
        raise InputError(f"{what}: can't be taken as an Arrow table: {str(error).splitlines()[0]}") from error
    return Given(_batches(reader, settings, what), _keys(values, module), _selector(values, module))


def _batches(reader: pa.RecordBatchReader, settings: Settings, what: str) -> Iterator[pa.RecordBatch]:
    names = names_for(settings.fields, reader.schema.names)
    row = 0
    for batch in reader:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            piece = batch.slice(start, BATCH_ROWS)
            # rows of files count from 1, positions in Python from 0
            parsed = parse_rows("", piece, row, names)
            if parsed.rejects:
                first = parsed.rejects[0]
                raise InputError(f"{what}[{first.line}]: {first.reason}")
            if parsed.batch is not None:
                yield parsed.batch
            row += piece.num_rows


def _of_pandas(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    import pyarrow as pa

    frame = values.to_frame("text") if not hasattr(values, "columns") else values
    return pa.Table.from_pandas(frame, preserve_index=False).to_reader()


def _of_polars(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    frame = values.alias("text").to_frame() if not hasattr(values, "columns") else values
    return frame.to_arrow().to_reader()


def _of_pyarrow(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    import pyarrow as pa

    if isinstance(values, pa.RecordBatchReader):
        return values
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return pa.table({"text": values}).to_reader()
    if isinstance(values, pa.RecordBatch):
        return pa.Table.from_batches([values]).to_reader()
    return values.to_reader()


_FRAMES: Mapping[str, Callable[[Any], Any]] = {"pandas": _of_pandas, "polars": _of_polars, "pyarrow": _of_pyarrow}


def _keys(values: Any, module: str) -> Callable[[], Sequence[Hashable]] | None:  # noqa: ANN401
    return (lambda: list(values.index)) if module == "pandas" else None


def _selector(values: Any, module: str) -> Callable[[NDArray[np.bool_]], Any] | None:  # noqa: ANN401
    if module == "pandas":
        return lambda mask: values[mask]
    if module == "polars":
        return lambda mask: values.filter(_polars_mask(mask))
    if module == "pyarrow" and hasattr(values, "filter"):
        return lambda mask: values.filter(_arrow_mask(mask))
    if module == "datasets" and hasattr(values, "select"):
        return lambda mask: values.select(mask.nonzero()[0].tolist())
    if isinstance(values, list):
        values = values.copy()  # the caller may go on filling it
        return lambda mask: [value for value, stays in zip(values, mask, strict=True) if stays]
    if isinstance(values, tuple):
        return lambda mask: tuple(value for value, stays in zip(values, mask, strict=True) if stays)
    return None


def _polars_mask(mask: NDArray[np.bool_]) -> Any:  # noqa: ANN401
    import polars

    return polars.Series(mask)


def _arrow_mask(mask: NDArray[np.bool_]) -> Any:  # noqa: ANN401
    import pyarrow as pa

    return pa.array(mask)
