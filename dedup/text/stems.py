"""Word stems and number words: what makes "explosions" and "exploded", "eleven" and "11" the same term.

The stemmer follows Porter (1980), with one pass over the derivational suffixes instead of four.
"""

from __future__ import annotations

import functools


def words(text: str) -> list[str]:
    """Cut a list of words that is written as one string."""
    return text.split()


_IRREGULAR = dict(
    pair.split(":")
    for pair in words("""
    began:begin begun:begin broke:break broken:break brought:bring built:build bought:buy caught:catch chose:choose
    chosen:choose drew:draw drawn:draw drove:drive driven:drive drank:drink fell:fall fallen:fall felt:feel fought:fight
    found:find fled:flee flew:fly flown:fly forgot:forget froze:freeze frozen:freeze gave:give given:give grew:grow
    grown:grow heard:hear held:hold hid:hide hidden:hide kept:keep knew:know known:know laid:lay led:lead left:leave
    lent:lend lost:lose meant:mean met:meet paid:pay rode:ride ridden:ride rang:ring rose:rise risen:rise ran:run
    saw:see seen:see sought:seek sold:sell sent:send shook:shake shone:shine shot:shoot showed:show shown:show sang:sing
    sung:sing sank:sink slept:sleep spoke:speak spoken:speak spent:spend stood:stand stole:steal stolen:steal
    struck:strike stuck:stick swore:swear sworn:swear swam:swim taught:teach tore:tear torn:tear thought:think
    threw:throw thrown:throw understood:understand woke:wake wore:wear worn:wear won:win wrote:write written:write
    bled:bleed bit:bite bitten:bite sped:speed spread:spread men:man women:woman children:child feet:foot wives:wife
    used:use owed:owe upheld:uphold withdrew:withdraw withdrawn:withdraw withheld:withhold overthrew:overthrow
    overthrown:overthrow
    foresaw:foresee dug:dig fed:feed hung:hang
    lives:life died:die dying:die dies:die
    """)
)
_VOWELS = frozenset("aeiouy")
_SUFFIXES = (
    "ization", "ational", "fulness", "ousness", "iveness", "ations", "ation", "ement", "ments", "ment", "ness",
    "ance", "ence", "able", "ible", "ities", "ity", "iti", "ism", "ist", "ous", "ive", "ize", "ise", "ion", "ian",
    "ate", "ant", "ent", "ful", "ic", "al", "er", "or", "ly", "li",
)
_KEEP = 4  # letters that a stem keeps: with 3, "nation" and "native" are one term
_UNITS = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")

NUMBER_WORDS: dict[str, str] = (
    {word: str(value) for value, word in enumerate(_UNITS)}
    | {word: str(10 * value) for value, word in enumerate(_TENS, 2)}
    | {word: str(value) for value, word in enumerate(_ORDINALS, 1)}
    | {"dozen": "12", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000"}
    | {"hundreds": "100s", "thousands": "1000s", "millions": "1000000s", "dozens": "12s", "twice": "2", "both": "2"}
)


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word; words of three letters or fewer, and numbers, stay as they are."""
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    word = _inflection(word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _KEEP:
            word = word[: -len(suffix)]
            break
    return word[:-1] if word.endswith("e") and len(word) > _KEEP else word


def _inflection(word: str) -> str:
    """Take off plural, past and gerund endings."""
    if word.endswith("sses"):
        word = word[:-2]
    elif word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and not _VOWELS.isdisjoint(base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
