"""Small piles of invented articles with known relations, for the tests of jobs."""

import random

from dedup import Article

WORDS = (
    "harbour council minister talks border ferry tariff night market strike bridge village orchard signal court "
    "budget engine winter station treaty canal museum election river storm parade island factory glacier radio"
).split()


def sentence(rng: random.Random, length: int = 14) -> str:
    words = [rng.choice(WORDS) + rng.choice(("", "", "s", "ed", "ing")) for _ in range(length)]
    return " ".join(words).capitalize() + "."


def text(seed: int, sentences: int = 12) -> str:
    rng = random.Random(seed)
    return "\n".join(sentence(rng) for _ in range(sentences))


def pile(seed: int = 0, originals: int = 12) -> list[Article]:
    """Originals, each by chance with copies, edits, excerpts and unrelated neighbours."""
    rng = random.Random(seed)
    articles = []
    for number in range(originals):
        body = text(seed * 1000 + number)
        lines = body.split("\n")
        articles.append(Article(f"original-{number}", body, source="Harbour Post", date="2024-03-01"))
        if rng.random() < 0.5:
            articles.append(Article(f"copy-{number}", body.upper(), source="Canal Times", date="2024-03-02"))
        if rng.random() < 0.5:
            edited = [*lines[:3], sentence(rng), *lines[4:]]
            articles.append(Article(f"edit-{number}", "\n".join(edited), source="River Daily", date="2024-02-28"))
        if rng.random() < 0.5:
            articles.append(Article(f"excerpt-{number}", "\n".join(lines[4:8]), source="Island Wire"))
    return articles
