"""What other libraries need for the same job, each the fastest way that its documentation shows.

Run inside the peers' own environment by `bench.py`: `python peers.py NAME FILE.jsonl OUT`. Each reads raw text,
makes 128 hashes of word 5-shingles, finds pairs at Jaccard .5 and writes the kept ids; none verifies a pair. Daft only
makes signatures, `parse` only reads.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

# text-dedup pins older versions and asks for pyspark and tensorflow, which its MinHash does not import.
PACKAGES = {
    "datasketch": ["datasketch"],
    "rensa": ["rensa"],
    "gaoya": ["gaoya"],
    "daft": ["daft"],
    "text-dedup": ["datasets", "click<9", "click-option-group", "ftfy", "psutil", "regex", "rich", "scipy", "xxhash"],
}
WITHOUT_DEPENDENCIES = {"text-dedup": ["text-dedup==0.4.0"]}
THRESHOLD, NUM_PERM, SHINGLE = 0.5, 128, 5
WORD = re.compile(r"\w+")


def read(path: Path) -> tuple[list[str], list[str]]:
    import orjson

    with path.open("rb") as file:
        rows = [orjson.loads(line) for line in file]
    return [row["id"] for row in rows], [row["text"] for row in rows]


def shingles(text: str) -> set[str]:
    words = WORD.findall(text.lower())
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))}


def write_kept(ids: list[str], neighbours: Iterable[Iterable[int]], out: Path) -> None:
    """Keep the articles that have no earlier neighbour."""
    kept = (ids[i] for i, found in enumerate(neighbours) if not any(j < i for j in found))
    out.write_text("\n".join(kept), encoding="utf-8")


def run_datasketch(path: Path, out: Path) -> None:
    from datasketch import MinHash, MinHashLSH

    ids, texts = read(path)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=NUM_PERM)

    def neighbours() -> Iterator[list[int]]:
        for i, text in enumerate(texts):
            minhash = MinHash(num_perm=NUM_PERM)
            minhash.update_batch([shingle.encode() for shingle in shingles(text)])
            yield index.query(minhash)
            index.insert(i, minhash)

    write_kept(ids, neighbours(), out)


def run_rensa(path: Path, out: Path) -> None:
    from rensa import RMinHash, RMinHashLSH

    ids, texts = read(path)
    sketches = []
    for start in range(0, len(texts), 1000):
        sets = [list(shingles(text)) for text in texts[start : start + 1000]]
        sketches += RMinHash.from_token_sets(sets, NUM_PERM, 42)
    index = RMinHashLSH(THRESHOLD, NUM_PERM, 32)
    index.insert_many(sketches)
    write_kept(ids, index.query_all(sketches), out)


def run_gaoya(path: Path, out: Path) -> None:
    from gaoya.minhash import MinHashStringIndex

    ids, texts = read(path)
    index = MinHashStringIndex(32, THRESHOLD, 42, 3, None, "word", True, (SHINGLE, SHINGLE))  # 126 hashes
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    write_kept(ids, index.par_bulk_query(texts), out)


def run_daft(path: Path, out: Path) -> None:
    import daft
    from daft.functions import minhash

    table = daft.read_json(str(path)).select("id", "text")
    plain = daft.col("text").normalize(remove_punct=True, lowercase=True, nfd_unicode=True, white_space=True)
    table = table.with_column("minhash", minhash(plain, num_hashes=NUM_PERM, ngram_size=SHINGLE, seed=1))
    out.write_text(str(len(table.select("id", "minhash").collect())), encoding="utf-8")


def run_text_dedup(path: Path, out: Path) -> None:
    cache = out.with_suffix(".cache")
    words = [
        "--path", "json", "--data_files", path, "--split", "train", "--cache_dir", cache, "--output", out,
        "--column", "text", "--ngram", SHINGLE, "--threshold", THRESHOLD,
        "--num_perm", NUM_PERM, "--batch_size", 10_000,
    ]  # fmt: skip
    subprocess.run([sys.executable, "-m", "text_dedup.minhash", *map(str, words)], check=True)


def run_parse(path: Path, out: Path) -> None:
    """Read the file with pyarrow and do nothing; the pass itself is timed, not Python's start."""
    import pyarrow.json

    started = time.perf_counter()
    pyarrow.json.read_json(path, read_options=pyarrow.json.ReadOptions(block_size=1 << 24))
    out.write_text(str(time.perf_counter() - started), encoding="utf-8")


PEERS: dict[str, Callable[[Path, Path], None]] = {
    "parse": run_parse,
    "daft": run_daft,
    "gaoya": run_gaoya,
    "rensa": run_rensa,
    "text-dedup": run_text_dedup,
    "datasketch": run_datasketch,
}

if __name__ == "__main__":
    name, source, target = sys.argv[1:]
    PEERS[name](Path(source), Path(target))
