"""Words that page furniture is made of, by group, and the compiled table that finds them and stop words in one look-up.

Called by `cleaning.scan`. A cue decides nothing by itself: it is a feature of a line, and says which lines the known
forms in `cleaning.forms` are worth trying on.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# At most 16 groups: each is one bit of a word's value in the compiled table.
CUE_WORDS: dict[str, str] = {
    "share": """share shares tweet facebook twitter whatsapp linkedin pinterest instagram reddit flipboard telegram
        youtube print bookmark permalink partager partagez teilen drucken compartir condividi delen""",
    "comment": """comment comments reply replies commentaire commentaires kommentar kommentare comentario comentarios
        commenti reacties conversation""",
    "account": """login log logged register registration signin signup sign subscribe subscribed subscriber subscribers
        subscription newsletter newsletters inbox password account member membership unsubscribe abonnez abonne abonnes
        abonnement abonnieren anmelden anmeldung registrieren connexion inscription inscrivez suscribete suscripcion
        iscriviti alerts notifications""",
    "copyright": """copyright rights reserved droits reserves vorbehalten derechos reservados redistributed rewritten
        syndication permissions impressum""",
    "photo": """photo photos photograph photographs photographer image images picture pictures pictured caption captions
        slideshow gallery video videos getty shutterstock illustration file foto fotos bild bilder imagen galerie
        screenshot screengrab courtesy play playing playback""",
    "related": """related read more also recommended recommend trending popular most latest next previous lire aussi
        mehr lesen lea leggi ranking viewed recent archives categories tags topics stories articles""",
    "policy": """cookie cookies privacy terms policy policies consent conditions disclaimer datenschutz confidentialite
        mentions agb javascript browser""",
    "calendar": """january february march april may june july august september october november december jan feb mar
        apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu
        fri sat sun janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi
        mercredi jeudi vendredi samedi dimanche januar februar marz juni juli oktober dezember montag dienstag mittwoch
        donnerstag freitag samstag sonntag enero febrero marzo abril mayo junio julio agosto septiembre octubre
        noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre""",
    "stamp": """view views vote votes likes posted published updated modified publie mis jour veroffentlicht
        aktualisiert stand publicado actualizado pubblicato ago min mins minutes gmt utc est edt pst pdt
        cst cdt jst bst cet cest ist uhr""",
    "by": """by par von por di autor auteur written reported author authors reporter correspondent staff writer editor
        editors contributor redaktion""",
    "agency": """reuters ap afp kyodo jiji dpa efe ansa xinhua tass interfax sputnik bloomberg upi pti yonhap apa epa
        belga associated press agence swns rex alamy splash bbc pa cnn""",
    "advert": """advertisement advertisements advertising advert ad ads sponsored sponsor promoted anzeige werbung
        publicite publicidad pubblicita""",
    "act": """click tap here continue scroll watch listen view see follow join download send submit enter search find
        close back top skip toggle expand hide show buy shop order klicken hier weiter suche cliquez ici""",
    "site": """home menu contact contacts about faq help sitemap careers jobs site website web feed rss feeds app apps
        startseite kontakt accueil inicio navigation""",
    "reach": "email mail tel telephone phone fax call address hotline courriel telefon",
    "person": """i me my mine im ive you your yours thanks thank lol hi hello je tu toi merci ich du mir mich dir dein
        danke yo gracias io grazie""",
}  # fmt: skip
CUE = {group: 1 << bit for bit, group in enumerate(CUE_WORDS)}


class WordTable(NamedTuple):
    """Stop words and cue words by the hash of their token.

    Attributes:
        keys: uint64[4096], open addressing; 0 is empty.
        values: uint32[4096], bits 0-15 the languages (in the order of `LANGUAGES`), bits 16-31 the cue groups.
    """

    keys: NDArray[np.uint64]
    values: NDArray[np.uint32]


@functools.cache
def word_table() -> WordTable:
    """Return the table of all stop words and cue words."""
    import numpy as np

    from dedup.text.stopwords import STOP_WORDS
    from dedup.text.tokens import tokenize

    bits: dict[int, int] = {}
    for shift, lists in ((0, STOP_WORDS), (16, CUE_WORDS)):
        for bit, words in enumerate(lists.values()):
            for token in tokenize(words).hashes:
                bits[int(token)] = bits.get(int(token), 0) | 1 << (shift + bit)
    keys = np.zeros(4096, np.uint64)
    values = np.zeros(4096, np.uint32)
    for token, value in sorted(bits.items()):
        slot = token & 4095
        while keys[slot]:
            slot = (slot + 1) & 4095
        keys[slot], values[slot] = token, value
    return WordTable(keys, values)
