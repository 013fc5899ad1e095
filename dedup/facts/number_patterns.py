"""How English and French news write numbers, and what tells that digits are a name, a code or a score."""

from __future__ import annotations

import re

from dedup.facts import numerals

_SCALE = (
    r"(?:lakh\scrore|hundred|thousand|millions?|billions?|trillions?|mln|mn|bln|bn|trln|tln|tn|[Tt]ril\b\.?|"
    r"[Bb]il\b\.?|[Mm]il\b\.?|milliards?|mds?|mille|tausend|millionen|mi[oO]|milliarden?|mrd|crores?|lakhs?|dozen|"
    r"[kmbKMB])(?![\w'’])"
)
_BIG = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?:,\d+)?(?!\d)|"
_DIGITS = (
    r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+,\d+(?!\d)|"
    r"\d{1,3}(?:\.\d{3}){2,}(?!\d)|"
    r"\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
)
_CURRENCY = (
    r"(?:US|AU?|CA?|HK|S|NT|NZ|R|Mex)?\$|€|£|¥|￥|₩|₹|₽|₺|₪|(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|SEK|NOK|DKK|INR|Rs|"
    r"[Kk]r)\.?\s?(?=\d)"
)
_COUNTS = "one|two|three|four|five|six|seven|eight|nine|ten"
_PIECE = (
    r"halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|tiers?|"
    r"quarts?"
)


def _pattern(digits: str) -> re.Pattern[str]:
    """Compile the pattern of a quantity that starts at its first word, digit or currency sign."""
    return re.compile(
        rf"""(?:
      (?P<rank>(?:No\.\s?|[Nn]umber\s)(?P<rankn>\d{{1,3}}|{_COUNTS})(?![\w.,]\d|\w))
    | (?P<inmany>(?P<top>\d{{1,3}}|{_COUNTS}|nine)\s(?:in|out\sof)\s(?:every\s)?(?P<bottom>\d{{1,4}}|{_COUNTS}|
        twelve|twenty|fifty|hundred)(?=\s[a-z])(?!\s(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|percent)))
    | (?P<cur>{_CURRENCY})?\s?
      (?P<num>(?:{digits})(?:(?:\s|-)?(?P<frac>\d/\d{{1,2}}(?!\d)|[½¼¾⅓⅔]|and[\s-]a[\s-]half))?|[½¼¾⅓⅔])
      (?:(?P<ord>st|nd|rd|th|er|e|ème|ère)\b|[\s\u00a0\u202f-]?(?P<scale>{_SCALE}))?
    | (?P<oneunit>(?P<onea>an?|one)\s(?:hour|day|week|month|year|decade|mile|ton|tonne|inch|point|percentage\spoint)
        \sand\sa[\s-]half)(?!\w)
    | (?P<part>(?:
          (?P<many>{_COUNTS}|an?|une?|deux|trois)[\s-](?P<piece>{_PIECE})
        | (?P<whole>(?:an?\s)?half|(?:la\s)?moitié))(?!\w)
        (?:[\s-](?:of\s)?(?:an?\s)?(?P<pscale>{_BIG}))?(?!\w))
    | (?P<vague>(?:(?:tens|hundreds|dozens|scores)\sof\s)?(?:thousands|millions|billions)|hundreds|dozens|
        scores(?=\sof\s[a-z])|dizaines|centaines|milliers|
        (?:several|(?:a\s)?few|many|plusieurs|quelques)\s(?:hundred|thousand|million|billion|dozen|milliers|centaines|
        millions|dizaines)|(?:a\s)?couple\s(?:of\s)?(?:hundred|thousand|million|billion|dozen)|
        (?:a\s)?couple(?:\sof(?=\s[a-z])|(?=\smore\s)))(?!\w)
    | une\s(?P<about>dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine)(?!\w)
    | (?P<ordword>(?:{"|".join(sorted(numerals.ORDINALS, key=len, reverse=True))})(?!\w))
    )""",
        re.VERBOSE | re.IGNORECASE,
    )


# English sets digits off by a space in technical texts only; two groups at least, or a round number, tell.
_SPACED_ENGLISH = r"\d{1,3}(?:[ ]\d{3}){2,}(?!\d)|\d{1,3}[ ]\d\d0(?![\d,])|[1-9][ ]\d{3}(?![\d,])|"
PATTERNS = {False: _pattern(_SPACED_ENGLISH + _DIGITS), True: _pattern(_SPACED + _DIGITS)}
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_ENGLISH_FIRST = frozenset([
    *_CARDINALS,
    *(word for word in numerals.ORDINALS if "-" not in word),
    *"no number a an half tens hundreds dozens scores thousands millions billions several few many couple".split(),
    *"hundred thousand million billion dozen".split(),
    *"$ € £ ¥ ￥ ₩ ₹ ₽ ₺ ₪ ½ ¼ ¾ ⅓ ⅔ us c ca au s hk nt nz r mex usd eur gbp jpy chf cad aud sek nok dkk inr".split(),
    *"rs kr".split(),
])
_FRENCH_FIRST = frozenset(
    "un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante septante huitante octante nonante cent mille moitié la dizaines centaines milliers premier "
    "première plusieurs quelques".split()
)
# French number words are English ones as well ("seize", "premier"): they count in French text only.
FIRST = {False: _ENGLISH_FIRST - {"premier", "première"}, True: _ENGLISH_FIRST | _FRENCH_FIRST}

BETWEEN = re.compile(r"\b(?:between|entre)\s(?:the\s)?$", re.IGNORECASE)
RANGE = re.compile(r"(?:\s?(?:-|–|—)\s?|\s(?:to|and|or|à|et|ou)\s|-to-)$")
MINUS = re.compile(r"(?:\b(?:minus|negative)|(?<!au\s)\bmoins)\s$", re.IGNORECASE)
HALF_AFTER_UNIT = re.compile(r"\s(?:and|et)\s(?:(?P<top>an?|one|three)[\s-])?(?P<piece>half|quarters?|demie?)\b")
PRONOUN_ONE = re.compile(
    r"\s(?:of|another|or|day\b|by|in|who|that|is|was|would|could|can|has|may|might|should|thing|and|more\s(?:time|"
    r"reason))|[,.;:!?\"”'’)]|$"
)
# "Anna Berg, 49, said", "Berg, 49; and Lind, 51 and", "his sisters, 17 and 22,": an age.
AGE = re.compile(r",\s\d{1,3}(?:[,.;)](?!\d)|\sand\s(?:[A-Z]|\d{1,3}[,.;)]))")
AGE_AFTER_AGE = re.compile(r",\s\d{1,3}\sand\s$")
AGED = re.compile(r"\baged?(?:\sof)?\s(?:\d{1,3}(?:,\s|\s(?:and|to|or)\s))*$", re.IGNORECASE)
# A third is a fraction where something is divided or moves by it; else it may be an ordinal ("a third man").
FRACTION_AFTER = re.compile(r"\s(?:of|de|des|du|d['’])\b")
FRACTION_BEFORE = re.compile(r"\b(?:by|than|about|around|over|almost|nearly|roughly|only|just|some|d['’]un|"
    r"de)\s$", re.I)
NOT_HALF = re.compile(r"\b(?:first|second|other|latter|better|opening|final)[\s-]$", re.IGNORECASE)

# Words before a number that it names: "Boeing 737", "Channel 4", "Article 5".
NAMED_BY = re.compile(
    r"(?:\b(?:Boeing|Airbus|Antonov|Tupolev|Embraer|Bombardier|Cessna|Flight|flight|Channel|channel|Radio|BBC|Nikkei|FTSE|S&P|"
    r"STOXX|CAC|DAX|Topix|Russell|"
    r"(?:Route|Highway|Interstate|Road|Gate|Room|Platform|Terminal|Pier|Runway|Building|Unit|Apartment|Flat|"
    r"Article|Section|Chapter|Rule|Resolution|Act|Law|Decree|Amendment|Clause|Paragraph|Title|Schedule|Annex|Bill|"
    r"Proposition|Prop|Measure|Case|Page|Volume|Verse|Psalm|Line|Level|Tier|Phase|Stage|Grade|Category|Type|Class|"
    r"Zone|Area|District|Ward|Precinct|Sector|Region|Formula|Apollo|Soyuz|Artemis|Voyager|Falcon|Ariane|Windows|"
    r"Android|iOS|iPhone|Galaxy|Xbox|PlayStation|Version|Model|Series|Season|Episode|Catch|Group\sof|Under|Covid|"
    r"Lot|Track|Lane|Exit|Bus|Tram|Train|Reactor|Block|Hall|Studio|Camp|Stalag|Form|File|Order|Directive|"
    r"Regulation|Agenda|Vision|Euro|Expo|Pier|Hangar|Bay|Seat|Row|Bed|Cell|Box|Tower|Wave|Tropic|Team|Part|"
    r"Number)|(?:article|section|chapter|paragraph|clause|resolution|rule|page|channel|route|highway|room|gate|"
    r"platform|terminal|flight|phase|stage|level|tier|grade|category|version|episode|season|runway|reactor))"
    r"|(?<![A-Za-z&.'’-])(?:[A-Z]{2,5}|[A-Z]))[\s-]$"
)
NOT_CODES = frozenset("AND OR THE OF IN TO BY AT A I ON FOR WITH MAGNITUDE UP OVER".split())
# Telephone numbers and the like: groups of digits that are no thousands.
PHONE = re.compile(
    r"(?<![\w.,$€£])(?:\+\d{1,3}[ -])?(?:\(\d{2,5}\)[ -]?)?\d{2,5}(?:[ -]\d{2,5}){1,4}(?![\w%]|[.,]\d)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
SCORE = re.compile(r"(\d{1,3})[-–](\d{1,3})(?![-–/%°\w]|[.,]\d)(?!\s(?:percent|per\scent|million|billion|"
    r"[Aa]\.m|p\.m))")
SCORED = re.compile(
    r"\b(?:won|wins?|beat(?:en|s)?|los[te]|loses|drew|draws?|defeat(?:ed|s)?|victory|winning|lead(?:ing)?|led|leads|"
    r"trail(?:ed|ing|s)|scor(?:e|ed|eline)|aggregate|shootout|penalties|vot(?:e|ed)|ruled|ruling|thrash(?:ed|ing)|"
    r"loss|routed|edged|half-?time)\b",
    re.IGNORECASE,
)
SCORE_AFTER = re.compile(
    r"[,.;:!?)\"”]|$|\s(?:in|at|on|to|against|after|defeat|loss|win|victory|draw|over|by|with|when|and|away|but|for|as|"
    r"vote|decision|ruling|lead|ahead|up|down|home|score|aggregate|triumph|thrashing|before|from|while)\b"
)


def is_phone(text: str) -> bool:
    """Tell whether groups of digits are a telephone number rather than a number in thousands or a range."""
    groups = re.split(r"[ -]", text)
    digits = re.sub(r"\D", "", text)
    if _THOUSANDS.fullmatch(text) or len(digits) < 7 or len(groups) < 2:
        return False
    return text.startswith(("+", "(")) or len(groups) > 2 or (groups[0][0] == "0") or [*map(len, groups)] == [3, 4]
