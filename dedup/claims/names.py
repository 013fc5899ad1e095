"""Names of persons and organisations with titles and roles; a surname stands for the full name last given.

Called by `facts`; one `Names` follows an article from its first sentence to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.articles import Fact

_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*[\w]|[A-Z]"
_LINK = r"(?:de la|de|du|van der|van|von|der|bin|al|el|da|dos|della|di|of the|of|for|and)"
_NAME = re.compile(rf"(?<![\w’'])(?:{_CAP})\.?(?:(?:\s|(?<=\.))(?:{_LINK}\s)?(?:{_CAP})(?:\.(?=\s?[A-Z]))?)*")
_INNER = re.compile(r"\s(?:of the|of|for|and)\s")
_HONORIFIC = frozenset("Mr Mrs Ms Miss Dr M Mme Mlle Sir Lord Lady Mr. Mrs. Ms. Dr. M. Mme. Mlle. Sen. Rep. Gov. Gen. Prof. Lt. Col. Sgt. Rev. Judge Justice Saint St. Amb. Adm. Capt. Maj.".split())
_ROLE_HEADS = (
    "President|Prime Minister|Minister|Secretary|Chancellor|Senator|Governor|Mayor|Judge|Justice|General|Colonel|Captain|"
    "Sergeant|Sheriff|Commissioner|Chief|Director|Professor|Ambassador|Congressman|Congresswoman|Representative|Prince|"
    "Princess|King|Queen|Pope|Bishop|Cardinal|Chairman|Chairwoman|Chair|Chief Executive|CEO|Spokesman|Spokeswoman|"
    "Spokesperson|Premier|Speaker|Analyst|Counselor|Attorney General|Inspector|Detective|Officer|Treasurer|Economist|Coach|Counterpart"
)
# "Foreign Minister", "French Armed Forces Minister", "then Prime Minister", "counterpart", "spokesman", in any case.
_ROLE = re.compile(
    rf"(?:(?P<mod>(?:[A-Z][\w-]+\s|[a-z]+[\s-]){{0,4}}?))(?P<head>{_ROLE_HEADS})s?,?\s?$", re.IGNORECASE
)
_ROLE_IN = re.compile(rf"^((?:[A-Z][\w-]+\s){{0,4}}(?:{_ROLE_HEADS}))\s+(?=[A-Z])")
_MODIFIERS = frozenset(
    "foreign defense defence prime vice deputy finance interior armed forces trade economy justice health education "
    "environment energy chief executive financial operating attorney assistant under first senior former then state "
    "treasury police fire general managing associate acting interim transport labor labour commerce agriculture culture".split()
)
_NATIONS = re.compile(
    r"^(?:(?:Japanese|French|U\.S\.|US|American|British|UK|German|Chinese|Russian|Italian|Spanish|Australian|Canadian|Indian|"
    r"Israeli|Iranian|Iraqi|South Korean|North Korean|Korean|Ukrainian|Turkish|European|Brazilian|Mexican|Dutch|Swiss|Belgian|"
    r"Indonesian|Egyptian|Saudi|Polish|Greek)\s)+"
)
_NOT_NAMES = frozenset(
    "The A An In On At It He She They We I You But And Or For From To Of By With As If When While After Before This That These Those His "
    "Her Its Their There Here What Who Why How Where However Meanwhile Also Some Many Most All No Not Yes More Less One Two Three "
    "Four Five Six Seven Eight Nine Ten Last Next First Second Third Earlier Later According Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday January February March April May June July August September October November December Today Yesterday "
    "Tomorrow Both Each Such Since During Under Over Our My Your Then Now Even Only About Asked Le La Les Un Une Il Elle Ils "
    "Mais Et Ce Cette Dans Selon So Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Despite Although Though Because Until Among Between Another Other Others New".split()
)
_ORGANISATION = re.compile(
    r"(?:Inc|Corp|Co|Ltd|LLC|Plc|Group|Bank|Ministry|Department|Agency|University|Council|Committee|Commission|Party|Union|"
    r"Association|Organi[sz]ation|Court|Office|Police|Forces?|Institute|Foundation|Company|Board|Bureau|Service|Senate|"
    r"Congress|Parliament|Center|Centre|College|School|Times|Post|News|Press|Journal)\b|^[A-Z]{2,6}$"
)
_EAST_ASIAN = re.compile(r"(?P<name>[\u4e00-\u9fff々ァ-ヴー・]{2,12}?)(?P<role>首相|外相|防衛相|財務相|経産相|大統領|長官|大臣|官房長官|氏|さん|容疑者|被告|総裁|知事|総理|主席|部长|总统|总理)")


class Names:
    """Full names seen so far in one article, by surname."""

    __slots__ = ("_by_surname",)

    def __init__(self) -> None:
        self._by_surname: dict[str, str] = {}

    def resolve(self, name: str) -> str:
        """Return the full name last given for a surname, else the name itself; remember a full name."""
        if " " not in name:
            return self._by_surname.get(name, name)
        if not _ORGANISATION.search(name) and not _INNER.search(name):
            self._by_surname[name.rsplit(" ", 1)[1]] = name
        return name


def find(text: str, names: Names, offset: int = 0) -> Iterator[Fact]:
    """Find names and the roles named with them.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        names: Names seen so far in this article; new ones are added.
        offset: Where the sentence stands in the raw text.

    Yields:
        Facts of kind `name` (`value` the full name last given; `unit` `organisation` where a word tells, else None)
        and `role` (`value` in lower case, without nationality; `unit` the name of who holds it).
    """
    for match in _NAME.finditer(text):
        yield from _one(text, match, names, offset)
    if not text.isascii():
        for match in _EAST_ASIAN.finditer(text):
            yield Fact("name", match["name"], None, None, offset + match.start("name"), offset + match.end("name"))
            yield Fact("role", match["role"], match["name"], None, offset + match.start("role"), offset + match.end("role"))


def _one(text: str, match: re.Match[str], names: Names, offset: int) -> Iterator[Fact]:
    start, end = match.span()
    words = match.group().split(" ")
    honorific = False
    while words and (words[0] in _NOT_NAMES or words[0] in _HONORIFIC):
        honorific = honorific or words[0] in _HONORIFIC
        start += len(words.pop(0)) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
    while words and words[-1].rstrip(".") in _NOT_NAMES:
        end -= len(words.pop()) + 1
    if not words or start >= end:
        return
    role, role_start, start = _role(text, start, end)
    raw = text[start:end].rstrip(".").removesuffix("'s").removesuffix("’s")
    if len(raw) < 2 or raw in _NOT_NAMES:
        return
    end = start + len(raw)
    if _sentence_start(text, match.start()) and " " not in raw and not honorific and not role and start == match.start():
        if names.resolve(raw) == raw and raw[1:].islower():
            return  # the first word of a sentence is written large anyway
    value = names.resolve(raw)
    if role:
        yield Fact("role", role, value, None, offset + role_start, offset + role_start + len(role))
    unit = "organisation" if _ORGANISATION.search(raw) else None
    yield Fact("name", value, unit, None, offset + start, offset + end)


def _sentence_start(text: str, start: int) -> bool:
    return not text[:start].strip("\"“‘'( ")


def _role(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the role before a name, where it starts, and where the name itself starts."""
    inside = _ROLE_IN.match(text[start:end])
    if inside:
        found = inside.group(1)
        nation = _NATIONS.match(found + " ")
        cut = nation.end() if nation and nation.end() < len(found) else 0
        return found[cut:].lower(), start + cut, start + inside.end()
    before = _ROLE.search(text, max(0, start - 50), start)
    if before is None or text[start - 1 : start] not in " ,":
        return "", start, start
    words = (before["mod"] or "").split()
    kept: list[str] = []
    for word in reversed(words):
        if word.lower() not in _MODIFIERS:
            break
        kept.insert(0, word)
    role = " ".join([*kept, before["head"]])
    return role.lower(), max(0, before.end("head") - len(role)), start
