"""The exception tree. Every error says what happened, where, and what to do next.

```
DedupError                    exit code 1
├── UsageError                2   the call's words or the settings are wrong
│   ├── SettingsError             a setting is unknown, of the wrong type or out of range
│   ├── MissingExtraError         an optional package is needed; the message holds the install line
│   └── OutputError               the output exists already or can't be written
├── InputError                3   input that could not be read at all
└── CorpusError               4   the corpus does not fit
    ├── CorpusMismatchError       made with other settings, or by a newer version
    ├── CorpusDamagedError        the file or a record in it is damaged
    └── CorpusBusyError           another writer holds it longer than the caller would wait
```

A single record that can't be read is no exception: it becomes a `Reject` and the rest goes on.
The command line turns `exit_code` into the process's exit status; the library itself never exits.
"""

from __future__ import annotations


class DedupError(Exception):
    """Base of everything that dedup raises on purpose."""

    exit_code = 1


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


class CorpusError(DedupError):
    """The corpus does not fit."""

    exit_code = 4


class CorpusMismatchError(CorpusError):
    """The corpus was made with other settings, or by a newer version."""


class CorpusDamagedError(CorpusError):
    """The corpus file or a record in it is damaged."""


class CorpusBusyError(CorpusError):
    """Another writer held the corpus longer than the caller would wait."""
