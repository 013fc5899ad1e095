"""What Python users have becomes article batches: texts, records, articles, frames, tables, paths.

The Python functions of all jobs (`run`, `compare`, `score`, `Corpus.add`, ...) use it, so that they take the same
things. Records have the field names of `aliases`, as in files.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import IOBase
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.articles import Article
from dedup.batches import FIELDS, articles_from_batch, batch_from_articles
from dedup.errors import InputError
from dedup.reading.aliases import ALIASES, Names, names_for
from dedup.reading.field_values import kind_of, plain
from dedup.reading.frames import is_row, is_table, keys_of, library_of, reader_of, selector_of
from dedup.reading.reader import read_batches
from dedup.reading.records import NO_TEXT, NULL_TEXT, RecordError, resolve
from dedup.reading.reject_notes import RejectNotes
from dedup.reading.table_rows import parse_rows
from dedup.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

# Articles per batch; some 12 MB of news.
BATCH_ROWS = 4096
_NAME_LENGTH = 4096
# Of a record without a text, that many names of fields are shown, cut to that many characters.
_SHOWN_NAMES, _SHOWN_NAME = 12, 40
_WANTED = (
    "give texts, dicts, Articles, a pandas or polars frame, an Arrow table, or the path of a file or folder that exists"
)

_LEAVE_OUT = 'leave such rows out first (pandas: dropna, polars: drop_nulls), or give "" to keep them'


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
    if library_of(values) == "polars" and hasattr(values, "collect"):
        values = values.collect()
    if is_row(values) and any(name in ALIASES["text"] for name in values.index):
        raise InputError(f"{what}: several are wanted, got one row of a frame; put it into a list")
    if is_table(values):
        return _table(values, settings, what)
    if not isinstance(values, Iterable) or isinstance(values, IOBase):
        hint = "give the path of the file" if isinstance(values, IOBase) else _WANTED
        raise InputError(f"{what}: got {type(values).__name__}; {hint}")
    if isinstance(values, Sequence) and values and all(isinstance(one, PathLike) for one in values):
        return Given(_files([_existing(one, what) for one in values], settings))
    if isinstance(values, list | tuple) and values and all(_names_file(one) for one in values):
        raise InputError(
            f"{what}: each of these strings is the name of a file, and strings are taken as texts: to read the files, "
            "give pathlib.Path objects, or dedup.read(...)"
        )
    # of a data set that gives frames or tensors, the rows are wanted
    rows = values.with_format(None) if library_of(values) == "datasets" and hasattr(values, "with_format") else values
    return Given(_rows(rows, settings, what), select=selector_of(values))


def take_one(value: Any, settings: Settings, *, what: str = "article") -> Article:  # noqa: ANN401
    """Take one article: an Article, a dict with the readers' field names, a row of a frame, a text, or a file's Path.

    Raises:
        InputError: It is none of these, or the file holds no article, or several.
    """
    if isinstance(value, PathLike):
        return _only_article(_existing(value, what), settings)
    if value is None:  # there are no other rows to go on with
        raise _no_article(what, value)
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


def _only_article(path: str | PathLike[str], settings: Settings) -> Article:
    found = list(islice(take_articles(Path(path), settings), 2))
    if len(found) != 1:
        held = "no article" if not found else "several articles"
        raise InputError(f"{path}: one article is wanted, and the file holds {held}: see dedup.read")
    return found[0]


def _names_file(value: object) -> bool:
    """Say whether a string is surely meant as the name of a file: nobody's article is one."""
    if not isinstance(value, str) or len(value) > _NAME_LENGTH or not ({"/", "."} & set(value)):
        return False
    try:
        return Path(value).is_file()
    except (OSError, ValueError):
        return False


def _existing(path: str | PathLike[str], what: str) -> str | Path:
    if isinstance(path, str) and (len(path) > _NAME_LENGTH or "\n" in path or not _is_there(path)):
        shown = path if len(path) <= 60 else path[:60] + "…"
        raise InputError(f"{what}: {shown!r} is a single string and no path that exists; {_WANTED}")
    return path if isinstance(path, str) else Path(path)


def _is_there(path: str) -> bool:
    import glob

    if not path:
        return False
    try:
        return Path(path).exists() or any(True for _ in glob.iglob(path, recursive=True))
    except (OSError, ValueError):
        return False


def _files(paths: list[str | Path], settings: Settings) -> Iterator[pa.RecordBatch]:
    import logging

    with RejectNotes(logging.getLogger("dedup").warning) as notes:
        yield from read_batches(paths, settings, notes)


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


def _article(value: Any, settings: Settings, where: str) -> Article:  # noqa: ANN401 - anything a user has
    if isinstance(value, Article):
        for name in FIELDS:
            held = getattr(value, name)
            if not (isinstance(held, str) or (held is None and name not in ("id", "text"))):
                raise InputError(f"{where}: {name} is {type(held).__name__}, not a string")
        return value
    if isinstance(value, str):
        return Article(id="", text=value)
    if is_row(value):
        value = value.to_dict()
    if isinstance(value, Mapping):
        return _article_of_record(value, settings, where)
    if plain(value) is None:
        raise InputError(f"{where}: {NULL_TEXT}; {_LEAVE_OUT}")
    raise _no_article(where, value)


def _no_article(where: str, value: object) -> InputError:
    several = hasattr(value, "columns") or hasattr(value, "column_names")
    hint = "; give one table, or join several first (pandas.concat, pyarrow.Table.from_batches)" if several else ""
    return InputError(f"{where}: an Article, a dict or a text wanted, got {type(value).__name__}{hint}")


def _article_of_record(record: Mapping[Any, Any], settings: Settings, where: str) -> Article:
    import orjson

    named = {str(key): plain(value) for key, value in record.items()}
    try:
        names = names_for(settings.fields, named)
        found = resolve(named, names)
    except RecordError as error:
        raise _input_error(where, str(error), named) from error
    if "id" not in found.fields and (name := _unused_id(found.extra, names)):
        raise InputError(f"{where}: id is {kind_of(found.extra[name])}, not a string or a number (field {name!r})")
    fields: dict[str, Any] = {"id": "", **found.fields}
    return Article(**fields, extra=dict(found.extra), origins=orjson.loads(found.origins))


def _input_error(where: str, reason: str, held: Iterable[str]) -> InputError:
    """Return what says why a record can't be taken, and what to do.

    Args:
        where: Which record it is.
        reason: What a reader says of it.
        held: The names of its fields.
    """
    if reason.startswith(NULL_TEXT):
        return InputError(f"{where}: {reason}; {_LEAVE_OUT}")
    if reason.startswith(NO_TEXT):
        names = [repr(name[:_SHOWN_NAME]) for name in islice(held, _SHOWN_NAMES + 1)]
        there = ", ".join([*names[:_SHOWN_NAMES], *(["…"] if len(names) > _SHOWN_NAMES else [])])
        return InputError(f"{where}: {reason}; there is {there or 'no field at all'}")
    return InputError(f"{where}: {reason}")


def _unused_id(extra: Mapping[str, Any], names: Names) -> str | None:
    """Return the name of an id that is there and is none."""
    held = (name for name, value in extra.items() if names.places.get(name, ("",))[0] == "id" and value is not None)
    return next((name for name in held if extra[name] == extra[name] and extra[name] != ""), None)


def _table(values: Any, settings: Settings, what: str) -> Given:  # noqa: ANN401
    rows = reader_of(values, what, settings.fields.get("id"))
    batches = _rows(rows, settings, what) if isinstance(rows, list) else _batches(rows, settings, what)
    return Given(batches, keys_of(values), selector_of(values))


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
                raise _input_error(f"{what}[{first.line}]", first.reason, reader.schema.names)
            if parsed.batch is not None:
                yield parsed.batch
            row += piece.num_rows
