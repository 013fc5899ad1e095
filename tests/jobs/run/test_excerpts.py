"""Short texts that stand word by word in long ones, in collections too large to compare every two bodies."""

import random

import pytest

from dedup import Article, Settings, run
from tests.jobs.run import brute_force as brute

SIZES = (12, 20, 30, 40, 70)


@pytest.fixture(scope="module")
def planted():
    """Two thousand articles, excerpts of them, and of each excerpt where it stands."""
    rng = random.Random(12)
    words = brute.vocabulary(rng, 3000)
    frequent = [1 / (place + 1) for place in range(len(words))]
    bodies = [rng.choices(words, frequent, k=rng.randint(150, 500)) for _ in range(2000)]
    articles = [Article(f"a{i}", " ".join(body)) for i, body in enumerate(bodies)]
    origins = {}
    for size in SIZES:
        for _ in range(30):
            origin = rng.randrange(len(bodies))
            begin = rng.randrange(len(bodies[origin]) - size)
            name = f"x{len(origins)}"
            origins[name] = f"a{origin}"
            articles.append(Article(name, " ".join(bodies[origin][begin : begin + size])))
    rng.shuffle(articles)
    return articles, origins


@pytest.mark.parametrize("threshold", [0.5, 1.0])
def test_every_excerpt_goes_in_favour_of_the_text_it_stands_in(planted, threshold):
    articles, origins = planted
    result = run(articles, Settings(clean=False, threshold=threshold))
    assert {removal.id: removal.kept_id for removal in result.removed} == origins
    assert {removal.relation for removal in result.removed} == {"contained"}
    assert {pair.relation for pair in result.pairs} == {"contains"}


def test_an_excerpt_with_words_of_its_own_stays(planted):
    articles, origins = planted
    rng = random.Random(13)
    foreign = brute.vocabulary(rng, 50)
    changed = []
    for article in articles:
        words = article.text.split()
        if article.id in origins:
            words[len(words) // 2] = rng.choice(foreign)
        changed.append(Article(article.id, " ".join(words)))
    result = run(changed, Settings(clean=False))
    assert all(len(article.text.split()) > 45 for article in changed if article.id in {r.id for r in result.removed})


def test_many_short_texts_of_one_frame_are_paired_with_the_one_that_holds_them():
    # every shingle of the frame stands in hundreds of texts; each text's own words tell it
    rng = random.Random(14)
    words = brute.vocabulary(rng, 4000)
    frame = " ".join(rng.sample(words, 14))
    notes = [f"{frame} {' '.join(rng.sample(words, 6))}" for _ in range(600)]
    long = [" ".join(rng.choices(words, k=200)) for _ in range(20)]
    hosts = rng.sample(range(600), 20)
    articles = [Article(f"n{i}", note) for i, note in enumerate(notes)]
    for i, (text, host) in enumerate(zip(long, hosts, strict=True)):
        articles.append(Article(f"h{i}", f"{text} {notes[host]} {text[:80]}"))
    result = run(articles, Settings(clean=False, threshold=0.9))
    assert {(r.id, r.kept_id) for r in result.removed} == {(f"n{host}", f"h{i}") for i, host in enumerate(hosts)}
