"""A claim as the scorer sees it: terms, names, numbers, quotes and clauses of its words."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS, NEGATIONS, TITLES, WORD_KINDS, senses
from dedup.text.stems import NUMBER_WORDS, stem, words

_TOKEN = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:th\b|st\b|nd\b|rd\b|s\b)?|[ap]\.m\.|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|[%$€£¥]|[“”\"«»「」『』]|[,;:()–—]|--"
    r"|['‘’](?=\w)|(?<=[\w.,!?])['’]"
)
_ORDINAL = re.compile(r"(?<=\d)(?:th|st|nd|rd)$")
_OPEN, _CLOSE, _BOTH = frozenset("“«「『"), frozenset("”»」』"), frozenset("\"")
_CLAUSE_WORDS = frozenset(
    words(
        "that who which while when where after before because although though but and as since if whether whom whose "
        "until unless so than"
    )
)
_MIN_CLAUSE = 3  # terms; shorter ones join their neighbour: alone they match by accident


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one claim, read once.

    Attributes:
        words: Lower-case words in order, without punctuation.
        stems: Their stems, with numbers in one form.
        content: Stems that are no function words, as a set.
        names: Stems of capitalised words inside the sentence.
        head: Stem of a capitalised first word: a name if it is one elsewhere in the collection.
        numbers: Numbers in one form.
        quoted: Stems of each quoted stretch of two words or more.
        clauses: Stems of each clause, function words left out.
        pairs: Ordered pairs of content stems that stand near each other.
        kinds: How often it has each word of a kind that matters when only one of two sentences has it.
        negated: Number of negations.
        text: The claim in lower case, spaces normalised.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    content: frozenset[str]
    names: frozenset[str]
    head: str
    numbers: frozenset[str]
    quoted: tuple[frozenset[str], ...]
    clauses: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]
    kinds: dict[str, Counter[str]]
    negated: int
    text: str


def read(text: str) -> Wording:
    """Read one claim."""
    tokens = _tokens(text)
    kept = [t for t in tokens if t.stem]
    stems = tuple(t.stem for t in kept)
    content = frozenset(s for s in stems if s not in FUNCTION_WORDS)
    return Wording(
        words=tuple(t.word for t in kept),
        stems=stems,
        content=content,
        names=_names(kept),
        head=kept[0].stem if kept and _is_name(kept[0]) else "",
        numbers=frozenset(s for s in stems if s[0].isdigit()),
        quoted=_quoted(tokens),
        clauses=_clauses(tokens),
        pairs=_near_pairs([s for s in stems if s in content]),
        kinds=_kinds(stems),
        negated=sum(t.word in NEGATIONS for t in kept),
        text=" ".join(text.lower().split()),
    )


@functools.lru_cache(maxsize=100_000)
def keys(term: str) -> frozenset[str]:
    """Return what a stem can be matched by: its groups of like meaning and its first six letters."""
    return senses().get(term, frozenset()) | {term[:6]}


@dataclass(slots=True)
class _Token:
    word: str
    stem: str  # "" for a mark
    capital: bool
    first: bool


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    first = True
    for match in _TOKEN.finditer(text):
        raw = match.group()
        if raw[0].isalnum():
            tokens.append(_Token(raw.lower(), _term(raw.lower()), raw[0].isupper(), first))
            first = False
        elif raw in "%$€£¥":
            tokens.append(_Token(raw, raw, capital=False, first=False))
        else:
            tokens.append(_Token(raw, "", capital=False, first=False))
            first = first or raw in "“\"«「『"
    return tokens


def _term(word: str) -> str:
    if word[0].isdigit():
        return _ORDINAL.sub("", word.replace(",", ""))
    plain = word.replace("’", "'").replace(".", "")
    return NUMBER_WORDS.get(plain) or stem(plain)


def _names(tokens: Sequence[_Token]) -> frozenset[str]:
    """Capitalised words; at the head of the sentence only where a capitalised word that is no title follows."""
    names = set()
    for i, token in enumerate(tokens):
        if not token.capital or token.word in TITLES or token.stem in FUNCTION_WORDS:
            continue
        if not token.first or (i + 1 < len(tokens) and tokens[i + 1].capital and tokens[i + 1].word not in TITLES):
            names.add(token.stem)
    return frozenset(names)


def _is_name(token: _Token) -> bool:
    return token.capital and token.stem not in FUNCTION_WORDS and token.word not in CALENDAR


def _quoted(tokens: Sequence[_Token]) -> tuple[frozenset[str], ...]:
    """Stems inside quotation marks; a mark without its partner reaches to the end of the sentence."""
    stretches: list[list[str]] = []
    run: list[str] = []
    inside = False
    for token in tokens:
        mark = token.word if not token.stem else ""
        if mark in _OPEN or (mark in _BOTH and not inside):
            run, inside = [], True
        elif mark in _CLOSE or mark in _BOTH:
            stretches.append(run)
            run, inside = [], False
        elif token.stem:
            run.append(token.stem)
    if inside:
        stretches.append(run)
    return tuple(frozenset(s) for s in stretches if len(s) >= 2)


def _clauses(tokens: Sequence[_Token]) -> tuple[frozenset[str], ...]:
    runs: list[set[str]] = [set()]
    for token in tokens:
        if token.word in _CLAUSE_WORDS or (not token.stem and token.word not in "'‘’"):
            if len(runs[-1]) >= _MIN_CLAUSE:
                runs.append(set())
        elif token.stem and token.stem not in FUNCTION_WORDS:
            runs[-1].add(token.stem)
    if len(runs) > 1 and len(runs[-1]) < _MIN_CLAUSE:
        last = runs.pop()
        runs[-1] |= last
    return tuple(frozenset(r) for r in runs if r)


def _kinds(stems: Sequence[str]) -> dict[str, Counter[str]]:
    found = {kind: Counter(s for s in stems if s in terms) for kind, terms in WORD_KINDS.items()}
    return found | {"figures": Counter(s for s in stems if s[0].isdigit())}


def _near_pairs(content: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Ordered pairs at most three content words apart."""
    return frozenset(
        (content[i], content[j]) for i in range(len(content)) for j in range(i + 1, min(i + 4, len(content)))
    )
