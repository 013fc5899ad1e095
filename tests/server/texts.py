"""Invented articles: made-up words from a number, so that no two share text unless a test makes them."""

import random

_SYLLABLES = tuple("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split())


def sentence(rng, words=16):
    made = ("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(words))
    return " ".join(made).capitalize() + "."


def text_of(number, sentences=10):
    rng = random.Random(number)
    return "\n".join(" ".join(sentence(rng) for _ in range(2)) for _ in range(sentences // 2))


def article(number, **fields):
    return {
        "id": f"a{number}",
        "text": text_of(number),
        "title": f"Headline {number}",
        "source": "Fjord Today",
    } | fields
