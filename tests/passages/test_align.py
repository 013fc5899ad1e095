import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.articles import PassageMatch
from dedup.passages.align import align_passages
from dedup.text.tokens import tokenize

BRIDGE = (
    "The city council voted on Tuesday to close the old iron bridge for two years. Engineers had found cracks in four "
    "of its seven pillars during an inspection in June. Repairs will cost nine million euros, a third of which the "
    "province is to pay. Residents of the north bank fear long detours to the hospital."
)
REWORDED = (
    "For two years the old iron bridge is to be closed, the council of the city decided on Tuesday. During a June "
    "inspection cracks were found by engineers in four pillars out of seven. The province pays one third of the "
    "repairs, whose cost is nine million euros. North bank residents are afraid of long detours to reach the hospital."
)
WEATHER = (
    "Heavy snow fell over the eastern valleys during the night. Two trains stood still near the pass until morning. "
    "Teachers told parents to keep their children at home. The forecast promises milder winds by Thursday evening."
)
MARKET = (
    "Bakers at the weekly market complained about dearer flour. A kilo now sells for two euros and ten cents. "
    "Nobody expects prices to sink before the harvest. Meanwhile a dairy from the hills opened a stall beside them."
)
HARBOUR = (
    "Fishermen sailed home with empty nets on Friday. Their union blames warmer currents along the shelf. A biologist "
    "from the institute doubts that and points to trawlers further out."
)


def quotes(match: PassageMatch, a: str, b: str) -> tuple[str, str]:
    return a[match.a_start : match.a_end], b[match.b_start : match.b_end]


def test_a_passage_lifted_into_another_story_is_verbatim_and_exact():
    a, b = f"{WEATHER} {BRIDGE} {MARKET}", f"{HARBOUR}\n\n{BRIDGE.upper()}"
    (match,) = align_passages(a, b)
    assert (match.kind, match.similarity) == ("verbatim", 1.0)
    assert quotes(match, a, b) == (BRIDGE[:-1], BRIDGE.upper()[:-1])


@pytest.mark.parametrize("reworded", [True, False])
def test_changed_words_make_one_edited_passage(reworded):
    changed = BRIDGE.replace("old iron ", "").replace("fear", "complain of")
    (match,) = align_passages(f"{WEATHER} {BRIDGE}", f"{changed} {MARKET}", reworded=reworded)
    assert match.kind == "edited"
    assert 0.85 < match.similarity < 1
    assert quotes(match, f"{WEATHER} {BRIDGE}", f"{changed} {MARKET}") == (BRIDGE[:-1], changed[:-1])


def test_a_reworded_passage_is_found_with_its_edges():
    a, b = f"{WEATHER} {BRIDGE} {MARKET}", f"{HARBOUR} {REWORDED}"
    (match,) = align_passages(a, b)
    assert match.kind == "reworded"
    assert 0 < match.similarity < 1
    assert quotes(match, a, b) == (BRIDGE[:-1], REWORDED[:-1])
    assert align_passages(a, b, reworded=False) == []


def test_stories_that_share_nothing_share_no_passage():
    assert align_passages(WEATHER, MARKET) == []


def test_a_quotation_of_a_few_words_is_no_passage():
    assert align_passages(f"{WEATHER} Long detours to the hospital.", f"Long detours to the hospital. {MARKET}") == []


def test_equal_texts_share_one_passage():
    (match,) = align_passages(BRIDGE, BRIDGE)
    assert (match.kind, match.a_start, match.a_end) == ("verbatim", 0, len(BRIDGE) - 1)


def test_a_brief_is_matched_with_the_whole_article_that_it_condenses():
    article = " ".join(
        f"{x} The {w} office of {n} in the {c} quarter keeps {k} {t} for the {d} commission. "
        f"Its {h} clerk, {m}, opens the {g} gate before {s}. Nobody remembers in which year a {h} clerk came first, "
        f"who hung the bell beside the entrance, or why each visitor to {n} has to knock twice and to wait outside."
        for x, w, n, c, k, t, d, h, m, g, s in zip(
            ["Early.", "Later.", "Besides.", "Today.", "Again.", "Then.", "Finally.", "Still."],
            ["copper", "marine", "silver", "postal", "timber", "herring", "velvet", "granite"],
            ["Aldona", "Brivet", "Corsin", "Delmar", "Estrel", "Fjalla", "Gorond", "Hestia"],
            ["lower", "northern", "walled", "drowned", "gilded", "smoky", "upper", "hidden"],
            ["nineteen", "forty", "seven", "eleven", "sixty", "ninety", "twelve", "thirty"],
            ["ledgers", "barges", "lanterns", "pigeons", "casks", "looms", "sextants", "anvils"],
            ["customs", "drainage", "mining", "harvest", "ferry", "lottery", "census", "plague"],
            ["limping", "elderly", "freckled", "cautious", "jovial", "silent", "barefoot", "drowsy"],
            ["Osric", "Petra", "Quillon", "Rosalba", "Sigurd", "Tamsin", "Ulrik", "Verena"],
            ["brass", "willow", "marble", "canvas", "leather", "ivory", "cedar", "slate"],
            ["dawn", "noon", "vespers", "curfew", "sunset", "prayers", "supper", "midnight"],
            strict=True,
        )
    )
    brief = (
        "Copper ledgers and marine barges in Aldona and Brivet serve customs and drainage, say Osric and Petra. "
        "Corsin has seven lanterns, Delmar eleven pigeons, and behind the marble and canvas gates Quillon and Rosalba "
        "count the mining harvest. Estrel fills sixty casks of timber while Fjalla weaves ninety looms of herring "
        "for ferry and lottery. Gorond and Hestia answer the census and the plague with sextants and anvils of "
        "granite and velvet, from supper to midnight, where Ulrik and Verena sleep."
    )
    other = f"{WEATHER}\n\n{brief}\n\n{MARKET}"
    (match,) = align_passages(other, article)
    assert quotes(match, other, article) == (brief[:-1], article.rstrip()[:-1])
    (turned,) = align_passages(article, other)
    assert quotes(turned, article, other) == (article.rstrip()[:-1], brief[:-1])


def test_japanese_is_aligned_without_spaces():
    story = "市議会は火曜日、古い鉄橋を二年間閉鎖することを決めた。六月の点検で四本の橋脚に亀裂が見つかった。"
    a, b = f"東部の谷では夜通し大雪が降った。{story}", f"{story}小麦粉の値上がりに不満が出ている。"
    (match,) = align_passages(a, b)
    assert match.kind == "verbatim"
    assert quotes(match, a, b)[0] == story[:-1]


def test_a_set_phrase_of_single_character_tokens_is_no_passage():
    phrase = "ことを明らかにしたうえで、"
    assert align_passages(f"市長は橋を閉じる{phrase}謝罪した。", f"漁協は網を替える{phrase}補助を求めた。") == []


def test_shared_wording_inside_a_reworded_passage_is_not_listed_again():
    a = f"{WEATHER} {BRIDGE} {MARKET}"
    b = f"{HARBOUR} {REWORDED[:250]} Repairs will cost nine million euros, a third of which the province is to pay."
    assert len(align_passages(a, b, reworded=False)) == 1
    (match,) = align_passages(a, b)
    assert match.kind == "reworded"


HOSTILE = [
    ("a " * 100_000, "a " * 100_000),
    ("a " * 50_000 + "b " + "a " * 50_000, "a " * 100_000),
    ("one two three four five six seven. " * 14_000, "six seven one two three. four five " * 14_000),
    (BRIDGE * 400, REWORDED * 400),
]


@pytest.mark.parametrize(("a", "b"), HOSTILE, ids=["one token", "one token, cut", "period of seven", "reworded"])
def test_texts_that_repeat_themselves_stay_linear(a, b):
    for match in align_passages(a, b):
        assert 0 <= match.a_start < match.a_end <= len(a)
        assert 0 <= match.b_start < match.b_end <= len(b)


@pytest.mark.parametrize("text", ["", " \n", "😀😀😀😀", "...", "\ud800", "́́"])
def test_texts_without_words_share_nothing(text):
    assert align_passages(text, text) == []
    assert align_passages(text, BRIDGE) == []


WORDS = ["the", "Bridge", "bridge", "café", "cafe", "ﬁne", "fine", "2.5", "市", "橋", "ไทย", "😀", "Ⅷ", "ß", "\ud800"]
GAPS = [" ", "\n", "\n\n", ". ", ", ", "。", "", "\u200b", "! "]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=120).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
PAIRS = st.one_of(
    st.tuples(TEXTS, TEXTS),
    st.tuples(TEXTS, TEXTS, TEXTS).map(lambda t: (t[0] + t[1], t[1] + t[2])),
    st.tuples(st.text(), st.text(), st.text()).map(lambda t: (t[0] + BRIDGE + t[1], t[2] + REWORDED)),
)


@settings(max_examples=120, deadline=None)
@given(PAIRS)
@example((BRIDGE, REWORDED))
def test_every_span_slices_back_to_whole_tokens(pair):
    a, b = pair
    starts_a, ends_a = (set(x.tolist()) for x in tokenize(a)[1:])
    starts_b, ends_b = (set(x.tolist()) for x in tokenize(b)[1:])
    for match in align_passages(a, b):
        assert match.a_start in starts_a
        assert match.a_end in ends_a
        assert match.b_start in starts_b
        assert match.b_end in ends_b
        assert match.a_start < match.a_end
        assert match.b_start < match.b_end
        assert 0 < match.similarity <= 1
        if match.kind == "verbatim":
            quote_a, quote_b = quotes(match, a, b)
            assert tokenize(quote_a).hashes.tolist() == tokenize(quote_b).hashes.tolist()


@settings(max_examples=120, deadline=None)
@given(PAIRS)
def test_shared_wording_does_not_depend_on_which_text_comes_first(pair):
    a, b = pair
    turned = [
        PassageMatch(m.b_start, m.b_end, m.a_start, m.a_end, m.similarity, m.kind)
        for m in align_passages(b, a, reworded=False)
    ]
    found = align_passages(a, b, reworded=False)
    assert sorted(turned, key=lambda m: (m.a_start, m.b_start, m.a_end, m.b_end)) == found
