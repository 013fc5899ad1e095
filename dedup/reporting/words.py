"""Words for readers: word-level differences between two quotes, shortening, counts with their nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# A word, one character of a script written without spaces, or one other character.
_PIECES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A run of a word-level difference."""

    op: Literal["equal", "insert", "delete"]
    text: str


def word_difference(old: str, new: str) -> list[Piece]:
    """Return what turns `old` into `new`, word by word; spaces and case alone make no difference.

    Joining the pieces that are not `delete` gives `new` back.
    """
    a, b = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(None, _keys(a), _keys(b), autojunk=False)
    pieces: list[Piece] = []
    for op, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if op == "equal":
            pieces.append(Piece("equal", "".join(b[b_start:b_end])))
            continue
        if a_end > a_start:
            pieces.append(Piece("delete", "".join(a[a_start:a_end])))
        if b_end > b_start:
            pieces.append(Piece("insert", "".join(b[b_start:b_end])))
    return pieces


def _keys(pieces: Sequence[str]) -> list[str]:
    return [" " if piece.isspace() else piece.casefold() for piece in pieces]


def same_words(a: str, b: str) -> bool:
    """Whether two quotes have the same words, punctuation and case aside."""
    return re.findall(r"\w+", a.casefold()) == re.findall(r"\w+", b.casefold())


# Above this share of equal words one text is the other with a touch of editing: a dateline, a currency's name.
_ALIKE = 0.85


def alike(a: str, b: str) -> bool:
    """Whether two texts have the same words but for a few."""
    one, other = re.findall(r"\w+", a.casefold()), re.findall(r"\w+", b.casefold())
    if one == other:
        return True
    if min(len(one), len(other)) < _ALIKE * max(len(one), len(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def shorten(text: str, limit: int) -> str:
    """Cut a text at a word end so that it has at most `limit` characters, with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


# A place in capitals, a date, an agency in brackets, a dash; or what stands in lenticular brackets.
_DATELINE = re.compile(
    r"^(?:【[^】]{1,40}】|(?:[A-ZÀ-Þ][A-ZÀ-Þ .,/'’-]{1,40}|\([A-Z][\w ]{1,30}\) ?)"
    r"(?:,? ?[A-Z][a-z]{2,8}\.? \d{1,2},?)? ?(?:\([A-Z][\w /]{1,30}\) ?)?(?:--|[-–—]) )"
)


def without_dateline(text: str) -> str:
    """Return a sentence on one line, without the dateline in front of it."""
    return _DATELINE.sub("", " ".join(text.split()), count=1)


def as_listed(text: str) -> str:
    """Return a claim's words without a dateline, with an ellipsis where they go on from another clause."""
    bare = without_dateline(text)
    return f"… {bare}" if bare[:1].islower() else bare


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, as "1 article" or "1,200 articles"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """Return a share of 0 to 1 as a whole percentage that says 0 and 100 only where it is all or nothing."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{share * 100:.0f} %"


def day(date: object, *, time: bool = True) -> str:
    """Return an ISO 8601 date for readers: day first, then the time with its zone as stated; others as they are."""
    text = str(date or "")
    stated = _ISO.fullmatch(text)
    if stated is None:
        return text
    whole, clock = stated.groups()
    parts = whole.split("-")
    if len(parts) == 3 and 1 <= int(parts[1]) <= 12:
        whole = f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{whole}, {clock[:5]}{_zone(clock)}" if clock and time else whole


# A time stands behind a T, or a space as pandas and databases write it.
_ISO = re.compile(r"([0-9]{4}(?:-[0-9]{1,2}){0,2})(?:[T ]([0-9]{2}:[0-9]{2}.*))?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _zone(time: str) -> str:
    if time.endswith(("Z", "+00:00", "+0000")):
        return " UTC"
    return f" {time[-6:]}" if len(time) > 10 and time[-6] in "+-" else ""


_PARTIAL_DATE = {4: "-01-01", 7: "-01"}  # length of a year, of a year and month: what completes it


def moment(date: str | None) -> float | None:
    """Return an ISO 8601 date of any precision as seconds since 1970, missing parts at their first; None if none."""
    if not date:
        return None
    try:
        parsed = datetime.fromisoformat(date + _PARTIAL_DATE.get(len(date), ""))
    except ValueError:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
