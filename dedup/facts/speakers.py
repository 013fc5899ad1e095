"""Who says it: attributions such as "the ministry said", "according to …", "told AFP", 「…と述べた」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dedup.facts import quotes
from dedup.facts import speaker_words as words
from dedup.facts.foreign_speakers import TRIGGERS, foreign
from dedup.facts.name_words import HONORIFICS, ORGANISATIONS, ROLE_HEADS
from dedup.facts.names import Names

_DETERMINER = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)
_POSSESSED = re.compile(r"['’]s (?:statement|report|website|Web site|release|data|figures|account|findings|"
    r"letter|study)$")
_CAPITALS = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?|[a-z]{0,3}[A-ZÀ-ÖØ-Þ][\w’'-]+)(?:\s(?:(?:de|la|van|der|von|bin|al|el|da|dos|di|du|le)\s)*"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?))*)$"
)
_HEADS = frozenset(word.lower() for head in ROLE_HEADS for word in head.split()) | words.ROLE_NOUNS
_TITLES = frozenset(
    "former then vice deputy prime foreign chief acting interim assistant bürgermeister bürgermeisterin ministre maire"
    .split()
)
_ORGANISATION = re.compile(rf"^(?:{'|'.join(ORGANISATIONS)})$|^[A-Z]{{2,6}}$|^(?:Kremlin|Pentagon|House|Guard|Palace)$")
_PEOPLE = ("er", "or", "ist", "ian", "men", "women", "man", "woman", "ant")
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+\.?\s?){1,4}")
_BOUNDARY = re.compile(r"[,;:(—–“”\"«»‘]|’(?=\s|$)|\s-\s|\bthat\s")
_COLON = re.compile(r"^(?:And |But |Then |Here is )?(?:from |from the )?(?P<who>[^“\"«,:;.]{2,60}):\s?[“\"«]")
_DASH = re.compile(r"[”\"»]\s?(?:-|–|—)\s?(?P<who>[A-Z][^”\"».,]{2,60})[.,]?(?:\s|$)")
_INVERTED = re.compile(r"[,”\"’?!»]\s?$")
_BRACKETS = re.compile(r"(?<=\w)\s\([^()]{1,30}\)")
_DESCRIPTION = re.compile(
    r",\s(?:an?|the|then|who|now|\d{1,3}|chief|president|professor|director|head|founder|chairman|chairwoman|spokesman|"
    r"spokeswoman|senior|former)\b"
)
_INSIDE = re.compile(r"\s(?:the|an?|his|her|its|their)\s")
_PARTY = re.compile(r"[RDI]-[A-Z][\w.]*")
_TOWN = re.compile(r"\b(?:in|at|near|from|outside|of)\s[A-ZÀ-ÖØ-Þ][\w’'-]+$")
_TIMES = re.compile(r"\b(?:days?|time|moment|weeks?|months?|years?|hours?|minutes?|morning|night)$")
_ASIDE_OPENS = re.compile(r"[,”\"’?!]\s?(?:the |a |an )?$", re.IGNORECASE)
_SEGMENT = 200  # characters before a verb in which its subject is looked for
_ADVERBS = 60  # characters of adverbs and dates between a subject and its verb
_AT_HEAD = 12  # "But according to …" holds for the whole sentence, whoever is quoted in it
_TALKED = re.compile(
    r"^(?P<who>(?:[A-ZÀ-ÖØ-Þ][\w’'-]+\s){1,3})(?:then |again |also )?(?:began |started |kept )?"
    r"(?:talk(?:ing|ed)|spoke|speaking|turned to|addressed|shout(?:ed|ing)|answered|replied|responded)\b"
)
_OPENING_VERB = re.compile(
    rf"(?P<who>(?:[Tt]he |[Aa]n? )?(?:[\w’'.-]+\s){{1,5}}?)"
    rf"(?:(?:has|had|have|also|later|then)\s)*(?=(?:{words.FINITE})\b)"
)
_FINITE = re.compile(rf"\b{words.FINITE}\b")
_PARTICIPLES = re.compile(r"\b(?:un)?(?:named|armed|united|retired|elected|appointed|injured|accused)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Who spoke before in the article: what "he", "she", "it" and "they" can stand for.

    Attributes:
        person: The person who spoke last.
        group: The organisation or group that spoke last.
    """

    person: str | None = None
    group: str | None = None

    def after(self, who: str | None) -> Earlier:
        """Return what holds once somebody has spoken."""
        if who is None:
            return self
        return Earlier(who, self.group) if is_person(who) else Earlier(self.person, who)


def speaker(text: str, names: Names, earlier: Earlier | None = None, *, quoted: bool = False) -> str | None:
    """Return who says a sentence, or None where the outlet itself does or nobody certain.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        names: Names seen so far in the article: a surname is given in full, a role alone by its holder.
        earlier: Who spoke before, for pronouns.
        quoted: Whether the sentence starts inside a quotation.
    """
    if (not text.isascii() or TRIGGERS.search(text)) and (who := foreign(text)) is not None:
        return _canonical(who, names)
    text = _BRACKETS.sub(_blank, text)
    inside = quotes.inside(text, quoted=quoted)
    found = sorted(
        (one for one in _attributions(text) if not any(a < one[1] < b for a, b in inside)),
        key=lambda one: (one[0], -one[1] if one[0] == 1 else one[1]),  # the last aside is the outermost
    )
    if not found:
        return None
    named = [one for one in found if one[2].lower() not in words.PRONOUNS]
    return _resolved((named or found)[0][2], names, earlier or Earlier())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def introduces(text: str) -> str | None:
    """Return who turns to speak in a sentence, so that a quotation after it is theirs: "Ford spoke to Reed."."""
    match = _TALKED.match(text)
    return match["who"].strip() if match else None


def is_person(who: str) -> bool:
    """Tell whether a speaker is one person: a name, or a role in the singular."""
    last = who.split(" of ", maxsplit=1)[0].split(" for ", maxsplit=1)[0].rsplit(" ", 1)[-1]
    if " and " in who or last.lower() in words.GROUP_NOUNS or _ORGANISATION.match(last):
        return False
    return last[:1].isupper() or last.lower() in _HEADS


def _attributions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield rank, position and noun phrase of each attribution: "according to" first, then asides, then the first."""
    for match in words.ACCORDING.finditer(text):
        who = _forward(text, match.end())
        if who:
            yield (0 if match.start() < _AT_HEAD else 1), match.start(), who
    for pattern in (_COLON, _DASH):
        named = pattern.search(text)
        if named and _is_speaker(named["who"], strict=True):
            yield 1, named.start("who"), named["who"]
    for match in words.SAID.finditer(text):
        yield from _at_verb(text, match)


def _at_verb(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    start, end = match.span()
    if match["participle"]:
        who = _opening_subject(text) if text[:start].endswith(", ") else None
        if who:
            yield 3, start, who
        return
    told = match.group().startswith(("t", "warn")) and match.group() != "tweeted"  # who follows is told
    if not told and _INVERTED.search(text, max(0, start - 3), start) and (who := _inverted(text, end)):
        yield 1, start, who
        return
    if not _states(text, match):
        return
    before = words.BETWEEN.search(text, max(0, start - _ADVERBS), start)
    limit = before.start() if before else start - 1
    who = _subject(text, limit, strict=match["always"] is None)
    if who:
        aside = words.ASIDE.match(text, end) is not None
        place = max(0, text.rfind(who, 0, limit + 1))
        opens = place > 3 and _ASIDE_OPENS.search(text, max(0, place - 8), place)
        yield (1 if aside and opens else 2), start, who


def _inverted(text: str, end: int) -> str | None:
    """Return the subject after a verb: "said Okoro, the minister", not "said Okoro had left"."""
    who = _forward(text, end)
    if who is None or who.lower() in words.PRONOUNS or not _is_speaker(who, strict=True):
        return None
    after = text.find(who, end) + len(who)
    return who if words.ENDS.match(text, after) or words.ENDS.match(text, after + 1) else None


def _states(text: str, match: re.Match[str]) -> bool:
    """Tell whether a verb is active and states something: not "were told", "denied bail", "claimed 14 lives"."""
    start, end = match.span()
    if words.PASSIVE.search(text, max(0, start - 12), start):
        return False
    verb = match.group()
    if verb in words.NOUNS and not words.CLAUSE.match(text, end):
        return False
    if match["always"]:
        return verb not in {"say", "tell", "warn"} or words.ENDS.match(text, end) is not None or _plain(text, end)
    if words.NOT_OBJECTS.match(text, end):
        return False
    if words.CLAUSE.match(text, end) or (words.ENDS.match(text, end) and _after_quote(text, start)):
        return True
    return any(verb.startswith(stem) and pattern.match(text, end) for stem, pattern in words.OBJECTS.items())


def _plain(text: str, end: int) -> bool:
    if words.CLAUSE.match(text, end):
        return True
    return re.match(rf"\s(?:that|the|it|he|she|they|of|\d|{words.FINITE})\b", text[end : end + 30]) is not None


def _after_quote(text: str, start: int) -> bool:
    """Tell whether a verb closes an aside: "…, the Post reported." rather than "The firm reported."."""
    return re.search(r"[,”\"’?!»]", text[max(0, start - 90) : start]) is not None


def _subject(text: str, limit: int, *, strict: bool) -> str | None:
    """Return the subject that ends at `limit`: the noun phrase, or its name where one is set beside it."""
    if limit <= 0:
        return None
    if text[limit - 1 : limit + 1].strip() == "," or text[limit] == ",":
        return _before_aside(text, text.rfind(",", 0, limit + 1), strict=strict)
    segment = text[_segment_start(text, limit) : limit + 1].strip()
    if re.search(r"(?:^|\s)(?:and|but)(?:\salso)?$", segment):
        return _opening_subject(text)
    if segment.lower() == "who":
        return _antecedent(text, limit - 3, strict=strict)
    return _noun_phrase(segment, strict=strict)


def _segment_start(text: str, limit: int) -> int:
    start = max(0, limit - _SEGMENT)
    for match in _BOUNDARY.finditer(text, start, limit):
        start = match.end()
    return start


def _before_aside(text: str, comma: int, *, strict: bool) -> str | None:
    """Read "Omar Haddad, the minister, said" and "the minister, Omar Haddad, said" from the comma before the verb."""
    if name := _described(text, comma):
        return name
    opening = text.rfind(",", 0, comma)
    if opening < 0 or comma - opening > 160:
        return None
    aside = text[opening + 1 : comma].strip()
    who = _noun_phrase(text[_segment_start(text, opening) : opening].strip(), strict=strict)
    set_beside = re.match(r"((?:[A-ZÀ-ÖØ-Þ][\w’'-]+\.?\s){1,3}[A-ZÀ-ÖØ-Þ][\w’'-]+)\s(?:of|from|at)\s", aside)
    if set_beside and who:
        return set_beside.group(1)
    if _PARTY.fullmatch(aside) or (" " not in aside and _TOWN.search(text, max(0, opening - 40), opening)):
        return who  # "Ann Rae, R-Texas, said", "a clerk in Potsdam, Germany, said"
    if _NAME.fullmatch(aside) and aside.rsplit(" ", 1)[-1].lower() not in words.GROUP_NOUNS:
        return aside if who and not who[-1:].isupper() else who
    if who is None and re.fullmatch(r"\d{1,3}|[\w .’'-]+", aside):  # "Nina Holt, 34, a nurse, said"
        further = aside.isdigit() or aside.split(" ")[0] in {"a", "an", "the"}
        return _before_aside(text, opening, strict=strict) if further else None
    return who


def _described(text: str, comma: int) -> str | None:
    """Return the name that a description of several commas belongs to: "Ole Vik, an aide at Day, Dusk & Co., said"."""
    floor, place = max(0, comma - 240), comma
    while (place := text.rfind(",", floor, place)) > 0:
        if _DESCRIPTION.match(text, place):
            segment = text[_segment_start(text, place) : place].strip()
            opener = words.OPENERS.match(segment)
            segment = segment[opener.end() :] if opener else segment
            if _NAME.fullmatch(segment) and " " in segment:
                return segment
    return None


def _antecedent(text: str, position: int, *, strict: bool) -> str | None:
    """Return who "who" stands for: the noun phrase before it, where the sentence opens with it."""
    end = len(text[:position].rstrip(" ,"))
    if _segment_start(text, end) > 0:
        return None
    return _noun_phrase(text[_segment_start(text, end) : end].strip(), strict=strict)


def _opening_subject(text: str) -> str | None:
    """Return the subject of the sentence's first verb, for "and said" and ", saying"."""
    start = words.OPENERS.match(text)
    match = _OPENING_VERB.match(text, start.end() if start else 0)
    return _noun_phrase(match["who"].strip(), strict=True) if match else None


def _forward(text: str, position: int) -> str | None:
    """Return the noun phrase after a verb or "according to", up to a comma or what belongs to it no more."""
    rest = text[position : position + 120].lstrip()
    joined = re.match(r"[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+)*(?:\sand\s[A-Z][\w’'.-]+)?", rest)
    floor = joined.end() if joined else 0
    ends = (m.start() for m in words.NOUN_ENDS.finditer(rest) if _closes(rest, m, floor))
    phrase = re.sub(r"^(?:both|also|only)\s|\s(?:familiar|briefed|close|"
    r"involved)$", "", rest[: next(ends, len(rest))].strip())
    return phrase if phrase and len(phrase.split()) <= 9 else None


def _closes(rest: str, match: re.Match[str], floor: int) -> bool:
    """Tell whether a phrase ends here: not at the full stop of an initial or a title, nor inside a name."""
    if match.group() != ".":
        return match.start() >= floor
    word = re.search(r"(\w+)$", rest[: match.start()])
    return word is None or not (len(word.group()) == 1 or word.group() in HONORIFICS)


def _noun_phrase(segment: str, *, strict: bool) -> str | None:
    """Return the noun phrase that a segment is, None where it is more than one."""
    if words.HYPOTHETICAL.search(segment[:12]) or words.NARRATED.search(segment) or len(segment) > 160:
        return None
    opener = words.OPENERS.match(segment)
    segment = segment[opener.end() :] if opener else segment
    parts = [m.end() for m in words.SUBORDINATE.finditer(segment)]
    joint = re.search(r"[A-Z][\w’'-]+\sand\s(?:[A-Z][\w’'-]+\s?)+$", segment)
    if parts and not joint:
        segment = segment[parts[-1] :]
    modifier = words.POSTMODIFIER.search(segment)
    base = segment[: modifier.start()] if modifier else segment
    inner = _INSIDE.search(base)
    if inner:
        before = base[: inner.start()]
        if _TIMES.search(before):  # "the same day the campaign": the phrase starts at its own article
            return _noun_phrase(segment[inner.start() + 1 :], strict=strict)
        base = re.sub(r"\s\w+ing$", "", before) if re.search(r"\s\w+ing$", before) else ""
        return base if _is_speaker(base, strict=strict) else None
    if _FINITE.search(base) and not _PARTICIPLES.search(base):
        return None
    return segment if _is_speaker(segment, strict=strict) else None


def _is_speaker(phrase: str, *, strict: bool) -> bool:
    """Tell whether a noun phrase can say something; verbs with other meanings need a person or a body (`strict`)."""
    modifier = words.POSTMODIFIER.search(phrase)
    base = (phrase[: modifier.start()] if modifier else phrase).strip(" .,'’")
    tokens = base.split()
    if not tokens or len(tokens) > 9:
        return False
    if words.PREPOSITION.match(base + " "):
        return False
    head, lower = tokens[-1], tokens[-1].lower().rstrip(".")
    if len(tokens) == 1 and lower in words.PRONOUNS:
        return True
    if re.fullmatch(r"\d{1,3}-year-olds?", lower):
        return True
    if lower in words.NOT_SPEAKERS or lower in words.PRONOUNS or not head[0].isalpha():
        return False
    if any(t.lower() in words.PRONOUNS or t.lower() in {"if", "not", "that"} for t in tokens):
        return False
    known = lower in words.GROUP_NOUNS or lower in _HEADS or lower.removesuffix("s") in _HEADS
    if head[0].isupper() or known:
        return True
    people = lower.removesuffix("s").endswith(_PEOPLE)
    return people or (not strict and len(tokens) <= 4 and not lower.endswith("ing"))


def _resolved(phrase: str, names: Names, earlier: Earlier) -> str | None:
    lower = phrase.lower().strip(" .")
    if lower in {"he", "she", "who"}:
        who = earlier.person or names.only_person()
        return who if who and names.agrees(who, lower) else None
    if lower in {"it", "they"}:
        return earlier.group
    if lower in {"we", "i", "you"}:
        return None
    return _canonical(phrase, names)


def _canonical(phrase: str, names: Names) -> str:
    """Return a person's full name without titles, a body's name, or the noun phrase without its article."""
    phrase = _POSSESSED.sub("", _DETERMINER.sub("", phrase.strip(" .,'’")))
    modifier = words.POSTMODIFIER.search(phrase)
    base, rest = (phrase[: modifier.start()], phrase[modifier.start() :]) if modifier else (phrase, "")
    run = _CAPITALS.search(base)
    if run is None:
        holder = names.holder(base) if not rest else None
        kept = rest if re.match(r"\s(?:of|for|from|de|du|des|la)\s", rest) else ""
        return holder or (names.resolve(base) if not kept else f"{base}{_trimmed(kept)}")
    tokens = run.group().split(" ")
    if _ORGANISATION.match(tokens[-1]) or tokens[-1].lower() in words.GROUP_NOUNS:
        return names.resolve(base)
    before = base[: run.start()].split()
    if " and " in phrase and not before and re.fullmatch(r"[A-Z][\w’'-]+ and [A-Z][\w’'-]+", phrase):
        return phrase
    while len(tokens) > 1 and (_is_title(tokens[0]) or any(_is_title(t) for t in tokens[1:-1])):
        tokens.pop(0)
    if rest.startswith(" of ") and tokens[-1].lower() in _HEADS:
        return phrase
    if _joined(before, base):
        return base
    who = names.resolve(" ".join(tokens))
    names.note(who, [*before, *run.group().split()])
    return who


def _joined(before: list[str], base: str) -> bool:
    """Tell whether a name closes two joined names: "Brandt and Okoro"."""
    return bool(before) and before[-1] == "and" and base[:1].isupper()


def _trimmed(rest: str) -> str:
    return re.split(r"\s(?:who|in|at|on|with|to)\s", rest)[0]


def _is_title(token: str) -> bool:
    bare = token.rstrip(".")
    return bare in HONORIFICS or bare.lower() in _HEADS or bare.lower() in _TITLES
