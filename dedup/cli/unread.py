"""What ends a command that found records and could read none of them."""

from __future__ import annotations

from dedup.errors import InputError
from dedup.reading.reject_notes import RejectNotes


def check_something_read(some: object, notes: RejectNotes) -> None:
    """Hold that not everything was rejected; an empty file is no error.

    Args:
        some: True if anything was read.
        notes: What could not be read.

    Raises:
        InputError: There were records, and none could be read.
    """
    if notes.count and not some:
        raise InputError("not one record could be read")
