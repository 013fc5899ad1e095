"""Numbers as written: digits, number words and scales in English, French, Japanese and Chinese, as decimals."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
WORDS: dict[str, int] = (
    {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {word: n for n, word in enumerate(_FRENCH)}
    | {"une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
    | {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
    | {word: n for n, word in enumerate(_UNITS)}
)
SCALES: dict[str, int] = {
    "hundred": 10**2, "cent": 10**2, "cents": 10**2,
    "dozen": 12,
    "thousand": 10**3, "k": 10**3, "mille": 10**3,
    "million": 10**6, "millions": 10**6, "mln": 10**6, "mn": 10**6, "mil": 10**6, "m": 10**6,
    "billion": 10**9, "billions": 10**9, "bln": 10**9, "bn": 10**9, "bil": 10**9, "b": 10**9,
    "milliard": 10**9, "milliards": 10**9, "md": 10**9, "mds": 10**9,
    "trillion": 10**12, "trillions": 10**12, "trln": 10**12, "tln": 10**12, "tn": 10**12, "tril": 10**12,
    "crore": 10**7, "crores": 10**7, "lakh": 10**5, "lakhs": 10**5, "lakh crore": 10**12,
    "tausend": 10**3, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9,
}  # fmt: skip
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL_TENS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
_FRENCH_ORDINALS = (
    "deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième"
).split()
ORDINALS: dict[str, int] = (
    {word: n for n, word in enumerate(_ORDINAL_WORDS, 1)}
    | {word: n for n, word in enumerate(_FRENCH_ORDINALS, 2)}
    | {word: 10 * n for n, word in enumerate(_ORDINAL_TENS, 2)}
    | {"premier": 1, "première": 1, "hundredth": 100, "thousandth": 1000}
    | {f"{tens}-{word}": 10 * n + m for n, tens in enumerate(_TENS, 2) for m, word in enumerate(_ORDINAL_WORDS[:9], 1)}
)
_WHOLE = 20  # digits before the point from which Decimal has none left to round to
_CJK_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "両": 2, "两": 2}
_CJK_SMALL = {"十": 10, "百": 100, "千": 1000}
_CJK_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_CJK_PART = re.compile(r"((?:\d[\d,]*(?:\.\d+)?[十百千]?)+|[〇零一二三四五六七八九両两十百千]+)?([万萬億亿兆])?")


def decimal_text(value: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros, to six places: `1500000000`, `1.8`, `0.333333`."""
    text = f"{value if value.adjusted() > _WHOLE else round(value, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits(text: str) -> Decimal:
    """Read a number in digits: `1,234.5`, `1.234,5`, `1 234`, `1,5` (decimal comma where not three digits follow)."""
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", text)
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point and (point >= 0 or len(text) - comma != 4):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(".") > 1 or text.endswith(".000"):  # nobody counts to three decimals of nothing
        text = text.replace(".", "")
    return Decimal(text.replace(",", ""))


def east_asian(text: str) -> Decimal | None:
    """Read a number of Chinese or Japanese text: `3万`, `二千三百`, `1兆5000億`; None where there is none."""
    total, found, position = Decimal(0), False, 0
    while position < len(text):
        match = _CJK_PART.match(text, position)
        if match is None or not match.group():
            return None
        small, large = match.groups()
        part = _small(small) if small else Decimal(1)
        total += part * _CJK_LARGE[large] if large else part
        found, position = True, match.end()
    return total if found else None


def is_power(value: Decimal) -> bool:
    """Tell whether a number is ten, a hundred, a thousand …, which 数 makes several of."""
    return value >= 10 and str(int(value)).strip("0") == "1"


def _small(text: str) -> Decimal:
    if text[0].isdigit():
        parts = re.findall(r"([\d.]+)([十百千])?", text.replace(",", ""))
        return sum((Decimal(number) * _CJK_SMALL.get(scale, 1) for number, scale in parts), Decimal(0))
    if not any(c in _CJK_SMALL for c in text):
        return Decimal("".join(str(_CJK_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _CJK_SMALL:
            total += (digit or 1) * _CJK_SMALL[c]
            digit = 0
        else:
            digit = _CJK_DIGITS[c]
    return Decimal(total + digit)
