"""Makes hostile text harmless for the place it goes to: terminal, HTML, Markdown, CSV, links.

No other module escapes anything by itself.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

# Marks that reorder what follows them (UAX 9); a quote could otherwise make a line read backwards.
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI, in its 7-bit and 8-bit form
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Nothing to see: words could hide in them. The joiners U+200C and U+200D stay, which Persian and Hindi spell with.
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_BIDI}{_INVISIBLE}]")
_NOT_IN_HTML = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_REORDERING}\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_\[\]|~$])")
_MARKDOWN_START = re.compile(r"^(\d{0,9})([#+=.)-])")  # what would start a heading, a list or a rule
_SPACES = re.compile(r"\s+")

# What spreadsheets take for the start of a formula (OWASP, CSV injection), with full-width forms that some fold first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62", "\ufe63", "\u2212")
# What an import may drop in front of it: blanks of any kind, quotes.
_BEFORE_FORMULA = re.compile(r"[\s\"'\u2018-\u201f\u00ab\u00bb\uff02\uff07`]+")


def terminal(text: object, *, lines: bool = False) -> str:
    """Strip whatever could steer a terminal: escape sequences, control characters, marks that reorder text.

    Args:
        text: Anything; None becomes "".
        lines: Keep line feeds; otherwise every line break becomes one space.
    """
    plain = _ANSI.sub("", "" if text is None else str(text))
    if lines:
        kept = (_UNPRINTABLE.sub("", _LINE_BREAKS.sub(" ", line)) for line in plain.split("\n"))
        return "\n".join(kept)
    return _UNPRINTABLE.sub("", _LINE_BREAKS.sub(" ", plain))


def html_text(value: object) -> object:
    """Replace characters that have no place in a page by U+FFFD; autoescape does the rest.

    It is the `finalize` of the Jinja environment, so every printed value passes through it. Lengths stay.
    """
    if type(value) is str:
        return _NOT_IN_HTML.sub("\ufffd", value)
    return "" if value is None else value


def markdown_cell(text: object) -> str:
    """Return text for a Markdown table cell or list item: one line, no markup, no HTML, no column break."""
    plain = _SPACES.sub(" ", terminal(text)).strip()
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", plain))


def csv_cell(value: Any, *, raw: bool = False) -> Any:  # noqa: ANN401 - numbers stay numbers
    """Return a cell that no spreadsheet runs as a formula, and no terminal takes for a command.

    A text that starts like a formula gets an apostrophe in front, and escape sequences and characters that
    can't be seen are dropped; with `raw`, text is left as it is. Numbers pass, None becomes "".
    """
    if value is None:
        return ""
    if raw or not isinstance(value, str):
        return value
    text = _UNPRINTABLE.sub("", _ANSI.sub("", value))
    inner = _BEFORE_FORMULA.sub("", text, count=1) if _BEFORE_FORMULA.match(text) else text
    return "'" + text if text.startswith(_FORMULA) or inner.startswith(_FORMULA) else text


def safe_url(url: object) -> str | None:
    """Return the URL if it is an absolute http or https link without blanks or control characters, else None."""
    if not isinstance(url, str) or not url.isprintable() or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
