"""The words that stand beside a printed date: what it is the date of, and what joins it to its time."""

from __future__ import annotations

import re
from typing import Literal

Label = Literal["", "published", "updated", "other"]

_UPDATED = r"""
    (?<!\w)(?:(?:last|latest)\s+)?(?:updated?|upd|modified|edited|revised|corrected|refreshed|amended)(?!\w)
    |mise?\s+[àa]\s+jour|modifiée?(?!\w)|actualisée?(?!\w)|aktualisiert|aktualisierung|geändert|bearbeitet
    |actualizad[oa]|actualización|modificad[oa]|atualizad[oa]|atualização|aggiornat[oa]|aggiornamento
    |bijgewerkt|gewijzigd|uppdatera[dt]|oppdatert|opdateret|ændret|päivitetty|muokattu|frissítve|módosítva
    |aktualizacja|zaktualizowano|aktualizováno|aktualizované|upraveno|actualizat|ažurirano
    |обновлен[оа]|обновлён|изменен[оа]|оновлено|актуализиран[оа]|ажурирано|ενημερώθηκε|τελευταία\s+ενημέρωση
    |güncelleme|güncellendi|güncellenme|diperbarui|dikemas\s?kini|pembaruan|cập\s+nhật|แก้ไข|อัปเดต
    |تحديث|تحدیث|به\s?‌?روز\s?‌?رسانی|اپ\s?ڈیٹ|עודכן|עדכון|अपडेटेड?|अद्यतन|আপডেট
    |更新|修改|最終修正|수정|업데이트
"""
_PUBLISHED = r"""
    (?<!\w)(?:first\s+)?(?:published|posted|publication|released|issued|filed|created|uploaded|pubdate)(?!\w)
    |publiée?(?!\w)|parue?(?!\w)|posté|veröffentlich(?:t|ung)|erstellt|erschienen|vom|publicad[oa]|publicación|creado
    |pubblicat[oa]|gepubliceerd|geplaatst|publicerad|publisert|offentliggjort|publiceret|udgivet|julkaistu|megjelent
    |opublikowano|publikacja|publikováno|vydáno|zveřejněno|publicat|postat|objavljeno|опубликован[оа]|дата\s+публикации
    |опубліковано|публикуван[оа]|објављено|δημοσιεύ(?:θηκε|τηκε)|yayın(?:lanma|landı)|giriş|eklenme|diterbitkan|dipublikasikan
    |diunggah|đăng|เผยแพร่|نُ?شر|تاريخ\s+النشر|انتشار|شائع|פורסם|प्रकाशित|पब्लिश\w*|প্রকাশ
    |公開|配信|掲載|投稿|発表|发布|發布|发表|發表|刊登|입력|등록|승인|송고|발행|게재
"""
_OTHER = r"""
    ©|\(c\)|(?<!\w)(?:copyright|accessed|retrieved|archived|crawled|captured|expires?|until|till|deadline|event|born|died|since
    |starts?|begins?|ends?|doors|due|taken|photographed|joined|member|established|founded|valid|effective|comments?)(?!\w)
    |(?<!\w)(?:geboren|gestorben|abgerufen|gültig|stichtag|consulté|né|née|décédé|consultado|nacido|visitato)(?!\w)
    |閲覧|開催|締切|访问|生于|出生|출생|마감
"""


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\n\s*", "", pattern), re.IGNORECASE)


LABELS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    ("updated", _compiled(_UPDATED)),
    ("published", _compiled(_PUBLISHED)),
    ("other", _compiled(_OTHER)),
)
# In these languages the label also stands behind the date: "2023年11月20日 14:05更新".
SUFFIX_LABELS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    ("updated", re.compile(r"\s?[(]?(?:最終)?(?:更新|修改|修正|수정)")),
    ("published", re.compile(r"\s?[(]?(?:公開|配信|掲載|投稿|发布|發布|입력|등록)")),
)
# Between a date and its time.
GAP_WORDS = frozenset(
    """at on the um à a as às las alle ore hora horas h kl klo klockan klokken kello om saat pukul jam godz godzina o
    ob u v в о у г год года годы р року рік uhr hrs est le de på lúc เวลา น الساعة ساعت को बजे বেলা t time""".split()
)
