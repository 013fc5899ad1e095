"""CSV and TSV with a header line: strict about quotes, so that an unclosed one costs its line and not the file.

Called through the registry. The csv module of the standard library would swallow everything up to the next quote, and
has one limit of field size for the whole process.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.articles import Reject
from dedup.reading.aliases import ALIASES, Names, names_for
from dedup.reading.blocks import Options, Parsed, Part, rejected
from dedup.reading.records import BatchBuilder, RecordError, resolve

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_DELIMITERS = (b",", b"\t", b";", b"|")
_SEPARATOR_LINE = re.compile(rb"\"?sep=([,;|\t])\"?\r?\n", re.IGNORECASE)
# A quoted field may span lines; one that is not closed within this is taken for a stray quote.
_MAX_FIELD = 64 << 20
_Row = tuple[int, bytes, list[bytes] | str]  # line, bytes, cells or the reason why there are none


def sniff(head: bytes) -> bool:
    """Say if the first line is a header with a known name for the text and another known name."""
    columns = _header_of(head)
    known = {name.lower() for names in ALIASES.values() for name in names}
    texts = {name.lower() for name in ALIASES["text"]}
    return bool(texts & set(columns)) and sum(cell in known for cell in columns) > 1


def is_table(head: bytes) -> bool:
    """Say if bytes that `sniff` takes are a table whatever the file is called: its rows have the header's columns."""
    columns = _header_of(head)
    delimiter = delimiter_of(head)
    if len(set(columns)) != len(columns) or any(len(cell) > 40 for cell in columns):
        return False
    lines = head.split(b"\n")[1:]
    body = b"\n".join(lines if len(head) < 1 << 15 else lines[:-1])
    if not body.strip():
        return False
    at, rows, right = 0, 0, 0
    field = _field_pattern(delimiter, spaced=True)
    while at < len(body) and rows < 20:
        end, cells = _row_at(body, at, field, delimiter)
        if end <= at or cells is None:
            break
        if cells != [b""]:
            rows += 1
            right += len(cells) == len(columns)
        at = end
    return rows > 0 and right >= 0.8 * rows


def delimiter_of(head: bytes) -> bytes:
    """Return what divides the cells of the first line."""
    named = _named_delimiter(head)
    return named[1] if named else max(_DELIMITERS, key=head.split(b"\n", 1)[0].count)


def _named_delimiter(head: bytes) -> re.Match[bytes] | None:
    """Return the line above the header that tells spreadsheets the delimiter: "sep=;"."""
    return _SEPARATOR_LINE.match(head)


def _is_spaced(head: bytes, delimiter: bytes) -> bool:
    """Say whether a space behind each delimiter is no part of the cell: in the header, or before the rows' quotes."""
    named = _named_delimiter(head)
    first, _, below = head[named.end() if named else 0 :].partition(b"\n")
    if delimiter == b"\t" or b"\t" in first:
        return False
    if first.count(delimiter) == first.count(delimiter + b" ") > 0:
        return True
    return delimiter + b' "' in below and delimiter + b'"' not in below


def _header_of(head: bytes) -> list[str]:
    named = _named_delimiter(head)
    line = head[named.end() if named else 0 :].split(b"\n", 1)[0].strip(b"\r")
    cells = line.split(delimiter_of(head))
    return [cell.strip().strip(b'"').strip().decode("utf-8", "replace").lower() for cell in cells] if cells[1:] else []


def sniff_never(head: bytes) -> bool:
    """Say no: `sniff` sees tabs, too, and the two formats differ only in their names."""
    return False


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield groups of rows."""
    head = stream.head()
    delimiter = delimiter_of(head)
    rows = _rows(stream, delimiter, spaced=_is_spaced(head, delimiter))
    if _named_delimiter(head):
        next(rows, None)
    header = next(rows, None)
    if header is None:
        return
    if isinstance(header[2], str):
        yield rejected(stream.name, 1, f"the header can't be read: {header[2]}", header[1])
        return
    columns = [cell.decode("utf-8", "replace").strip() for cell in header[2]]
    options.text_field.check([dict.fromkeys(columns)], stream.name)
    names = names_for(options.fields, columns, stream.name)
    if not any(names.places.get(c, ("",))[0] == "text" for c in columns):
        reason = f"no column for the text among {', '.join(columns)[:300]}: name it with --text-field"
        yield rejected(stream.name, 1, reason, head)
        return
    held: list[_Row] = []
    size = 0
    for found in rows:
        row = _with_spaces(found, len(columns), delimiter)
        held.append(row)
        size += len(row[1])
        if size >= options.batch_bytes:
            yield Part(size, functools.partial(parse_rows, stream.name, held, columns, names))
            held, size = [], 0
    if held:
        yield Part(size, functools.partial(parse_rows, stream.name, held, columns, names))


def parse_rows(name: str, rows: list[_Row], columns: list[str], names: Names) -> Parsed:
    """Turn rows into articles; empty cells count as absent, but for the text."""
    builder = BatchBuilder(name, want_extra=True, notes=names.notes)
    rejects = []
    for line, raw, cells in rows:
        try:
            builder.add(resolve(_record(cells, columns, names), names), line)
        except RecordError as error:
            rejects.append(Reject(name, line, str(error), raw))
    return Parsed(builder.finish(), rejects)


def _record(cells: list[bytes] | str, columns: list[str], names: Names) -> dict[str, str]:
    if isinstance(cells, str):
        raise RecordError(cells)
    if len(cells) != len(columns):
        raise RecordError(f"{len(cells)} fields where the header has {len(columns)}")
    try:
        values = [cell.decode() for cell in cells]
    except UnicodeDecodeError as error:
        raise RecordError(f"not valid UTF-8 at byte {error.start + 1} of a field") from error
    record = dict(zip(columns, values, strict=True))
    return {k: v for k, v in record.items() if v or names.places.get(k, ("",))[0] == "text"}


def _with_spaces(row: _Row, columns: int, delimiter: bytes) -> _Row:
    """Return a row that has not the header's columns as it reads if quotes may stand behind spaces."""
    line, raw, cells = row
    if (not isinstance(cells, str) and len(cells) == columns) or b'"' not in raw:
        return row
    end, again = _row_at(raw, 0, _field_pattern(delimiter, spaced=True), delimiter)
    return (line, raw, again) if again is not None and len(again) == columns and end == len(raw) else row


def _rows(stream: ByteStream, delimiter: bytes, *, spaced: bool = False) -> Iterator[_Row]:
    """Yield the rows with the number of their first line."""
    chunks = stream.chunks()
    data, at, line, ended = b"", 0, 1, False
    field = _field_pattern(delimiter, spaced=spaced)
    while True:
        end, cells = _row_at(data, at, field, delimiter) if at < len(data) else (-1, None)
        cut_off = end < 0 or (end == len(data) and not ended)
        if cut_off and not ended and len(data) - at < _MAX_FIELD:
            chunk = next(chunks, None)
            ended = chunk is None
            if chunk is not None:
                data, at = data[at:] + chunk, 0
            continue
        if at >= len(data):
            return
        if cells is None or end < 0:  # a stray quote: this line is lost, the next one is read
            newline = data.find(b"\n", at)
            end = newline + 1 if newline >= 0 else len(data)
            raw = data[at:end].rstrip(b"\r\n")
            yield line, raw, _unquoted(raw, delimiter)
        elif cells != [b""]:
            yield line, data[at:end].rstrip(b"\r\n"), cells
        line += data.count(b"\n", at, end)
        at = end


def _unquoted(raw: bytes, delimiter: bytes) -> list[bytes] | str:
    # Tab-separated text is often written without any quoting: there a quote is a character like others.
    if delimiter == b"\t":
        return raw.split(delimiter)
    return "a quote is not closed, or stands within a field"


@functools.lru_cache(maxsize=16)
def _field_pattern(delimiter: bytes, *, spaced: bool) -> re.Pattern[bytes]:
    d = re.escape(delimiter)
    space = rb" *+" if spaced else b""
    # possessive, so that a field that is not closed fails at once
    quoted = space + rb'"((?:[^"]++|"")*+)"' + space + rb"(?=" + d + rb"|\r?\n|\r?\Z)"
    bare = space + rb'([^"' + d + rb"\r\n](?:[^" + d + rb"\r\n]++|\r(?!\n|\Z))*+)?"
    return re.compile(quoted + b"|" + bare)


def _row_at(data: bytes, at: int, field: re.Pattern[bytes], delimiter: bytes) -> tuple[int, list[bytes] | None]:
    """Parse the row at an offset.

    Returns:
        The offset behind its line end, and its cells; -1 if the row may go on behind the data, and no cells if it
        breaks the rules of quoting.
    """
    cells = []
    while True:
        match = field.match(data, at)
        if match is None:
            return -1, None
        quoted, bare = match[1], match[2]
        if quoted is None and bare is None and data[match.end() : match.end() + 1] == b'"':
            at = match.end()
            closed = re.compile(rb'"(?:[^"]++|"")*+"').match(data, at)
            return (-1 if closed is None else at, None)
        cells.append(quoted.replace(b'""', b'"') if quoted is not None else bare or b"")
        at = match.end()
        mark = data[at : at + 1]
        if mark == delimiter:
            at += 1
            continue
        if data[at : at + 2] == b"\r\n":
            return at + 2, cells
        return min(at + 1, len(data)), cells
