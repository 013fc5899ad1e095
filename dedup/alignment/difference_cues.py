"""Words that tell what a difference between two numbers means: markets, tolls, bids, scope, rank.

Written by hand; tuned on half of the labels in tests/quality/quantities_labels.jsonl and on unlabelled pairs of revised
stories, read one by one.
"""

from __future__ import annotations

import re


def _words(text: str) -> re.Pattern[str]:
    """Compile whole words or phrases, one after the other with `|`, in any case."""
    return re.compile(rf"\b(?:{'|'.join(part.strip() for part in text.split('|'))})\b", re.IGNORECASE)


# A price or an index moves while the event stays the same: a later reading replaces the earlier one.
MARKET = _words(
    r"""shares|stocks?|index|indices|average|futures|trading|trade|Nasdaq|NYSE|Stock Exchange|Dow|S&P|FTSE\w*|Nikkei|
    DAX|CAC|Hang Seng|Kospi|crude|Brent|oil|gold|barrel|ounce|yields?|Treasury|Treasuries|notes?|swaps?|dollar|euro|yen|
    pence"""
)
MOVED = _words(
    """up|down|rose|risen|fell|fallen|fall|rise|rising|gain|gains|gained|gaining|lost|loses|losing|slid|drop|drops|
    dropped|dropping|jump|jumps|jumped|jumping|climb|climbs|climbed|climbing|trade|traded|trades|trading|trimmed|
    trimming|closed|closing|end|ended|settle|settled|higher|lower|dipped|dip|shed|added|adding|surged|surging|tumbled|
    tumbling|plunged|plunging|slumped|slumping|widened|tightened|narrowed|opened|edged|slipped|sank|soared|soaring|
    spiked|spiking|shot|boosted|boosting|lifted|lifting|sent|sending|hit|rally|rallied|pricing|priced in|yield|
    advanced|declined|off|quoted|priced"""
)
# What a company or an office reports once for a period doesn't move from one edition to the next.
REPORTED = _words(
    """profits?|earned|earnings|earns|income|revenues?|sales|loss|dividend|GDP|deficit|surplus|orders|prices? paid|
    import|export|permits|starts|payrolls|jobs|sold|a share|per share|inflation|production|output|deal|purchase|
    acquisition|takeover"""
)
# Phrases that only a market has, whatever else the sentence reports.
TRADED = re.compile(
    r"\b(?:after[- ]hours|pre-?market|extended trad|(?:on|in) (?:the )?(?:Nasdaq|NYSE|New York Stock Exchange)|"
    r"(?:in|early|late|afternoon|morning|electronic|composite|heavy|light) trad(?:e|ing)|traded at|"
    r"[Ss]hares (?:rose|fell|were|are|closed|gained|dropped|jumped|edged|slid|climbed|up|down|of)|"
    r"[Ss]hares [^.,]{0,30}\btrade[ds]? |[Ss]tock (?:rose|fell|was|is|climbed|jumped)|"
    r"based on [^,.]{0,50}(?:trade|close|closing|price|shares)|(?:current|closing) prices)"
)
# Where the clause around a number starts and ends.
BREAK = re.compile(r"[,;:—]\s|\s(?:as|after|because|since|with|which|who|that|while|but|even)\s")
GROWING = _words(
    """so far|to date|as of|tally|toll|now|already|currently|stands at|stood at|rising|killed|dead|died|deaths?|injured|
    wounded|missing|arrested|detained|evacuated|infected|cases|homeless|rescued|victims|casualties|hospitali[sz]ed|
    survivors|failures"""
)
# What a bid is worth or adds to the price changes with every edition.
OFFERED = _words("bids?|(?<!public )offer|offers|offered|premium|values|valued|valuing")
SUPERLATIVE = re.compile(
    r"[\s-](?:largest|biggest|highest|lowest|smallest|busiest|most|best|worst|longest|oldest|richest|ranked|place)\b"
)
# What follows the date of a report: "May 3 (Agency) - ...".
DATELINE_END = re.compile(r"(?:\s\([^)]{2,30}\))?\s[-—–]{1,2}\s")
# "in the 70th minute", "on the fourth floor": where in one thing, not which of several.
LOCATED = re.compile(r"[\s-](?:minute|lap|floor|storey|over)\b", re.IGNORECASE)
# "their third cup", "the trophy for the second time": how often somebody has won.
TITLE_WON = re.compile(
    r"\s(?:\w+\s)?(?:cups?|titles?|troph(?:y|ies)|crowns?|championships?|gold|medals?|wins?|victor(?:y|ies)|time)\b",
    re.IGNORECASE,
)
WON = _words("win|wins|won|winning|beat|beats|beaten|final|champions?|cup|league|trophy|title|medal")
# A figure that says only its order of size.
VAGUE = re.compile(
    r"(?:several |tens of |many )?(?:scores|dozens|hundreds|thousands|millions|billions)\b", re.IGNORECASE
)
# Words by a score that make it the result of a game or a vote, not its state at half-time.
RESULT = _words(
    """win|wins|won|winning|winners?|victory|victories|beat|beats|beaten|beating|defeat|defeats|defeated|lost|lose|loses|losing|loss|
    draw|drew|drawn|tied|final|result|voted|ruled|vote|ruling|thrashed|edged|routed"""
)
IN_YEAR = re.compile(r"\b[Ii]n (?P<year>(?:19|20)\d\d)\b")
ZONED = re.compile(r"\b(?:GMT|UTC|Z)\b")
WINDOW = re.compile(
    r"\b(?:past|(?<!to )(?<!will )(?<!would )(?<!may )(?<!could )last|next|coming|previous|within|first)\s*$",
    re.IGNORECASE,
)
# Words that say which of two figures is meant: a part, an addition, somebody else's estimate, another period.
ADDED_BEFORE = re.compile(r"\b(?:additional|extra|another|further)\s*$", re.IGNORECASE)
ADDED_AFTER = re.compile(r"\s(?:more(?! than)|others?|additional)\b", re.IGNORECASE)
FORECAST = _words("analysts?|consensus|estimates?|expectations|Wall Street|poll|polled|forecasts?")
SCOPES = (
    _words("analysts?|consensus|estimates?|expectations|Wall Street|poll|polled"),
    _words("additional|extra|another|further"),
    _words("each|apiece|a year|annually|annualized|a day|daily"),
    _words("includes?|including|comprised|component|portion|plus"),
    _words("cash and|cash portion|cash component|including debt|plus debt|excluding|stripping out|adjusted"),
    _words("quarterly|quarter|three months"),
    _words("full[- ]year|for the year|annual|half[- ]year|first half|six months|nine months"),
)
# What is measured: two such words with none in common are two figures.
MEASURED = _words(
    """revenues?|sales|earnings|profit|income|EPS|loss|dividends?|assets|deposits|debt|costs?|exports|imports|orders|
    killed|injured|wounded|missing|arrested"""
)
SAME_MEASURE = {
    "revenues": "revenue", "eps": "earnings", "profit": "earnings", "income": "earnings", "loss": "earnings",
    "sales": "revenue", "costs": "cost", "dividends": "dividend", "wounded": "injured",
}  # fmt: skip
RELATIVE = re.compile(r"(?:current|last|this|previous|prior|same|coming|next)\b", re.IGNORECASE)
