"""The SQLite file: opening it, its transactions, its checksums, and the errors of SQLite in our own words.

It knows tables, but not what the bytes in them mean.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar
from urllib.parse import quote

import apsw
import orjson

from dedup.errors import CorpusBusyError, CorpusDamagedError, CorpusError, CorpusMismatchError

Mode = Literal["r", "rw"]
Answer = TypeVar("Answer")

APPLICATION_ID = 0x64646370  # "ddcp"
# Raised with what is stored: 2 since words are hashed eight bytes at a time, 3 since signs belong to their numbers.
# Hashes of an earlier version would match nothing, and silently.
SCHEMA_VERSION = 3
# A record takes some 1.5 KB and a block of keys fills a page: with pages of 8 KB a tenth stays empty, with 4 KB a
# quarter.
PAGE_SIZE = 8192
# Every lookup goes through checked bytes or a row number found in them: no SQL index could be damaged unseen. `meta`
# has rowids: without them SQLite reads a value of megabytes to compare its name, 1.2 ms for each transaction.
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, body INTEGER NOT NULL,
    content BLOB NOT NULL, body_hash BLOB NOT NULL, spans BLOB NOT NULL, record BLOB NOT NULL, checksum BLOB NOT NULL
);
CREATE TABLE columns (chunk INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE segments (number INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE blocks (number INTEGER PRIMARY KEY, value BLOB NOT NULL);
"""
_CHECKSUM_BYTES = 8
_HEAD_BYTES = 72  # of an SQLite file, up to the end of its application id
# SQLite gives up some locks at once, whatever its timeout: those of switching to the log and of recovering it.
_PAUSE = 0.01


def seal(label: str, value: bytes) -> bytes:
    """Put a checksum before a value; the label says where it belongs, so that no value passes for another."""
    return _checksum(label, value) + value


def unseal(label: str, sealed: bytes, path: Path) -> bytes:
    """Take the checksum off again.

    Raises:
        CorpusDamagedError: It does not fit.
    """
    value = sealed[_CHECKSUM_BYTES:] if isinstance(sealed, bytes) else b""
    if not isinstance(sealed, bytes) or sealed[:_CHECKSUM_BYTES] != _checksum(label, value):
        raise damaged(path, f"{label} does not match its checksum")
    return value


def _checksum(label: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECKSUM_BYTES, key=label.encode()).digest()


def damaged(path: Path, what: str) -> CorpusDamagedError:
    """Return the error for a damaged file, with what to do next."""
    return CorpusDamagedError(
        f"{path}: {what}: the file is damaged. `dedup corpus verify` lists what is; restore a backup, or build a new "
        "corpus from `dedup corpus export`, which leaves damaged records out"
    )


class NothingInItError(CorpusError):
    """The file is empty, or was left before its tables were written."""


class Store:
    """One connection to a corpus file, safe to share between threads.

    Attributes:
        path: The file.
        mode: `r` or `rw`.
        head: What changes with every write: generation, articles, next block and segment. Valid in a transaction.
    """

    def __init__(self, path: Path, mode: Mode, wait: float) -> None:
        self.path = path
        self.mode = mode
        self.head: dict[str, int] = {}
        self._wait = wait
        self._lock = threading.RLock()
        self._depth = 0
        self._nested = 0
        self._failed = False
        self._lists_changed = False
        with self._errors():
            self._connection = _connect(path, mode)
            self._connection.set_busy_timeout(round(wait * 1000))
            _patiently(wait, self._check_header)
            if mode == "rw":
                _patiently(wait, self._use_log)
                self.execute("PRAGMA synchronous=FULL")
                self.execute("PRAGMA cache_size=-16384")

    @classmethod
    def create(cls, path: Path, meta: dict[str, bytes], wait: float) -> None:
        """Make a new file, or make one whole that was left before its tables were written; others stay as they are.

        Any number may do so at once: they meet in the transaction, and all but the first find its tables.
        """
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o644), "rb") as file:
                head = file.read(_HEAD_BYTES)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            if isinstance(error, FileNotFoundError) and not os.path.isdir(path.parent):
                reason = f"there is no folder {path.parent}"
            raise CorpusError(f"{path}: the corpus can't be made: {reason}") from error
        if _is_corpus(head):
            return  # another connection, opened and closed, would fold the log for nothing
        with _translated(path):
            connection = apsw.Connection(str(path))
            try:
                connection.set_busy_timeout(round(wait * 1000))
                if not _patiently(wait, lambda: connection.execute("SELECT count(*) FROM sqlite_master").get):
                    _patiently(wait, lambda: _make_tables(connection, meta))
            finally:
                connection.close()

    def close(self) -> None:
        """Close the connection; the last one to do so folds the log into the file."""
        with self._lock, self._errors():
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one snapshot: what others write meanwhile is not seen. Writers are not held up."""
        with self._lock, self._errors():
            if self._depth:
                yield
                return
            _patiently(self._wait, lambda: self._begin("BEGIN"))
            self._depth = 1
            try:
                yield
            finally:
                self._depth = 0
                # an iterator that is dropped after the corpus was closed has nothing left to end
                with suppress(apsw.ConnectionClosedError):
                    if self._connection.in_transaction:
                        self.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; what was written is on disk when this ends, or nothing of it if an error ends it.

        Nested calls join the outer one.

        Raises:
            CorpusBusyError: Another writer held the lock for longer than the wait.
            CorpusError: The disk is full, or the file can't be written.
        """
        with self._lock, self._errors():
            if self._nested:
                self._nested += 1
                try:
                    yield
                except BaseException:
                    self._failed = True  # half of a group is never committed, whoever catches this
                    raise
                finally:
                    self._nested -= 1
                return
            if self.mode == "r":
                raise CorpusError(f"{self.path}: the corpus was opened for reading")
            _patiently(self._wait, lambda: self._begin("BEGIN IMMEDIATE"))
            self._depth, self._nested = 1, 1
            try:
                yield
                if self._failed:
                    raise CorpusError(f"{self.path}: a part of the group failed: nothing of it was written")
                self.head["generation"] += 1
                if self._lists_changed:
                    self.head["segments"] = list_digest(self.lists())
                self.put_meta("head", orjson.dumps(self.head))
                self.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self.execute("ROLLBACK")
                raise
            finally:
                self._depth, self._nested, self._failed, self._lists_changed = 0, 0, False, False

    @property
    def is_writing(self) -> bool:
        """Whether a write transaction is open."""
        return self._nested > 0

    @property
    def is_outermost(self) -> bool:
        """Whether the end of the innermost `writing` will commit."""
        return self._nested == 1

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> apsw.Cursor:
        """Run one statement."""
        return self._connection.execute(sql, values)

    def execute_many(self, sql: str, rows: Iterator[tuple[Any, ...]]) -> None:
        """Run one statement for each row."""
        self._connection.executemany(sql, rows)

    def get(self, sql: str, values: tuple[Any, ...] = ()) -> Any:  # noqa: ANN401 - a value or a row, as asked for
        """Return the first row of a query, its value where it has but one; None where there is none.

        Text must be asked for as a BLOB: what is damaged may be no UTF-8.
        """
        return self._connection.execute(sql, values).get

    def fetch(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query, text as in `get`.

        Raises:
            CorpusDamagedError: SQLite can't read them.
        """
        with self._errors():
            return self._connection.execute(sql, values).fetchall()

    def lists(self) -> list[tuple[Any, ...]]:
        """Return number and sealed value of every segment of the index."""
        return self.fetch("SELECT number, CAST(value AS BLOB) FROM segments ORDER BY number")

    def touch_lists(self) -> None:
        """Note that the list of segments changed: the head vouches for it."""
        self._lists_changed = True

    def size(self) -> int:
        """Return the bytes of the file, those included that are still in the log."""
        return int(self.get("PRAGMA page_count") * self.get("PRAGMA page_size"))

    def meta(self, name: str) -> bytes | None:
        """Return a value of the meta table."""
        sealed = self.get("SELECT CAST(value AS BLOB) FROM meta WHERE name = ?", (name,))
        return None if sealed is None else unseal(f"meta {name}", sealed, self.path)

    def put_meta(self, name: str, value: bytes) -> None:
        """Set a value of the meta table."""
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, seal(f"meta {name}", value)))

    def fold_log(self) -> None:
        """Copy the write-ahead log into the file as far as readers allow."""
        with self._lock, self._errors():
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def vacuum(self) -> None:
        """Write the file anew, without the space of what was deleted; nothing of it stays in the log either.

        Raises:
            CorpusBusyError: Others read or write for longer than the wait.
        """
        with self._lock, self._errors():
            _patiently(self._wait, lambda: self.execute("VACUUM"))
            _patiently(self._wait, self._empty_log)

    def copy_to(self, path: Path) -> None:
        """Write a copy as it is now, in one file; others may write meanwhile."""
        with self._lock, self._errors():
            self.execute("VACUUM INTO ?", (str(path),))

    def _begin(self, sql: str) -> None:
        self.execute(sql)
        try:
            self._load_head()
        except BaseException:
            if self._connection.in_transaction:
                self.execute("ROLLBACK")
            raise

    def _use_log(self) -> None:
        if self.get("PRAGMA journal_mode") != "wal" and self.get("PRAGMA journal_mode=WAL") != "wal":
            raise apsw.BusyError

    def _empty_log(self) -> None:
        busy = self.get("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if busy:
            raise apsw.BusyError

    def _load_head(self) -> None:
        value = self.meta("head")
        if value is None:
            raise damaged(self.path, "its head is missing")
        self.head = orjson.loads(value)

    def _check_header(self) -> None:
        application = self.get("PRAGMA application_id")
        version = self.get("PRAGMA user_version")
        if application != APPLICATION_ID:
            if not application and not self.get("SELECT count(*) FROM sqlite_master"):
                raise NothingInItError(f"{self.path}: nothing in it yet: `dedup corpus add` makes it a corpus")
            raise CorpusMismatchError(
                f"{self.path}: not a corpus: an SQLite file of another program; if it was one, its head is damaged: "
                "restore a backup"
            )
        if version > SCHEMA_VERSION:
            raise CorpusMismatchError(
                f"{self.path}: made by a newer dedup (schema {version}; this one knows {SCHEMA_VERSION}): upgrade "
                "dedup-news, or restore a backup if it was made by this one"
            )
        if version < SCHEMA_VERSION:
            raise CorpusMismatchError(
                f"{self.path}: made by an older dedup (schema {version}; this one writes {SCHEMA_VERSION}): make it "
                "anew from its articles, or restore a backup if it was made by this one"
            )

    def _errors(self) -> Any:  # noqa: ANN401 - a context manager
        return _translated(self.path)


def is_corpus_file(path: Path) -> bool:
    """Say whether a file says of itself that it is a corpus."""
    try:
        with path.open("rb") as file:
            return _is_corpus(file.read(_HEAD_BYTES))
    except OSError:
        return False


def _is_corpus(head: bytes) -> bool:
    return head.endswith(APPLICATION_ID.to_bytes(4))


def list_digest(rows: list[tuple[Any, ...]]) -> int:
    """Return a number over the segments there are and what each says."""
    digest = hashlib.blake2b(digest_size=6)
    for number, sealed in rows:
        digest.update(b"%r%b" % (number, sealed[:_CHECKSUM_BYTES] if isinstance(sealed, bytes) else b"?"))
    return int.from_bytes(digest.digest())


def _make_tables(connection: apsw.Connection, meta: dict[str, bytes]) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute("PRAGMA auto_vacuum=NONE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master").get:
            connection.execute(_SCHEMA)
            for name, value in meta.items():
                connection.execute("INSERT INTO meta VALUES (?, ?)", (name, seal(f"meta {name}", value)))
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _patiently(wait: float, ask: Callable[[], Answer]) -> Answer:
    """Ask until no other process is in the way, or the wait is over."""
    until = time.monotonic() + wait
    while True:
        try:
            return ask()
        except (apsw.BusyError, apsw.LockedError, apsw.ProtocolError):
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def _connect(path: Path, mode: Mode) -> apsw.Connection:
    if mode == "rw":
        return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    log = path.with_name(path.name + "-wal")
    unwritable = not os.access(path.parent, os.W_OK) or not os.access(path, os.W_OK)
    if unwritable and not log.exists():
        # without a log nobody can be writing; SQLite otherwise wants to make its shared-memory file beside it
        uri = f"file:{quote(str(path.absolute()))}?immutable=1"
        return apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        _raise(path, error)


def _raise(path: Path, error: apsw.Error) -> NoReturn:
    if isinstance(error, apsw.BusyError | apsw.LockedError | apsw.ProtocolError):
        raise CorpusBusyError(
            f"{path}: another process is writing to the corpus: try again, or wait longer "
            "(--wait, in Python Corpus(..., wait=...))"
        ) from error
    if isinstance(error, apsw.NotADBError):
        raise CorpusMismatchError(
            f"{path}: not a corpus: no SQLite file; if it was one, its first page is damaged: restore a backup"
        ) from error
    for kind, message in _MESSAGES:
        if isinstance(error, kind):
            raise CorpusError(f"{path}: {message}") from error
    # a statement of ours that SQLite does not understand, or a short read: the tables are not what was written
    raise damaged(path, f"SQLite can't read a part of it ({type(error).__name__.removesuffix('Error')})") from error


_MESSAGES = (
    (apsw.ConnectionClosedError, "this corpus was closed: open it again"),
    (
        apsw.FullError,
        "the disk is full: nothing of this group was added, what was acknowledged is safe; make room, add again",
    ),
    (apsw.ReadOnlyError, "the file or its folder can't be written: check permissions, or open it for reading"),
    (apsw.CantOpenError, "the corpus can't be opened: check the path and the permissions of its folder"),
    (
        apsw.IOError,
        "the disk can't be read or written, or the file is shorter than it was: check the disk, or restore a backup",
    ),
)
