"""Speed of passage alignment at news length on one core: `python tests/benchmarks/passages_speed.py`.

Pairs are Reuters articles of ../shared/data that share text, with neighbours in time that share none; where the data
is absent, made-up articles. Every figure comes with that of a parse-only pass over the same texts in the same run.
"""

import random
import time
from pathlib import Path

import numpy as np

from dedup.passages.align import align_passages
from dedup.passages.shared import align_pairs, align_tokens
from dedup.text.tokens import tokenize

REUTERS = Path(__file__).parents[3] / "shared" / "data" / "reuters"
TEXTS = 4_000
CHARACTERS = (2_400, 3_600)
PAIRS = 4_000
ROUNDS = 3


def reuters_texts() -> tuple[list[str], list[tuple[int, int]]]:
    """Return articles of news length and pairs of them, half of which share text."""
    import pyarrow.parquet as pq

    table = pq.read_table(REUTERS / "docs.parquet", columns=["id", "text"])
    found = {
        id_.as_py(): text.as_py()
        for id_, text in zip(*table.columns, strict=True)
        if CHARACTERS[0] <= len(text.as_py()) <= CHARACTERS[1]
    }
    number = {id_: i for i, id_ in enumerate(found)}
    rows = pq.read_table(REUTERS / "pairs.parquet", columns=["a", "b"]).to_pylist()
    related = [(number[r["a"]], number[r["b"]]) for r in rows if r["a"] in number and r["b"] in number][: PAIRS // 2]
    apart = [(i, i + 1) for i in range(0, 2 * len(related), 2)]
    return list(found.values()), related + apart


def made_up_texts() -> tuple[list[str], list[tuple[int, int]]]:
    """Return texts of 500 words drawn by Zipf's law; every second pair shares 150 words with one in ten changed."""
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefghilmnoprstuv", k=rng.randint(2, 10))) for _ in range(20_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]

    def draw(n: int) -> list[str]:
        return rng.choices(words, weights, k=n)

    texts = []
    for i in range(TEXTS):
        tokens = draw(500)
        if i % 4 == 1:
            passage = texts[-1].replace(".", "").split()[100:250]
            tokens[200:350] = [draw(1)[0] if rng.random() < 0.1 else word for word in passage]
        texts.append(". ".join(" ".join(tokens[s : s + 25]) for s in range(0, 500, 25)))
    return texts, [(i, i + 1) for i in range(0, TEXTS, 2)]


def best(rounds: int, work: object) -> float:
    """Return the shortest time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    texts, pairs = reuters_texts() if REUTERS.is_dir() else made_up_texts()
    tokens = [tokenize(text) for text in texts]
    bounds = np.cumsum([0] + [t.hashes.size for t in tokens]).astype(np.int64)
    columns = [np.concatenate([t[x] for t in tokens]) for x in range(3)]
    rows = np.array(pairs, np.int32)
    used = [(texts[a], texts[b]) for a, b in pairs]
    align_passages(*used[0])  # compiles
    found = align_pairs(*columns, bounds, rows[:1])
    n = len(pairs)
    size = sum(len(a) + len(b) for a, b in used) / 2 / n
    print(f"{n} pairs, {size:.0f} characters a text, {bounds[-1] / len(texts):.0f} tokens; best of {ROUNDS} rounds")
    parse = best(ROUNDS, lambda: [(tokenize(a), tokenize(b)) for a, b in used])
    batch = best(ROUNDS, lambda: align_pairs(*columns, bounds, rows))
    single = best(ROUNDS, lambda: [align_tokens(tokens[a], tokens[b]) for a, b in pairs])
    part = used[:: max(1, n // 1000)]
    verbatim = best(ROUNDS, lambda: [align_passages(a, b, reworded=False) for a, b in part]) * n / len(part)
    reworded = best(ROUNDS, lambda: [align_passages(a, b) for a, b in part]) * n / len(part)
    found = align_pairs(*columns, bounds, rows)
    print(f"{len(found.pair)} passages in {len(np.unique(found.pair))} pairs")
    for name, seconds in [
        ("tokenise both texts", parse),
        ("align_pairs (verbatim, edited; tokens given)", batch),
        ("align_tokens (same, one call a pair)", single),
        ("align_passages(reworded=False), from text", verbatim),
        ("align_passages, from text", reworded),
    ]:
        print(f"{name:46} {n / seconds:9.0f} pairs/s   {seconds / parse:6.2f} x tokenising")


if __name__ == "__main__":
    main()
