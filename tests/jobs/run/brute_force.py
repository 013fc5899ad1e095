"""The dedup pass by brute force: sets of shingles, all pairs, and the documented rules, word by word."""

import random
import re
from dataclasses import dataclass, field

from dedup import Article, Settings

K = 5
LEAST_RUN = 12


@dataclass
class Body:
    """An article as the brute force reads it: lower-case words."""

    id: str
    words: list[str]
    starts: list[int]
    source: str | None
    shingles: set = field(default_factory=set)

    @classmethod
    def of(cls, article: Article) -> "Body":
        found = list(re.finditer(r"[a-z]+", article.text))
        words = [match.group() for match in found]
        own = {tuple(words[i : i + K]) for i in range(max(len(words) - K + 1, 1))} if words else set()
        return cls(article.id, words, [match.start() for match in found], article.source, own)


def shares_passage(a: Body, b: Body, characters: int) -> bool:
    """Say whether two texts share a run of words of this length, up to where its last word starts."""
    runs: dict[tuple[int, int], int] = {}
    for i, word in enumerate(a.words):
        for j, other in enumerate(b.words):
            if word == other:
                length = runs[(i, j)] = runs.get((i - 1, j - 1), 0) + 1
                wide = min(a.starts[i] - a.starts[i - length + 1], b.starts[j] - b.starts[j - length + 1])
                if length >= LEAST_RUN and wide >= characters:
                    return True
    return False


def relation(a: Body, b: Body, settings: Settings) -> tuple[str, float, float, float]:
    """Return the relation of a to b, Jaccard, share of a in b, share of b in a."""
    if not a.words or not b.words:
        return "unrelated", 0.0, 0.0, 0.0
    common = len(a.shingles & b.shingles)
    jaccard = common / len(a.shingles | b.shingles)
    of_a, of_b = common / len(a.shingles), common / len(b.shingles)
    if a.words == b.words:
        name = "identical"
    elif jaccard >= settings.threshold:
        name = "near_duplicate"
    elif of_b >= settings.contained_from:
        name = "contains"
    elif of_a >= settings.contained_from:
        name = "contained"
    elif max(of_a, of_b) >= 0.5 or shares_passage(a, b, settings.passage_length):
        name = "overlap"
    else:
        name = "unrelated"
    return name, jaccard, of_a, of_b


def may_go(of_removed: str, removed_in_kept: float, kept_in_removed: float, settings: Settings) -> bool:
    """Say whether a relation (of the one to be removed to the one that stays) removes."""
    holds = kept_in_removed >= settings.contained_from and removed_in_kept < settings.contained_from
    return of_removed in settings.remove and not holds


REVERSED = {"contains": "contained", "contained": "contains"}


def decide(order: list[Body], settings: Settings) -> tuple[dict[str, str], dict[tuple[str, str], tuple]]:
    """Walk the bodies in keep order.

    Returns:
        Of each removed article the one that stays; of each related pair (by ids) what `relation` returns.
    """
    pairs = {}
    for i, a in enumerate(order):
        for b in order[i + 1 :]:
            first, second = sorted((a, b), key=lambda body: body.id)
            found = relation(first, second, settings)
            if found[0] != "unrelated":
                pairs[(first.id, second.id)] = found
    gone: dict[str, str] = {}
    keepers: set[str] = set()
    # copies are one body: they go or stay with the first of them
    heads: dict[tuple[str, ...], Body] = {}
    for body in order:
        heads.setdefault(tuple(body.words), body)
    distinct = [body for body in order if not body.words or heads[tuple(body.words)] is body]
    for keeper in distinct:
        if keeper.id in gone:
            continue
        for other in distinct:
            if other is keeper or other.id in gone or other.id in keepers:
                continue
            first, second = sorted((keeper, other), key=lambda body: body.id)
            if (first.id, second.id) not in pairs:
                continue
            name, _, of_first, of_second = pairs[(first.id, second.id)]
            if other is second:
                name, of_other, of_keeper = REVERSED.get(name, name), of_second, of_first
            else:
                of_other, of_keeper = of_first, of_second
            if may_go(name, of_other, of_keeper, settings):
                gone[other.id] = keeper.id
                keepers.add(keeper.id)
    for body in order:
        head = heads[tuple(body.words)]
        if body.words and body is not head:
            gone[body.id] = gone.get(head.id, head.id)
    return gone, pairs


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def vocabulary(rng: random.Random, size: int = 400) -> list[str]:
    return ["".join(rng.choices(LETTERS, k=rng.randint(2, 9))) for _ in range(size)]


def sentence(rng: random.Random, words: list[str]) -> str:
    return " ".join(rng.choices(words, k=rng.randint(4, 24))) + "."


def collection(seed: int, most: int = 6) -> list[Article]:
    """One to `most` articles that share sentences, paragraphs and whole texts at random."""
    rng = random.Random(seed)
    words = vocabulary(rng)
    sentences = [sentence(rng, words) for _ in range(rng.randint(1, 12))]
    paragraphs = [" ".join(rng.choices(sentences, k=rng.randint(1, 5))) for _ in range(4)]
    texts: list[str] = []
    for _ in range(rng.randint(1, most)):
        kind = rng.random()
        if kind < 0.15 and texts:
            texts.append(rng.choice(texts))
        elif kind < 0.35 and texts:
            edited = rng.choice(texts).split()
            for _ in range(rng.randint(1, 3)):
                edited[rng.randrange(len(edited))] = rng.choice(words)
            texts.append(" ".join(edited))
        elif kind < 0.5 and texts:
            whole = rng.choice(texts).split()
            begin = rng.randrange(len(whole))
            texts.append(" ".join(whole[begin : begin + rng.randint(1, 60)]))
        else:
            parts = [rng.choice((rng.choice(paragraphs), sentence(rng, words))) for _ in range(rng.randint(1, 6))]
            texts.append("\n\n".join(parts))
    return [Article(f"a{i}", text, source=rng.choice((None, "Post", "Times"))) for i, text in enumerate(texts)]


def crowd(seed: int, size: int) -> list[Article]:
    """Versions of a few stories, cut, edited and put together by many outlets."""
    rng = random.Random(seed)
    words = vocabulary(rng)
    stories = [[sentence(rng, words) for _ in range(rng.randint(6, 20))] for _ in range(rng.randint(1, 4))]
    articles = []
    for i in range(size):
        story = list(rng.choice(stories))
        for _ in range(rng.randint(0, 6)):
            story[rng.randrange(len(story))] = sentence(rng, words)
        if rng.random() < 0.3:
            story = story[: rng.randint(1, len(story))]
        if rng.random() < 0.2:
            story += rng.choice(stories)[: rng.randint(1, 6)]
        articles.append(Article(f"c{i:03}", " ".join(story)))
    return articles
