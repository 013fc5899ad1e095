"""Words by which `predicates` tells verbs, their helpers and where a clause or a noun phrase ends."""

from __future__ import annotations

from dedup.text.stems import stem

BE = frozenset("is are was were be been being am 's 're".split())
AUXILIARIES = BE | frozenset(
    "has have had having do does did will would can could may might must shall should cannot isn't aren't "
    "wasn't weren't "
    "hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't mustn't shouldn't ain't".split()
) - {"having", "'s", "'re"}
MODALS = {
    "will": "planned", "wo": "planned", "shall": "planned", "would": "conditional", "can": "possible",
    "could": "possible", "ca": "possible", "cannot": "possible", "may": "possible", "might": "possible",
    "must": "obliged", "should": "expected",
}  # fmt: skip
# "is expected to resign": what comes after "to" is the act.
COMING = {
    "expected": "expected", "set": "planned", "due": "planned", "scheduled": "planned", "likely": "expected",
    "planned": "planned", "believed": "alleged", "thought": "alleged", "said": "alleged", "alleged": "alleged",
    "reported": "alleged", "understood": "alleged", "unlikely": "unlikely", "ready": "planned", "about": "planned",
    "going": "planned", "supposed": "expected", "poised": "expected", "forecast": "expected",
}  # fmt: skip
# Verbs whose infinitive is the act, by stem.
CATENATIVES = {
    stem(verb): modality
    for modality, verbs in {
        "planned": "agree plan decide vow pledge intend promise want hope aim seek prepare propose offer threaten",
        "attempted": "try attempt struggle",
        "negated": "refuse fail decline",
        "expected": "expect",
        "": "begin start continue manage help choose",
    }.items()
    for verb in verbs.split()
}
NEGATIONS = frozenset("not never no n't neither nor".split())
ADVERBS = frozenset(
    "also then still already now again later earlier soon just even only once first finally again since ever "
    "yet almost "
    "about always often largely recently previously widely temporarily immediately reportedly allegedly today "
    "yesterday "
    "tomorrow tonight here there not never both all".split()
)
SAYING = frozenset(
    stem(verb)
    for verb in "say said tell told deny denied add announce report state claim insist argue explain note "
    "confirm acknowledge declare "
    "believe think warn ask reply respond write tweet according".split()
)
DENYING = frozenset({stem("deny"), stem("denied")})
NOT_VERBS = frozenset(
    "hundred need needs seed speed feed breed indeed exceed bleed united naked sacred wicked kindred thousand "
    "red bed shed "
    "the a an its their his her our my this that these those some any no of in on at to for from by with as "
    "and or but "
    "than more most less least very so too such other another much many few several up down out off over back "
    "there here "
    "one two three four five six seven eight nine ten both half last next new old first second third who which what "
    "aged limited".split()
)
IRREGULAR = {
    "sued": "sue", "died": "die", "tied": "tie", "lied": "lie", "was": "be", "were": "be", "is": "be", "are": "be",
    "been": "be", "won": "win", "went": "go", "gone": "go", "came": "come", "became": "become", "made": "make",
    "took": "take", "taken": "take", "got": "get", "did": "do", "done": "do", "had": "have", "has": "have",
    "said": "say", "says": "say", "told": "tell", "left": "leave", "cut": "cut", "beaten": "beat", "shut": "shut",
    "hurt": "hurt", "put": "put", "set": "set", "hit": "hit", "stood": "stand",
}  # fmt: skip
_BOTH = (
    "said told made won lost met held sold bought paid kept left led sent built cut hit put set shut hurt "
    "found heard "
    "brought caught fought taught thought sought spent stood struck stuck swept laid lent meant read split "
    "spread shot"
).split()
PASTS = frozenset([
    *_BOTH,
    *"rose fell went came took gave got became began knew grew saw drew flew broke chose drove rode spoke "
    "stole swore wore "
    "wrote threw shook sank sang swam ran fled quit beat overcame withdrew undertook forgot hid bit tore blew "
    "froze awoke "
    "arose lay sprang stank sue cost slid dealt bent bid forbade".split(),
]) - {"sue", "read", "spread", "lay"}
PARTICIPLES = frozenset([
    *_BOTH,
    *"taken given broken chosen driven ridden spoken stolen sworn worn written thrown shaken seen known grown "
    "shown drawn "
    "flown frozen beaten torn begun done gone hidden bitten forgotten overthrown withdrawn undertaken cast "
    "struck".split(),
])
# Present forms with -s that are verbs more often than nouns in news; a headline is written in them.
PRESENTS = frozenset(
    "acquits convicts sues wins loses cuts keeps sells buys opens closes rises falls kills dies says tells "
    "approves rejects "
    "backs bans blocks calls claims confirms denies deploys dismisses dissolves ends enters faces fires gains "
    "gets gives "
    "goes grows hires hits holds joins jumps launches leads leaves lifts loses makes meets moves names needs "
    "orders passes "
    "pays plans pledges plunges posts quits raises reaches rejects releases remains resigns resumes reopens "
    "returns rules "
    "runs sees sends sets shuts signs sinks slashes stays steps stops strikes suspends takes threatens tops "
    "urges visits "
    "votes vows wants warns withdraws upholds overturns expels arrests charges frees beats defeats acquires".split()
)
# Too short for the rule of endings.
SHORT = frozenset("sued died tied lied used owed vied fled eyed".split())
NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve".split())
PARTICLES = frozenset("out up down off over away back".split())
NONE = frozenset("no none nobody neither".split())
TRANSITIVE = frozenset(
    "killed injured wounded arrested detained rescued hurt charged convicted acquitted jailed sentenced fined "
    "held evacuated "
    "destroyed damaged elected appointed fired sacked hospitalised hospitalized".split()
)
DETERMINERS = frozenset("the a an this that these those its their his her our my some any".split())
BEFORE_NOUNS = frozenset(
    "the a an its their his her our my this that these those some any no of in on at for from by with more most "
    "very so "
    "such newly badly heavily recently".split()
)
ADJECTIVES = frozenset("new old more fewer several many some all two three four five recent further other such".split())
AFTER_NOUNS = frozenset("of is are was were have has had will would that which who and".split())
AFTER_REDUCED = frozenset("by in on at from during after last with for as under near".split())
AFTER_PARTICIPLES = AFTER_REDUCED | DETERMINERS
PREPOSITIONS = frozenset(
    "in on at by for from to with of after before during under over against about into near outside inside "
    "across through "
    "between among as since until within without upon towards off around despite because while when where if "
    "that who "
    "which than".split()
) - {"of"}
BOUNDARIES = frozenset(',;:“”"()—–') | frozenset(
    "and but or that who which because while when where after before as if although though whereas until since "
    "unless so "
    "than then saying".split()
)
OPENERS = frozenset("but and so yet meanwhile however on in at late early later earlier also then".split())
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
                 "August September October November December".split())  # fmt: skip
