"""Negation and modality: what a sentence denies, and what it states only as possible, planned or alleged.

The value names the word it bears on, so that two sentences can be compared verb by verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dedup.articles import Fact
from dedup.facts import triggers
from dedup.facts.triggers import Word
from dedup.text.stems import stem

_NEGATION = re.compile(
    r"\b(?:not(?! only\b)|never|cannot|without|neither|nor|none|nobody|no one|no longer|"
    r"no(?= [^A-Z.,;:!?]?[a-z])(?! (?:more|"
    r"fewer|less) than)|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|fail(?:s|ed)? to|ne|jamais|aucune?|sans)\b|(?:\w+n|can)['’]t\b|"
    r"n['’](?=[aeéiouhy])",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:(?P<possible>(?-i:may)(?! \d)|might|could|can|possibly|perhaps|potential(?:ly)?|is considering|"
    r"are considering|was considering|"
    r"were considering|mulls?|mulling|weigh(?:s|ing)|pourrai(?:t|ent))|"
    r"(?P<planned>plan(?:s|ned|ning)? (?:to|on)|intend(?:s|ed)? to|aim(?:s|ed)? to|seek(?:s|ing)? to|sought to|"
    r"hope(?:s|d)? to|"
    r"(?:is|are|was|were) (?:set|due|scheduled) to|agreed to|vow(?:s|ed)? to|pledg(?:es|ed) to|will|won['’]t|shall|"
    r"going to|"
    r"(?:is|are|was|were) to)|"
    r"(?P<expected>(?:is|are|was|were)? ?expect(?:s|ed)? to|likely|(?:is|are) forecast to|probabl[ye]|should|"
    r"devrai(?:t|ent)|prévoit)|"
    r"(?P<conditional>would|if)|"
    r"(?P<obliged>must|ha(?:s|ve|d) to|need(?:s|ed)? to|ought to|doit|doivent)|"
    r"(?P<alleged>reportedly|allegedly|alleged|rumou?red|purported(?:ly)?|suspected|believed to|is said to|"
    r"are said to|aurait|auraient))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?")
_SKIP = frozenset(
    "not never be been being have has had to a an the any yet also it he she they we i you that this do did does is "
    "are was were "
    "immediately necessarily even ever so very much all as at in of on only currently still now".split()
)


_FIRST_NEGATIONS = frozenset(
    "not never cannot without neither nor none nobody no deny denies denied denying refuse refuses refused refusing "
    "fail fails failed "
    "ne n jamais aucun aucune sans don doesn didn isn aren wasn weren won wouldn couldn shouldn can hasn haven hadn "
    "mustn ain "
    "needn".split()
)
_FIRST_MODALS = frozenset(
    "may might could can possibly perhaps potential potentially is are was were mull mulls mulling weighs weighing "
    "pourrait "
    "pourraient plan plans planned planning intend intends intended aim aims aimed seek seeks seeking sought hope "
    "hopes hoped "
    "agreed vow vows vowed pledges pledged will won shall going expect expects expected likely probable probably "
    "should devrait "
    "devraient prévoit would if must has have had need needs needed ought doit doivent reportedly allegedly alleged "
    "rumored "
    "rumoured purported purportedly suspected believed aurait auraient".split()
)
_EAST_ASIAN = re.compile(
    r"(?P<negation>ません|ない|なかった|否定|没有|沒有|不会|不會|否认|否認)|(?P<expected>見通し|見込み|予定|方針|"
    r"预计|預計)|"
    r"(?P<possible>可能性|かもしれない|とみられる|可能)"
)


def find(text: str, words: Sequence[Word], offset: int = 0) -> Iterator[Fact]:
    """Find negations and modal expressions.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        words: Its words, from `triggers.scan`.
        offset: Where the sentence stands in the raw text.

    Yields:
        Facts of kind `negation` (`value`: stem of the word denied) and `modality` (`value`: `possible`, `planned`,
        `expected`, `conditional`, `obliged` or `alleged`; `unit`: stem of the word it bears on), `qualifier` None.
    """
    for match in triggers.matches(_NEGATION, text, words, _FIRST_NEGATIONS, digits=False):
        yield Fact("negation", _bears_on(text, match), None, None, offset + match.start(), offset + match.end())
    for match in triggers.matches(_MODAL, text, words, _FIRST_MODALS, digits=False):
        kind = match.lastgroup or ""
        yield Fact("modality", kind, _bears_on(text, match) or None, None, offset + match.start(), offset + match.end())
    if not text.isascii():
        yield from _east_asian(text, offset)


def _east_asian(text: str, offset: int) -> Iterator[Fact]:
    for match in _EAST_ASIAN.finditer(text):
        kind = match.lastgroup or ""
        start, end = offset + match.start(), offset + match.end()
        if kind == "negation":
            # Japanese negates behind the verb, Chinese before it.
            chinese = match.group()[0] in "没沒不否"
            verb = text[match.end() : match.end() + 2] if chinese else text[max(0, match.start() - 2) : match.start()]
            yield Fact("negation", verb, None, None, start, end)
        else:
            yield Fact("modality", kind, None, None, start, end)


def _bears_on(text: str, match: re.Match[str]) -> str:
    """Return the stem of the next word that carries meaning."""
    for word in _WORD.finditer(text, match.end(), min(len(text), match.end() + 60)):
        lower = word.group().lower()
        if lower not in _SKIP and not lower.endswith("ly"):
            return stem(lower)
    return ""
