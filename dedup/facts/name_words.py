"""Words by which `names` tells titles, roles, nationalities and organisations, and what is no name at all."""

from __future__ import annotations

HONORIFICS = frozenset(
    "Mr Mrs Ms Miss Dr M Mme Mlle Sir Lord Lady Sen Rep Gov Gen Prof Lt Col Sgt Rev Judge Justice Saint St Amb Adm "
    "Capt "
    "Maj".split()
)
ROLE_HEADS = (
    "President", "Prime Minister", "Minister", "Secretary", "Chancellor", "Senator", "Governor", "Mayor", "General",
    "Colonel", "Captain", "Sergeant", "Sheriff", "Commissioner", "Chief", "Director", "Professor", "Ambassador",
    "Congressman", "Congresswoman", "Representative", "Prince", "Princess", "King", "Queen", "Pope", "Bishop",
    "Cardinal", "Chairman", "Chairwoman", "Chair", "Chief Executive", "CEO", "Spokesman", "Spokeswoman", "Spokesperson",
    "Councillor", "Councilor", "Councilman", "Councilwoman", "Alderman", "Premier", "Speaker", "Analyst",
    "Attorney General", "Inspector", "Detective", "Officer", "Treasurer", "Economist",
    "Coach", "Counterpart", "Secretary of State", "Secretary of Defense", "Secretary General", "Secretary-General",
)  # fmt: skip
ROLE_MODIFIERS = frozenset(
    "foreign defense defence prime vice deputy finance interior armed forces trade economy justice health education "
    "environment energy chief executive financial operating attorney assistant under first senior former then state "
    "treasury police fire general managing associate acting interim transport labor labour commerce agriculture "
    "culture".split()
)
NATIONS = frozenset(
    "Japanese French American British German Chinese Russian Italian Spanish Australian Canadian Indian Israeli "
    "Iranian "
    "Iraqi Korean Ukrainian Turkish European Brazilian Mexican Dutch Swiss Belgian Indonesian Egyptian Saudi Polish "
    "Greek Palestinian Syrian Pakistani Afghan Irish Scottish Swedish Norwegian Danish African Asian "
    "Western".split()
) | {"U.S.", "US", "UK", "South Korean", "North Korean"}
ORGANISATIONS = (
    "Inc Corp Co Ltd LLC Plc Group Bank Ministry Department Agency University Council Committee Commission Party Union "
    "Association Organi[sz]ation Court Office Police Forces? Institute Foundation Company Board Bureau Service Senate "
    "Congress Parliament Center Centre College School Times Post News Press Journal Administration Authority"
).split()
EAST_ASIAN_ROLES = (
    "首相", "外相", "防衛相", "財務相", "経産相", "官房長官", "大統領", "長官", "大臣", "氏", "さん", "容疑者",
    "被告", "総裁", "知事",
    "総理", "主席", "部长", "总统", "总理", "外长",
)  # fmt: skip
NOT_NAMES = frozenset(
    "The A An In On At It He She They We I You And But Or For From To Of By With As If When While After Before This "
    "That "
    "These Those His Her Its Their There Here What Who Why How Where However Meanwhile Also Some Many Most All No Not "
    "Yes More Less One Two Three Four Five Six Seven Eight Nine Ten Last Next First Second Third Earlier Later "
    "According "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Today Yesterday Tomorrow "
    "Both "
    "Each Such Since During Under Over Our My Your Then Now Even Only About Asked Despite Although Though Because "
    "Until "
    "Among Between Another Other Others New Le La Les Un Une Il Elle Ils Mais Et Ce Cette Dans Selon So Like "
    "Unlike Laut Whether Once Perhaps Instead Still Both Celsius Fahrenheit Kelvin".split()
)
