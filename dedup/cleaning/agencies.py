"""The news agencies under every name that pages print, and which of them a piece of text names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path


def _read_table() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Return the aliases of each agency, and those that count in datelines only."""
    names: dict[str, tuple[str, ...]] = {}
    guarded = set()
    for row in Path(__file__).with_name("agencies.txt").read_text(encoding="utf-8").splitlines():
        if row and row[0] != "#":
            name, aliases = row.split(": ", 1)
            names[name] = tuple(alias.lstrip("*") for alias in aliases.split(", "))
            guarded |= {alias[1:] for alias in aliases.split(", ") if alias[0] == "*"}
    return names, frozenset(guarded)


def _alternation(aliases: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(alias) for alias in aliases), key=len, reverse=True))


_NAMES, _GUARDED = _read_table()
AGENCIES: dict[str, str] = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
ANY_AGENCY = _alternation(alias for alias in AGENCIES if alias not in _GUARDED)
DATELINE_AGENCY = _alternation(AGENCIES)
# What stands in brackets after a dateline's place and is no agency: another place, a day, the kind of the piece.
_COUNTRIES = frozenset(
    """afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas
    bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain
    brunei bulgaria burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus
    denmark djibouti ecuador egypt england eritrea estonia eswatini ethiopia fiji finland france gabon
    gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india
    indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan
    laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi malaysia maldives mali
    malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar namibia
    nepal netherlands nicaragua niger nigeria norway oman pakistan palau panama paraguay peru philippines
    poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore slovakia
    slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo
    tonga tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam wales
    yemen zambia zimbabwe""".split()
)
_NO_AGENCY = re.compile(
    r"(?:map|video|photos?|corrected|update|updated|opinion|analysis|exclusive|breaking|commentary|sponsored|"
    r"(?:staff|special|our) .*|[kw][a-z]{2,3}\d?(?:[- ]tv)?|"  # American stations name themselves so
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"(?:the )?(?:west|east|north|south)\w*|(?:new|costa|el|saudi|sri|united|ivory|czech|hong|puerto|burkina|cape) \w+|"
    r"\w+ (?:republic|islands?|bank|states|kingdom|emirates))"
)
_BRACKETED = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w&'’\-]+(?: (?:of|de|the|[A-ZÀ-ÖØ-Þ][\w&'’\-]+)){0,3}|.{2,14}(?:通信社?|ニュース|プレス)"
)
# Outlets whose name or host does not contain the agency's own
_HOSTS = {"AP": ("apnews", "ap.org", "associatedpress"), "TASS": ("tass",), "Sputnik": ("sputnik",)}


def agency_named(text: str, *, in_dateline: bool = False) -> str | None:
    """Return the agency whose name the text is, whatever its case; None where it is none.

    Args:
        text: A name; in a dateline also with a desk behind it ("dpa/tmn"); of two names the first counts.
        in_dateline: Whether it stands where nothing but an agency is named.
    """
    folded = " ".join(text.lower().split()).removeprefix("the ")
    if not in_dateline:
        return None if folded in _GUARDED else AGENCIES.get(folded)
    parts = re.split(r"\s?[/,–-]\s?", folded)
    return AGENCIES.get(folded) or (next(filter(None, map(AGENCIES.get, parts)), None) if len(parts) > 1 else None)


def agency_in_brackets(text: str) -> str | None:
    """Return the agency that a dateline names in brackets, "OSLO (Nordvest Press) —", known or not; None for none."""
    known = agency_named(text, in_dateline=True)
    name = " ".join(text.split())
    if known or not _BRACKETED.fullmatch(name):
        return known
    folded = name.lower()
    return None if _NO_AGENCY.fullmatch(folded) or folded in _COUNTRIES else name


@functools.lru_cache(maxsize=65536)
def is_own_outlet(agency: str, source: str | None, url: str | None) -> bool:
    """Say whether the credited agency is the outlet itself: its own name is no credit."""
    host = re.sub(r"^[a-z]+://", "", url.lower()).split("/", 1)[0] if url else ""
    for place in (re.sub(r"[\s_]+", "", (source or "").lower()), host):
        if not place:
            continue
        labels = set(re.split(r"[.\-]", place))
        for alias in (*_NAMES.get(agency, (agency.lower(),)), *_HOSTS.get(agency, ())):
            packed = alias.replace(" ", "")
            if packed in labels or packed == place or (len(packed) > 4 and packed in place):
                return True
    return False
