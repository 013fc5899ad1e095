"""How much an input may take: what passes a limit is rejected by name, and the run goes on.

They hold for compressed bytes, and for Parquet and Arrow, whose columns unfold.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedup.settings import Settings

# Below this size nothing is suspected: a short file of one repeated line unfolds a thousandfold.
_UNSUSPECTED = 64 << 20


class LimitError(Exception):
    """An input passes a limit; the message says which, and names its setting."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold for each file.

    Attributes:
        record: Bytes of a record, or of a file that is one article.
        file: Bytes of a file, unfolded.
        expansion: Bytes that one stored byte may unfold to, in a file of more than 64 MB.
        window: Bytes of memory that a decompressor may ask for.
    """

    record: int = 256 << 20
    file: int = 1 << 40
    expansion: int = 200
    window: int = 128 << 20

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits that the settings say."""
        return cls(settings.max_record, settings.max_file, settings.max_expansion, settings.max_window)

    def check(self, unfolded: int, stored: int) -> None:
        """Refuse a file that unfolds to too much.

        Args:
            unfolded: Bytes so far, after decompression.
            stored: Bytes that they were made of.

        Raises:
            LimitError: A limit is passed.
        """
        if unfolded > self.file:
            raise LimitError(f"it unfolds to more than {in_words(self.file)} (setting max_file)")
        if unfolded > max(_UNSUSPECTED, self.expansion * stored):
            raise LimitError(f"it unfolds to more than {self.expansion} times its size (setting max_expansion)")


def in_words(size: int) -> str:
    """Return a number of bytes as a reader of messages wants it, as "256 MB"."""
    for unit, bits in (("GB", 30), ("MB", 20), ("KB", 10)):
        if size >= 1 << bits:
            return f"{size >> bits:,} {unit}"
    return f"{size} bytes"
