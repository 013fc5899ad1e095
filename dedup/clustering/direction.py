"""Who copied whom: for pairs that share text, the direction and what speaks for it.

Takes the pairs that exact comparison confirmed. Credits and attributions decide; where only the clock speaks, the
direction stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dedup.articles import Cleaned, Copy, Pair
from dedup.cleaning.agencies import AGENCIES, is_own_outlet
from dedup.clustering.clock import describe, earlier

SHARING = frozenset({"identical", "near_duplicate", "contains", "contained", "overlap"})
# From this share on, all of an article stands in the other one: what is left is a dateline or a byline.
WHOLE = 0.9

# Short names are written as they are, agencies mostly: "ap" in lower case is none. Longer ones begin with a capital.
SHORT_NAME = 4
_HOST = re.compile(r"(?:www\.)?(?P<labels>[a-z0-9-]+(?:\.[a-z0-9-]+)*)\.[a-z]{2,}")

_BEFORE = (
    r"told|telling|tells|according to|(?:first )?reported by|quoted by|cited by|citing|quoting|interview with|"
    r"statement to|in remarks to|informed|first published (?:in|by|on)|republished from|courtesy of"
)
_AFTER = r"reported|reports|said|says|wrote|writes|learned|learnt|has learned|quoted|cited|revealed|first reported"


class Evidence(NamedTuple):
    """One thing that speaks for a direction.

    Attributes:
        words: In a sentence.
        sign: 1 if it says that b took over a's text, -1 the other way round, 0 neither.
        clock: True if only times say so.
    """

    words: str
    sign: int
    clock: bool


def find_copies(articles: Sequence[Cleaned], pairs: Iterable[Pair]) -> list[Copy]:
    """Say for each pair that shares text who took it over from whom, and why.

    Args:
        articles: The articles, cleaned.
        pairs: Pairs of them; those without shared text are passed over.

    Returns:
        A copy for each pair, by source, then target. `certain` means that a credit or an attribution gives the
        direction and nothing speaks against it; else the earlier article is named as source, or the longer one where
        no clock speaks, and the direction is unknown.
    """
    known = {cleaned.article.id: cleaned for cleaned in articles}
    copies = []
    for pair in pairs:
        if pair.relation in SHARING and pair.id_a in known and pair.id_b in known:
            copies.append(_direct(known[pair.id_a], known[pair.id_b], pair))
    return sorted(copies, key=lambda copy: (copy.source, copy.target))


def _direct(a: Cleaned, b: Cleaned, pair: Pair) -> Copy:
    found = [*_credits(a, b), *_attributions(a, b), *_containment(a, b, pair), *_times(a, b)]
    deciding = {e.sign for e in found if e.sign and not e.clock}
    clock = {e.sign for e in found if e.clock}
    certain = len(deciding) == 1 and not (clock - deciding)
    if len(deciding) == 1:
        sign = next(iter(deciding))
    elif clock:
        sign = next(iter(clock))
    else:
        longer = (len(a.body_text), b.article.id) >= (len(b.body_text), a.article.id)
        sign = 1 if longer else -1
    source, target = (a, b) if sign > 0 else (b, a)
    share = pair.containment_b if sign > 0 else pair.containment_a
    return Copy(source.article.id, target.article.id, share, tuple(e.words for e in found), certain)


def _name(cleaned: Cleaned) -> str:
    return cleaned.article.source or cleaned.article.id


def outlet_agencies(cleaned: Cleaned) -> set[str]:
    """Return the news agencies that the article's outlet is."""
    article = cleaned.article
    return {agency for agency in set(AGENCIES.values()) if is_own_outlet(agency, article.source, article.url)}


def _credits(a: Cleaned, b: Cleaned) -> Iterable[Evidence]:
    """Credits: one names the other's outlet, or both name one agency."""
    for x, y, sign in ((a, b, -1), (b, a, 1)):
        if x.credit is None:
            continue
        if x.credit.value in outlet_agencies(y) or _same_name(x.credit.value, y.article.source):
            yield Evidence(f"{_name(x)} credits {x.credit.value}, which {_name(y)} is", sign, False)
    if a.credit is not None and b.credit is not None:
        if a.credit.value == b.credit.value:
            yield Evidence(f"both credit {a.credit.value}: a common origin", 0, False)
    elif a.credit is not None or b.credit is not None:
        credited, other = (a, b) if a.credit is not None else (b, a)
        assert credited.credit is not None
        agency = credited.credit.value
        if agency not in outlet_agencies(other) and not _same_name(agency, other.article.source):
            yield Evidence(f"{_name(credited)} credits {agency}, {_name(other)} credits nobody", 0, False)


def _attributions(a: Cleaned, b: Cleaned) -> Iterable[Evidence]:
    """Attributions: a text names the other's outlet, or the agency that the other is or credits, as who was told."""
    for x, y, sign in ((a, b, -1), (b, a, 1)):
        own = {n for n in (x.article.source, x.credit.value if x.credit else None) if n} | outlet_agencies(x)
        names = {n for n in (y.article.source, y.credit.value if y.credit else None) if n} | outlet_agencies(y)
        for name in sorted(names):
            if any(_same_name(name, mine) for mine in own):
                continue
            quote = attribution(x.body_text, name)
            if quote is not None:
                yield Evidence(f"{_name(x)} attributes to {name}: “{quote}”", sign, False)


def attribution(text: str, name: str) -> str | None:
    """Return the words in which a text names an outlet or agency as its source, as "told AFP"; None without any."""
    name_pattern = _name_pattern(name)
    if name_pattern is None:
        return None
    determiner = r"(?:[Tt]he\s+)?(?:(?:[Nn]ews|[Pp]ress)\s+agency\s+)?"
    pattern = rf"\b(?:(?i:{_BEFORE})\s+{determiner}{name_pattern}\b|{determiner}{name_pattern}\s+(?i:{_AFTER})\b)"
    match = re.search(pattern, text)
    return " ".join(match.group().split()) if match else None


def _name_pattern(name: str) -> str | None:
    """Return a pattern for an outlet's name as texts print it; None where the name is too short to tell."""
    host = _HOST.fullmatch(name.strip().lower())
    if host:  # the outlet is known by its host only: "www.dailyferry.example" is the Daily Ferry
        label = max(host["labels"].split("."), key=len)
        label = label.removeprefix("the") if len(label) > SHORT_NAME + 3 else label
        if len(label) <= SHORT_NAME:
            return label.upper() if len(label) > 1 else None
        return "(?=[^a-z])(?i:" + r"\s*".join(map(re.escape, label)) + ")"
    bare = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
    if len(bare) < 2:
        return None
    escaped = r"\s+".join(re.escape(part) for part in bare.split())
    return escaped if len(bare) <= SHORT_NAME else f"(?=[^a-z])(?i:{escaped})"


def _same_name(x: str, y: str | None) -> bool:
    def bare(name: str) -> str:
        return re.sub(r"^the\s+|\W+", "", name.lower())

    return y is not None and bare(x) == bare(y)


def _containment(a: Cleaned, b: Cleaned, pair: Pair) -> Iterable[Evidence]:
    """Containment: it ties the two, but a cut and an expansion look the same."""
    if pair.containment_a >= WHOLE and pair.containment_b >= WHOLE:
        yield Evidence("both have the same text", 0, False)
        return
    for x, y, share in ((a, b, pair.containment_a), (b, a, pair.containment_b)):
        if share >= WHOLE:
            yield Evidence(f"all of {_name(x)} stands in {_name(y)}, which has more", 0, False)


def _times(a: Cleaned, b: Cleaned) -> Iterable[Evidence]:
    if a.published is None or b.published is None:
        return
    order = earlier(a.published.value, b.published.value)
    if order:
        told = [f"{_name(x)} published {describe(x.published.value)}" for x in (a, b) if x.published]
        yield Evidence(", ".join(told[:: -order]), -order, True)
