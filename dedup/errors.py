"""The exception tree. Every error says what happened, where, and what to do next.

```
DedupError
├── UsageError                2   the call's words or the settings are wrong
│   ├── SettingsError             a setting is unknown, of the wrong type or out of range
│   ├── MissingExtraError         an optional package is needed; the message holds the install line
│   └── OutputError               the output exists already or can't be written
├── InputError                3   input that could not be read at all
├── InvariantError           70   a result breaks a rule that must hold: nothing is removed, nothing is written
├── StreamError              74   standard output can't be written
└── CorpusError               4   the corpus does not fit
    ├── CorpusMismatchError       made with other settings, or by a newer version
    ├── CorpusDamagedError        the file or a record in it is damaged
    └── CorpusBusyError           another writer holds it longer than the caller would wait
```

A single record that can't be read is no exception: it becomes a `Reject` and the rest goes on.
The command line turns `exit_code` into the process's exit status; the library itself never exits. An exception that is
none of these is a fault of dedup's own, and ends with 70 too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

# As the system's <sysexits.h> names them: 1 means findings.
INTERNAL = 70
_AT = "at "


class DedupError(Exception):
    """Base of everything that dedup raises on purpose."""

    exit_code = INTERNAL


class UsageError(DedupError):
    """The call's words or the settings are wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is unknown, of the wrong type or out of range."""


class MissingExtraError(UsageError):
    """An optional package is needed and not installed.

    Args:
        package: The module that could not be imported.
        extra: The extra of this distribution that brings it.
        purpose: What it is needed for, as "to read HTML".
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(f"{package} is needed {purpose}: pip install 'dedup-news[{extra}]'")


class OutputError(UsageError):
    """The output exists already or can't be written."""


class InputError(DedupError):
    """Input that could not be read at all."""

    exit_code = 3


class InvariantError(DedupError):
    """A result breaks a rule that must hold, such as that each removal has a verified pair: a fault of dedup's own."""

    exit_code = INTERNAL


class StreamError(DedupError):
    """Standard output can't be written: the disk behind it is full, or it is closed."""

    exit_code = 74


class CorpusError(DedupError):
    """The corpus does not fit."""

    exit_code = 4


class CorpusMismatchError(CorpusError):
    """The corpus was made with other settings, or by a newer version."""


class CorpusDamagedError(CorpusError):
    """The corpus file or a record in it is damaged."""


class CorpusBusyError(CorpusError):
    """Another writer held the corpus longer than the caller would wait."""


@contextmanager
def located(place: str) -> Iterator[None]:
    """Note on an exception that nobody expected at which record it came, for the message and the traceback.

    Args:
        place: As "feed.jsonl:12"; the innermost one counts.
    """
    try:
        yield
    except DedupError:
        raise
    except Exception as error:
        if place_of(error) is None:
            error.add_note(_AT + place)
        raise


def place_of(error: BaseException) -> str | None:
    """Return where an exception came, if `located` noted it."""
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(_AT)]
    return notes[0].removeprefix(_AT) if notes else None
