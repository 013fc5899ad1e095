"""Words that boilerplate is made of, by group, and the compiled table that finds them and stop words in one look-up.

A cue decides nothing by itself: it is a feature of a line, and says which lines the known forms in `cleaning.forms` are
worth trying on.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# At most 16 groups: each is one bit of a word's value in the compiled table.
CUE_WORDS: dict[str, str] = {
    "share": """share shares tweet facebook twitter whatsapp linkedin pinterest instagram reddit flipboard telegram
        youtube print bookmark permalink partager partagez teilen drucken compartir condividi delen paylas compartilhe
        compartilhar artikeln artikkelen artiklen artikkeli udostepnij sdilet""",
    "comment": """comment comments reply replies commentaire commentaires kommentar kommentare comentario comentarios
        commenti reacties conversation""",
    "account": """login log logged register registration signin signup sign subscribe subscribed subscriber subscribers
        subscription newsletter newsletters inbox password account member membership unsubscribe abonnez abonne abonnes
        abonnement abonnieren anmelden anmeldung registrieren connexion inscription inscrivez suscribete suscripcion
        iscriviti alerts notifications""",
    "copyright": """copyright rights reserved droits reserves vorbehalten derechos reservados redistributed rewritten
        syndication permissions impressum reproduced republished""",
    "photo": """photo photos photograph photographs photographer image images picture pictures pictured caption captions
        slideshow gallery video videos getty shutterstock illustration file foto fotos bild bilder imagen galerie
        screenshot screengrab courtesy play playing playback""",
    "related": """related read more also recommended recommend trending popular most latest next previous lire aussi
        mehr lesen lea leggi ranking viewed recent archives categories category tags tagged topics keywords filed
        schlagworter themen etiquetas stories articles lees leia tambem tambien читайте также czytaj takze lue myos
        ocksa ogsa ayrica""",
    "policy": """cookie cookies privacy terms policy policies consent conditions disclaimer datenschutz confidentialite
        mentions agb javascript browser kakor informasjonskapsler evasteita cerez cerezleri""",
    "calendar": """january february march april may june july august september october november december jan feb mar
        apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu
        fri sat sun janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi
        mercredi jeudi vendredi samedi dimanche januar februar marz juni juli oktober dezember montag dienstag mittwoch
        donnerstag freitag samstag sonntag enero febrero marzo abril mayo junio julio agosto septiembre octubre
        noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre""",
    "stamp": """view views vote votes likes posted published updated modified amended publie mis jour veroffentlicht
        aktualisiert stand publicado actualizado pubblicato ago min mins minutes gmt utc est edt pst pdt cst
        cdt jst bst cet cest ist uhr""",
    "by": """by _by par _par von _von por _por di autor auteur written reported author authors reporter correspondent
        staff writer editor editors contributor redaktion""",
    "agency": """reuters ap afp kyodo jiji dpa efe ansa xinhua tass interfax sputnik bloomberg upi pti yonhap apa epa
        belga associated press agence swns rex alamy splash bbc pa cnn""",
    "advert": """advertisement advertisements advertising advert ad ads sponsored sponsor promoted anzeige werbung
        publicite publicidad pubblicita""",
    "act": """click tap here continue scroll watch listen view see follow join download send submit enter search find
        close back top skip toggle expand hide show buy shop order volver torna zuruck retour
        klicken hier weiter suche cliquez ici""",
    "site": """home menu contact contacts about faq help sitemap careers jobs site website web feed rss feeds app apps
        startseite kontakt accueil inicio navigation""",
    "reach": "email mail tel telephone phone fax call address hotline courriel telefon",
    "person": """i me my mine im ive you your yours thanks thank lol hi hello je tu toi merci ich du mir mich dir dein
        danke yo gracias io grazie""",
}  # fmt: skip
_SLOTS = 2048
CUE = {group: 1 << bit for bit, group in enumerate(CUE_WORDS)}


@functools.cache
def word_table() -> NDArray[np.uint64]:
    """Return the table of all stop words and cue words by the hash of their token, uint64[2, slots].

    A word stands in one of two slots (Pagh and Rodler 2004), so that a look-up takes no branch: in row 0 at its hash's
    lowest bits, or in row 1 at those from bit 12 on. An entry is the upper half of the hash over 32 bits of value: bits
    0-15 the languages in which it is a stop word (in the order of `LANGUAGES`), bits 16-31 the cue groups.
    """
    import numpy as np

    from dedup.text.stopwords import STOP_WORDS
    from dedup.text.tokens import tokenize

    bits: dict[int, int] = {}
    for shift, lists in ((0, STOP_WORDS), (16, CUE_WORDS)):
        for bit, words in enumerate(lists.values()):
            for token in tokenize(words).hashes:
                bits[int(token)] = bits.get(int(token), 0) | 1 << (shift + bit)
    held: dict[tuple[int, int], int] = {}
    for word in sorted(bits):
        token, row = word, 0
        for _ in range(_SLOTS):
            slot = (row, token >> 12 * row & _SLOTS - 1)
            moved = held.get(slot)
            held[slot] = token
            if moved is None:
                break
            token, row = moved, 1 - row
        else:
            raise RuntimeError("more words than the table takes")
    table = np.zeros((2, _SLOTS), np.uint64)
    for slot, token in held.items():
        table[slot] = token >> 32 << 32 | bits[token]
    return table
