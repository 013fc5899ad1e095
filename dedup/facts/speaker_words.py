"""Verbs of saying and what must stand around them, and the nouns of those who can say something."""

from __future__ import annotations

import re

# Said of nothing else: an active form with a subject is an attribution.
ALWAYS = r"said|says|say|told|tells|tell|warned|warns|warn|tweeted|tweets|quipped|remarked|testified|testifies"
# These need a clause, a quotation, or an end after them: "reported a profit", "added 300 jobs" attribute nothing.
WITH_CLAUSE = (
    r"added|adds|add|stated|states|announced|announces|announce|reported|reports|report|wrote|writes|claimed|claims|claim|"
    r"insisted|insists|insist|argued|argues|argue|explained|explains|noted|notes|note|recalled|recalls|confirmed|confirms|"
    r"confirm|acknowledged|acknowledges|denied|denies|deny|declared|declares|asserted|asserts|commented|comments|admitted|"
    r"admits|revealed|reveals|disclosed|discloses|estimated|estimates|estimate|stressed|stresses|emphasi[sz]ed|"
    r"emphasi[sz]es|pointed out|points out|believes|believe|believed|thinks|think|fears?|feared|expects?|"
    r"predicted|predicts?|"
    r"suggested|suggests?|complained|complains|conceded|concedes|concluded|concludes|alleged|alleges|allege|maintained|"
    r"maintains|contended|contends|observed|replied|replies|responded|responds|reiterated|reiterates|posted|asked|asks|"
    r"contend|boasted|joked|cautioned|cautions|lamented|countered|shouted|cried|"
    r"answered|indicated|indicates|showed|shows"
)
# Participles whose subject is that of the sentence: "Okoro left, saying it was over".
PARTICIPLE = r"saying|adding|telling reporters|noting|warning|arguing|insisting|claiming|stressing|explaining"
SAID = re.compile(
    rf"(?<![\w’'-])(?:(?P<always>{ALWAYS})|(?P<clause>{WITH_CLAUSE})|(?P<participle>{PARTICIPLE}))"
    r"(?![\w’'-])"
)
# Before the verb: a passive ("were told", "is estimated"), an infinitive or a participle has no subject of saying.
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|am|get|got|to|most|best|widely|not|never|of|by|a|an|the|no|any|his|her|its|their|"
    r"as|what|this|that|these|those|such|other|more|not yet|s|having|without|from|for|in|with|on|at)\s$",
    re.IGNORECASE,
)
# Nouns as well as verbs: "the police report", "a new estimate".
NOUNS = frozenset("report reports claim claims note notes estimate fears fear post expect add".split())
# An aside ends here or after a time and a place: "…, the ministry said on Friday."
ASIDE = re.compile(
    r"(?:\s(?:late\s|early\s)?(?:on|in|at|to|during|after|via|by|earlier|last|yesterday|today|this|late|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|reporters|[A-Z]\w+)\b(?:\s(?!that\b)[\w’'.-]+){0,8}?)?\s?(?:[,.;”\"]|$)"
)
_DET = (
    r"(?:the|a|an|it|he|she|they|we|I|you|this|that|these|those|there|his|her|its|their|our|my|some|no|all|"
    r"most|many)"
)
FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|did|does|do|isn['’]t|aren['’]t|wasn['’]t|"
    r"weren['’]t|won['’]t|wouldn['’]t|can['’]t|couldn['’]t|didn['’]t|don['’]t|hasn['’]t|haven['’]t|hadn['’]t|\w{3,}ed|fell|rose|"
    r"went|came|left|met|took|made|lost|won|held|began|knew|saw|found|got|kept|died|sank|broke)"
)
# Between verb and clause: "said on Tuesday that", "wrote on X that", "told reporters in Lorvik".
CLAUSE = re.compile(
    r"(?:\s(?:late\s|early\s)?(?:on|in|at|to|during|after|by|via|earlier|last|this|yesterday|today|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)(?:\s[\w’'.]+){0,7}?)??"
    r"(?:\s?[:“\"«‘]|,\s?[“\"«‘]|\s(?:that|how|why|whether|when|if|what)\b"
    rf"|\s(?:{_DET}\s)?(?:(?!(?:of|in|at|to|from|and|by|for|on|as|with)\b)[\w’'.-]+\s){{1,5}}?[“\"«]?{FINITE}\b)",
)
ENDS = re.compile(
    r"\s?(?:[,.;!?)”\"»]|$|(?:on|in|at|late|early|during|after|to|via|earlier|last|yesterday|today|this|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|without|as|through|by|while|when|of)\b)"
)
# Objects that make an ambiguous verb a statement all the same.
OBJECTS = {
    "report": re.compile(r"\s(?:at least |about |some |more than |nearly )?(?:\d[\d,.]*|no|two|three|four|five|"
    r"six|seven|"
                         r"eight|nine|ten|dozens of|hundreds of)\s(?:\w+\s){0,2}?(?:deaths?|dead|cases?|injur|"
                         r"infections?|"
                         r"casualt|fatalit|arrests?|missing|wounded)"),
    "confirm": re.compile(r"\s(?:\d[\d,.]*|no|two|three|four|five|six|seven|eight|nine|ten)\s(?:\w+\s){0,2}?"
                          r"(?:deaths?|dead|cases?|infections?|casualt|fatalit|arrests?)"),
    "den": re.compile(r"\s(?:(?:any|all|the|those|these|such|both|making|having|taking|being|it|wrongdoing|involvement|"
                      r"responsibility|knowledge|doing|reports?|claims?|allegations?|accusations?|charges?)\b|\w+ing\b)"),
    "warn": re.compile(r""),
}  # fmt: skip
NOT_OBJECTS = re.compile(
    r"\s(?:bail|access|entry|permission|the\slives|\d[\d,]*\slives|lives|a\sstate|war|victory|independence|bankruptcy)\b"
)
ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of|[Ss]elon|[Dd]['’]après|[Ll]aut|[Nn]ach Angaben (?:von|des|der))\s"
)
_STOP = (
    r"[,.;:!?()“”\"«»—–]|\s(?:on|who|which|that|released|published|seen|obtained|reviewed|cited|late|early|last|this|when|"
    r"while|after|before|during|as|if|because|but|where|whose|to|with|by|into|against|told|said|added|has|had|have|"
    r"was|were|is|are|est|sont|ont|a|qui|hat|wurde|ist|sind|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|"
    r"yesterday|today)\b|\s(?:in|at)\s(?=(?:a|an|the|his|her|its|their|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|\d)\b)|\s\d|\s(?:he|she|it|they|we|I)\b|$"
)
NOUN_ENDS = re.compile(_STOP)
# What can stand before a subject in its clause.
OPENERS = re.compile(
    r"(?:(?:But|And|So|Or|Yet|Still|Also|Meanwhile|However|Moreover|Instead|Separately|Earlier|Later|Then|Now|Today|"
    r"Yesterday|While|Although|Though|As|Since|Because|In fact|At first|In addition|For (?:his|her|its|their) part|and|"
    r"but|while|although|though|as|because|so|yet|where|after|before)\s|"
    r"(?:(?:On|In|At|By|Since|From|Late|Early|Last|This|Next|on|in|last|this|late|early)\s)"
    r"(?:(?:late|early|the|a)\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|night|week|month|year|morning|evening|afternoon|19\d\d|20\d\d|"
    r"statement|interview|letter|tweet)"
    r"(?:\s(?:night|morning|evening|afternoon|\d{1,2}|19\d\d|20\d\d))?\s)+"
)
SUBORDINATE = re.compile(r"\b(?:while|as|because|and|but|although|though|after|before|that|where|"
    r"which)\s(?!.*\b(?:if|when)\b)")
# What somebody said is told as an event of its own: "a day after Vik said he would go".
NARRATED = re.compile(r"\b(?:after|before|since|than|until|till)\s(?:(?!that\b)[\w’'.-]+\s?){1,6}$")
HYPOTHETICAL = re.compile(r"(?:^|\s)(?:if|when|unless|whether|once|should)\s", re.IGNORECASE)
PREPOSITION = re.compile(r"(?:in|on|at|by|for|from|to|with|of|after|before|during|under|over|about)\s", re.IGNORECASE)
POSTMODIFIER = re.compile(
    r"\s(?:of|for|in|at|from|with|on|near|familiar|briefed|close|who|whose|involved|speaking|to|representing|by|"
    r"aboard|inside|outside|de|du|des|la)\s|\sbased\s(?=in\b)"
)
BETWEEN = re.compile(
    r"(?:\s(?:also|later|earlier|previously|repeatedly|then|now|again|recently|simply|has|have|had|once|first|all|both|"
    r"always|often|still|since|\w+ly|himself|herself|themselves|itself|did|do|does|"
    r"(?:late\s|early\s)?(?:on\s|last\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|night|week|month|year)"
    r"(?:\s(?:night|morning|evening|afternoon))?))+\s$"
)
# Never who says something.
NOT_SPEAKERS = frozenset(
    "it there this that these those which what nothing something everything anything one none some many most more less "
    "others such rise deal damage storm flood fire rain quake earthquake hurricane virus crisis war vote result price "
    "prices rates levee bridge dam plan time year years day days week month event thing things case cases number "
    "missing left money people's half part idea fact way question issue problem much few several all each either "
    "neither both place truth story nobody when if while where how why as since then once though although "
    "because until whether today yesterday tomorrow copy translation".split()
)
PRONOUNS = frozenset("he she they it we i you who".split())
ROLE_NOUNS = frozenset(
    "president minister premier chancellor secretary senator governor mayor general colonel judge chief "
    "director chairman "
    "chairwoman spokesman spokeswoman spokesperson lawyer attorney prosecutor officer official analyst "
    "economist professor "
    "doctor witness resident neighbour neighbor father mother brother sister son daughter wife husband man "
    "woman boy girl "
    "driver pilot captain coach manager player owner author critic expert scientist researcher activist leader "
    "lawmaker "
    "candidate ambassador envoy diplomat adviser advisor aide source commissioner inspector detective sheriff "
    "pope bishop "
    "king queen prince princess executive ceo founder head deputy teacher student nurse farmer worker victim survivor "
    "suspect defendant coroner editor reporter journalist singer actor".split()
)
GROUP_NOUNS = frozenset(
    "police officials authorities analysts organisers organizers ministry department government agency company "
    "firm group "
    "bank court council committee commission party union association organisation organization office service "
    "institute "
    "foundation board bureau parliament administration university school hospital army military navy police "
    "force forces "
    "rebels militants investigators prosecutors lawyers witnesses residents experts scientists researchers forecasters "
    "economists critics supporters opponents activists protesters sources diplomats lawmakers ministers leaders people "
    "statement report study survey poll letter document filing notice bulletin newspaper paper magazine channel "
    "television "
    "tv radio station network website media outlet newsroom indictment complaint lawsuit watchdog regulator airline "
    "operator maker retailer team club federation league charity embassy consulate palace kremlin pentagon "
    "brigade guard "
    "fund coalition campaign family relatives staff crew firefighters engineers doctors nurses farmers workers "
    "teachers "
    "students families parents employers voters investors traders economists centre center "
    "clinic lab laboratory museum town city village state country county province district airport railway "
    "factory mill "
    "mine port zoo broadcaster carrier supplier insurer lender charity union senate congress assembly cabinet".split()
)
