"""How English and French news write dates: one pattern, tried where one of its first words stands.

Called by `dates`, which works out what a match means.
"""

from __future__ import annotations

import re

from dedup.text.calendars import DAY_NAMES, MONTH_NAMES, MONTHS, WEEKDAYS

_ENGLISH_MONTHS = MONTH_NAMES[:12]
_MONTH_WORDS = "|".join(
    [m.capitalize() for m in _ENGLISH_MONTHS]
    + [m.upper() for m in _ENGLISH_MONTHS]
    + [rf"(?:{'|'.join(short)})\b\.?" for short in (
        ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"),
        ("JAN", "FEB", "MAR", "APR", "JUN", "JUL", "AUG", "SEPT", "SEP", "OCT", "NOV", "DEC"),
    )]
    + [m if m in {"mars", "mai"} else f"[{m[0].upper()}{m[0]}]{m[1:]}" for m in MONTH_NAMES[12:]]
)
_PART = (
    r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate|début|mi|fin)[\s-]"
    r"|(?:the\s)?(?P<partof>beginning|start|middle|end)\sof\s)?"
)
_YEAR = r"(?:1[89]|20)\d\d"
_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|(?:a\s)?few|"
    r"(?:a\s)?couple\sof|some)"
)
_ORDINAL = (
    r"(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal|FIRST|SECOND|THIRD|FOURTH|1st|2nd|3rd|4th|premier|deuxième|"
    r"troisième|quatrième)"
)
_WEEKDAY = "|".join(
    [d.capitalize() for d in DAY_NAMES[:7]]
    + [d.upper() for d in DAY_NAMES[:7]]
    + [f"[{d[0].upper()}{d[0]}]{d[1:]}" for d in DAY_NAMES[7:]]
)
_COUNTED = "percent|points?|shares?|people|jobs|employees|workers|miles|kilometers|dollars|yen|euros"
_AFTER_DAY = r"(?=\s*(?:[,.;:)\"”]|$|\s(?:and|but|in|at|on|by|with|he|she|they|it|when|et)\b))"

PATTERN = re.compile(
    rf"""(?<![\w$€£¥.])(?:
    (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
  | (?P<month1>{_MONTH_WORDS})\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<day1b>\d{{1,2}}))?(?![\d%]|[.,]\d)
      (?:,?\s+(?P<year1>{_YEAR})\b)?
  | (?P<day2>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month2>{_MONTH_WORDS})(?!\w)(?:,?\s+(?P<year2>{_YEAR})\b)?
  | {_PART}(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?(?P<month3>{_MONTH_WORDS})(?!\w)
      (?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b|,?\s+(?:of\s+)?(?P<whose>last|this|next)\s+year)?
  | (?P<quarter>{_ORDINAL}(?:\s|-\s?)(?:[Ff]iscal[\s-])?(?:[Qq]uarter|QUARTER|trimestre)|Q[1-4])
      (?:\s+(?:of\s+|de\s+|in\s+)?(?:fiscal\s+)?(?P<qyear>{_YEAR})\b|\s+(?:of\s+)?(?P<qwhose>last|this|next)\s+year)?
  | (?P<half>(?:[Ff]irst|[Ss]econd|1st|2nd|premier|deuxième)[\s-](?:half|semestre)|H[12])\b
      (?:\s+(?:of\s+|de\s+)?(?:fiscal\s+)?(?P<hyear>{_YEAR})\b|\s+(?:of\s+)?(?P<hwhose>last|this|next)\s+year)
  | (?:(?P<wwhich>[Ll]ast|[Nn]ext|[Tt]his)\s+)?(?P<weekday>{_WEEKDAY})(?!\w)(?:\s+(?P<wafter>dernier|prochain))?
  | (?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|[Aa]ujourd['’]hui|[Hh]ier|[Dd]emain)(?!\w)
  | (?P<rel>[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Cc]urrent|[Cc]oming|[Ff]ollowing|[Pp]rior|[Ss]ame)\s+
      (?P<relunit>year|month|week|quarter|weekend|decade|century)\b
  | (?P<french>(?:[Ll]['’](?:an|année)|[Ll]e\s+mois|[Ll]a\s+semaine|[Ll]e\s+trimestre)\s+
      (?:dernier|dernière|passée?|prochaine?|précédente?))(?!\w)
  | (?P<before>the\s+(?:day|night)\s+before|the\s+previous\s+day|the\s+next\s+day|the\s+day\s+after|
      the\s+following\s+day|la\s+veille|le\s+lendemain){_AFTER_DAY}
  | (?P<count>{_COUNT})[\s-](?P<agounit>day|week|month|year|decade)s?\s+(?P<ago>ago|earlier|before|later)\b
  | il\s+y\s+a\s+(?P<fcount>\w+)\s+(?P<funit>jour|semaine|mois|an)s?\b
  | (?P<clock>\d{{1,2}}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|AM\b|PM\b)|\d{{3,4}}\s+GMT\b|\d{{1,2}}:\d\d(?:\s+GMT\b)?|
      \d{{1,2}}h\d\d\b)
  | (?P<years>(?:1[89]|20)\d\d[-–/](?:(?:1[89]|20)\d\d|\d\d))(?![\w%]|[-–/.,]\d)
  | (?:(?P<ypart>[Ee]arly|[Mm]id|[Ll]ate|[Ff]iscal(?:\syear)?|fin|début)[\s-])?(?P<year>{_YEAR})(?P<decade>s)?
      (?![\w%]|[.,]\d|\.[A-Z]|-(?:\d|\w)|\s(?:{_COUNTED}))
    )""",
    re.VERBOSE,
)
FIRST_WORDS = frozenset([
    *MONTHS,
    *WEEKDAYS,
    *"early mid late beginning start middle end the début mi fin last this next".split(),
    *"previous current coming following prior same".split(),
    *"first second third fourth final premier deuxième troisième quatrième q h today tonight".split(),
    *"yesterday tomorrow aujourd hier demain l le la a an one two three four five six seven eight nine ten".split(),
    *"eleven twelve several few couple some il fiscal".split(),
])
QUALIFIER = re.compile(
    r"\b(since|until|till|by|before|after|from|through|depuis|avant|après|jusqu['’](?:à|en|au)|dès)\s+(?:the\s+|"
    r"le\s+|la\s+)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|from|entre|de|du)\s(?:the\s)?$", re.IGNORECASE)
AND = re.compile(r"\s(?:and|to|through|et|à|au)\s(?:the\s)?$", re.IGNORECASE)
# Words before a date that make it one to come, unless a verb of saying follows: "said on Tuesday it will …".
FUTURE = re.compile(
    r"\b(?:will|would|to be|plans?|planned|scheduled|expect(?:s|ed)?|forecasts?|sees|due|upcoming|ahead of|set to|"
    r"set for|"
    r"likely|aims?|intends?|prévue?s?|devrait|aura|sera|prochaine?)\b"
    r"(?!.*\b(?:said|says|told|announced|reported|agreed|met|a dit)\b)",
    re.IGNORECASE,
)
# "May" and "March" are verbs as well: alone they are months only after one of these words.
MONTH_BEFORE = re.compile(
    r"\b(?:in|since|last|this|next|until|by|from|of|to|and|early|mid|late|for|en|de|through|before|after|during)[\s-]$",
    re.IGNORECASE,
)
