"""Speed, size and memory of the corpus: adding, verifying, scoring in batch and one by one; beside a plain table.

`python tests/benchmarks/corpus_speed.py --articles 100000 --folder /tmp/corpus-speed` prints one table. The pile is
made up by `generator.py`; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import apsw
import generator
import numpy as np
import tabulate
import zstandard
from measure import anonymous_bytes, measure

PROBES = 2000


def compressed_bytes(pile: Path) -> int:
    """Return what the texts of a pile take, each compressed alone by zstd at its usual level."""
    import orjson

    compressor = zstandard.ZstdCompressor()
    with pile.open("rb") as lines:
        return sum(len(compressor.compress(orjson.loads(line)["text"].encode())) for line in lines)


def plain_table(pile: Path, folder: Path, most: int) -> float:
    """Return seconds per article of a table (hash, article) with an index, bands and samples of a pile in it."""
    import pyarrow as pa

    from dedup.corpus.probes import make_probes
    from dedup.jobs.score import article_batches
    from dedup.matching.bands import choose_banding
    from dedup.settings import Settings

    path = folder / "plain.db"
    path.unlink(missing_ok=True)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE p (hash INTEGER, article INTEGER, PRIMARY KEY (hash, article)) WITHOUT ROWID")
    settings = Settings(clean=False)
    banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
    spent, done = 0.0, 0
    for batch in article_batches([pile], settings, 5000, lambda reject: None):
        if done >= most:
            break
        whole = pa.array([[]] * batch.num_rows, pa.list_(pa.int32()))
        probes = make_probes(batch, whole, None, settings, banding)
        hashes = np.concatenate((probes.bands.reshape(-1), probes.samples)).astype(np.int64)
        owners = np.concatenate((
            np.repeat(np.arange(batch.num_rows), probes.bands.shape[1]),
            np.repeat(np.arange(batch.num_rows), np.diff(probes.sketches.sample_offsets)),
        ))  # fmt: skip
        begun = time.perf_counter()
        with connection:
            rows = zip(hashes.tolist(), (owners + done).tolist(), strict=True)
            connection.executemany("INSERT OR IGNORE INTO p VALUES (?, ?)", rows)
        spent += time.perf_counter() - begun
        done += batch.num_rows
    connection.close()
    return spent / done


def score_speeds(pile: Path, corpus_path: Path) -> list[tuple[str, str]]:
    """Score articles of the pile with one word changed, in batches and one by one."""
    from dedup.corpus.corpus import Corpus
    from dedup.jobs.score import BATCH, article_batches, score_batch

    with Corpus(corpus_path, mode="r") as corpus:
        size = corpus.info().articles
        chosen, seen = [], 0
        for batch in article_batches([pile], corpus.settings, BATCH, lambda reject: None):
            seen += batch.num_rows
            if len(chosen) * size < PROBES / BATCH * seen:
                chosen.append(batch)
        score_batch(chosen[0], corpus)
        begun = time.perf_counter()
        for batch in chosen:
            score_batch(batch, corpus)
        rate = sum(batch.num_rows for batch in chosen) / (time.perf_counter() - begun)
        single = []
        for batch in chosen:
            for row in range(0, batch.num_rows, 4):
                begun = time.perf_counter()
                score_batch(batch.slice(row, 1), corpus)
                single.append(1000 * (time.perf_counter() - begun))
        cuts = statistics.quantiles(single, n=100)
        return [
            (f"score, batches of {BATCH}, articles/s", f"{rate:,.0f}"),
            ("score, one by one, median ms", f"{cuts[49]:.2f}"),
            ("score, one by one, 99th percentile ms", f"{cuts[98]:.2f}"),
            ("anonymous memory after scoring, MB", f"{anonymous_bytes(os.getpid()) / 1e6:,.0f}"),
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--no-plain", action="store_true", help="leave the plain indexed table out")
    parser.add_argument("--clean", action="store_true", help="find bodies before adding; whole texts otherwise")
    words = parser.parse_args()
    words.folder.mkdir(parents=True, exist_ok=True)
    pile = words.folder / f"pile-{words.articles}.jsonl"
    if not pile.is_file():
        generator.write(pile, "page" if words.clean else "wire", words.articles)
    corpus = words.folder / "known.corpus"
    for part in words.folder.glob("known.corpus*"):
        part.unlink()
    program = ["-c", "from dedup.cli import main; main()"]
    options = [] if words.clean else ["--no-clean"]
    command = [sys.executable, *program, "corpus", "add", pile, "--corpus", corpus, *options]
    added = measure(command, words.folder / "add.log")
    size, text = corpus.stat().st_size, compressed_bytes(pile)
    rows = [
        ("articles", f"{words.articles:,}"),
        ("add, s", f"{added.seconds:.1f}"),
        ("add, µs an article", f"{added.seconds / words.articles * 1e6:.0f}"),
        ("add, peak anonymous memory, MB", f"{added.peak / 1e6:,.0f}"),
        ("file, bytes an article", f"{size / words.articles:,.0f}"),
        ("compressed text, bytes an article", f"{text / words.articles:,.0f}"),
        ("allowed: 1.2 x that + 2 KB", f"{1.2 * text / words.articles + 2048:,.0f}"),
    ]
    verified = measure([sys.executable, *program, "corpus", "verify", "--corpus", corpus], words.folder / "verify.log")
    rows.append(("verify, s", f"{verified.seconds:.1f}"))
    if not words.no_plain:
        for most in sorted({min(words.articles, 20_000), words.articles}):
            spent = plain_table(pile, words.folder, most) * 1e6
            rows.append((f"plain table, {most:,} articles, postings alone, µs an article", f"{spent:.0f}"))
    rows += score_speeds(pile, corpus)
    print(tabulate.tabulate(rows, tablefmt="plain", disable_numparse=True))


if __name__ == "__main__":
    main()
