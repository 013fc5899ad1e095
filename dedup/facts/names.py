"""Names of persons and organisations with titles and roles; a surname stands for the full name last given.

One `Names` follows an article from its first sentence to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dedup.articles import Fact
from dedup.facts.name_words import (
    EAST_ASIAN_ROLES,
    HONORIFICS,
    NATIONS,
    NOT_NAMES,
    ORGANISATIONS,
    ROLE_HEADS,
    ROLE_MODIFIERS,
)

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]*\w|[A-Z])"
_LINK = r"(?:(?:de la|de|du|van der|van|von|der|bin|al|el|da|dos|della|di|of the|of|for|and)\s)"
_NAME = re.compile(rf"(?<![\w’'])\.?{_CAPITAL}\.?(?:(?:\s|(?<=\.)){_LINK}?{_CAPITAL}(?:\.(?=\s?[A-Z]))?)*")
_JOINED = re.compile(r"\s(?:and|for)\s")
_INNER = re.compile(r"\s(?:of the|of|for|and)\s")
_HEADS = "|".join(sorted(ROLE_HEADS, key=len, reverse=True))
_HEADS_LOWER = frozenset(head.rsplit(" ", 1)[-1].lower() for head in ROLE_HEADS if " of " not in head)
_ROLE_INSIDE = re.compile(rf"((?:[A-Z][\w.-]+\s){{0,4}}(?:{_HEADS}))\s+(?=[A-Z])")
# "Norway's Prime Minister Ida Lund" are two names.
_OWNER = re.compile(rf"['’]s\s(?=(?:[A-Z][\w.-]+\s){{0,4}}(?:{_HEADS})\s)")
_NATION = re.compile(rf"(?:(?:{'|'.join(sorted(NATIONS, key=len, reverse=True))})\s)+")
_ORGANISATION = re.compile(rf"\b(?:{'|'.join(ORGANISATIONS)})\b|^[A-Z]{{2,5}}$")
_EAST_ASIAN = re.compile(
    rf"(?P<name>[\u4e00-\u9fff々]{{2,6}}?|[ァ-ヴー・]{{2,16}})(?P<role>{'|'.join(EAST_ASIAN_ROLES)})"
)
_FEMALE = frozenset(
    "mrs ms miss mme actress spokeswoman chairwoman congresswoman councilwoman queen princess mother daughter "
    "sister wife "
    "businesswoman policewoman lady woman madam".split()
)
_MALE = frozenset(
    "mr actor spokesman chairman congressman councilman king prince father son brother husband businessman "
    "policeman lord "
    "man pope".split()
)
# Written large at the head of a sentence or a caption, and no part of a name.
_ADJECTIVES = frozenset(
    "Current Former Senior Top Local Controversial Young Veteran Late Longtime Long-time Actress Actor Singer Author "
    "Director Republican Democratic Democrat Labour Conservative Star Striker Midfielder Rapper Billionaire "
    "Fellow Then-"
    .split()
)
_DESCRIBING = re.compile(r".*-(?:based|headquartered|born|led|backed|owned|run|listed|leaning)$")
# "Ole Vik, the deputy foreign minister, …"
_ROLE_AFTER = re.compile(
    rf",\s(?:the\s|an?\s)?(?P<role>(?:(?:{'|'.join(sorted(ROLE_MODIFIERS))})\s){{0,4}}"
    rf"(?:{'|'.join(sorted(map(str.lower, ROLE_HEADS), key=len, reverse=True))}))(?=[,.;]|\s(?:of|for|at|in)\b)"
)
_BEFORE = 50  # characters before a name in which its role is looked for


class Names:
    """Full names seen so far in one article: of persons by surname, of organisations by their last word."""

    __slots__ = ("_full", "_holders", "_last", "_people", "_pronouns")

    def __init__(self) -> None:
        self._full: dict[str, str] = {}
        self._holders: dict[str, set[str]] = {}
        self._last: str | None = None
        self._people: set[str] = set()
        self._pronouns: dict[str, str] = {}

    def hold(self, role: str, name: str) -> None:
        """Remember who holds a role."""
        self._holders.setdefault(role, set()).add(name)

    def holder(self, role: str) -> str | None:
        """Return who holds a role named alone ("the minister"), None where nobody or more than one does."""
        role = role.lower()
        held = [names for known, names in self._holders.items() if _is_role(known, role)]
        people = set().union(*held)
        return next(iter(people)) if len(people) == 1 else None

    def note(self, name: str, words: Iterable[str]) -> None:
        """Note the pronoun of a person from the words before the name: "Mrs", "spokesman"."""
        for word in words:
            lower = word.lower().rstrip(".")
            if lower in _FEMALE:
                self._pronouns[name] = "she"
            elif lower in _MALE:
                self._pronouns[name] = "he"

    def agrees(self, name: str, pronoun: str) -> bool:
        """Tell whether "he" or "she" can stand for a person; the first that does settles it."""
        if pronoun not in {"he", "she"}:
            return True
        return self._pronouns.setdefault(name, pronoun) == pronoun

    def certain_person(self, spoke_last: str | None) -> str | None:
        """Return who "he" or "she" stands for: the only person named, or the one named last who also spoke last."""
        return self.only_person() or (spoke_last if spoke_last == self._last else None)

    def only_person(self) -> str | None:
        """Return the one person named so far, None where there are more or none."""
        return next(iter(self._people)) if len(self._people) == 1 else None

    def resolve(self, name: str) -> str:
        """Return the full name last given for a surname or "the ministry", else the name; remember a full name."""
        if " " not in name:
            return self._full.get(name, name)
        last = name.rsplit(" ", 1)[1]
        if _ORGANISATION.search(name):
            self._full[last.lower()] = name
        elif not _INNER.search(name):
            self._full[last] = name
            self._people.add(name)
            self._last = name
        return name


def _is_role(known: str, role: str) -> bool:
    """Tell whether a role named alone can be one named before: "the minister" the finance minister, not the deputy."""
    if known == role:
        return True
    return known.endswith(" " + role) and not re.match(r"(?:deputy|vice|former|assistant|under|acting|shadow)\b", known)


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
        for start, end in _apart(text, match.start(), match.end()):
            yield from _one(text, start, end, names, offset)
    if not text.isascii():
        for match in _EAST_ASIAN.finditer(text):
            name, (start, end) = match["name"], match.span("name")
            yield Fact("name", name, None, None, offset + start, offset + end)
            yield Fact("role", match["role"], name, None, offset + end, offset + match.end())


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut "Hayashi and Colonna" and "Norway's Minister Lund" in two, but not "Food and Drug Administration"."""
    if (owner := _OWNER.search(text, start, end)) is not None:
        yield start, owner.start()
        start = owner.end()
    if not _ORGANISATION.search(text[start:end].rsplit(" ", 1)[-1]):
        while (joint := _JOINED.search(text, start, end)) is not None:
            yield start, joint.start()
            start = joint.end()
    yield start, end


def _one(text: str, start: int, end: int, names: Names, offset: int) -> Iterator[Fact]:
    first, titled = start, False
    start, end, titled = _without_common_words(text, start, end)
    role, role_start, start = _role(text, start, end)
    start, titled = _after_title(text, start, end, titled=titled)
    raw = text[start:end].rstrip(".").removesuffix("'s").removesuffix("’s")
    if len(raw) < 2 or raw in NOT_NAMES or raw in NATIONS:
        return
    opens = " " not in raw and start == first and not titled and not role and _opens(text, first)
    if opens and raw[1:].islower() and names.resolve(raw) == raw:
        return  # the first word of a sentence is written large anyway
    value = names.resolve(raw)
    if role:
        names.hold(role, value)
        yield Fact("role", role, value, None, offset + role_start, offset + role_start + len(role))
    unit = "organisation" if _ORGANISATION.search(raw) else None
    yield Fact("name", value, unit, None, offset + start, offset + start + len(raw))
    after = _ROLE_AFTER.match(text, start + len(raw)) if " " in raw and not role and not unit else None
    if after:
        names.hold(after["role"].lower(), value)
        yield Fact("role", after["role"].lower(), value, None, offset + after.start("role"), offset + after.end("role"))


def _without_common_words(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Take "The", "On Tuesday" and "Mr." off a run of capitalised words; say whether a title was among them."""
    titled = False
    words = text[start:end].split(" ")
    while words and (words[0] in NOT_NAMES or words[0].rstrip(".") in HONORIFICS):
        titled = titled or words[0].rstrip(".") in HONORIFICS
        start += len(words.pop(0)) + 1
    while words and words[-1].rstrip(".") in NOT_NAMES and not (len(words) > 2 and words[-1] in {"Un", "Il"}):
        end -= len(words.pop()) + 1
    return start, max(start, end), titled


def _after_title(text: str, start: int, end: int, *, titled: bool) -> tuple[int, bool]:
    """Return where a name starts behind "Controversial Maine Gov." and "Actress"."""
    words = text[start:end].split(" ")
    titles = HONORIFICS - {"St", "Saint"}
    places = [i for i, word in enumerate(words[:-1]) if word.rstrip(".") in titles or _DESCRIBING.match(word)]
    first = max(places) + 1 if places else 0
    if len(words) > 2 and words[0].endswith("ing") and _opens(text, start):
        first = max(first, 1)
    while len(words) - first > 2 and words[first] in _ADJECTIVES:
        first += 1
    if len(words) - first == 2 and words[first] in _ADJECTIVES:
        first += 1
    return start + sum(len(word) + 1 for word in words[:first]), titled or bool(places)


def _opens(text: str, start: int) -> bool:
    return not text[:start].strip("\"“‘'«( ")


def _role(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the role before a name, where it starts, and where the name itself starts."""
    inside = _ROLE_INSIDE.match(text, start, end)
    if inside:
        found = inside.group(1)
        nation = _NATION.match(found + " ")
        cut = nation.end() if nation and nation.end() < len(found) else 0
        return found[cut:].lower(), start + cut, inside.end()
    if text[start - 1 : start] not in {" ", ","}:
        return "", start, start
    return _role_before(text, start)


def _role_before(text: str, start: int) -> tuple[str, int, int]:
    """Read "the French armed forces minister, " backwards from a name, in whatever case."""
    words = text[max(0, start - _BEFORE) : start].rstrip(" ,").split(" ")
    head = words[-1].lower().removesuffix("s") if words else ""
    if head not in _HEADS_LOWER:
        return "", start, start
    first = len(words) - 1
    while first and words[first - 1].lower() in ROLE_MODIFIERS:
        first -= 1
    role = " ".join(words[first:])
    end = start - (len(text[max(0, start - _BEFORE) : start]) - len(text[max(0, start - _BEFORE) : start].rstrip(" ,")))
    return role.lower(), end - len(role), start
