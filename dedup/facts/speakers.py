"""Who says it: attributions such as "the ministry said", "according to …", "told AFP", 「…と述べた」.

Called by `claims`.
"""

from __future__ import annotations

import re

from dedup.facts.names import Names

_SAID = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|announced|reported|reports|wrote|tweeted|claimed|claims|"
    r"insisted|"
    r"argued|explained|noted|recalled|testified|warned|confirmed|acknowledged|denied|declared|asserted|commented|"
    r"admitted|revealed|disclosed|estimated|stressed|emphasi[sz]ed|pointed out)"
)
_WHO = (
    r"(?P<who{0}>(?:[Tt]he |[Aa]n? |[Hh]is |[Hh]er |[Oo]ne |[Tt]wo |[Tt]hree )?(?:[A-Z][\w’'.&-]*|"
    r"[a-z]+(?:['’-][a-z]+)?)"
    r"(?:\s(?:of the|of|for the|for|and|in|at|[A-Z][\w’'.&-]*|[a-z]+(?:-[a-z]+)?)){{0,6}}?)"
)
_PATTERNS = (
    re.compile(
        rf"\b[Aa]ccording to {_WHO.format(1)}"
        r"(?=[,.;:]|\s(?:on|in|at|who|which|that|released|published)\b|[\"”]|$)"
    ),
    re.compile(rf"(?:[,\"”’']\s?|^){_WHO.format(2)}(?:,[^,]{{3,80}},)?\s(?:also |later |has |have )?{_SAID}\b"),
    re.compile(rf"[,\"”’?!]\s?{_SAID}\s{_WHO.format(3)}(?=[,.;:]|\s(?:on|in|at|who|during|after)\b|$)"),
    re.compile(r"\b[Ss]elon (?P<who4>[^,.;]{3,60}?)(?=[,.;]|$)"),
    re.compile(
        r"(?:,|»)\s?(?:a|ont) (?:déclaré|dit|affirmé|annoncé|indiqué|ajouté|estimé|expliqué) "
        r"(?P<who5>[^,.;]{2,60}?)(?=[,.;]|$)"
    ),
    re.compile(
        r"(?P<who6>[^、。「」]{2,20}?)(?:は|が)(?:[^。「」]{0,30})?、?「[^」]+」と"
        r"(?:述べ|語|話し|発言|説明|強調|指摘)"
    ),
    re.compile(r"(?P<who7>[^、。「」]{2,20}?)によると"),
)
_TRIGGER = re.compile(
    rf"\b(?:[Aa]ccording to|{_SAID}|[Ss]elon|déclaré|dit|affirmé|annoncé|indiqué|ajouté|estimé|expliqué)\b|「|によると"
)
_NOISE = re.compile(r"^(?:the|a|an|one|but|and|meanwhile|in a statement)\s", re.IGNORECASE)
_POSSESSED = re.compile(r"['’]s (?:statement|report|website|Web site|spokes\w+|office|lawyers?|release|data|figures)$")
_PRONOUNS = frozenset("he she they it who we i you that which".split())
_ROLES = re.compile(
    r"^(?:(?:[A-Z][\w.-]+\s){0,4}?(?:President|Minister|Secretary|Chancellor|Senator|Governor|Mayor|Judge|Gen\.|"
    r"General|Sheriff|"
    r"Commissioner|Chief|Director|Chairman|Chief Executive|CEO|Spokesman|Spokeswoman|Premier|Mr\.|Mrs\.|Ms\.|Dr\.|"
    r"M\.|Mme)\s)+(?=[A-Z])"
)


def speaker(text: str, names: Names, last: str | None = None) -> str | None:
    """Return who says a sentence, or None where the outlet itself does.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        names: Names seen so far in the article: a surname is given in full.
        last: The speaker before, who "he", "she" and "they" stand for.
    """
    if not _TRIGGER.search(text):
        return None
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        who = _NOISE.sub("", match[match.lastgroup or 0].strip(" ."))
        if who.lower() in _PRONOUNS:
            return last
        who = _POSSESSED.sub("", _ROLES.sub("", who))
        return names.resolve(who)
    return None
