"""The sentences of one collection, weighted: how telling each term is inside this story.

Made by `align` (and by `relate` for two sentences alone); `features` compares its profiles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dedup.alignment.vocabulary import common
from dedup.alignment.wording import Wording, keys
from dedup.text.stems import stem

SOFT = 0.7  # what a match by like meaning counts against one by the same stem
_PRONOUNS = frozenset("he she his her him they their them it its".split())
_LEAST = 30  # sentences that the weights suppose at least: below it one repetition would make a term common


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's terms, what they can be matched by, and their summed weight."""

    terms: frozenset[str]
    keys: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Profile:
    """A sentence with the weights of its collection.

    Attributes:
        wording: The sentence as read.
        article: Number of its article in the collection.
        place: 0 at the head of the article, 1 at its end.
        keys: What each content term can be matched by.
        all_keys: The union of `keys`.
        weight, act_weight, name_weight, norm: Summed weights of all terms, of those that are neither name nor
            number, of the names; root of the summed squares.
        acts: Terms that are neither name nor number.
        names: Capitalised terms.
        clauses: The clauses with their weights.
        quotes: Terms of each quoted stretch with their weight.
        counted: What is counted, with its numbers; "no" counts as 0.
        grams: Runs of four characters.
        resolved: Its terms, and where it has a pronoun the names of the two sentences before.
        resolved_weight: Their summed weight.
        telling_weight: Summed weight of the terms that aren't common to all news.
    """

    wording: Wording
    article: int
    place: float
    keys: dict[str, frozenset[str]]
    all_keys: frozenset[str]
    weight: float
    act_weight: float
    name_weight: float
    norm: float
    acts: frozenset[str]
    names: frozenset[str]
    clauses: tuple[Clause, ...]
    quotes: tuple[tuple[frozenset[str], float], ...]
    counted: dict[str, frozenset[str]]
    grams: frozenset[str]
    resolved: frozenset[str]
    resolved_weight: float
    telling_weight: float


class Collection:
    """Weights of the terms over all sentences of a collection.

    Attributes:
        weight: log(1 + sentences / sentences with the term), by term.
        keys: What each term can be matched by.
        key_weight: The same for what terms are matched by.
        often: Per article, in how many sentences each term stands.
        profiles: Per article, its sentences.
    """

    def __init__(self, articles: Sequence[Sequence[Wording]]) -> None:
        articles = _join_compounds(articles)
        terms: Counter[str] = Counter()
        matched: Counter[str] = Counter()
        self.often: list[Counter[str]] = []
        for sentences in articles:
            self.often.append(Counter(t for s in sentences for t in s.content))
            terms.update(self.often[-1])
            matched.update(k for s in sentences for k in frozenset().union(*map(keys, s.content)))
        total = max(sum(map(len, articles)), _LEAST)
        self.weight = {term: math.log(1 + total / n) for term, n in terms.items()}
        self.keys = {term: keys(term) for term in terms}
        self.key_weight = {key: math.log(1 + total / n) for key, n in matched.items()}
        self._names = frozenset().union(*(s.names for sentences in articles for s in sentences))
        self.profiles = [self._profiles(number, sentences) for number, sentences in enumerate(articles)]

    def mass(self, terms: Iterable[str]) -> float:
        """Return the summed weight of terms of the collection."""
        weight = self.weight
        return sum([weight[term] for term in terms])

    def _profiles(self, number: int, sentences: Sequence[Wording]) -> list[Profile]:
        last = max(1, len(sentences) - 1)
        return [
            self._profile(wording, number, i / last, sentences[max(0, i - 2) : i])
            for i, wording in enumerate(sentences)
        ]

    def _profile(self, w: Wording, article: int, place: float, before: Sequence[Wording]) -> Profile:
        own = {term: keys(term) for term in w.content}
        names = (w.names | ({w.head} & self._names)) & w.content
        acts = w.content - names - w.numbers
        pronoun = not _PRONOUNS.isdisjoint(w.words)
        resolved = w.content.union(*(s.names & s.content for s in before)) if pronoun else w.content
        return Profile(
            wording=w,
            article=article,
            place=place,
            keys=own,
            all_keys=frozenset().union(*own.values()),
            weight=self.mass(w.content),
            act_weight=self.mass(acts),
            name_weight=self.mass(names),
            norm=math.sqrt(sum(self.weight[t] ** 2 for t in w.content)),
            acts=acts,
            names=names,
            clauses=tuple(Clause(c, frozenset().union(*map(keys, c)), self.mass(c)) for c in w.clauses),
            quotes=tuple((q & w.content, self.mass(q & w.content)) for q in w.quoted if q & w.content),
            counted=_counted(w),
            grams=frozenset(w.text[i : i + 4] for i in range(max(1, len(w.text) - 3))),
            resolved=resolved,
            resolved_weight=self.mass(resolved),
            telling_weight=self.mass(w.content - common()),
        )


def _join_compounds(articles: Sequence[Sequence[Wording]]) -> list[list[Wording]]:
    """Add "breakup" to a sentence with "break-up" where another sentence of the collection writes it as one word."""
    written = frozenset().union(*(s.content for sentences in articles for s in sentences))
    joined: list[list[Wording]] = []
    for sentences in articles:
        joined.append([])
        for s in sentences:
            more = {stem(x + y) for x, y in zip(s.words, s.words[1:], strict=False) if len(x) + len(y) > 5} & written
            joined[-1].append(replace(s, content=s.content | more) if more - s.content else s)
    return joined


def _counted(w: Wording) -> dict[str, frozenset[str]]:
    """What stands within five words after a number (or "no", "none", "nobody": 0), by the keys of the term."""
    found: dict[str, frozenset[str]] = {}
    for i, term in enumerate(w.stems):
        value = "0" if w.words[i] in ("no", "none", "nobody") else term if term[0].isdigit() else ""
        if not value:
            continue
        near = [t for t in w.stems[i + 1 : i + 6] if t in w.content][:3]
        for other in near:
            if other[0].isdigit():
                break
            for key in keys(other):
                found[key] = found.get(key, frozenset()) | {value}
    return found
