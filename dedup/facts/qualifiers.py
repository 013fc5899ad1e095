"""Qualifiers of a number: "at least", "about", "nearly", "up to", before or after it."""

from __future__ import annotations

import re

_LEAST = (
    r"at\sleast|at\sthe\s(?:very\s)?least|not\sfewer\sthan|no\s(?:fewer|less)\sthan|not\sless\sthan|"
    r"a\sminimum\sof|au\smoins"
)
_MORE = (
    r"(?:well\s|slightly\s|just\s|a\slittle\s)?(?:more\sthan|over|above|exceeding|upwards?\sof)|in\sexcess\sof|north\sof|beyond|"
    r"topp(?:ed|ing)|plus\sde"
)
_NEARLY = r"nearly|almost|just\sunder|just\sbelow|just\sshort\sof|presque"
_MOST = (
    r"up\sto|as\s(?:many|much)\sas|at\smost|no\smore\sthan|a\smaximum\sof|as\slong\sas|jusqu['’]à|au\splus"
)
_LESS = r"(?:slightly\s|a\slittle\s|well\s)?(?:less|fewer)\sthan|under|below|moins\sde"
_ABOUT = (
    r"about|around|approximately|roughly|some|an?\sestimated|estimated|close\sto|circa|environ|quelque|près\sde|rund|etwa|"
    r"in\sthe\s(?:neighborhood|region)\sof"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<least>{_LEAST})|(?P<more>{_MORE})|(?P<nearly>{_NEARLY})|(?P<most>{_MOST})|(?P<less>{_LESS})|"
    rf"(?P<about>{_ABOUT}))(?:\s(?:a|an|the|its|their|les|des))?[\s~-]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s|-|(?=\+))(?:(?P<least>or\smore|\+|and\sup|or\shigher|or\sabove|at\sleast)|(?P<about>or\sso|odd|or\sthereabouts)|(?P<more>plus(?![-\s]\w+[-\s]plus)(?!\s\d|\san?\b))|(?P<most>or\sless|or\sfewer|"
    r"at\smost))(?!\w)",
    re.IGNORECASE,
)
_NORMAL = {
    "least": "at least", "more": "more than", "nearly": "nearly", "most": "up to", "less": "less than",
    "about": "about",
}  # fmt: skip
_REACH = 28  # characters before a number: "in the neighborhood of " and an article


def qualifier(text: str, start: int, end: int) -> str | None:
    """Return `at least`, `more than`, `nearly`, `up to`, `less than` or `about` for the number at `text[start:end]`."""
    match = _BEFORE.search(text, max(0, start - _REACH), start) or _AFTER.match(text, end)
    return _NORMAL[match.lastgroup or ""] if match else None
