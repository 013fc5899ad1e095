"""The language of short texts: sisters are told apart, and what is too short or open is null."""

import pytest

from dedup.text.languages import code_of, contradicts, identify

SAMPLES = {
    "en": "The bakery at the station opens again on Monday after a fire in the oven.",
    "uk": "Пекарня на вокзалі знову відчиниться в понеділок після пожежі в печі.",
    "ru": "Пекарня на вокзале снова откроется в понедельник после пожара в печи.",
    "bg": "Пекарната на гарата отваря отново в понеделник след пожар в пещта.",
    "sr": "Пекара на станици поново се отвара у понедељак после пожара у пећи.",
    "ar": "يفتح المخبز في المحطة أبوابه من جديد يوم الإثنين بعد حريق في الفرن.",
    "fa": "نانوایی ایستگاه پس از آتش‌سوزی در تنور روز دوشنبه دوباره باز می‌شود.",
    "ur": "اسٹیشن کی بیکری تندور میں آگ لگنے کے بعد پیر کو دوبارہ کھلے گی۔",
    "hi": "स्टेशन की बेकरी भट्ठी में आग लगने के बाद सोमवार को फिर से खुलेगी।",
    "mr": "भट्टीत लागलेल्या आगीनंतर स्थानकावरील बेकरी सोमवारी पुन्हा उघडणार आहे.",
    "ca": "El forn de l'estació torna a obrir dilluns després d'un incendi al forn.",
    "es": "La panadería de la estación vuelve a abrir el lunes tras un incendio en el horno.",
    "pt": "A padaria da estação volta a abrir na segunda-feira depois de um incêndio no forno.",
    "sk": "Pekáreň na stanici sa v pondelok po požiari v peci opäť otvorí.",
    "cs": "Pekárna na nádraží se v pondělí po požáru v peci znovu otevře.",
    "pl": "Piekarnia na dworcu otworzy się ponownie w poniedziałek po pożarze w piecu.",
    "af": "Die bakkery by die stasie maak Maandag weer oop ná 'n brand in die oond.",
    "nl": "De bakkerij op het station gaat maandag weer open na een brand in de oven.",
    "sv": "Bageriet på stationen öppnar igen på måndag efter en brand i ugnen.",
    "da": "Bageriet på stationen åbner igen på mandag efter en brand i ovnen.",
    "tr": "İstasyondaki fırın, ocakta çıkan yangının ardından pazartesi günü yeniden açılıyor.",
    "el": "Ο φούρνος του σταθμού ανοίγει ξανά τη Δευτέρα.",
    "he": "המאפייה בתחנה נפתחת מחדש ביום שני.",
    "ja": "駅のパン屋は火事のあと月曜日に再び開く。",
    "zh": "车站的面包店在火灾后将于星期一重新开业。",
    "ko": "역 빵집은 화재 후 월요일에 다시 문을 연다.",
}


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_one_sentence(language):
    assert identify(SAMPLES[language]) == language
    assert not contradicts(SAMPLES[language], language)


@pytest.mark.parametrize("text", ["", "2023-11-20 14:05", "OK", "AFP 120"])
def test_nothing_to_tell_by(text):
    assert identify(text) is None


def test_a_script_contradicts():
    assert contradicts(SAMPLES["ru"], "en")
    assert contradicts(SAMPLES["ja"], "ko")
    assert contradicts(SAMPLES["en"], "ar")
    assert not contradicts("Pekara na stanici se ponovo otvara.", "sr")


@pytest.mark.parametrize(
    ("stated", "code"),
    [("en-US", "en"), ("EN_gb", "en"), ("eng", "en"), ("German", "de"), ("nb", "no"), ("und", None), (None, None)],
)
def test_codes(stated, code):
    assert code_of(stated) == code
