"""Known forms of lines that are never body: time stamps, share bars, credits, notices, section headers.

Called by `cleaning.classify` with the short lines that carry a cue; each distinct line is looked at once.
A form is a reason in the ledger, and a strength: a line that is left out for certain, a line that also opens a section
(a ranking, the comments), or a hint to the model only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dedup.cleaning.cues import CUE

# The ledger's vocabulary; its order is the number of each reason in the compiled tables.
REASONS: tuple[str, ...] = (
    "body", "navigation", "title", "timestamp", "byline", "dateline", "credit", "caption", "share_bar", "login",
    "subscription", "cookie_notice", "comments", "advertisement", "related", "ranking", "sidebar", "copyright",
    "contact", "url", "metadata", "keyword_list", "publisher_block", "repeat", "furniture", "reading_aid", "note", "summary",
)  # fmt: skip
REASON = {reason: number for number, reason in enumerate(REASONS)}

HINT, CERTAIN, SECTION = 0, 1, 2


class Form(NamedTuple):
    """What a line's wording says: the number of a reason, and how strongly."""

    reason: int
    strength: int


NO_FORM = Form(0, HINT)

_MONTH = (
    r"jan(?:uary|uar|vier|\.)?|feb(?:ruary|ruar|\.)?|f[ée]vr(?:ier|\.)?|mar(?:ch|s|zo|\.)?|m[äa]rz|apr(?:il|ile|\.)?|"
    r"avr(?:il|\.)?|ma[iy]o?|june?|juni|juin|giugno|july?|juli|juil(?:let|\.)?|luglio|aug(?:ust|\.)?|ao[uû]t|agosto|"
    r"sept?(?:ember|embre|iembre|\.)?|settembre|o[ck]t(?:ober|obre|ubre|\.)?|ottobre|nov(?:ember|embre|iembre|\.)?|"
    r"de[cz](?:ember|embre|\.)?|d[ée]c(?:embre|\.)?|diciembre|dicembre|enero|febrero|abril|junio|julio|"
    r"gennaio|febbraio|aprile|maggio"
)
_DAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|mi[ée]rcoles|jueves|viernes|"
    r"s[áa]bado|domingo|today|yesterday|heute|gestern|aujourd.hui"
)
_LABEL = (
    r"published|posted|updated?|last\s+(?:updated?|modified)|modified|created|first\s+published|date|publi[ée]e?|"
    r"mis(?:e)?\s+[àa]\s+jour|ver[öo]ffentlicht|aktualisiert|stand|publicado|actualizado|pubblicato|aggiornato|released?|"
    r"issued|filed|added|am|le|on|at|um|vom|del|de|du|[àa]|a\s+las|el|from|last|upd"
)
_ZONE = r"utc|gmt|[ecmp][sd]?t|jst|kst|ist|bst|cest?|msk|et|uhr|aest|aedt|hkt|sgt|z|local\s+time"
_STAMP = re.compile(
    rf"(?:[\s|,.;:•·\-–—/()@|]|\b(?:{_LABEL}|{_MONTH}|{_DAY}|{_ZONE}|[ap]\.?\s?m\.?|h|o'clock|"
    r"min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|ago|read|th|st|nd|rd)(?![^\W\d_])\.?|"
    r"\d{1,4}(?:st|nd|rd|th|er|º|h(?:\d\d)?|[ap]m)?(?!\d)|t(?=\d)|(?<=\d)t|[+-]\d{4}|[年月日時分時間前更新公開配信(月火水木金土)曜])+",
    re.IGNORECASE,
)
_STAMP_DIGIT = re.compile(r"\d")

# Certain: the whole line is the form. A pattern is matched against the line without leading bullets and brackets.
_CERTAIN: tuple[tuple[str, str], ...] = (
    ("url", r"(?:https?://|www\.)\S+"),
    ("metadata", r"/{1,2}\w[\w/:*.-]*(?:\[@?[^\]]*\])?(?:/[@\w:*.()\[\]='\"-]+)+"),
    ("metadata", r"[a-z]{2}[_-][A-Z]{2}"),
    ("metadata", r"(?:og|twitter|article|fb|dc):[\w:]+.{0,80}"),
    ("metadata", r"\d{1,4}"),
    ("contact", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("contact", r"\+?\(?\d[\d\s().\-/]{6,}\d(?:\s*\(?[\w ]{0,12}\)?)?"),
    ("contact", r"(?:tel|phone|fax|e-?mail|t[ée]l|telefon|mail)\b\.?\s*[:.]?\s*[+\w(][^.!?]{2,60}"),
    ("copyright", r"(?:©|\(c\)|copyright\b).{0,240}"),
    ("copyright", r".{0,100}\b(?:all rights reserved|tous droits r[ée]serv[ée]s|alle rechte vorbehalten|"
                  r"todos los derechos reservados|tutti i diritti riservati|無断転載|all rights? ®)\b.{0,140}"),
    ("copyright", r"(?:this material|this content|this story|the information contained) .{0,30}(?:may not|cannot) be "
                  r"(?:published|reproduced|copied|republished|used|broadcast).{0,160}"),
    ("comments", r"(?:no|\d[\d,.]*|add|view|see|read|show|hide|leave|post|write|load|all)?\s*(?:a|the|your|all|more|new)?\s*"
                 r"(?:\d[\d,.]*\s*)?(?:comments?|replies|reply|responses?|kommentare?|commentaires?|comentarios?|commenti)"
                 r"(?:\s*(?:\(?\d*\)?|off|on|here|now|below|closed|are closed|section|policy|guidelines|this article|on this .{3,20}|[↓▼+]))?"
                 r"[.:!…]*"),
    ("comments", r"(?:scroll down|join|log ?in|sign in|register|login|se connecter)\b.{0,30}\b(?:to|pour)\b.{0,12}"
                 r"(?:comment|reply|commenter|conversation|discussion).{0,20}"),
    ("comments", r"(?:join the (?:conversation|discussion)|have your say|what do you think\?|discuss|start the conversation).{0,40}"),
    ("comments", r"コメント(?:する|を書く|を見る|\s*[(（]?\d*[)）]?)"),
    ("login", r"(?:(?:user|facebook|forgot(?:ten)?|lost|reset|your|my|new|already|not)\s+)*(?:log ?in|log ?out|log ?on|sign ?in|"
              r"sign ?out|sign ?up|register|registration|account|password|username|anmelden|registrieren|connexion|"
              r"s'identifier|se connecter|iniciar sesi[óo]n|accedi|ログイン|新規登録|会員登録)"
              r"(?:[\s/|,]+(?:or|and|to|with|your|here|now|up|in|an?|log ?in|login|sign|register|account|password|signup|facebook|\w+ account))*[?!.:]?"),
    ("login", r"(?:facebook|twitter|google)\s+(?:users|connect|login)"),
    ("login", r"use your (?:facebook|google|twitter|apple).{0,160}(?:log ?in|register|sign).{0,200}"),
    ("login", r"(?:please )?(?:verify you'?re not a robot|re-?enter|invalid email).{0,80}"),
    ("subscription", r"newsletters? sign ?up\b.*|sign up (?:for|to)\b.{0,300}(?:newsletter|e-?mails?|alerts?|privacy policy|inbox)\b.*"),
    ("subscription", r"(?:sign ?up|subscribe|register|abonnez-vous|inscrivez-vous|jetzt abonnieren|suscr[íi]bete|iscriviti)\b.{0,160}"),
    ("subscription", r"(?:.{0,40}\b)?(?:newsletter|daily briefing|e-?mail alerts?|breaking news (?:emails?|alerts?)|メールマガジン|メルマガ)\b.{0,40}"
                     r"(?:sign|subscri|inbox|deliver|daily|free|privacy|abonn|登録|購読)?.{0,80}"),
    ("subscription", r"(?:get|receive|have) (?:the|our|your|all|today's|breaking|top|daily).{0,80}\b(?:inbox|newsletter|e-?mail|alerts?|delivered)\b.{0,120}"),
    ("subscription", r"(?:to )?(?:continue|keep|read) (?:reading|the full (?:story|article)).{0,60}(?:subscri|log|sign|account|trial).{0,60}"),
    ("subscription", r"(?:to read the full (?:story|article)|this (?:article|content) is (?:for|only available to) subscribers|"
                     r"already a (?:subscriber|member)\??|subscribers? only|premium|article r[ée]serv[ée] (?:aux|à nos) abonn[ée]s|"
                     r"有料会員.{0,30}|この記事は有料.{0,40}|残り.{0,8}文字).{0,80}"),
    ("cookie_notice", r".{0,120}\b(?:uses? cookies|use of cookies|our cookie|cookie (?:policy|settings|notice)|accept (?:all )?cookies|"
                      r"utilis\w+ (?:des|de) cookies|verwende\w* cookies|utiliza\w* cookies|usa (?:i )?cookie|クッキー|cookies? to )\b.{0,240}"),
    ("advertisement", r"(?:advertisements?|advertising|ads?|anzeige|werbung|publicit[ée]|publicidad|pubblicit[àa]|sponsored|promoted|広告|PR|"
                      r"supported by|paid (?:post|content)|sponsored (?:content|links?|by .{0,30}))\s*[:.]?"),
    ("advertisement", r"(?:(?:advertisement|publicit[ée])\W*)?(?:(?:article|story|post)\s+)?continue[sd]?\s+(?:reading\s+)?(?:below|after|the main story|"
                      r"apr[èe]s).{0,40}"),
    ("advertisement", r"(?:advertisement|anzeige|werbung)\b.{0,40}"),
    ("share_bar", r"(?=.*[^\W\d_])(?:(?:share|tweet|pin|like|e-?mail|print|save|bookmark|send|copy link|link|facebook|twitter|whatsapp|linkedin|pinterest|reddit|tumblr|"
                  r"google\s?\+?|flipboard|messenger|telegram|instagram|youtube|rss|x|bluesky|threads|sms|more|partager|teilen|drucken|"
                  r"compartir|condividi|シェア|ツイート|ブックマーク|はてな|on|via|by|to|with|this|it|story|article|page|a friend|using|your|"
                  r"(?:in|opens in) (?:a )?new window|\d+|shares?)[\s:,|/·•+()]*){1,14}"),
    ("share_bar", r"(?:share|print|bookmark|tweet|send|partager|teilen)\b(?: or share)?(?: this)?.{0,40}(?:story|article|page|post|link|friends?)\b.{0,40}"),
    ("share_bar", r"read or share this story.{0,80}"),
    ("share_bar", r"follow (?:us|me|@|\w+(?: \w+)? on (?:twitter|facebook|instagram)).{0,80}"),
    ("navigation", r"(?:skip to|jump to|back to|go to|return to|zur[üu]ck|retour|volver|torna|toggle|open|close|show|hide|menu|click here|"
                   r"tap here)\b.{0,50}"),
    ("navigation", r"(?:home|menu|search|more|next|previous|prev|top|news|close|print|contact(?: us)?|about(?: us)?|help|faqs?|sitemap|careers|"
                   r"edition|sections?|categories|archives?|tags?|topics?|loading|see all|view all|show more(?: / show less)?|load more|"
                   r"startseite|accueil|inicio|suche|rechercher?|kontakt|impressum|datenschutz|agb|mentions l[ée]gales|"
                   r"terms(?: (?:of (?:use|service)|& conditions|and conditions))?|privacy(?: policy)?|disclaimer|accessibility|"
                   r"ホーム|メニュー|検索|トップ(?:ページ)?|次へ|前へ|もっと見る|一覧)"
                   r"(?>\s*[|/·•,>»&-]+[\w ]{1,20}|\s+(?:home|menu|search|more|next|previous|news|contact(?: us)?|about(?: us)?|help|"
                   r"terms|privacy|sitemap)\b)*+\s*[|»>]*"),
    ("reading_aid", r"(?:scroll (?:down )?(?:for|to)\b.{0,30}|listen to (?:this )?(?:article|story).{0,20}|reading time.{0,20}|\d+ min(?:ute)?s?(?: read)?|"
                    r"image \d+ ?(?:of|/) ?\d+|\d+ ?(?:/|of) ?\d+|slide ?show.{0,30}|view (?:slide ?show|gallery|photos?).{0,30}|"
                    r"now playing:?.{0,80}|play (?:video|slide ?show)|watch(?: now| live| video|: ).{0,60}|(?:video|photos?|image|gallery|audio|more|close|x|"
                    r"enlarge|zoom|caption|toggle caption|replay|live|edition|save|listen)|hide caption.{0,20}|back to gallery|go to permalink|"
                    r"click (?:to|for|on|here)\b.{0,60}|font size.{0,20}|read aloud|text size.{0,20})[.:]?"),
    ("reading_aid", r"media playback is (?:un|not )supported.{0,120}|(?:your|this) browser does not support.{0,80}"),
    ("caption", r"(?:photo|image|picture|foto|bild|video|graphic|illustration|cr[ée]dits?(?: photo)?|credit|source|photo(?:graph)? (?:by|illustration|credit)|"
                r"image (?:credit|source|copyright|caption)|screenshot|file photo|写真|画像)\s*(?::|by\b|\|).{1,160}"),
    ("caption", r"file\s*[-–—].{10,}"),
    ("caption", r"(?:photo(?:graph)?s?|pictures?|images?) (?:of|from|shows?|taken|by|courtesy)\b.{2,120}[^.!?]"),
    ("caption", r".{0,500}\b(?:reuters|ap|afp|getty images|epa|pa)\s?/\s?\w[\w.'’-]+(?: \w[\w.'’-]+){0,3}(?: via \w+)?\.?"),
    ("contact", r"(?:(?:do you have|have you got|got) (?:a|any) (?:story|tip|question|news|photo|video)s?\b.{0,200}|"
                r"(?:e-?mail|call|contact|write to|send) (?:us|me|the (?:writer|author|newsroom))\b.{0,120})"),
    ("caption", r".{0,800}\b(?:hide|show|toggle) caption\b.{0,40}"),
    ("caption", r"(?:featured )?image (?:via|credit|courtesy|from|by)\b.{0,80}"),
    ("caption", r"\(?[^.!?]{0,80}\((?:photo|image|ap|afp|reuters|getty|epa|courtesy|file|credit)\b[^()]{0,80}\)\.?"),
    ("caption", r".{0,400}[(\[]\s*(?:[\w .]{0,30}\b(?:photo|foto|image|photograph)\b.{0,60}|[^()]{0,60}/(?:ap|afp|reuters|getty(?: images)?|epa|associated press|"
                r"bloomberg|shutterstock)\b[^()]{0,40}|[^()]{0,40}getty images[^()]{0,40}|courtesy (?:of |photo).{0,60})\s*[)\]]\.?"),
    ("caption", r".{0,80}\b(?:ap photo|afp photo|getty images|getty|shutterstock|reuters)\s*(?:[/|].{0,60})?"),
    ("caption", r"(?:getty(?: -? ?contributor)?|getty images|reuters|ap|afp|epa|pa|bbc|swns|rex(?: features)?|alamy|splash news|twitter|instagram|facebook|"
                r"shutterstock)(?:\s?[/•|]\s?\w+)? [A-Z].{20,200}[^.!?]"),
    ("caption", r"(?:photos?|image|pictured|gallery|slideshow|video): ?.{0,200}"),
    ("related", r"(?:[>»►▶]\s*)?(?:read more|read also|also read|see also|see more|more|more-in|related|related (?:story|article|news|link|video|coverage|content|posts?)s?|recommended|"
                r"watch|must read|you (?:may|might) (?:also|like)|don'?t miss|lire aussi|[àa] lire(?: aussi)?|voir aussi|lesen sie (?:auch|mehr)|mehr zum thema|"
                r"lee tambi[ée]n|leggi anche|lees ook|関連記事|関連ニュース|あわせて読みたい|【関連】|★関連)\s*[:：|»>-].{0,200}"),
    ("related", r"(?:read more|also read|see also|more-in|read on|lire aussi|continue reading|full (?:story|article)(?: here)?|read (?:the )?(?:full|rest|more|whole|original)\b.{0,60}|"
                r"mehr lesen|weiterlesen|lire la suite|leer m[áa]s|続きを読む|関連記事)[.:…»>→ ]*"),
    ("related", r"\[.{10,160}\]"),
    ("note", r"_{3,}|[-=*~•·.]{1,}|[—–]{1,}"),
    ("note", r"\((?:reporting|additional reporting|editing|writing|edited|compiled|with (?:inputs|files|agencies)|source)\b.{0,300}\)?"),
)  # fmt: skip

# Section headers: what follows is not body until prose comes again.
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("ranking", r".{0,24}\b(?:popular(?: articles?| stories| posts?)?|ranking|most (?:read|viewed|popular|shared|commented|recent)|trending(?: now)?|top stories|"
                r"les plus (?:lus|partag[ée]s)|meistgelesen|lo m[áa]s (?:le[íi]do|visto)|pi[ùu] letti)\b.{0,12}"),
    ("ranking", r".{0,12}(?:ランキング|人気記事|よく読まれ|アクセス数).{0,12}"),
    ("related", r"(?:related|recommended|similar|suggested|latest|more)\s+(?:articles?|stor(?:y|ies)|content|coverage|news|posts?|links?|topics?|reading|videos?|headlines|for you)\b.{0,20}"),
    ("related", r"(?:more|latest|also) (?:from|on|in|about|by)\b.{2,40}|you (?:may|might) (?:also )?(?:like|be interested).{0,30}|what to read next|"
                r"from (?:the|around the|our) (?:web|archives?|partners?)|around the web|editor'?s (?:picks?|choice)|don'?t miss|up next|read next|"
                r"(?:sur|dans) le m[êe]me (?:sujet|th[èe]me)|[àa] lire (?:aussi|[ée]galement)|articles li[ée]s|mehr zum thema|das k[öo]nnte (?:sie|dich).{0,30}|"
                r"noticias relacionadas|articoli correlati|関連(?:記事|ニュース|トピック).{0,10}|おすすめ(?:記事|情報)?|新着(?:記事|ニュース)?|最新ニュース|あわせて読みたい"),
    ("sidebar", r"articles, offers.{0,40}|(?:useful )?(?:resources|links)|offers|our (?:other )?(?:sites|network|apps).{0,20}"),
    ("comments", r"\d[\d,]*\s+(?:comments?|responses?|thoughts?|replies|kommentare|commentaires|comentarios|reader comments)\s+(?:to|on|for|about|zu|sur|en|so far)\b.{0,200}|"
                 r"(?:showing|viewing) \d+ .{0,20}comments?.{0,40}|comments? (?:from|by) .{0,40}|(?:leave|post|write|add|submit) (?:a|your) (?:reply|comment|response).{0,60}"),
    ("comments", r"(?:\d[\d,]*\s+)?(?:comments?|kommentare|commentaires|comentarios|コメント)\s*(?:\(\d+\))?:?|leave a (?:reply|comment)|login to (?:leave a )?comment|"
                 r"(?:\d+ )?(?:responses?|thoughts?) (?:to|on) [“\"‘'].{3,150}"),
)  # fmt: skip

_FLAGS = re.IGNORECASE | re.DOTALL
_ALL_CUES = 0xFFFF


def _cues(*groups: str) -> int:
    return sum(CUE[group] for group in groups)


# A reason's patterns are tried only on lines that carry one of these cues or marks, or none of the words of which
# could be a cue (unspaced scripts): that spares a paragraph some forty patterns.
_GATES: dict[str, int] = {
    "comments": _cues("comment", "account"), "login": _cues("account", "share"), "subscription": _cues("account", "act", "related"),
    "cookie_notice": _cues("policy"), "advertisement": _cues("advert", "act", "site"), "share_bar": _cues("share", "act"),
    "navigation": _cues("act", "site", "related", "policy", "copyright"), "reading_aid": _cues("photo", "act", "stamp", "policy", "site"),
    "caption": _cues("photo", "agency", "share"), "related": _cues("related", "act"), "ranking": _cues("related"),
    "sidebar": _cues("related", "site"), "copyright": _cues("copyright"), "contact": _cues("reach"),
}  # fmt: skip
_FORM_PATTERNS = [
    (Form(REASON[reason], strength), _GATES.get(reason, 0), re.compile(pattern, _FLAGS))
    for strength, patterns in ((SECTION, _SECTIONS), (CERTAIN, _CERTAIN))
    for reason, pattern in patterns
]
_RELATED_CUES = _cues("related", "act")
# A link to another story printed into the text, its label run together with the headline.
_INLINE_RELATED = re.compile(
    r"(?:Also [Rr]ead|ALSO READ|Read [Mm]ore|READ MORE|Read [Aa]lso|READ ALSO|See [Aa]lso|SEE ALSO|MOST READ(?: IN [A-Z &]+)?|"
    r"MORE ON [A-Z &]+|Related|RELATED|RELATED ARTICLES|Lire [Aa]ussi|LIRE AUSSI|More: |MORE: |WATCH: |more on [a-z ]+(?= [A-Z]{3}))\s+"
    r"[A-Z‘“'\"0-9][\w’']*\s+[A-Z‘“'\"0-9(a-z].{8,}"
)
# Names in capitals only: the one form in which case decides.
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]*"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY|Par|Von|Por|Di|Author|Written by|Reported by|Autor|Auteur)\s*:?\s+(?:the\s+)?{_NAME}"
    rf"(?:(?:\s*[,|/&•·]\s*|\s+|\s+(?:and|und|et|y|in|of|for|at|the|von|van|de|der|la|le|du|with)\s+){_NAME})*"
    r"(?:[,|\s]+[\w.]+@[\w.]+|\s*[|,•·–-].{0,60})?"
)
_LEAD = re.compile(r"^[\s•·*►▶■●▪‣>»|\-–—_]+(?=\w|[(\[©@])")


def is_stamp(text: str) -> bool:
    """Say whether a line is nothing but a date or a time with its labels."""
    return len(text) <= 120 and bool(_STAMP_DIGIT.search(text)) and bool(_STAMP.fullmatch(text)) and _dated(text)


_DATED = re.compile(
    rf"\b(?:{_MONTH}|{_DAY}|ago|{_LABEL})\b|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d:\d\d|年|月|\d\s?[ap]\.?m|\bmin\b|時間前|分前",
    re.IGNORECASE,
)


def _dated(text: str) -> bool:
    return bool(_DATED.search(text))


def form_of(text: str, cues: int = _ALL_CUES, marked: bool = True) -> Form:
    """Return the known form of a line, or `NO_FORM`.

    Args:
        text: One line without surrounding space.
        cues: The cue groups that its words belong to, as bits.
        marked: Whether it holds a sign (a link, an arrow, brackets …) or no spaced words, so that every pattern counts.
    """
    if is_stamp(text):
        return Form(REASON["timestamp"], CERTAIN)
    bare = _LEAD.sub("", text).rstrip()
    for form, gate, pattern in _FORM_PATTERNS:
        if (marked or gate & cues) and pattern.fullmatch(bare):
            return form
    if cues & _RELATED_CUES and _INLINE_RELATED.match(bare):
        return Form(REASON["related"], CERTAIN)
    if len(bare) <= 160 and _BYLINE.fullmatch(bare):
        return Form(REASON["byline"], CERTAIN)
    return NO_FORM
