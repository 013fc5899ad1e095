"""How English and French news write dates: one pattern, tried where one of its first words stands.

`dates` works out what a match means.
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
    r"(?:\d{1,3}|[Aa]n?|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|(?:a\s)?few|"
    r"(?:a\s)?couple\sof|some))"
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

# "The 21st" is a day only where no noun follows: "the 21st floor" is none.
_AFTER_DATE = (
    r"(?=[,.;:)\"”]|$|\s(?:and|but|at|in|by|with|when|after|before|to|he|she|they|it|of\s(?:this|next|last|the)\s?"
    r"month|said|for|as|because|while|from|until|the|a)\b)"
)

PATTERN = re.compile(
    rf"""(?<![\w$€£¥.])(?:
    (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
  | (?P<numeric>(?P<n1>\d{{1,2}})(?P<nsep>[./])(?P<n2>\d{{1,2}})(?P=nsep)(?P<nyear>{_YEAR}))(?![\w/]|\.\d)
  | (?:(?:the\s)?(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast)\s(?P<nthday>{_WEEKDAY})\s(?:in|of)\s
      (?P<nthmonth>{_MONTH_WORDS})(?!\w)(?:,?\s+(?P<nthyear>{_YEAR})\b)?)
  | (?:(?P<r2a>\d{{1,2}})(?:\s?[-–]\s?|\sto\s)|(?<=etween\s)(?P<r3a>\d{{1,2}})\sand\s)
      (?P<r2b>\d{{1,2}})\s+(?P<r2month>{_MONTH_WORDS})(?!\w)
      (?:,?\s+(?P<r2year>{_YEAR})\b)?
  | (?P<month1>{_MONTH_WORDS})\.?\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<day1b>\d{{1,2}}))?
      (?![\d%]|\.\d|,\d(?!\d{{3}}\b))
      (?:(?:,?\s+|,)(?P<year1>{_YEAR})\b)?
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
  | (?P<noon>[Nn]oon|[Mm]idnight|midi|minuit)(?!\w)
  | (?P<dayn>the\s(?P<daynumber>\d{{1,2}})(?:st|nd|rd|th)){_AFTER_DATE}
  | (?P<part_of_day>[Ll]ast\snight|[Tt]his\s(?:morning|afternoon|evening))(?!\w)
  | (?:(?:[Ff]iscal(?:\syears?)?|FY)\s?)?(?P<years>(?:1[89]|20)\d\d[-–/](?:(?:1[89]|20)\d\d|\d\d))(?![\w%]|[-–/.,]\d)
  | (?:(?P<ypart>[Ee]arly|[Mm]id|[Ll]ate|[Ff]iscal(?:\syear)?|FY|fin|début)[\s-]?)?(?P<year>{_YEAR})(?P<decade>s)?
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
    *"eleven twelve several few couple some il fiscal fy noon midnight midi minuit".split(),
])
QUALIFIER = re.compile(
    r"\b(since|until|till|by|before|after|from|through|depuis|avant|après|jusqu['’](?:à|en|au)|dès)\s+(?:the\s+|"
    r"le\s+|la\s+)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|from|entre|de|du)\s(?:the\s)?$", re.IGNORECASE)
AND = re.compile(r"\s(?:and|to|through|et|à|au)\s(?:the\s)?$", re.IGNORECASE)
_SAYING = (
    r"said|says|told|tells|announced|reported|confirmed|added|stated|warned|declared|wrote|revealed|testified|argued|"
    r"denied|insisted|tweeted|a dit|a déclaré|a annoncé"
)
# Words before a date that make it one to come, unless a verb of saying follows: "said on Tuesday it will …".
FUTURE = re.compile(
    r"\b(?:will|would|to be|is held|are held|takes? (?:place|effect|office)|"
    r"(?:enters?|comes?|goes) into (?:force|effect)|go(?:es)? (?:out|on sale|live)|"
    r"launches|premieres|is to|are to|reopens?|resumes?|begins?|starts|opens|kicks off|"
    r"closes|ends|expires|returns|arrives|leaves|travels|meets|holds|faces|votes on|until|till|jusqu['’]à|"
    r"no later than|"
    r"plans?|planned|scheduled|expect(?:s|ed)?|forecasts?|sees|due|upcoming|ahead of|set to|"
    r"set for|"
    r"(?:agreed|concurred|decided|promised|pledged|vowed|hopes?|hoped|wants?|offered) to|"
    r"likely|aims?|intends?|prévue?s?|devrait|aura|sera|prochaine?|"
    r"(?:r?ouvri|débute|commence|reprend|tiend|dev|pour|vote|ferme|arrive|parti|au|se|rencontre|visite)r(?:a|ont))\b"
    rf"(?!.*\b(?:{_SAYING}|agreed|met|was|were|had)\b)",
    re.IGNORECASE,
)
# What parts a date from a word of the future far before it: another clause may be about the past.
CLAUSE = re.compile(
    r"[,;:.“”\"]|\b(?:that|which|who|whose|after|when|where|since|because|dont|que|qui)\b", re.IGNORECASE
)
# What begins a clause of its own even close by: "hoped to find the boat that sank in March".
RELATIVE = re.compile(r"\b(?:that|which|who|whose)\b", re.IGNORECASE)
# "Until" looks back where what lasted is over: "the strike lasted until Friday".
PAST_UNTIL = re.compile(
    r"\b(?:lasted|ran|stayed|remained|waited|worked|continued|did not|didn['’]t|held out|was not|not \w+)\b"
    r"[^.;]{0,30}\b(?:until|till)\s(?:late\s|early\s)?(?:on\s)?$",
    re.IGNORECASE,
)
# A date at the head of a sentence, and what is to come on it: "On Monday the bridge will reopen".
FUTURE_AFTER = re.compile(
    rf",?\s(?:(?!(?:{_SAYING})\b)[\w'’-]+,?\s){{1,7}}?(?:will|is to|are to|is set to|are set to|is due|are due|is "
    r"scheduled|are scheduled|is expected|are expected)\b"
)
HEAD = re.compile(r"[\s\"“]*(?:On\s|By\s|From\s|Next\s)?$")
# The day somebody said something, after the verb or before its subject.
SAID_ON = re.compile(
    rf"\b(?:{_SAYING}|said|announcing|saying|telling|statement|interview|briefing|press conference|news conference)"
    r"(?:\s(?!that\b|que\b|qu['’]|était\b|avait\b|will\b|would\b|was\b|were\b|had\b|has\b|he\b|she\b|it\b|they\b|to\b(?!\s(?:reporters|"
    r"lawmakers|parliament|journalists|state|the press|AFP|Reuters)))[\w'’.-]+){0,6}?\s(?:late\s|early\s|later\s)?"
    r"(?:on\s)?$",
    re.IGNORECASE,
)
SAID_AFTER = re.compile(
    rf",?\s(?:(?!(?:will|would|was|were|had|has|is|are)\b)[\w'’.-]+,?\s){{0,8}}?(?:{_SAYING})\b", re.IGNORECASE
)
# A name, not a month: "Jan. Moreno", "April Sands was".
NAME_AFTER = re.compile(r"\.?\s[A-Z][a-z]+(?![\w.]*\d)")
# "May" and "March" are verbs as well: alone they are months only after one of these words.
MONTH_BEFORE = re.compile(
    r"\b(?:in|since|last|this|next|until|by|from|of|to|and|early|mid|late|for|en|de|through|before|after|during)[\s-]$",
    re.IGNORECASE,
)
