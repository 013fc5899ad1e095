"""Whether two names are one person or body: titles, surnames alone, spelling and transliteration."""

from __future__ import annotations

import functools
import re
import unicodedata

_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president minister premier chancellor secretary "
    "senator sen "
    "representative rep governor gov mayor judge justice general gen colonel col major maj captain capt lieutenant lt "
    "sergeant sgt sheriff inspector commissioner chief director chairman chairwoman chair ambassador prince "
    "princess king "
    "queen pope bishop cardinal reverend rev saint officer detective coach ceo m mme mlle herr frau prime vice deputy "
    "former foreign finance defence defense interior attorney admiral adm congressman congresswoman spokesman "
    "spokeswoman "
    "the".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv esq phd md".split())
_COMPANY = frozenset("inc corp corporation co company ltd limited llc plc group holdings ag sa nv se gmbh".split())
_PARTICLES = frozenset("van der den von zu de la le du da dos del della di bin ibn al el ben st".split())
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "đ": "d", "ı": "i"})
_UMLAUTS = re.compile("[äöüÄÖÜ]")
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Spellings of one sound, by which transliterations differ.
_SOUNDS = (
    ("tsch", "ch"), ("sch", "sh"), ("ck", "k"), ("ph", "f"), ("kh", "h"), ("dj", "j"), ("dzh", "j"),
    ("zh", "j"), ("ou", "u"), ("iy", "y"), ("ij", "y"), ("yi", "y"), ("iu", "yu"), ("ia", "ya"), ("ey", "ei"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("ae", "a"), ("oe", "o"), ("ue", "u"),
)  # fmt: skip
_NICKNAMES = (
    "william bill will billy", "robert bob rob bobby", "richard rick dick rich", "james jim jimmy",
    "john jack johnny", "joseph joe joey", "michael mike mick", "thomas tom tommy", "david dave",
    "daniel dan danny", "stephen steven steve", "christopher chris", "elizabeth liz beth betty",
    "katherine catherine kate kathy katie", "anthony tony", "edward ed ted", "benjamin ben", "samuel sam",
    "alexander alex", "alexandra alex", "nicholas nick", "patrick pat", "andrew andy drew", "ronald ron",
    "kenneth ken", "matthew matt", "gregory greg", "jeffrey jeff geoffrey", "timothy tim", "charles charlie",
    "peter pete", "lawrence larry", "gerald jerry", "margaret maggie meg peggy", "susan sue",
    "deborah debbie deb", "jennifer jen jenny", "jessica jess", "rebecca becky", "victoria vicky",
    "vladimir volodymyr vlad", "sergei serhii", "alexei oleksii", "mikhail mykhailo", "nikolai mykola",
)  # fmt: skip
_FORMAL = {
    nick: {names.split()[0] for names in _NICKNAMES if nick in names.split()}
    for nick in " ".join(_NICKNAMES).split()
}
_LONG = 5  # letters from which one differing letter is a spelling, given the same first name


def same_name(a: str, b: str) -> bool:
    """Tell whether two names can be one person or body.

    A surname, a first name or an acronym alone matches the full name; titles, apostrophes, accents and middle names
    don't count. Two full names need compatible first names and surnames that differ in spelling at most.

    Args:
        a: A name, with or without titles.
        b: The other.
    """
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return False
    if words_a == words_b or "".join(words_a) == "".join(words_b):
        return True
    if _is_acronym(a, words_b) or _is_acronym(b, words_a):
        return True
    if len(words_a) > len(words_b):
        words_a, words_b = words_b, words_a
    if len(words_a) == 1:
        return any(_sound(words_a[0]) == _sound(word) for word in (words_b[0], words_b[-1]))
    return _same_surname(words_a[-1], words_b[-1]) and _same_first(words_a[:-1], words_b[:-1])


@functools.lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain lower-case letters, without titles, suffixes and particles."""
    plain = name.replace("’", "'").replace("‘", "'").replace("`", "'")
    plain = re.sub(r"'s$", "", plain).translate(_LETTERS)
    plain = _UMLAUTS.sub(lambda match: unicodedata.normalize("NFKD", match.group())[0] + "e", plain)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\w)'(?=\w)", "", plain).lower()
    words = _WORD.findall(plain)
    kept = [word for word in words if word not in _TITLES | _SUFFIXES | _COMPANY]
    bare = [word for word in kept if word not in _PARTICLES]
    return tuple(bare or kept or words)


@functools.lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", word).removesuffix("e") if len(word) > 3 else re.sub(r"(.)\1+", r"\1", word)


def _is_acronym(short: str, words: tuple[str, ...]) -> bool:
    letters = short.replace(".", "")
    return letters.isupper() and 2 <= len(letters) == len(words) and letters.lower() == "".join(w[0] for w in words)


def _same_surname(a: str, b: str) -> bool:
    one, other = _sound(a), _sound(b)
    return one == other or (min(len(one), len(other)) >= _LONG and one[0] == other[0] and _one_edit(one, other))


def _same_first(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    one, other = a[0], b[0]
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if _sound(one) == _sound(other) or one in b or other in a:
        return True
    return not _FORMAL.get(one, {one}).isdisjoint(_FORMAL.get(other, {other}))


def _one_edit(a: str, b: str) -> bool:
    """Tell whether two words differ in one letter: another, one more, or two changing places."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    left, right = a[start:], b[start:]
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
