"""Which of two stated times is earlier, if that can be told at the precision and zone they are stated in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A time without a zone may lie this far from the same words in UTC.
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)


def earlier(x: str, y: str) -> int:
    """Compare two ISO 8601 times, of any precision from the year to the second, with or without a zone.

    Returns:
        -1 if x is earlier, 1 if y is, 0 if neither is for certain. Two times without a zone are taken to be in the
        same one.
    """
    first, second = _interval(x), _interval(y)
    if first is None or second is None:
        return 0
    (start_x, end_x, zoned_x), (start_y, end_y, zoned_y) = first, second
    if zoned_x != zoned_y:
        if not zoned_x:
            start_x, end_x = start_x - _EAST, end_x + _WEST
        else:
            start_y, end_y = start_y - _EAST, end_y + _WEST
    if end_x <= start_y:
        return -1
    return 1 if end_y <= start_x else 0


def describe(value: str) -> str:
    """Return a time for reading: the date, and the time where it is stated."""
    return value.replace("T", " ")


def _interval(value: str) -> tuple[datetime, datetime, bool] | None:
    """Return the first moment that a time may mean, the moment after the last, and whether it has a zone."""
    try:
        if len(value) == 4:
            start = datetime(int(value), 1, 1, tzinfo=UTC)
            return start, start.replace(year=start.year + 1), False
        if len(value) == 7:
            start = datetime.fromisoformat(value + "-01").replace(tzinfo=UTC)
            return start, (start + timedelta(days=32)).replace(day=1), False
        moment = datetime.fromisoformat(value)
        if len(value) == 10:
            start = moment.replace(tzinfo=UTC)
            return start, start + timedelta(days=1), False
        zoned = moment.tzinfo is not None
        start = moment.astimezone(UTC) if zoned else moment.replace(tzinfo=UTC)
        step = timedelta(seconds=1) if value.count(":") - (value[-3:-2] == ":" and zoned) >= 2 else timedelta(minutes=1)
        return start, start + step, zoned
    except (ValueError, OverflowError):
        return None
