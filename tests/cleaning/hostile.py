"""Hostile text against every pattern and finder of cleaning; run by `test_hostile` in a process that can be stopped.

Strings are made from each pattern's own syntax tree, pieces of them repeated and their end spoilt: that is what makes
a backtracking matcher try every way to read the same characters.
"""

import random
import re
import re._constants as code
import re._parser as parser
import sys
from importlib import import_module

from dedup.articles import Article

MODULES = (
    *(f"cleaning.{name}" for name in "agencies article authors classify datelines forms metadata times".split()),
    *(f"text.{name}" for name in "clocks languages record_dates regions stamp_lines stamp_words stamps".split()),
)
CHARACTERS = {
    code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "aA1",
    code.CATEGORY_NOT_SPACE: "a.", code.CATEGORY_NOT_WORD: " .", code.CATEGORY_NOT_DIGIT: "a",
}  # fmt: skip
SPOILT_ENDS = ("", "!", "?", "é", "\x00", "\n!", " x", " said.")
UNITS = (
    "home ", "share ", "a ", "A ", "((((", "....", " ", "\t", "1", "1 ", "1/", "1-", "1.", "- ", "| ", "©", "© ", ", ",
    "Photo: ", "by ", "By A ", "Ab. ", "AB, Ab. ", "and ", "am.", "may ", "account ", "login ", "/a", "[", "【", "　",
    "年", "シェア", "x@y", "@", "'", "“", "the ", "with ", "Reuters ", "updated ", "NEWS ", "NEWS  ", "\u200b",
)  # fmt: skip


def patterns():
    """Yield every compiled pattern of cleaning with a name for it."""
    seen = set()
    for module in MODULES:
        for name, value in vars(import_module(f"dedup.{module}")).items():
            for pattern in value if isinstance(value, (list, tuple)) else [value]:
                found = pattern[-1] if isinstance(pattern, tuple) and pattern else pattern
                if isinstance(found, re.Pattern) and found not in seen:
                    seen.add(found)
                    yield f"{module}.{name}: {found.pattern[:80]}", found


def character(options, rng):
    chosen, negated = [], False
    for kind, value in options:
        if kind is code.NEGATE:
            negated = True
        elif kind is code.LITERAL:
            chosen.append(chr(value))
        elif kind is code.RANGE:
            chosen.append(chr(rng.choice(value)))
        elif kind is code.CATEGORY:
            chosen.extend(CHARACTERS.get(value, "a"))
    if negated:
        chosen = [c for c in "a A1.,(/x@-é" if c not in chosen]
    return rng.choice(chosen or ["é"])


def matching(tree, rng, most, depth=0):
    """Return a string in the shape of a pattern, with pieces of it repeated."""
    out = []
    for kind, value in tree:
        if kind is code.LITERAL:
            out.append(chr(value))
        elif kind in (code.ANY, code.NOT_LITERAL):
            out.append(rng.choice("a 1(.A"))
        elif kind is code.IN:
            out.append(character(value, rng))
        elif kind is code.BRANCH:
            out.append(matching(rng.choice(value[1]), rng, most, depth + 1))
        elif kind is code.SUBPATTERN:
            out.append(matching(value[3], rng, most, depth + 1))
        elif kind is code.ATOMIC_GROUP:
            out.append(matching(value, rng, most, depth + 1))
        elif kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            low, high, inner = value
            high = min(int(high), low + most)
            times = low if depth > 5 else rng.choice((low, high, rng.randint(low, high)))
            if times:
                piece = matching(inner, rng, max(1, most // 4), depth + 1)
                out.append(piece * min(times, 900 // max(1, len(piece))))
    return "".join(out)[:2000]


def pumped(text, rng):
    for _ in range(rng.choice((0, 1, 1, 2))):
        if text:
            at = rng.randrange(len(text))
            unit = text[at : at + rng.choice((1, 1, 2, 3, 5, 8, 13))]
            text = text[:at] + unit * rng.choice((3, 15, 30, 60, 200)) + text[at + len(unit) :]
    return text


def try_patterns(rounds):
    rng = random.Random(1)
    for name, pattern in patterns():
        print(name, flush=True)
        tree = parser.parse(pattern.pattern, pattern.flags)
        for _ in range(rounds):
            line = pumped(matching(tree, rng, rng.choice((3, 20, 120))), rng)[:890] + rng.choice(SPOILT_ENDS)
            pattern.fullmatch(line)
            if not name.startswith(("cleaning.forms", "cleaning.classify")):  # those are for whole lines
                pattern.search(line[:300])


def lines():
    for unit in UNITS:
        for length in (40, 900, 20_000):
            for end in ("", "!", " x."):
                yield (unit * (length // len(unit) + 1))[: length - len(end)] + end


def try_finders():
    from dedup.cleaning import metadata as meta
    from dedup.cleaning import times
    from dedup.cleaning.authors import find_author
    from dedup.cleaning.datelines import is_own_dateline
    from dedup.cleaning.forms import form_of
    from dedup.cleaning.times import record_date
    from dedup.text.languages import identify
    from dedup.text.record_dates import iso_date

    for text in lines():
        print(repr(text[:30]), len(text), flush=True)
        for reason in ("timestamp", "byline", "copyright", "credit"):
            line = meta.Line(0, text[:400], reason)
            times.find_times([(line, False)], [], times.page_of(None, text))
            times.states_time(line)
            meta.find_credit(None, [line], line, text, text)
            find_author([line])
        meta.find_dateline([meta.Line(0, text, "body")], [])
        is_own_dateline(text, text)
        record_date(text, text[:20], text)
        identify(text)
        iso_date(text)
        form_of(text[:900])


def try_pages():
    from dedup.cleaning.article import clean_article

    for unit in UNITS:
        for page in (unit * (200_000 // len(unit)), "\n".join([unit * 20 + "Ab"] * 2000), f"{unit * 9}\n" * 2000):
            print(repr(page[:30]), len(page), flush=True)
            clean_article(Article(id="x", text=page))
            clean_article(Article(id="x", text=f"Ab the {page} was. And it is.\nAb", title=page[:500], date=page[:500]))


if __name__ == "__main__":
    {"patterns": lambda: try_patterns(300), "finders": try_finders, "pages": try_pages}[sys.argv[1]]()
