"""What reads as a sentence of running prose, and what speaks to the reader: a story tells, a page addresses.

A form (see `cleaning.forms`) is told by its wording, and many a sentence opens with the same words: "Copyright holders
sued the service.", "Share prices fell on Monday." So a line that reads as a sentence is left to the line model.
"""

from __future__ import annotations

import functools
import re

_ENDED = re.compile(r"[.!?。！？؟۔।][\"'”’»)\]」』]*$")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|「[^」]*」")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Finite verbs that stand in news sentences of each language; regular past tenses are told by their endings.
_FINITE = frozenset(
    # English
    """was were is are am has have had will would could should might must does did do says said told added wants
    wanted became began bought broke brought built came chose cost caught cut drew drove ate fell felt fought
    found flew forgot froze gave got went grew heard held hit hurt kept knew laid led left lent lost made meant
    met paid put ran rose sang sank sat saw sold sent shook shot shut slept slid spoke spent stood stole stuck
    struck sued swam swept swore took taught tore thought threw understood woke won wore wrote withdrew overtook
    underwent fled bore beat bent bid blew burst lit read rode rang sought shed shone shrank split spread sprang
    stung swung wept wound goes comes takes makes gives gets keeps lets shows means needs plans plays runs rises
    falls remains stays begins ends opens closes holds leads leaves lives loses meets moves offers pays reports
    returns seeks sees sells sends serves stands starts stops tells thinks tries turns uses visits waits wins
    works writes brings buys costs covers expects faces follows hopes includes joins knows lies looks seems
    belongs adds agrees allows appears asks """
    # German
    """ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte konnten soll sollen
    sollte sollten muss müssen musste mussten will wollen wollte wollten darf dürfen durfte sagte sagten
    erklärte teilte gab gibt ging kam stieg stiegen fiel fielen nahm fand stand lag blieb bleibt begann ließ
    lässt hielt rief sah traf verlor gewann starb zog schrieb sprach sei seien habe hätten hätte wäre würden
    würde gilt gelten geht kommt steht liegt erstattete erstatteten führte führt zeigt zeigte machte macht
    schloss schließt schließen steigen sinken sank bekam kostet brachte dauerte meldete """
    # French
    """est sont était étaient sera seront fut furent a ont avait avaient aura auront doit doivent peut peuvent
    va vont fait font dit disent ajoute déclare affirme explique reste devient devra pourra devrait pourrait
    serait seraient aurait prend prit mit tombe monte augmente augmentent baisse baissent fermera fermeront
    ouvrira ouvriront """
    # Spanish
    """es son era eran fue fueron será serán ha han había habían hay está están estaba estaban tiene tienen
    tenía puede pueden debe deben dijo dijeron afirmó anunció añadió señaló explicó va van hizo hace cerrarán
    cerrará quedó subió cayó subieron cayeron llegó murió ganó perdió pidió dio vio """
    # Italian
    """è era erano sono sarà saranno fu furono ha hanno aveva avevano può possono deve devono disse detto dice
    dicono va vanno fa fanno resta rimane chiuderà chiuderanno morì vinse perse salì scese chiese """
    # Portuguese
    """é eram foi foram tem têm tinha tinham está estão estava disse disseram pode podem deve devem vai vão
    havia fez anunciou afirmou caiu subiu ficou morreu ganhou perdeu """
    # Dutch
    """is zijn was waren heeft hebben had hadden wordt worden werd werden zal zullen kan kunnen kon moet moeten
    moest zei zeiden gaat ging kwam daalde steeg sluit sluiten stijgt daalt """
    # Russian
    """был была было были будет будут есть может могут заявил заявила сказал сказала сообщил сообщила сообщает
    стал стала стали идет идёт""".split()
)
_PAST = re.compile(
    r"[a-z]{2,}ed|[а-яё]{2,}(?:л|ла|ло|ли|лся|лась|лись|ет|ют|ит|ят)|[a-záéíóú]{3,}(?:aron|ieron)|[a-zäöü]{3,}(?:te|ten)"
)
# Who speaks of others tells: "Get the children out, he shouted", "Register to vote by Friday, the county urged."
_TOLD = re.compile(r"\b(?:he|she|they|his|her|their)\b|,\s(?:(?:the|an?)\s|(?=[A-Z]))[^,]{2,40}\s[a-z]+ed\W*$")
_UNSPACED_END = re.compile(r"(?:た|だ|る|す|い|う|く|つ|ん|了|的|过|过了|だろう)[。！？]?[」』]?$")

# The reader and the page: pronouns of address and of the house, "this article", "here", and the words of the law.
_ADDRESS = re.compile(
    r"\b(?:you|your|yours|you['’](?:re|ll|ve)|we|we['’](?:re|ll|ve)|us|our|ours|here|please|click|"
    r"(?:this|these|our)\s(?:pages?|(?:web)?sites?|articles?|stor(?:y|ies)|newsletters?|contents?|materials?|apps?|"
    r"services?|browser|columns?|posts?|transcripts?)|all\srights|terms\sof|privacy\spolic(?:y|ies)|"
    r"views?\sexpressed|"
    r"vous|votre|vos|nous|notre|nos|ici|cliquez|c(?:e\ssite|et\sarticle|ette\spage)|"
    r"uns|unser\w*|wir|dich|dein\w*|du|hier|bitte|diese[rs]?\s(?:seiten?|web-?(?:site|seite)|artikel|inhalte?)|"
    r"usted(?:es)?|tus?|te|nuestr[oa]s?|aqu[íi]|est[ea]\s(?:sitio|art[íi]culo|p[áa]gina|site|artigo)|"
    r"tu[oaei]|voi|vostr[oaie]|nostr[oaie]|clicca|quest[oa]\s(?:sito|articolo|pagina)|"
    r"voc[êe]s?|noss[oa]s?|aqui|uw|jouw|ons|onze|wij|deze\s(?:web)?(?:site|pagina)|"
    r"вы|вас|вам|ваш\w*|наш\w*|мы|нам|здесь|этот\sсайт)\b|"
    r"\b(?:may|can)\s?not\sbe\s(?:published|reproduced|copied|republished|used|broadcast|rewritten)|"
    r"ください|下さい|いただけ|ご覧|お読み|お申し込み|ご登録|ご利用|禁じ|禁止|無断|当サイト|この記事|本サイト|请|請|本站|您|本文",
    re.IGNORECASE,
)
_FORMAL = re.compile(r"\w,?\s(?:Sie|Ihr|Ihre[nmrs]?|Ihnen)\b")  # in capitals within a German sentence: the reader
# "Subscribe to …", "Read our …": an order, when a word follows that no noun in front of it takes
_ORDER = re.compile(
    r"(?:sign|subscribe|register|join|get|receive|follow|share|click|read|watch|listen|send|e-?mail|contact|download|submit|"
    r"leave|log|scroll|see|view|visit|tell|write|add|enter|continue|keep|have|help|support|become|create|use|try|"
    r"want|support|donate|abonnieren|registrieren|print|bookmark|tweet|call|discuss|check|stay|discover|explore|shop|buy)"
    r"(?:\s?(?:up|in|out|on|back))?\s(?:to|for|now|here|today|us|me|our|the|this|with|and|or|a|an|all|it|more|your|"
    r"free|at|via|below|reading|from|these|my|by)\b",
    re.IGNORECASE,
)
# A label before its text ("Photo: …", "FILE - …", "© …") makes a form, unless a sentence goes on behind it in small
# letters ("Video: a film club shows what the fire left behind.").
_LABELLED = re.compile(
    r"©|\(c\)|\[[^.!?]+[.!?]\s|file\s*[-–—]|(?-i:MOST READ|READ MORE|READ ALSO|ALSO READ|SEE ALSO|RELATED|MORE ON)\b|"
    r"[^\W\d_][\w '’-]{1,24}?\s?[:：|](?!\s(?-i:[a-zß-öø-ÿ]))",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|www\.|\S@\S|\b\w+\.(?:com|org|net|info|co\.\w\w)\b|[©→»]")
_LONG = 9  # words of a sentence that needs no known verb


def reads_as_sentence(text: str) -> bool:
    """Say whether a line reads as a sentence that tells something: ended, with a finite verb, not to the reader.

    Args:
        text: One line without surrounding space or bullet.
    """
    if not _ENDED.search(text) or _LABELLED.match(text):
        return False
    return tells(text)


def tells(text: str) -> bool:
    """Say whether a line tells something: it has a finite verb or many words, and does not speak to the reader."""
    if addresses_reader(text):
        return False
    words = _WORD.findall(text)
    if len(words) < 3:
        return bool(len(text) >= 10 and _UNSPACED_END.search(text))
    orders = bool(_ORDER.match(text)) and not _TOLD.search(text)
    for word in words[1:]:
        small = word.casefold()
        if small in _FINITE or (not orders and small == word and _PAST.fullmatch(small)):
            return True
    return not orders and len(words) >= _LONG


@functools.lru_cache(maxsize=16384)  # what serves a page stands on many
def serves_the_page(text: str) -> bool:
    """Say whether a sentence is suspect: it speaks to the reader or of the page, gives an order, or has a link."""
    return addresses_reader(text) or bool(_ORDER.match(text)) or bool(_LINK.search(text))


def addresses_reader(text: str) -> bool:
    """Say whether a line speaks to the reader or of the page itself, quotations aside."""
    plain = without_quotes(text)
    return bool(_ADDRESS.search(plain) or _FORMAL.search(plain))


def without_quotes(text: str) -> str:
    """Return a line with a space for each of its quotations."""
    return _QUOTED.sub(" ", text)
