"""Word lists that the scorer knows before it reads a collection: function words, negations, groups of like meaning.

Written by hand from general English news vocabulary, not taken from any data set.
"""

from __future__ import annotations

import functools
from importlib import resources

from dedup.text.stems import stem, words

FUNCTION_WORDS = frozenset(
    stem(word)
    for word in words("""
    a an the this that these those there here it its it's itself he she they we you i me my mine our ours your yours
    his her hers him them their theirs us himself herself themselves myself ourselves who whom whose which what when
    where why how of in on at by for from to into onto with without within about above below over under between among
    through during before after since until against across along around behind beside besides beyond near off out up
    down toward towards upon per via as than then so such if whether though although because while unless and or but
    nor yet not no never none neither either both each every all any some many much more most few less least several
    other others another own same only just also too very quite rather even still already ever again once now soon
    always often sometimes perhaps maybe however moreover meanwhile therefore thus instead otherwise is are was were
    be been being am isn't aren't wasn't weren't do does did done doing don't doesn't didn't have has had having
    haven't hasn't hadn't will would shall should can could may might must ought won't wouldn't can't cannot couldn't
    shouldn't i'm i've i'll i'd you're you've he's she's it's we're we've they're they've that's there's let's get
    gets got getting go goes went going gone make makes made making take takes took taken taking come comes came
    coming one ones something anything nothing everything someone anyone everyone everybody nobody thing things way
    ways lot lots bit back away later ago say says said saying tell tells told telling according mr mrs ms miss dr
    sir st inc corp co ltd
    """)
)

NEGATIONS = frozenset(
    words("""
    no not never none nobody nothing neither nor without cannot can't don't doesn't didn't won't wouldn't isn't aren't
    wasn't weren't hasn't haven't hadn't couldn't shouldn't deny denies denied denying refuse refused refuses reject
    rejected rejects dismiss dismissed fail failed fails
    """)
)

CALENDAR = frozenset(
    words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """)
)

TITLES = frozenset(
    words("""
    mr mrs ms miss dr sir lord lady president minister chancellor senator governor mayor judge justice general colonel
    captain sergeant sheriff officer inspector commissioner chief director professor secretary ambassador congressman
    congresswoman representative prince princess king queen pope bishop cardinal reverend rep sen gov gen prof sgt lt
    """)
)

# Kinds of words that matter more or less when only one of two sentences has them: who said it and on which weekday is
# often dropped, while a joining word brings another clause.
WORD_KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(stem(word) for word in words(text))
    for kind, text in {
        "joining": "and but or if whether because although though while when after before since until unless then "
        "which who whom whose where so",
        "speech": "say says said saying tell tells told announce announced announcing add added adding according "
        "statement spokesman spokeswoman spokesperson source sources report reported reporters conference interview "
        "press note noted explain explained comment commented",
        "day": "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight morning "
        "afternoon evening night week weekend day month year last next earlier later recently",
        "small": "a an the of in on at by to for from with as its his her their this that these those be been being is "
        "are was were",
        "modal": "could may might would will shall should must can likely possibly probably perhaps",
        "money": "$ € £ ¥ % percent per cent dollar dollars euro euros pound pounds yen cents point points",
    }.items()
}


@functools.cache
def senses() -> dict[str, frozenset[str]]:
    """Return the groups of like meaning of each stem, read from `synonyms.txt`."""
    lines = resources.files("dedup.alignment").joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines()
    table: dict[str, set[str]] = {}
    for number, line in enumerate(line for line in lines if not line.startswith("#")):
        for word in line.split():
            table.setdefault(stem(word), set()).add(f"#{number}")
    return {word: frozenset(groups) for word, groups in table.items()}


@functools.cache
def common() -> frozenset[str]:
    """Return the stems of the words that news uses whatever the story, read from `common.txt`."""
    lines = resources.files("dedup.alignment").joinpath("common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(stem(word.lower()) for line in lines if not line.startswith("#") for word in line.split())
