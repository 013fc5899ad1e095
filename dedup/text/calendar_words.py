"""Months, weekdays and time zones by the names that news prints, in one table for the whole package."""

from __future__ import annotations

import functools
import unicodedata

# By ISO 639-1 code: January to December, forms of one month divided by slashes. Written as read; compared by `fold`.
MONTHS_BY_LANGUAGE: dict[str, str] = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
          "october/oct november/nov december/dec",
    "fr": "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept octobre/oct "
          "novembre/nov décembre/déc",
    "de": "januar/jänner/jan/jän februar/feber/feb märz/mär/mrz april/apr mai juni/jun juli/jul august/aug "
          "september/sept/sep oktober/okt november/nov dezember/dez",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
          "septiembre/setiembre/sept/sep octubre/oct noviembre/nov diciembre/dic",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set "
          "ottobre/ott novembre/nov dicembre/dic",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set "
          "outubro/out novembro/nov dezembro/dez",
    "ca": "gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct novembre/nov "
          "desembre/des",
    "ro": "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug septembrie/sept "
          "octombrie/oct noiembrie/nov/noi decembrie/dec",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sept/sep "
          "oktober/okt november/nov december/dec",
    "af": "januarie/jan februarie/feb maart/mrt april/apr mei junie/jun julie/jul augustus/aug september/sept "
          "oktober/okt november/nov desember/des",
    "sv": "januari/jan februari/feb mars/mar april/apr maj juni/jun juli/jul augusti/aug september/sept/sep "
          "oktober/okt november/nov december/dec",
    "da": "januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug september/sept/sep oktober/okt "
          "november/nov december/dec",
    "no": "januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug september/sept/sep oktober/okt "
          "november/nov desember/des",
    "fi": "tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu "
          "kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu "
          "marraskuuta/marraskuu joulukuuta/joulukuu",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "hu": "január/jan február/febr március/márc április/ápr május/máj június/jún július/júl augusztus/aug "
          "szeptember/szept október/okt november/nov december/dec",
    "pl": "stycznia/styczeń/sty lutego/luty/lut marca/marzec/mar kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze "
          "lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź "
          "listopada/listopad/lis grudnia/grudzień/gru",
    "cs": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen "
          "září října/říjen listopadu/listopad prosince/prosinec",
    "sk": "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta/august "
          "septembra/september októbra/október novembra/november decembra/december",
    "sl": "januarja/januar februarja/februar marca/marec aprila/april maja/maj junija/junij julija/julij "
          "avgusta/avgust septembra/september oktobra/oktober novembra/november decembra/december",
    "hr": "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj "
          "srpnja/srpanj kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studenog/studeni prosinca/prosinac",
    "sr": "јануара/јануар/јан фебруара/фебруар/феб марта/март/мар априла/април/апр маја/мај јуна/јун јула/јул "
          "августа/август/авг септембра/септембар/сеп октобра/октобар/окт новембра/новембар/нов децембра/децембар/дец",
    "sh": "januara/januar februara/februar marta/mart aprila/april maja/maj juna/jun jula/jul avgusta/avgust "
          "septembra/septembar oktobra/oktobar novembra/novembar decembra/decembar",
    "ru": "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн "
          "июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб "
          "декабря/декабрь/дек",
    "uk": "січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт травня/травень/трав "
          "червня/червень/черв липня/липень/лип серпня/серпень/серп вересня/вересень/вер жовтня/жовтень/жовт "
          "листопада/листопад/лист грудня/грудень/груд",
    "be": "студзеня/студзень лютага/люты сакавіка/сакавік красавіка/красавік мая/май чэрвеня/чэрвень ліпеня/ліпень "
          "жніўня/жнівень верасня/верасень кастрычніка/кастрычнік лістапада/лістапад снежня/снежань",
    "bg": "януари/ян февруари/февр март април/апр май юни юли август/авг септември/септ октомври/окт ноември/ноем "
          "декември/дек",
    "el": "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ απριλίου/απρίλιος/απρ "
          "μαΐου/μάιος/μαι ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ αυγούστου/αύγουστος/αυγ "
          "σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ",
    "tr": "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki "
          "kasım/kas aralık/ara",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "id": "januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agt/agu september/sep "
          "oktober/okt november/nov desember/des",
    "ms": "januari/jan februari/feb mac april/apr mei jun julai/jul ogos september/sept/sep oktober/okt november/nov "
          "disember/dis",
    "tl": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "sw": "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "ar": "يناير/جانفي فبراير/فيفري مارس أبريل/ابريل/إبريل/أفريل مايو/ماي يونيو/جوان/يونيه يوليو/جويلية/يوليه "
          "أغسطس/اغسطس/أوت سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "lv": "janvāris/janvāra februāris/februāra marts/martā aprīlis/aprīļa maijs/maija jūnijs/jūnija jūlijs/jūlija "
          "augusts/augusta septembris/septembra oktobris/oktobra novembris/novembra decembris/decembra",
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "fa": "ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "he": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט "
          "ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    "hi": "जनवरी/जन फरवरी/फ़रवरी/फर मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर/सित अक्टूबर/अक्तूबर/अक्टू "
          "नवंबर/नवम्बर/नव दिसंबर/दिसम्बर/दिस",
    "mr": "जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "bn": "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "th": "มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค สิงหาคม/ส.ค "
          "กันยายน/ก.ย ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค",
}  # fmt: skip
# The Levant's months of two words, by the way they are printed joined with one space.
_LEVANT = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
           "تشرين الثاني", "كانون الأول")  # fmt: skip
# One word, two months: Croatian "listopada" is October, Polish and Czech is November. Told by the language alone.
UNSURE_MONTHS = frozenset({"listopada", "listopad"})

# By ISO 639-1 code: Monday to Sunday.
WEEKDAYS_BY_LANGUAGE: dict[str, str] = {
    "en": "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri saturday/sat sunday/sun",
    "fr": "lundi/lun mardi/mar mercredi/mer jeudi/jeu vendredi/ven samedi/sam dimanche/dim",
    "de": "montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so",
    "es": "lunes/lun martes/mar miércoles/mié jueves/jue viernes/vie sábado/sáb domingo/dom",
    "it": "lunedì/lun martedì/mar mercoledì/mer giovedì/gio venerdì/ven sabato/sab domenica/dom",
    "pt": "segunda-feira/segunda/seg terça-feira/terça/ter quarta-feira/quarta/qua quinta-feira/quinta/qui "
          "sexta-feira/sexta/sex sábado/sáb domingo/dom",
    "ca": "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "nl": "maandag/ma dinsdag/di woensdag/wo donderdag/do vrijdag/vr zaterdag/za zondag/zo",
    "af": "maandag dinsdag woensdag donderdag vrydag saterdag sondag",
    "sv": "måndag/mån tisdag/tis onsdag/ons torsdag/tors fredag/fre lördag/lör söndag/sön",
    "da": "mandag/man tirsdag/tirs onsdag/ons torsdag/tors fredag/fre lørdag/lør søndag/søn",
    "fi": "maanantaina/maanantai/ma tiistaina/tiistai/ti keskiviikkona/keskiviikko/ke torstaina/torstai/to "
          "perjantaina/perjantai/pe lauantaina/lauantai/la sunnuntaina/sunnuntai/su",
    "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "sk": "pondelok utorok streda štvrtok piatok sobota nedeľa",
    "sr": "понедељак уторак среда четвртак петак субота недеља",
    "hr": "ponedjeljak/ponedeljak utorak srijeda/sreda četvrtak petak subota nedjelja/nedelja",
    "ru": "понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс",
    "uk": "понеділок/пн вівторок/вт середа/ср четвер/чт пʼятниця/п'ятниця/пт субота/сб неділя/нд",
    "bg": "понеделник вторник сряда четвъртък петък събота неделя",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "tr": "pazartesi/pzt salı/sal çarşamba/çar perşembe/per cuma/cum cumartesi/cmt pazar/paz",
    "id": "senin/sen selasa/sel rabu/rab kamis/kam jumat/jum'at/jum sabtu/sab minggu/min",
    "ms": "isnin selasa rabu khamis jumaat sabtu ahad",
    "ar": "الإثنين/الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "fa": "دوشنبه سه‌شنبه چهارشنبه پنجشنبه/پنج‌شنبه جمعه شنبه یکشنبه/یک‌شنبه",
    "ur": "پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار",
    "he": "שני שלישי רביעי חמישי שישי שבת ראשון",
    "hi": "सोमवार/सोम मंगलवार/मंगल बुधवार/बुध गुरुवार/गुरु शुक्रवार/शुक्र शनिवार/शनि रविवार/रवि",
    "bn": "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার",
    "ja": "月曜日/月曜 火曜日/火曜 水曜日/水曜 木曜日/木曜 金曜日/金曜 土曜日/土曜 日曜日/日曜",
    "zh": "星期一/周一/週一 星期二/周二/週二 星期三/周三/週三 星期四/周四/週四 星期五/周五/週五 星期六/周六/週六 "
          "星期日/星期天/周日/週日",
    "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
}  # fmt: skip

# Minutes from UTC. Where a name has several meanings (IST, CST, BST, AST) it is the one that most English-language
# newspapers print.
ZONES: dict[str, int] = {
    "utc": 0, "gmt": 0, "z": 0, "jst": 540, "kst": 540, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "bst": 60, "cet": 60, "cest": 120, "msk": 180, "мск": 180, "hkt": 480,
    "sgt": 480, "aest": 600, "aedt": 660, "eet": 120, "eest": 180, "wib": 420,
}  # fmt: skip
# These count in capitals only: many are words.
CAPITAL_ZONES: dict[str, int] = {
    "WET": 0, "WEST": 60, "MEZ": 60, "MESZ": 120, "TRT": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60,
    "IDT": 180, "GST": 240, "IRST": 210, "PKT": 300, "IST": 330, "NPT": 345, "ICT": 420, "WITA": 480, "WIT": 540,
    "MYT": 480, "PHT": 480, "AWST": 480, "ACST": 570, "ACDT": 630, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150,
    "AST": -240, "ADT": -180, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "BRST": -120, "ART": -180,
    "UYT": -180, "CLT": -240, "CLST": -180, "BOT": -240, "VET": -240, "COT": -300, "PET": -300, "ECT": -300,
}  # fmt: skip
# American names that stand for summer or winter time alike: the winter offset in minutes.
SEASONAL_ZONES: dict[str, int] = {"et": -300, "ct": -360, "mt": -420, "pt": -480}


def fold(word: str) -> str:
    """Return a word as the tables compare it: lower case, and without the marks of Latin and Greek letters."""
    word = word.lower().rstrip(".")
    if word.isascii():
        return word
    out = []
    for char in unicodedata.normalize("NFC", word):
        base = unicodedata.normalize("NFD", char)[0]
        out.append(base if base < "\u0400" else char)
    return "".join(out).replace("ı", "i").replace("ς", "σ")


def _read(rows: dict[str, str]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for language, row in rows.items():
        entries = table.setdefault(language, {})
        for number, forms in enumerate(row.split()):
            for form in forms.split("/"):
                entries.setdefault(fold(form), number)
    return table


@functools.cache
def months() -> dict[str, int]:
    """Return month numbers, 1 to 12, by folded name; without the names that are two months (see `month_number`)."""
    named = {fold(name): number for number, name in enumerate(_LEVANT, 1)}
    for entries in _read(MONTHS_BY_LANGUAGE).values():
        for name, number in entries.items():
            if name not in UNSURE_MONTHS:
                named.setdefault(name, number + 1)
    return named


@functools.cache
def weekdays() -> dict[str, int]:
    """Return weekday numbers, 0 for Monday, by folded name; without the names that are several days."""
    found: dict[str, set[int]] = {}
    for entries in _read(WEEKDAYS_BY_LANGUAGE).values():
        for name, number in entries.items():
            found.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


@functools.cache
def _unsure_months() -> dict[tuple[str, str], int]:
    table = _read(MONTHS_BY_LANGUAGE)
    named = ((language, entries, name) for language, entries in table.items() for name in UNSURE_MONTHS)
    return {(language, name): entries[name] + 1 for language, entries, name in named if name in entries}


def month_number(word: str, language: str | None = None) -> int | None:
    """Return the month that a word names, 1 to 12.

    Args:
        word: As printed, in any case; an abbreviation may keep its full stop.
        language: ISO 639-1 code, for the few words that are another month in another language.
    """
    folded = fold(word)
    if folded in UNSURE_MONTHS:
        return _unsure_months().get(((language or "")[:2], folded))
    return months().get(folded)
