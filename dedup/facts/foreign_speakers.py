"""Attributions in French, German, Japanese and Chinese sentences."""

from __future__ import annotations

import re

_FRENCH_SAID = (
    r"(?:déclaré|dit|affirmé|annoncé|indiqué|ajouté|estimé|expliqué|précisé|assuré|souligné|rapporté|confirmé|répondu|"
    r"averti|prévenu|martelé|lancé|reconnu|écrit|tweeté)"
)
_FRENCH_SAYS = (
    r"(?:déclare|dit|affirme|annonce|indique|ajoute|estime|explique|précise|assure|souligne|rapporte|"
    r"confirme)"
)
_GERMAN = r"(?:sagte|sagt|erklärte|erklärt|teilte|betonte|warnte|berichtete|schrieb|kündigte)"
_SAYS = r"(?:述べ|語っ|語り|話し|話す|発言|説明|強調|指摘|発表|明らかに|表明|主張|批判|訴え|コメント|述懐|答え)"
TRIGGERS = re.compile(r"\b(?:sagte|sagt|laut|Laut|erklärte|betonte|warnte|teilte|selon|Selon|explique|affirme|"
    r"estime)\b")
_PATTERNS = (
    re.compile(
        r"\b(?:[Ll]aut|[Nn]ach Angaben (?:von|des|der))\s(?P<who>[^,.;]{2,50}?)"
        r"(?=\s(?:ist|sind|wurden?|hat|haben|waren?|am|in|kamen?|starben|gab|gibt)\b|[,.;]|$)"
    ),
    re.compile(
        rf"[,»”\"]\s?(?:a|ont|avait)(?:-t-(?:il|elle))?\s(?:également\s)?{_FRENCH_SAID}\s(?:\w+di\s|mardi\s|hier\s|"
        r"dimanche\s)?(?P<who>[A-ZÀ-Ýa-zà-ÿ][^,.;:«]{1,60}?)(?=\s(?:à|dans|lors|sur|devant|en|au)\s|[,.;]|$)"
    ),
    re.compile(rf"[,»”\"]\s?{_FRENCH_SAYS}\s(?P<who>[A-ZÀ-Ýa-zà-ÿ][^,.;:«]{{1,60}}?)(?=[,.;]|$)"),
    re.compile(
        rf"(?:^|[,;]\s)(?P<who>[A-ZÀ-Ýa-zà-ÿ][^,.;:«»]{{1,60}}?)\s(?:(?:a|ont)\s(?:\w+\s)?{_FRENCH_SAID}|{_FRENCH_SAYS})"
        r"(?:\s\w+di|\sdimanche|\shier)?(?:\sque\b|\squ['’]|\s?:|\s«)"
    ),
    re.compile(r"[“„\"»,]\s?" + _GERMAN + r"\s(?P<who>[A-ZÄÖÜa-zäöü][^,.;:„]{1,60}?)(?=\s(?:am|in|im|dem|der|"
    r"mit)\s|[,.;]|$)"),
    re.compile(rf"(?:^|[,;]\s)(?P<who>[A-ZÄÖÜ][^,.;:„“]{{1,60}}?)\s{_GERMAN}(?:\sam\s\w+)?(?:\smit)?(?:,|:|\s„)"),
    re.compile(rf"」と(?P<who>[^、。「」]{{2,20}}?)(?:は|が)(?:[^。「」]{{0,20}})?{_SAYS}"),
    re.compile(rf"(?:^|[。、」])(?P<who>[^、。「」は]{{2,20}}?)(?:は|が)(?:[^。「」]{{0,30}})?、?「[^」]+」(?:など)?と(?:[^。]{{0,12}})?{_SAYS}"),
    re.compile(rf"(?:^|[。、」])(?P<who>[^、。「」は]{{1,20}}?)は[^。]*?(?:と|を){_SAYS}"),
    re.compile(r"(?:^|[。、」])(?P<who>[^、。「」]{2,20}?)(?:によると|によれば|の調べでは|の話では)"),
    re.compile(r"(?:^|[。，“”])据(?P<who>[^，。：“”]{2,20}?)(?:报道|称|消息|介绍|透露)"),
    re.compile(
        r"(?:^|[。，”])(?P<who>[^，。、：“”]{2,20}?)(?:[\d一二三四五六七八九十月]{1,6}日)?"
        r"(?:表示|说|說|称|稱|指出|强调|強調|宣布|透露)(?=[，：,“:]|$)"
    ),
)
_PRONOUNS = frozenset("il elle ils elles er sie es on qui 彼 彼女 他 她".split())
_CUT = re.compile(r"^(?:また|一方|その|同|并|但|而)、?")


def foreign(text: str) -> str | None:
    """Return who says a sentence in French, German, Japanese or Chinese, as written; None where nobody is named."""
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        who = _CUT.sub("", match["who"]).strip()
        if who and who.lower() not in _PRONOUNS:
            return who
    return None
