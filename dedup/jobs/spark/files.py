"""The files of a pass on a cluster: listed and told apart by the driver, as the local pass names and sniffs them."""

from __future__ import annotations

import bz2
import codecs
import logging
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dedup.articles import Reject
from dedup.engines.spark_files import SparkFile, address_of, default_scheme, list_files, parquet_columns, read_head
from dedup.errors import InputError, UsageError
from dedup.reading import jsonl, registry
from dedup.reading.encodings import marked_encoding
from dedup.reading.inputs import find
from dedup.reading.streams import shown_name
from dedup.reading.text_field import TextField
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Enough for the first records of nearly every file; of a longer first line more is read.
_HEAD, _LONG_HEAD = 1 << 16, 1 << 20
_AT_ONCE = 16
_PACKED = {".gz": b"\x1f\x8b", ".bz2": b"BZh"}
_log = logging.getLogger("dedup")


class Source(NamedTuple):
    """A file to read.

    Attributes:
        number: Its place among all; rows are numbered by it, then by line.
        file: Where it is.
        format: `jsonl` or `parquet`.
        keys: The field names of its first record; of Parquet its columns, as the footer words them.
    """

    number: int
    file: SparkFile
    format: str
    keys: tuple[str, ...]


def find_sources(
    session: SparkSession, inputs: Sequence[str | Path], settings: Settings, input_format: str | None
) -> tuple[list[Source], list[Reject]]:
    """List the files to read, and what in folders can't be read.

    Raises:
        InputError: A path holds nothing, or a file is of a format that Spark doesn't read here.
        UsageError: The format is one that Spark doesn't read here, or no record has the user's text field.
    """
    if input_format not in (None, "jsonl", "parquet"):
        raise UsageError(f"--engine spark reads jsonl and parquet, not {input_format}: run without --engine spark")
    files, rejects = _listed(session, [str(named) for named in inputs])
    text_field = TextField(settings.fields.get("text"))
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="dedup-heads") as pool:
        heads = list(pool.map(lambda file: _head(session, file), files))
    sources = []
    for number, (file, head) in enumerate(zip(files, heads, strict=True)):
        if not head:
            _log.warning("%s: the file is empty", file.name)
            continue
        kind = input_format or _format(file, head)
        if kind == "parquet":
            keys: tuple[str, ...] = (parquet_columns(session, file.path),)
        else:
            sample = jsonl.first_records(head.removeprefix(codecs.BOM_UTF8))
            text_field.check(sample, file.name)
            keys = tuple(sample[0]) if sample else ()
        sources.append(Source(number, file, kind, keys))
    return sources, rejects


def _listed(session: SparkSession, inputs: list[str]) -> tuple[list[SparkFile], list[Reject]]:
    files: dict[str, SparkFile] = {}
    rejects = []
    for named in inputs:
        if named == "-":
            raise UsageError("--engine spark can't read standard input: name files")
        if "://" in named or named.startswith("file:") or default_scheme(session) != "file":
            found = list_files(session, named)
        else:
            listing = find([named])
            paths = [Path(path).resolve() for path in listing.files]
            found = [
                SparkFile(
                    address_of(session, str(path)),
                    shown_name(shown),
                    path.stat().st_size,
                    path.stat().st_mtime_ns // 1_000_000,
                )
                for path, shown in zip(paths, listing.files, strict=True)
            ]
            rejects += [Reject(shown_name(path), 0, reason, b"") for path, reason in listing.skipped]
        for file in found:
            if file.path in files:
                _log.warning("%s: named twice, read once", file.name)
            files.setdefault(file.path, file)
    if not files and not rejects:
        raise InputError("no input named: give files, folders or patterns")
    return list(files.values()), rejects


def _head(session: SparkSession, file: SparkFile) -> bytes:
    """Return the first bytes of a file, unpacked, with a whole first line if it has less than a megabyte."""
    head = _unpacked(file, read_head(session, file.path, _HEAD))
    if b"\n" not in head and not head.startswith(b"PAR1") and file.bytes > _HEAD:
        head = _unpacked(file, read_head(session, file.path, _LONG_HEAD))
    return head


def _unpacked(file: SparkFile, head: bytes) -> bytes:
    packed = next((ending for ending, magic in _PACKED.items() if head.startswith(magic)), None)
    if packed is None:
        return head
    if not file.name.lower().endswith(packed):
        raise InputError(f"{file.name}: packed, which Spark knows by the ending {packed} only: rename it")
    unpack = zlib.decompressobj(31) if packed == ".gz" else bz2.BZ2Decompressor()
    return unpack.decompress(head, _LONG_HEAD)


def _format(file: SparkFile, head: bytes) -> str:
    name = file.name.rpartition("/")[2]
    if name.startswith(("_", ".")):
        raise InputError(f"{file.name}: Spark passes over files whose names begin with {name[0]}: rename it")
    plain = head.removeprefix(codecs.BOM_UTF8)
    marked = marked_encoding(plain)
    chosen = registry.choose(file.name, plain)
    kind = "of an unknown format" if chosen is None else chosen.name
    if marked is not None and kind == "jsonl":
        kind = f"in {marked[0]}"
    if kind not in ("jsonl", "parquet"):
        raise InputError(f"{file.name}: {kind}; --engine spark reads jsonl in UTF-8, and parquet: convert it")
    return kind
