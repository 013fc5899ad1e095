"""Known forms of lines that are never body: time stamps, share bars, credits, notices, section headers.

Each distinct line is looked at once. A form is a reason in the ledger, and a strength: a line that is left out for
certain, a line that also opens a section (a ranking, the comments), or a hint to the model only. A line that reads as a
sentence of running prose is never more than a hint, whatever words it opens with (see `cleaning.prose`).
"""

from __future__ import annotations

import functools
import itertools
import re
from pathlib import Path
from typing import NamedTuple

from dedup.cleaning.agencies import ANY_AGENCY
from dedup.cleaning.cues import CUE
from dedup.cleaning.prose import addresses_reader, reads_as_sentence, tells, without_quotes
from dedup.kernel.line_signs import AT, COPYRIGHT, PAREN, SLASH, SQUARE, URL
from dedup.text.calendar_words import fold, months, weekdays
from dedup.text.stamp_lines import is_dated_byline, is_labelled_stamp, is_stamp, without_tail

# The ledger's vocabulary; its order is the number of each reason in the compiled tables.
REASONS: tuple[str, ...] = (
    "body", "navigation", "title", "timestamp", "byline", "dateline", "credit", "caption", "share_bar", "login",
    "subscription", "cookie_notice", "comments", "advertisement", "related", "ranking", "sidebar", "copyright",
    "contact", "url", "metadata", "keyword_list", "publisher_block", "repeat", "boilerplate", "reading_aid", "note",
    "summary",
)  # fmt: skip
REASON = {reason: number for number, reason in enumerate(REASONS)}

HINT, CERTAIN, SECTION = 0, 1, 2


class Form(NamedTuple):
    """What a line's wording says: the number of a reason, and how strongly."""

    reason: int
    strength: int


NO_FORM = Form(0, HINT)

_FLAGS = re.IGNORECASE | re.DOTALL
_EVERY = 0xFFFFFFFF


def _cues(*groups: str) -> int:
    return sum(CUE[group] for group in groups)


# A reason's patterns are tried only on lines that carry one of these cues (bits 0-15) or signs (bits 16-31): that
# spares a headline some forty patterns, which would cost more than all the rest of cleaning.
SIGNS_SHIFT = 16
ODD = 1 << 30  # a line of one word or none, or of a script without spaces: every pattern counts
NUMERIC = 1 << 31  # seven digits or more: a telephone number
_GATES: dict[str, int] = {
    "comments": _cues("comment", "account"),
    "login": _cues("account", "share"),
    "subscription": _cues("account", "act", "related"),
    "cookie_notice": _cues("policy"),
    "advertisement": _cues("advert", "act", "site"),
    "share_bar": _cues("share", "act"),
    "navigation": _cues("act", "site", "related", "policy", "copyright"),
    "reading_aid": _cues("photo", "act", "stamp", "policy", "site"),
    "caption": _cues("photo", "agency", "share"),
    "related": _cues("related", "act") | SQUARE << SIGNS_SHIFT,
    "ranking": _cues("related"),
    "sidebar": _cues("related", "site"),
    "copyright": _cues("copyright") | COPYRIGHT << SIGNS_SHIFT,
    "contact": _cues("reach") | AT << SIGNS_SHIFT | NUMERIC,
    "url": (URL | SLASH) << SIGNS_SHIFT,
    "metadata": (URL | SLASH) << SIGNS_SHIFT,
    "keyword_list": _cues("related"),
    "note": _cues("stamp") | PAREN << SIGNS_SHIFT,
}


_ROW = re.compile(r"(\w+)\s+(?:\{([^{}]+)\} )?(.+)")


class _Pattern(NamedTuple):
    """Forms of one reason: which cues and signs they are tried on, what a line must hold or end with, the pattern."""

    form: Form
    gate: int
    inside: tuple[str, ...]
    endings: tuple[str, ...]
    pattern: re.Pattern[str]


def _read_rows() -> list[tuple[Form, str, str]]:
    """Read each form, what it needs, and its pattern."""
    rows = []
    strength = CERTAIN
    for line in Path(__file__).with_name("forms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            strength = SECTION if line == "[section]" else CERTAIN
        elif line and not line.startswith("#"):
            reason, needed, pattern = _ROW.fullmatch(line).groups("")  # type: ignore[union-attr]
            rows.append((Form(REASON[reason], strength), needed, pattern))
    return rows


def _join_patterns(rows: list[tuple[Form, str, str]]) -> tuple[_Pattern, ...]:
    """Make neighbours of one reason one pattern, so that a line is held against all of them at once."""
    out = []
    for (form, needed), group in itertools.groupby(rows, lambda row: row[:2]):
        gate = _GATES.get(REASONS[form.reason], 0) | ODD
        inside = tuple(part for part in needed.split() if part[0] != "$")
        endings = tuple(part[1:] for part in needed.split() if part[0] == "$")
        together = "|".join(f"(?:{pattern})" for *_, pattern in group)
        out.append(_Pattern(form, gate, inside, endings, re.compile(together, _FLAGS)))
    return tuple(out)

_ROWS = _read_rows()
_FORM_PATTERNS = _join_patterns(_ROWS)
_ANY_GATE = functools.reduce(int.__or__, (pattern.gate for pattern in _FORM_PATTERNS))
_RELATED_CUES = _cues("related", "act")
_ACCOUNT_CUES = _cues("account")
_BYLINE_CUES = _cues("by")
_TAIL_CUES = _cues("comment", "related", "stamp")
_AT_SIGN = AT << SIGNS_SHIFT
_AGENCY_CUES = _cues("agency")
_CALENDAR_CUES = _cues("calendar")
# The cues and signs that any form asks for; without one of them a line is a time stamp or nothing.
ASKED = _ANY_GATE | _RELATED_CUES | _BYLINE_CUES | _AGENCY_CUES | _CALENDAR_CUES
# A link to another story printed into the text, its label run together with the headline.
_INLINE_RELATED = re.compile(
    r"(?:Also [Rr]ead|ALSO READ|Read [Mm]ore|READ MORE|Read [Aa]lso|READ ALSO|See [Aa]lso|SEE ALSO|"
    r"MOST READ(?: IN [A-Z &]+)?|"
    r"MORE ON [A-Z &]+|Related|RELATED|RELATED ARTICLES|Lire [Aa]ussi|LIRE AUSSI|More: |MORE: |WATCH: |"
    r"more on [a-z ]+(?= [A-Z]{3}))\s+"
    r"[A-Z‘“'\"0-9][\w’']*\s+[A-Z‘“'\"0-9(a-z].{8,}"
)
# "With reporting by Reuters", "avec AFP": an agency's name alone stands under pictures too, and is no credit.
_CREDITED = re.compile(
    r"[\s(—–-]*+(?:(?:(?:with|additional|some)\s+)?(?:reporting|writing|material|information|inputs?|files?|contributions?)"
    r"\s+(?:by|from|of)|from|with|avec|mit|con|via|d['’]apr[èe]s)\s+(?:the\s+)?"
    rf"(?:{ANY_AGENCY})(?:(?:\s*,\s*|\s*/\s*|\s+(?:and|et|und|y)\s+)(?:the\s+)?(?:{ANY_AGENCY}))*+[\s).]*+",
    re.IGNORECASE,
)
# "The ministers arrive for talks in Oslo, Norway, June 12, 2025.": place and day close a caption in the present tense
_DATED_CAPTION = re.compile(
    r"(?:,|\b(?:in|at|near|outside|[àa]|au|en))\s(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?-i:[A-ZÀ-ÖØ-Þ])[\w.'’-]{1,20}(?:\s(?:of|de|du|la|(?-i:[A-ZÀ-ÖØ-Þ])[\w.'’-]{1,20})){0,4},\s(?:le\s)?"
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\s\d{1,2},\s\d{4}|"
    r"\d{1,2}\s(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)"
    r"\s\d{4})\.?$",
    re.IGNORECASE,
)
_DATED_FORM = Form(REASON["caption"], CERTAIN)
# a verb in the past, or more than one sentence: a paragraph rather than a caption
_TOLD = re.compile(
    r"[!?\"“”«»|•]|[a-z]{3}\. |\b(?:was|were|had|has|have|said|born|died|will|by|est|sont|fut|ont|avait|n[ée]e?)\b|"
    r"\ba [a-zé]+[éti]\b|\b[a-z]{2,}ed (?:the|an?|its|his|her|their|it|him|them|that|more|\d)\b|"
    r"\b(?:fell|rose|sank|went|came|took|made|won|lost|met|left|drew|broke|began|ran|sold|struck|opened|crashed)\b",
    re.IGNORECASE,
)
# "Want more in your inbox every morning? Join thousands of readers and sign up for our free newsletter today."
_OFFER = re.compile(
    r"\b(?:newsletters?|inbox|e-?mail alerts?|(?:morning|daily|evening|weekly) (?:briefing|digest|e-?mail)|"
    r"subscriptions?|subscribers?|infolettre|bolet[íi]n|abonnements?|posteingang|postfach|nieuwsbrief|рассылк\w+)\b",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 400  # characters
_INVITED = re.compile(
    r"\b(?:sign(?:ing)? up|subscrib(?:e|ing)|join|want|get|receive|register|enter|click|delivered|straight|"
    r"abonnez|inscrivez|recevez|abonnieren|anmelden|melden|jetzt|suscr[íi]b\w+|recib\w+|iscriv\w+|ricev\w+|assine|"
    r"inscreva|meld|schrijf|подпи\w+)\b",
    re.IGNORECASE,
)
# Names in capitals only: the forms in which case decides.
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]*"
_BYLINE = re.compile(
    rf"(?:(?:(?:Words|Text|Story|Report|Interview|Review|Analysis|Opinion|Written|Reported|Compiled|"
    rf"(?:Live|Rolling)\s(?:coverage|updates|reporting))(?:\s(?:and|&)\s\w+)?\s)?[Bb]y|"
    rf"BY|Par|Von|Por|Di|Author|Autor|Auteur)\s*:?\s+(?:the\s+)?{_NAME}"
    rf"(?:(?:\s*[,|/&•·]\s*|\s+|\s+(?:and|und|et|y|in|of|for|at|the|von|van|de|der|la|le|du|with|avec|mit|con)\s+){_NAME})*"
    r"(?:[,|\s]+[\w.]+@[\w.]+|\s*[|,•·–-].{0,90}|\s(?:at|in|from)\s[A-ZÀ-ÖØ-Þ][^.!?,]{2,30})?"
)
# "记者 陈立 报道", "作者：林木", "文・山田太郎", "홍길동 기자"
_EAST_ASIAN_BYLINE = re.compile(
    r"(?:[(（【]?(?:本报|本社|本刊|本報|特约|特約|见习|實習|实习|新華社|新华社|中新社)?(?:通讯员|通訊員|记者|記者|作者|撰文|撰稿|文字)"
    r"\s*[:：/／・\s]\s*|文\s*[:：/／・|]\s*)[\u3400-\u9fff\u3040-\u30ff·・、\s]{2,24}?(?:报道|報導|报导|编译|編譯|摄影报道|综合报道)?[)）】]?|"
    r"[가-힣]{2,4}\s?(?:기자|특파원|선임기자)(?:\s?[=|]?\s?[\w.+-]+@[\w.-]+)?"
)
# A line of an unspaced script without a cue or sign: only the forms that name words of such scripts can match, and one
# look for all of them costs a tenth of trying every form.
UNSPACED_FORM = re.compile(
    "|".join([*(f"(?:{row[2]})" for row in _ROWS if re.search("[\u3040-\u9fff]", row[2])), _EAST_ASIAN_BYLINE.pattern]),
    _FLAGS,
)
# "By Tuesday …", "By Christmas …": what follows is a time or a manner, and no name.
_AFTER_BY = re.compile(r"\w+\s*:?\s+(?:the\s+)?(?:(?:early|late|mid|next|last|this|new)[\s-]+)?([^\W\d_]+)(?:\s+(\w))?")
_TIMES = frozenset(
    """christmas easter year thanksgiving halloween ramadan eid spring summer autumn winter noon midnight dawn dusk
    nightfall sunset sunrise weihnachten ostern noël noel pâques navidad natale pasqua natal páscoa norden süden westen
    osten contrast comparison chance default law order way accident hand far then now mid today yesterday""".split()
)
_GIVEN_NAMES = frozenset("april may june august dawn summer autumn noel".split())  # "By June Carter"
_ROLE = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|news|press|reuters|ap|afp|bureau|chief|desk)\b", re.IGNORECASE
)
# "Reporting by A B in C and D E; Editing by F G"
_SIGN_OFF = re.compile(
    r"\(?(?:(?:[Aa]dditional|[Ww]ith|[Ff]urther)\s+)?"
    r"(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Tt]ranslated|[Pp]roduction|[Gg]raphics?|[Pp]hotography)"
    r"(?:\s+(?:and|&)\s+(?:reporting|writing|editing))?\s+by(?=\s+(?:the\s+)?[A-ZÀ-ÖØ-Þ])"
    r"(?:[\s,;:.&/—–-]|[A-ZÀ-ÖØ-Þ][\w'’]*+|\b(?:and|in|at|of|the|for|by|from|et|de|von|van|der|additional|reporting|"
    r"writing|editing|bureau|newsroom)\b)++\)?"
)
# "A B is a reporter in Oslo. Follow her on Twitter @ab"
_BIOGRAPHY = re.compile(
    rf"{_NAME}(?:\s+(?:{_NAME}|de|van|von|der|bin|al|el|la)){{1,4}},?\s(?:is|was|covers|writes|reports|has|joined|leads)\s"
    r".{0,150}\b(?i:reach(?:ed)?|follow|contact|e-?mail|tweets?|twitter|bluesky|mastodon|instagram)\b.{0,60}@[\w.-]+\W*(?:on\s\w+\W*)?"
)
# A line of Markdown that is only an image, or only links: nothing of it would be read as a sentence on the page.
_IMAGE_LINE = re.compile(
    r"(?:\[?!\[[^\[\]]{0,500}\]\([^()\s]{1,2000}(?:\s[^()]{0,300})?\)(?:\]\([^()\s]{1,2000}\))?\s*)++"
)
_LINK_LINE = re.compile(r"(?:[*+-]\s+)?\[([^\[\]]{1,300})\]\([^()\s]{1,2000}(?:\s[^()]{0,300})?\)")
_LEAD = re.compile(r"^[\s•·*►▶■●▪‣>»|\-–—_]+(?=\w|[(\[©@])")


def form_of(text: str, gate: int = _EVERY) -> Form:
    """Return the known form of a line, or `NO_FORM`.

    Args:
        text: One line without surrounding space.
        gate: Its cue groups and signs, as bits (see `_GATES`); without it every pattern is tried.
    """
    # a comment has its own time, and a permalink beside it
    if is_stamp(text) or (is_labelled_stamp(text) and "permalink" not in text.lower()):
        return Form(REASON["timestamp"], CERTAIN)
    if gate & _TAIL_CUES and without_tail(text) != text and is_dated_byline(text):
        return Form(REASON["byline"], CERTAIN)
    if text.endswith(")") and "](" in text:
        linked = _LINK_LINE.fullmatch(text)
        if linked and not reads_as_sentence(linked[1]):
            return Form(REASON["related"], CERTAIN)
        if _IMAGE_LINE.fullmatch(text):
            return Form(REASON["caption"], CERTAIN)
    bare = _LEAD.sub("", text).rstrip(" \t*_")  # emphasis of Markdown too
    if gate & _AGENCY_CUES and len(bare) <= 120 and _CREDITED.fullmatch(bare):
        return Form(REASON["credit"], CERTAIN)
    if gate & _BYLINE_CUES and _SIGN_OFF.fullmatch(bare):
        return Form(REASON["note"], CERTAIN)
    if gate & _AT_SIGN and _BIOGRAPHY.fullmatch(bare):
        return Form(REASON["contact"], CERTAIN)
    form = _worded_form(bare, gate)
    return form._replace(strength=HINT) if form.strength and _is_no_form(form, bare) else form


def _worded_form(bare: str, gate: int) -> Form:
    """Return the form that a line's wording has."""
    small = bare.lower()
    for form, _, inside, endings, pattern in _tried_on(gate & _ANY_GATE):
        if (inside or endings) and not (small.endswith(endings) or any(part in small for part in inside)):
            continue
        if pattern.fullmatch(bare):
            signed = form.reason == REASON["caption"] and gate & _BYLINE_CUES and _BYLINE.fullmatch(bare)
            return Form(REASON["byline"], CERTAIN) if signed else form  # "By Ann Lee, Reuters"
    if gate & _RELATED_CUES and _INLINE_RELATED.match(bare):
        return Form(REASON["related"], CERTAIN)
    if gate & ODD and len(bare) <= 60 and not bare.isascii() and _EAST_ASIAN_BYLINE.fullmatch(bare):
        return Form(REASON["byline"], CERTAIN)
    if gate & _BYLINE_CUES and len(bare) <= 160 and _BYLINE.fullmatch(bare):
        return Form(REASON["byline"], CERTAIN)
    if gate & _ACCOUNT_CUES and _invites(bare):
        return Form(REASON["subscription"], CERTAIN)
    if gate & _CALENDAR_CUES and bare[-2:-1].isdigit() and 40 <= len(bare) <= 400 and _is_dated_caption(bare):
        return _DATED_FORM
    return NO_FORM


def _invites(bare: str) -> bool:
    """Say whether a line asks its reader to take a newsletter or a subscription; a long paragraph tells of one."""
    if len(bare) > _LONGEST_INVITATION:
        return False
    plain = without_quotes(bare)
    return bool(_OFFER.search(plain) and _INVITED.search(plain)) and addresses_reader(plain)


def _is_no_form(form: Form, bare: str) -> bool:
    """Say whether a line only opens like a form: a sentence, a header that ends like one, a byline that tells."""
    if form.strength == SECTION and bare.endswith((".", "。")) and len(bare.split()) > 2:
        return True
    if form.reason == REASON["byline"]:
        return _tells_time(bare) or _tells_on(bare)
    return form is not _DATED_FORM and reads_as_sentence(bare)


def _tells_time(bare: str) -> bool:
    """Say whether a time or a manner stands where a byline has its name."""
    found = _AFTER_BY.match(bare)
    if found is None:
        return False
    word, initial = found[1].casefold(), found[2] or ""
    if initial.isupper() and (word in _GIVEN_NAMES or len(word) < 4):  # "By Jan de Wit", "By Sun Li"
        return False
    return word in _TIMES or fold(word) in months() or fold(word) in weekdays()


def _tells_on(bare: str) -> bool:
    """Say whether what follows the name in a byline tells something: "By June, the work was half done"."""
    _, _, rest = bare.partition(",")
    if is_stamp(rest):
        return False
    ended = rest.endswith(".") and len(rest.split()) >= 4
    return bool(rest) and (ended or tells(f"x {rest}")) and not _ROLE.search(rest)


@functools.lru_cache(maxsize=4096)
def _tried_on(gate: int) -> tuple[_Pattern, ...]:
    return tuple(pattern for pattern in _FORM_PATTERNS if pattern.gate & gate)


def _is_dated_caption(text: str) -> bool:
    return bool(_DATED_CAPTION.search(text, max(0, len(text) - 140))) and not _TOLD.search(text)
