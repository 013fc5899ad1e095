"""Who did what to whom, clause by clause, by simple patterns of English; where they don't fit, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dedup.articles import Fact, Predicate
from dedup.facts import predicate_words as words
from dedup.text.stems import stem

_TOKEN = re.compile(r"[$€£]?\d{1,3}(?:,\d{3})+[\w’'.&/-]*|[A-Za-zÀ-ÿ0-9$€£%][\w’'.&/-]*|[,;:“”\"()—–]")
_TRAILING = re.compile(r"[.’'-]+$")
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|off|around|across|inside)\s(?:the\s)?(?:(?:northern|southern|eastern|western|central|"
    r"downtown|capital|city of|town of|village of)\s)?(?P<place>[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s[A-ZÀ-ÖØ-Þ][\w’'-]+){0,3})"
)

_TIME_FIRST = re.compile(
    r"(?:(?:\w+\s)?\w+\s(?:days?|weeks?|months?|years?|decades?)\s(?:ago|earlier|later|before)|"
    r"(?:last|this|next|the previous|the following|the same)\s"
    r"(?:day|week|weekend|month|year|spring|summer|autumn|winter)|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?=\s(?:the|an?|its)\s)"
    r")\s(?=[^\W\d])"
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int


@dataclass(slots=True)
class _Group:
    """A verb group: where its first and last words are, and what they tell."""

    first: int
    main: int
    negated: bool = False
    passive: bool = False
    modality: str | None = None
    copula: bool = False


def read(
    text: str, facts: Sequence[Fact] = (), offset: int = 0, *, he_or_she: str | None = None, it: str | None = None
) -> tuple[Predicate, ...]:
    """Read the predicates of a sentence or clause with their arguments.

    Args:
        text: The wording, line breaks replaced by spaces one to one.
        facts: Its facts; the date of the event is the time of the predicates.
        offset: Where the wording stands in the raw text.
        he_or_she: The person that "he" or "she" stands for, None where nobody is certain.
        it: The body that "it" or "they" stands for.

    Returns:
        In order of the verbs. A verb of saying is one only where nothing else is stated.
    """
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    groups = list(_groups(tokens))
    time = next((f.value for f in facts if f.kind == "date" and f.of == "event"), None)
    place = _PLACE.search(text)
    pronouns = {"he": he_or_she, "she": he_or_she, "him": he_or_she, "it": it, "they": it, "them": it}
    found: list[Predicate] = []
    subject: str | None = None
    denied = False
    for n, group in enumerate(groups):
        limit = groups[n + 1].first if n + 1 < len(groups) else len(tokens)
        before, shared = _subject(tokens, groups[n - 1].main + 1 if n else 0, group.first)
        subject = subject if shared and not before else _resolved(_phrase(before), pronouns)
        particle = _particle(tokens, group.main + 1)
        start = group.main + 1 + (particle is not None)
        actor, patient = subject, _resolved(_object(tokens, start, limit), pronouns)
        if group.passive:
            actor, patient = _resolved(_agent(tokens, start, limit), pronouns), subject
        verb = "be" if group.copula else _lemma(tokens[group.main].lower)
        nobody = bool(before) and before[0].lower in words.NONE
        found.append(
            Predicate(
                verb=f"{verb} {particle}" if particle else verb,
                negated=group.negated ^ nobody ^ denied,
                modality=group.modality,
                actor=actor,
                object=patient,
                place=place["place"] if place else None,
                time=time,
                passive=group.passive,
                start=offset + tokens[group.first].start,
                end=offset + tokens[group.main].end,
            )
        )
        denied = verb in words.DENYING and any(t.lower == "that" for t in tokens[group.main : group.main + 6])
    stated = [p for p in found if p.verb not in words.SAYING]
    return tuple(stated or found)


def _particle(tokens: Sequence[_Token], i: int) -> str | None:
    """Return "out" of "ruled out": another act than to rule. "Sank off Lorvik" has none."""
    if i >= len(tokens) or tokens[i].lower not in words.PARTICLES:
        return None
    place = tokens[i].lower in {"off", "over", "back"} and i + 1 < len(tokens) and tokens[i + 1].text[0].isupper()
    return None if place else tokens[i].lower


def _token(match: re.Match[str]) -> _Token:
    text = _TRAILING.sub("", match.group()) or match.group()
    return _Token(text, text.lower().replace("’", "'"), match.start(), match.start() + len(text))


def _lemma(verb: str) -> str:
    return stem(words.IRREGULAR.get(verb, verb))


def _groups(tokens: Sequence[_Token]) -> Iterator[_Group]:
    """Find the verb groups: auxiliaries with their verb, and verbs that are finite by their form."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        group = None
        if token.lower in words.AUXILIARIES:
            group = _with_auxiliary(tokens, i)
        elif _is_finite(tokens, i):
            group = _Group(i, i, passive=_is_bare_passive(tokens, i))
        if group is None:
            i += 1
            continue
        group = _through_infinitive(tokens, group)
        yield group
        i = group.main + 1


def _with_auxiliary(tokens: Sequence[_Token], first: int) -> _Group | None:
    group, last, i = _Group(first, first), "", first
    while i < len(tokens) and i < first + 9:
        lower = tokens[i].lower
        if lower in words.AUXILIARIES:
            last = lower
            group.negated |= lower.endswith("n't") or lower == "cannot"
            group.modality = group.modality or words.MODALS.get(lower.removesuffix("n't"))
        elif lower in words.NEGATIONS:
            group.negated = True
        elif lower not in words.ADVERBS and not (lower.endswith("ly") and len(lower) > 4):
            break
        i += 1
    if i >= len(tokens):
        return None
    lower, being = tokens[i].lower, last.removesuffix("n't") in words.BE
    group.main = i
    if being and lower.endswith("ing"):
        return group
    if being and lower in words.COMING and i + 2 < len(tokens) and tokens[i + 1].lower == "to":
        group.modality, group.main = words.COMING[lower], i + 2
        return _passive_infinitive(tokens, group)
    if being and _is_participle(lower):
        group.passive = True
        return group
    if being:
        group.copula = True
        group.main = i - 1
        return group
    return group if lower.isalpha() and lower not in words.NOT_VERBS and tokens[i].text.islower() else None


def _through_infinitive(tokens: Sequence[_Token], group: _Group) -> _Group:
    """Read on in "refused to sell", "agreed to be sold": the act is the infinitive."""
    lemma, i = _lemma(tokens[group.main].lower), group.main + 1
    carrier = words.CATENATIVES.get(lemma) if not group.copula else None
    if lemma in words.DENYING and i < len(tokens) and tokens[i].lower.endswith("ing"):
        group.main, group.negated = i, not group.negated
        return group
    if carrier is None or i >= len(tokens):
        return group
    negated = i + 1 < len(tokens) and tokens[i].lower == "not" and tokens[i + 1].lower == "to"
    i += negated
    if i + 1 < len(tokens) and tokens[i].lower == "to" and tokens[i + 1].text.islower():
        group.negated ^= negated or carrier == "negated"
        group.modality = group.modality or (carrier if carrier != "negated" else None)
        group.main, group.passive = i + 1, False
        return _passive_infinitive(tokens, group)
    return group


def _passive_infinitive(tokens: Sequence[_Token], group: _Group) -> _Group:
    following = tokens[group.main + 1].lower if group.main + 1 < len(tokens) else ""
    if tokens[group.main].lower == "be" and _is_participle(following):
        group.main += 1
        group.passive = True
    return group


def _is_participle(lower: str) -> bool:
    return lower in words.PARTICIPLES or _regular(lower)


def _is_adjectival(lower: str) -> bool:
    return lower.endswith("ing") or _is_participle(lower)


def _regular(lower: str) -> bool:
    return lower in words.SHORT or (lower.endswith("ed") and len(lower) > 4 and lower not in words.NOT_VERBS)


def _is_finite(tokens: Sequence[_Token], i: int) -> bool:
    """Tell whether a word is a verb by its form and its neighbours: "sued", "rose", "cuts", not "the injured man"."""
    token = tokens[i]
    if not token.text.islower() or not token.text.isalpha() or token.lower in words.NOT_VERBS:
        return False
    previous = tokens[i - 1].lower if i else ""
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    past = token.lower in words.PASTS or _regular(token.lower)
    present = token.lower in words.PRESENTS
    if not (past or present) or previous in words.BEFORE_NOUNS or not previous or previous == "to":
        return False
    if previous in words.NUMBERS and following not in words.AFTER_REDUCED:
        return False
    if present:
        return following not in words.AFTER_NOUNS and previous not in words.ADJECTIVES
    reduced = following in words.AFTER_REDUCED and _has_verb(tokens, i + 1)
    counted = previous[:1].isdigit() and not previous.endswith("old")
    return not reduced and not (counted and following.isalpha() and following not in words.AFTER_REDUCED)


def _has_verb(tokens: Sequence[_Token], start: int) -> bool:
    """Tell whether another verb follows in the clause: then "the man held on Monday" is a noun with its participle."""
    for token in tokens[start : start + 12]:
        if token.lower in words.BOUNDARIES:
            return False
        if token.lower in words.AUXILIARIES or token.lower in words.PASTS:
            return True
    return False


def _is_bare_passive(tokens: Sequence[_Token], i: int) -> bool:
    """Tell whether a participle without auxiliary is passive: "12 killed in blast", "held by police"."""
    following = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    objectless = following in {"in", "after", "at", "during", "when", ""}
    return following == "by" or (tokens[i].lower in words.TRANSITIVE and objectless)


def _subject(tokens: Sequence[_Token], floor: int, end: int) -> tuple[Sequence[_Token], bool]:
    """Return the noun phrase before a verb, and whether the verb has the subject of the one before."""
    start = end
    while start > floor and tokens[start - 1].lower not in words.BOUNDARIES:
        start -= 1
    boundary = tokens[start - 1].lower if start > floor else ""
    phrase = [t for t in tokens[start:end] if t.lower not in words.ADVERBS or t.text[0].isupper()]
    while phrase and phrase[0].lower in words.OPENERS:
        phrase = phrase[1:]
    phrase = _without_time(phrase)
    if phrase:
        return phrase, False
    if boundary in {"who", "which", "that"} or (boundary == "," and floor == 0):
        return _subject_before(tokens, floor, start - 1), False
    return (), boundary in {"and", "but", "then", ",", ""} and floor > 0


def _without_time(phrase: list[_Token]) -> list[_Token]:
    """Drop the time in front of a subject: "Two years ago Acmo", "Last month Acmo", "In March the ferry"."""
    match = _TIME_FIRST.match(" ".join(t.lower for t in phrase))
    dropped = len(match.group().split()) if match else 0
    return phrase[dropped:] if dropped < len(phrase) else phrase


def _subject_before(tokens: Sequence[_Token], floor: int, end: int) -> Sequence[_Token]:
    """Return the noun phrase before "who", or before an aside: "Vik, a miner, sued", "Vik, 52, sued"."""
    while end > floor and tokens[end - 1].lower == ",":
        end -= 1
    start = end
    while start > floor and tokens[start - 1].lower not in words.BOUNDARIES:
        start -= 1
    aside = start < end and (tokens[start].lower in words.DETERMINERS or tokens[start].text.isdigit())
    named = start > 1 and tokens[start - 2].text[0].isupper()
    aside = aside or (start < end and named and tokens[start].text.islower())
    if start > floor and tokens[start - 1].lower == "," and aside:
        return _subject_before(tokens, floor, start - 1)
    return tokens[start:end]


def _object(tokens: Sequence[_Token], start: int, limit: int) -> str | None:
    end = start
    while end < limit and tokens[end].lower not in words.BOUNDARIES and tokens[end].lower not in words.PREPOSITIONS:
        end += 1
    phrase = tokens[start:end]
    while phrase and phrase[0].lower in words.ADVERBS:
        phrase = phrase[1:]
    return _phrase(phrase)


def _agent(tokens: Sequence[_Token], start: int, limit: int) -> str | None:
    """Return who did it, after "by"."""
    for i in range(start, min(limit, start + 12)):
        if tokens[i].lower in words.BOUNDARIES:
            return None
        if tokens[i].lower == "by" and i + 1 < limit:
            following = tokens[i + 1]
            if following.text[0].isdigit() or following.lower.endswith("ing") or following.text in words.DAYS:
                return None
            return _object(tokens, i + 1, limit)
    return None


def _phrase(tokens: Sequence[_Token]) -> str | None:
    """Return a noun phrase without its article and what follows its head after a preposition, "of" excepted."""
    kept: list[str] = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1].lower if i + 1 < len(tokens) else "by"
        reduced = token.text.islower() and _is_adjectival(token.lower) and following in words.AFTER_PARTICIPLES
        if kept and (reduced or token.lower in words.PREPOSITIONS):
            break
        if kept or token.lower not in words.DETERMINERS | words.NONE:
            kept.append(token.text)
    return " ".join(kept[:10]) or None


def _resolved(phrase: str | None, pronouns: dict[str, str | None]) -> str | None:
    if phrase is None:
        return None
    return pronouns.get(phrase.lower(), phrase)
