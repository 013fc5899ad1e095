"""What passes between the sequential and the parallel half of reading: parts of files, and blocks of parts.

Formats yield parts, `reader` bundles them into blocks of even size, any thread turns a block into a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.articles import Reject
from dedup.reading.limits import Limits, in_words
from dedup.reading.text_field import TextField

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.reading.streams import ByteStream

# Of what is rejected as a whole (a binary file, an endless line) the reject holds the beginning.
MAX_REJECT = 1 << 16
_MAX_PARTS = 512


@dataclass(frozen=True, slots=True)
class Options:
    """What a format needs to know.

    Attributes:
        fields: Field names of the user's own, as `Settings.fields`.
        want_extra: False leaves `extra` null for JSONL, whose records are copied through as they came anyway; this
            opens the fast route.
        batch_bytes: Input bytes per block.
        limits: What a file and a record may take.
        text_field: The user's own name for the text, checked at the first file.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    want_extra: bool = True
    batch_bytes: int = 4 << 20
    limits: Limits = field(default_factory=Limits)
    text_field: TextField = field(default_factory=TextField)


@dataclass(slots=True)
class Parsed:
    """What a stretch of input gave: a batch (None where it held no article) and rejects, in their order."""

    batch: pa.RecordBatch | None
    rejects: list[Reject] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one file, read but not parsed; `parse` may run on any thread, once."""

    size: int
    parse: Callable[[], Parsed]


@dataclass(frozen=True, slots=True)
class Block:
    """Parts of about `batch_bytes` together, in input order.

    Attributes:
        parts: The parts.
        longest: Bytes that the text of one article may have.
    """

    parts: tuple[Part, ...]
    longest: int


def bundle(parts: Iterable[Part], batch_bytes: int, longest: int) -> Iterator[Block]:
    """Group parts into blocks, so that ten thousand small files don't make ten thousand batches."""
    held: list[Part] = []
    size = 0
    for part in parts:
        if held and (size + part.size > batch_bytes or len(held) >= _MAX_PARTS):
            yield Block(tuple(held), longest)
            held, size = [], 0
        held.append(part)
        size += part.size
    if held:
        yield Block(tuple(held), longest)


def parse(block: Block) -> Parsed:
    """Parse a block: pure, thread-safe, the same result whenever and wherever it runs."""
    done = [part.parse() for part in block.parts]
    rejects = [reject for parsed in done for reject in parsed.rejects]
    batches = [parsed.batch for parsed in done if parsed.batch is not None]
    if not batches:
        return Parsed(None, rejects)
    joined = batches[0]
    if len(batches) > 1:
        import pyarrow as pa

        joined = pa.Table.from_batches(batches).unify_dictionaries().combine_chunks().to_batches()[0]
    return _without_long_texts(joined, rejects, block.longest)


def _without_long_texts(batch: pa.RecordBatch, rejects: list[Reject], longest: int) -> Parsed:
    import pyarrow.compute as pc

    fits = pc.less_equal(pc.binary_length(batch.column("text")), longest)
    if pc.all(fits, min_count=0).as_py():
        return Parsed(batch, rejects)
    reason = f"the text is longer than {in_words(longest)} (setting max_text)"
    for row in batch.filter(pc.invert(fits)).select(["source_file", "line", "text"]).to_pylist():
        raw = row["text"][:MAX_REJECT].encode()[:MAX_REJECT]
        rejects.append(Reject(row["source_file"], row["line"], f"{reason} (its beginning recorded)", raw))
    kept = batch.filter(fits)
    return Parsed(kept if kept.num_rows else None, rejects)


def whole_file(stream: ByteStream, options: Options, what: str) -> bytes | Part:
    """Return all bytes of a file that is one article, or its reject; nothing where it is empty or cut by a limit."""
    data = stream.read(options.limits.record)
    if len(data) > options.limits.record:
        reason = f"the {what} is longer than {in_words(options.limits.record)} (setting max_record)"
        return rejected(stream.name, 1, reason, data)
    return b"" if stream.over_limit else data


def rejected(name: str, line: int, reason: str, raw: bytes = b"", *, size: int | None = None) -> Part:
    """Return a part that is a reject; of more than `MAX_REJECT` bytes it holds the beginning and says so."""
    size = len(raw) if size is None else size
    if size > MAX_REJECT:
        reason = f"{reason} (first {MAX_REJECT:,} of {size:,} bytes recorded)"
    reject = Reject(name, line, reason, raw[:MAX_REJECT])
    return Part(len(reject.raw), lambda: Parsed(None, [reject]))
