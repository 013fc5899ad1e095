"""The commonest function words of the languages that news is most written in, and telling a language by them.

Read by `cleaning` (stop-word density tells prose from menus) and wherever a text's language is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# At most 16 languages: each is one bit of a word's value in the compiled table.
STOP_WORDS: dict[str, str] = {
    "en": """a about after all also an and any are as at be because been before being both but by can could did do
        during each even every for from had has have he her here him his how i if in into is it its just may me might
        more most much must my new no not now of on one only or other our out over said same say says she should
        since so some still such than that the their them then there these they this those through to too under
        until up upon us very was we were what when where which while who whom whose why will with without would
        you your""",
    "fr": """a ainsi alors apres au aucun aussi autre aux avait avant avec avoir c ce ces cet cette ceux chez comme
        contre d dans de depuis des deux dit donc dont du elle elles en encore entre est et etaient etait ete etre
        eux fait fut il ils j je jusqu l la le les leur leurs lors lui m mais meme mes moins mon n ne ni non nos
        notre nous on ont ou par pas pendant peu peut plus pour qu quand que quel qui quoi s sa sans se selon sera
        ses si son sont sous sur tous tout toute toutes tres un une vers vos votre vous y""",
    "de": """aber alle allem allen aller alles als also am an auch auf aus bei beim bereits bin bis bist da dabei
        dadurch dafur damit dann das dass dem den denn der des dessen die dies diese diesem diesen dieser dieses doch
        dort du durch ein eine einem einen einer eines er es etwa euch fur gegen habe haben hat hatte hatten hier
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jedoch
        jetzt kann kein keine keinen konnen mehr mein mit muss mussen nach nicht noch nur ob oder ohne schon sehr
        sein seine seinem seinen seiner seit sich sie sind so sollen soll sondern uber um und uns unser unter viel
        vom von vor wann war waren was wegen weil wenn werden wer wie wieder wir wird wo wurde wurden zu zum zur
        zwischen""",
    "es": """a al algo ante antes aquel aqui asi aun aunque bajo bien cada casi como con contra cual cuando cuyo de
        del desde donde dos durante e el ella ellas ellos en entre era eran es esa ese eso esta estaba estan estar
        este esto estos fue fueron ha habia han hasta hay la las le les lo los mas me mi mientras muy nada ni no nos
        nosotros o otra otro otros para pero poco por porque que quien se segun ser si sido sin sobre son su sus
        tambien tan tanto te tiene tienen toda todas todo todos tras tu un una uno unos y ya yo""",
    "it": """a ad agli ai al alla alle allo anche ancora aveva avere c che chi ci come con contro cosi cui d da dagli
        dai dal dalla dalle dei del dell della delle dello di dopo dove dove due e ed era erano essere fa fino fra
        gia gli ha hanno i il in invece io l la le lei li lo loro lui ma mentre mi molto ne nel nell nella nelle
        nello noi non o ogni oltre per perche pero piu poi prima proprio quale quando quanto quella quello questa
        queste questi questo quindi se sempre senza si sia sono sotto stata stati stato su sua sue sugli sui sul
        sulla suo tra tutti tutto un una uno""",
    "pt": """a ainda ao aos apos as ate cada com como contra da das de dela dele deles depois desde do dois dos e ela
        elas ele eles em entre era eram essa esse esta estao estava este eu foi foram ha isso isto ja la lhe mais mas
        mesmo muito na nao nas nem no nos nossa nosso num numa o onde os ou para pela pelas pelo pelos por porque
        qual quando que quem se segundo sem sera seu seus sido so sob sobre sua suas tambem tem tinha todas todo
        todos um uma voce""",
    "nl": """aan af al alle als altijd andere bij dan dat de den der deze die dit doen door dus echter een eens en er
        ge geen had hebben heeft hem het hier hij hoe hun ik in is ja je kan kunnen maar me meer men met mijn moet na
        naar niet nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want
        waren was wat we wel werd werden wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou""",
    "sv": """att av alla andra blev bli blir da de del dem den denna deras dess det detta dig din dock du eller en ett
        efter fran for fore genom ha hade han har henne hennes hon honom hur i icke ingen inom inte jag kan kunde man
        med mellan men mig min mot mycket nagon nar nu och om oss pa samma sedan sig sin ska skall skulle som till
        under upp ut utan vad var vara varit vi vid vilken ar over""",
    "da": """af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din dog du efter eller
        en end er et for fra gik ham han har havde have hende hendes her hos hun hvad hvis hvor i ikke ind jeg kan
        kom kunne mange med meget men mens mere mig min mod ned nogle noget nu nar og ogsa om op os over pa sa selv
        sig sin sine skal skulle som sadan til ud uden under var vi vil ville vaeret""",
    "no": """alle at av ble bli blir da de deg den denne der deres det dette du eller en enn er et etter for fra fordi
        ga ha hadde han har henne hennes her hos hun hva hvis hvor i ikke ingen inn jeg kan kom kunne man mange med
        meg mellom men mens mer min mot mye na ned noe noen nar og ogsa om opp oss over pa sa seg selv sin sine skal
        skulle slik som til under ut uten var vart ved vi vil ville vaert""",
    "pl": """a aby ale bez bo bedzie byc byl byla bylo byly co czy dla do gdy gdzie go i ich ile im innych ja jak jako
        je jednak jego jej jest jeszcze jesli juz kiedy kto ktora ktore ktory ktorych ktorzy lub ma maja mi mnie moze
        na nad nam nas nawet nich nie niej nim o od oraz po pod poniewaz przed przez przy rowniez sa sie so swoje ta
        tak takze tam te tego tej ten teraz to tu tych tylko tym w we wiec wszystkie z za zas ze zeby""",
    "ru": """а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее
        если есть еще же за здесь и из или им их к как когда которая которые который кто ли либо между меня мне мы на
        над не него нее нет ни них но о об однако он она они оно от очень по под после при с сам своей своих себя
        сейчас со так также такой там тем то того тоже только том тот у уже что чтобы эта эти это этого этой этом
        этот я""",
    "tr": """acaba ama ancak artik asla az bana bazi belki ben bile bir biri birkac biz bu bunu bunun cok cunku da
        daha de degil diye dolayi en fakat gibi gore hem hep her hic icin ile ise kadar karsi ki kim mi mu nasil ne
        neden nerede o olan olarak oldu oldugu olup on ona onlar onu onun sadece sonra su tarafindan tum ve
        veya ya yani yer yok zaman""",
    "id": """ada adalah akan agar antara apa atas atau bagi bahwa banyak baru belum bisa bukan dalam dan dapat dari
        dengan di dia hanya harus hingga ia ini itu jika juga kami karena ke kepada kita lagi lain lebih maka mereka
        masih namun oleh pada para saat saja sangat saya sebagai sebelum secara sedang sehingga sejak selama seperti
        serta setelah sudah tahun tak tapi telah tentang terhadap tersebut tetapi tidak untuk yang""",
    "ja": "の は が を に で と も へ や か ら り た る す し て い な っ れ さ ま",
    "zh": "的 了 是 我 你 他 她 们 們 这 這 那 在 有 和 不 也 就 与 與 将 將 对 對 为 為 从 從 说 說 并 會 会",
}
LANGUAGES: tuple[str, ...] = tuple(STOP_WORDS)


def is_clear(best: NDArray[np.int32], second: NDArray[np.int32], tokens: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each text whether its stop words tell its language.

    Args:
        best: int[n], how many tokens are stop words of the language that has most.
        second: int[n], of the language after that.
        tokens: int[n], how many tokens the text has.
    """
    # 8 % stop words is below any prose (English 40 %, Polish 25 %); neighbours such as Danish and Norwegian share most
    # of their function words, so a lead of a tenth has to do
    clear: NDArray[np.bool_] = (best >= 3) & (best >= 0.08 * tokens) & (best >= 1.1 * second)
    return clear
