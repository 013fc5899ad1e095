"""The names in a byline, without its "By" and without role, place and outlet behind them."""

from __future__ import annotations

import ast
import re

from dedup.cleaning.agencies import agency_named
from dedup.cleaning.datelines import title_case
from dedup.cleaning.metadata import Line, Stated, stated
from dedup.text.calendar_words import fold, months, weekdays

_BY = re.compile(
    r"[\s*_#>~\-–—|]*(?:(?:text|words|story|written|reported|article|posted|published|review|opinion|analysis)\s+by|by|par|"
    r"propos\srecueillis\spar|von|por|di|de|af|av|door|oleh|írta|scris\sde|autor(?:in|a)?|auteure?|author|text|redacción|"
    r"от|автор|автори|авторы|yazan|haber|的?作者|记者|記者|文|कृते)(?![\w'’])\s*[:：]?\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"[|/•·:：(\[<]|\s[-–—]\s|[—–]|\d|@|\b(?:for|at|in|with|avec|mit|con|special\sto|from|on|via|to|für|pour|para|and\sagencies|"
    r"and\sstaff|published|updated|posted)\b|기자|記者|记者(?=$)|\s(?:综合|摄影)?(?:报道|報導|报导|编译|編譯)$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:[,;&，、]|\s(?:and|und|et|y|e|och|og|en|и|та|та\sі|dan|ve|ja|i|és)(?=\s))\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|iii?|iv|ph\.?d|m\.?d)\.?", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:staff|reporters?|correspondents?|writers?|editors?|editorial|desk|bureau|team|agency|agencies|news|newsroom|press|"
    r"contributors?|columnist|critic|analyst|chief|senior|political|our|special|guest|redaktion|rédaction|redacción|redazione|"
    r"redactie|redação|admin|administrator|webmaster|anonymous|unknown|media|post|times|herald|gazette|tribune|daily|"
    r"journal|magazine|online|digital|wire|wires|services?|web|the)\b",
    re.IGNORECASE,
)
# Days, feasts and turns of speech that a line may open with "By" and that no one is called.
_NO_NAMES = frozenset(
    """christmas easter noon midnight midday night nightfall dawn dusk today tomorrow yesterday then now law default
    contrast comparison weekend ramadan thanksgiving spring summer autumn winter morning evening afternoon numbers
    navidad maio mail email phone post hand definition design accident mistake far me us them him her navidad
    weihnachten ostern noël pâques natal pascua""".split()
)
_PARTICLES = frozenset(
    "de da do dos das di del della der den van von zu zur ten ter la le el al bin ibn ben bint y e af av und".split()
)
_NOBODY = frozenset(
    "no author,unknown,none,null,n/a,nan,admin,administrator,anonymous,author,by,staff,webmaster,redaktion".split(",")
)
_LONGEST_LIST = 5000  # characters
_FIRST_LETTER = re.compile(r"(?<![\w'’])(?!(?:by|and|und|et|y|e|och|og|en|with|for)\b)[^\W\d_]")
_CASELESS = re.compile(r"[\u0590-\u0eff\u3040-\u9fff\uac00-\ud7a3]")
_CASELESS_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々・\s]{2,14}|[\u0590-\u0eff\s]{2,40}")


def find_author(lines: list[Line]) -> Stated | None:
    """Return the names of the first byline that names anybody."""
    for line in lines:
        if line.reason == "byline":
            found = author_of(line.text)
            if found:
                name, start, end = found
                return stated(line, start, end, name)
    return None


def author_of(byline: str) -> tuple[str, int, int] | None:
    """Return the names in a byline and where they stand; None where it names a desk, an agency or nobody."""
    if byline.islower():  # "by jane doe"
        byline = _FIRST_LETTER.sub(lambda found: found[0].title() if len(found[0].title()) == 1 else found[0], byline)
    marker = _BY.match(byline)
    start = marker.end() if marker else len(byline) - len(byline.lstrip(" *_#>~-–—|"))
    stop = _END.search(byline, start)
    rest = byline[start : stop.start()] if stop else byline[start:]
    end = at = 0
    for part in _parts(rest):
        text = rest[part]
        if end and _SUFFIX.fullmatch(text.strip(" .*_")):
            end = part.stop
        elif _is_person(text, alone=not end):
            at = part.start if not end else at
            end = part.stop
        elif end:
            break
        else:
            return None
    name = rest[at:end]
    at += len(name) - len(name.lstrip(" .,*_"))
    name = name.strip(" ,*_")
    name = name[:-1] if name.endswith(".") and not re.search(r"\b(?:[A-Z]|[A-Z]r)\.$", name) else name
    if not name:
        return None
    name = name.removesuffix(".") if name.endswith(("Jr.", "Sr.")) else name
    plain = " ".join(name.split())
    return (title_case(plain) if plain.isupper() and " " in plain else plain), start + at, start + at + len(name)


def _parts(rest: str) -> list[slice]:
    parts, begin = [], 0
    for match in _JOIN.finditer(rest):
        parts.append(slice(begin, match.start()))
        begin = match.end()
    return [part for part in [*parts, slice(begin, len(rest))] if rest[part].strip(" .*_")]


def _is_person(text: str, *, alone: bool) -> bool:
    """Say whether a part of a byline is a person's name: words with capitals, or of a script without."""
    name = text.strip(" .*_\t")
    if agency_named(name) or _ROLE.search(name):
        return False
    if _CASELESS.search(name):
        return bool(_CASELESS_NAME.fullmatch(name))
    words = name.split()
    if not 1 <= len(words) <= 6 or (len(words) == 1 and not alone):
        return False
    folded = [fold(word.strip(".,")) for word in words]
    if folded[0] in _NO_NAMES or (len(words) == 1 and (folded[0] in months() or folded[0] in weekdays())):
        return False
    if folded[0] in weekdays() and len(folded[0]) > 3:
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES or word[:2] in ("d'", "d’", "l'") for word in words)


def stated_author(value: str) -> str | None:
    """Return a record's own author as names; None where it is an address or a word for nobody."""
    value = " ".join(_listed(value).split())
    if value.startswith(("http://", "https://", "www.")) or value.casefold() in _NOBODY:
        return None
    return re.sub(r"^(?:by|von|par)\s+(?=\S)", "", value, flags=re.IGNORECASE) or None


def _listed(value: str) -> str:
    """Return the names of a list that was written out as JSON or by Python, as tables have it; else the value."""
    if not (value.startswith("[") and value.endswith("]")) or len(value) > _LONGEST_LIST:
        return value
    try:
        names = ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value
    return ", ".join(name for name in names if name) if all(isinstance(name, str) for name in names) else value
