"""How a date of three numbers is read in a language and region, and the day that a web address states."""

from __future__ import annotations

import datetime as dt
import functools
import re

from dedup.text.stamps import Order

_DAY_FIRST = frozenset(
    """fr de es it pt ca gl ro nl da no nb nn fi et lv pl cs sk sl hr sr bs mk bg ru uk be el tr az id ms ar he ur hi
    mr bn ta te vi th sw sq is mt ga cy eu""".split()
)
_YEAR_FIRST = frozenset("zh ja ko hu lt mn sv".split())
# English is read both ways; Canada and the Philippines print both.
_REGIONS: dict[str, Order] = {
    **dict.fromkeys(("us", "pr", "gu"), "mdy"),
    **dict.fromkeys(
        """gb uk ie au nz in za sg my ng ke gh pk bd lk hk mt jm tt bb ug tz zm zw np fj pg bw na cy ae qa sa eg jo lb
        de at ch fr be nl lu it es pt gr dk no fi pl cz sk si hr rs ro bg ru ua by tr il id vn th ar br cl co mx pe ve
        uy py bo ec ma dz tn eu""".split(),
        "dmy",
    ),
}  # fmt: skip
_TOP: dict[str, Order] = {**_REGIONS, **dict.fromkeys(("gov", "mil", "edu"), "mdy")}
# Open to anybody, or used for their sound: they say nothing of a country.
_NO_COUNTRY = frozenset(("me", "tv", "io", "co", "ly", "fm", "ai", "eu", "in.net"))
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/:?#]+)", re.IGNORECASE)
# A day opens a part of the path, or closes it in eight digits; elsewhere it may be what the story is about.
_URL_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<sep>[/_-]?)(?P<m>\d{1,2}|(?P<b>[a-z]{3}))(?P=sep)(?P<d>\d{1,2})(?!\d)", re.IGNORECASE
)
_URL_END = re.compile(r"[_-](?P<y>20\d\d)(?P<sep>)(?P<m>\d\d)(?P<b>)(?P<d>\d\d)/?(?:\.[a-z]{3,5})?$", re.IGNORECASE)
_ENGLISH = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True))


@functools.lru_cache(maxsize=65536)
def numeric_order(language: str | None, url: str | None = None) -> Order:
    """Return how 03/04/2023 is read; None where language and region leave it open.

    Args:
        language: A tag as `en-US` or `de`.
        url: Where it was published; a country's domain tells the region of an English text.
    """
    parts = re.split(r"[-_]", (language or "").strip().lower())
    region = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    if region in _REGIONS and parts[0] in ("en", "es", ""):
        return _REGIONS[region]
    if parts[0] in _DAY_FIRST and region != "us":
        return "dmy"
    if parts[0] in _YEAR_FIRST:
        return "ymd"
    if parts[0] not in ("en", "") or region is not None:
        return None
    host = _HOST.match(url or "")
    top = host[1].rsplit(".", 1)[-1].lower() if host else ""
    order: Order = None if top in _NO_COUNTRY else _TOP.get(top)
    return order


@functools.lru_cache(maxsize=65536)
def url_date(url: str) -> str | None:
    """Return the day that a web address states in its path, as ISO 8601; None where it states none or several."""
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/?#]*", "", url, flags=re.IGNORECASE).split("#", 1)[0].split("?", 1)[0]
    days = set()
    for match in [*_URL_DAY.finditer(path)] or _URL_END.finditer(path):
        # "/20231120/" and "/2023/1/5/" are days; "-2023115" and "/2023-1120" are numbers
        if not match["sep"] and (len(match["m"]) != 2 or len(match["d"]) != 2):
            continue
        month = _ENGLISH.get(match["b"].lower()) if match["b"] else int(match["m"])
        try:
            day = dt.date(int(match["y"]), month or 0, int(match["d"]))
        except ValueError:
            continue
        if 1990 <= day.year < 2100:
            days.add(day.isoformat())
    return days.pop() if len(days) == 1 else None
