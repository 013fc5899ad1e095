"""`make bench`: how fast `dedup run` is, what it holds in memory, how both grow, and what its peers need.

Everything is measured in this one run, each command in a process of its own. Piles, the peers' environment and outputs
live in a cache folder; the table, the plot and the raw figures go into `reports/benchmarks/`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
import machine
import peers
import render
from measure import CommandFailedError, measure

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
DEDUP = Path(sys.executable).with_name("dedup")
REUTERS = REPOSITORY.parent / "shared" / "data" / "reuters" / "docs.parquet"
# Above it one run is long enough to be its own average.
REPEATED_BELOW = 300_000


class Bench:
    """Measures one thing after the other and keeps the figures."""

    def __init__(self, words: argparse.Namespace) -> None:
        self.words = words
        self.cache: Path = words.cache
        self.cache.mkdir(parents=True, exist_ok=True)
        self.figures: dict[str, Any] = {"machine": machine.describe(), "versions": machine.versions()}

    def say(self, text: str) -> None:
        sys.stderr.write(text + "\n")

    def pile(self, shape: str, articles: int) -> Path:
        """Return a generated pile, made anew when the generator changed."""
        path = self.cache / f"{shape}-{articles}-{machine.checksum(HERE / 'generator.py')}.jsonl"
        if not path.exists():
            self.say(f"writing {articles:,} articles ({shape})")
            generator.write(path, shape, articles)
        return path

    def run_dedup(self, pile: Path, articles: int, *flags: str) -> dict[str, Any]:
        """Measure `dedup run` on a pile: the median of several runs, and where the time went in that run."""
        runs = []
        for _ in range(self.words.repeat if articles < REPEATED_BELOW else 1):
            out = self.cache / "out"
            shutil.rmtree(out, ignore_errors=True)
            measured = measure([DEDUP, "run", pile, "-o", out, *flags], self.cache / "dedup.log")
            manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
            runs.append({**measured._asdict(), "stages": manifest["timings"], "counts": manifest["counts"]})
        chosen = sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]
        chosen |= {"articles": articles, "bytes": pile.stat().st_size, "flags": list(flags)}
        self.say(f"{pile.stem} {' '.join(flags)}: {chosen['seconds']:.2f} s, {chosen['peak'] / 1e6:.0f} MB anonymous")
        return chosen

    def parse_only(self, pile: Path) -> float:
        """Measure how long pyarrow takes to parse the pile, in seconds."""
        out = self.cache / "parse.txt"
        passes = []
        for _ in range(self.words.repeat):
            measure([sys.executable, HERE / "peers.py", "parse", pile, out], self.cache / "parse.log")
            passes.append(float(out.read_text()))
        return statistics.median(passes)

    def first_use(self) -> dict[str, float]:
        """Measure the first use after installation, when kernels compile, the next one, and the help page."""
        kernels = self.cache / "kernels"
        shutil.rmtree(kernels, ignore_errors=True)
        seconds = {}
        for name in ("first", "next"):
            shutil.rmtree(self.cache / "out", ignore_errors=True)
            command = [DEDUP, "run", REPOSITORY / "fixtures", "-o", self.cache / "out"]
            measured = measure(command, self.cache / "dedup.log", {"NUMBA_CACHE_DIR": str(kernels)})
            seconds[name] = measured.seconds
            self.say(f"{name} use: {measured.seconds:.2f} s")
        helped = [measure([DEDUP, "--help"], self.cache / "dedup.log").seconds for _ in range(5)]
        return seconds | {"help": statistics.median(helped)}

    def growth(self) -> list[dict[str, Any]]:
        """Measure `--no-clean` on piles of growing size."""
        return [self.run_dedup(self.pile("wire", size), size, "--no-clean") for size in self.words.articles]

    def shapes(self) -> dict[str, dict[str, Any]]:
        """Measure degenerate piles beside an ordinary one of the same size, and cleaning on wire text and on pages."""
        size = self.words.degenerate
        found = {shape: self.run_dedup(self.pile(shape, size), size, "--no-clean") for shape in generator.SHAPES}
        found["wire, cleaned"] = self.run_dedup(self.pile("wire", size), size)
        found["page, cleaned"] = self.run_dedup(self.pile("page", size), size)
        return found

    def compared(self) -> Iterator[dict[str, Any]]:
        """Measure the job beside a parse-only pass and its peers, on every pile that they share."""
        for name, pile, articles in self.shared_piles():
            parse = self.parse_only(pile)
            row: dict[str, Any] = {"pile": name, "articles": articles, "bytes": pile.stat().st_size, "parse": parse}
            row["no-clean"] = self.run_dedup(pile, articles, "--no-clean")
            row["clean"] = self.run_dedup(pile, articles)
            row["peers"] = {peer: self.run_peer(peer, pile) for peer in self.words.peers}
            yield row

    def shared_piles(self) -> Iterator[tuple[str, Path, int]]:
        if REUTERS.exists():
            for times in (1, 2):
                path = self.cache / f"reuters-{times}.jsonl"
                count = write_reuters(path, times)
                yield f"Reuters × {times}" if times > 1 else "Reuters", path, count
        size = self.words.peer_articles
        yield "generated", self.pile("wire", size), size

    def run_peer(self, peer: str, pile: Path) -> dict[str, Any]:
        """Measure a peer once in its own environment; one that fails says why."""
        out = self.cache / f"{peer}.out"
        shutil.rmtree(out, ignore_errors=True)
        out.unlink(missing_ok=True)
        # text-dedup would take the result of an earlier run from its cache
        shutil.rmtree(out.with_suffix(".cache"), ignore_errors=True)
        environment = {"HF_HOME": str(self.cache / "hf"), "HF_DATASETS_OFFLINE": "1", "DO_NOT_TRACK": "1"}
        try:
            python = self.peer_python(peer)
            measured = measure([python, HERE / "peers.py", peer, pile, out], self.cache / f"{peer}.log", environment)
        except CommandFailedError as error:
            self.say(f"{peer}: {error}")
            return {"failed": str(error)}
        self.say(f"{peer} on {pile.stem}: {measured.seconds:.2f} s, {measured.peak / 1e6:.0f} MB anonymous")
        return measured._asdict()

    def peer_python(self, peer: str) -> Path:
        """Return the Python of a peer's environment, made where it is missing."""
        folder = self.cache / "peers" / peer
        python = folder / "bin" / "python"
        if not (folder / "ready").exists():
            self.say(f"installing {peer}")
            log = self.cache / f"{peer}.log"
            install = [python, "-m", "pip", "install", "--disable-pip-version-check"]
            measure([sys.executable, "-m", "venv", "--clear", folder], log)
            measure([*install, "orjson", *peers.PACKAGES[peer]], log)
            if peer in peers.WITHOUT_DEPENDENCIES:
                measure([*install, "--no-deps", *peers.WITHOUT_DEPENDENCIES[peer]], log)
            (folder / "ready").touch()
        self.figures["versions"][peer] = machine.version_in(python, peer)
        return python


def write_reuters(path: Path, times: int) -> int:
    """Write the newswire as JSONL; the second time over, a letter cipher makes other words of the same lengths.

    Repeating the articles as they are would only add identical ones, which cost less than new ones.
    """
    import orjson
    import pyarrow.parquet as pq

    rows = pq.read_table(REUTERS, columns=["id", "title", "text", "source", "date", "url"]).to_pylist()
    letters = "abcdefghijklmnopqrstuvwxyz"
    cipher = str.maketrans(letters + letters.upper(), letters[7:] + letters[:7] + (letters[7:] + letters[:7]).upper())
    if not path.exists():
        with path.open("wb") as file:
            for turn in range(times):
                for row in rows:
                    if turn:
                        row |= {"id": f"{row['id']}+{turn}", "text": (row["text"] or "").translate(cipher)}
                    file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    return len(rows) * times


def parse_words() -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part.replace("_", "")) for part in text.split(",")]

    def names(text: str) -> list[str]:
        return [part for part in text.split(",") if part]

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=numbers, default=[10_000, 100_000, 1_000_000], help="sizes, by comma")
    parser.add_argument("--degenerate", type=int, default=100_000, help="articles of each degenerate pile")
    parser.add_argument("--peer-articles", type=int, default=50_000, help="generated articles for the peers")
    parser.add_argument("--peers", type=names, default=list(peers.PACKAGES), help="which, by comma; '' for none")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "dedup-bench")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "reports" / "benchmarks")
    return parser.parse_args()


def main() -> None:
    words = parse_words()
    bench = Bench(words)
    bench.figures["first_use"] = bench.first_use()
    bench.figures["growth"] = bench.growth()
    bench.figures["shapes"] = bench.shapes()
    bench.figures["compared"] = list(bench.compared())
    words.output.mkdir(parents=True, exist_ok=True)
    (words.output / "bench.json").write_text(json.dumps(bench.figures, indent=1) + "\n", encoding="utf-8")
    (words.output / "bench.svg").write_text(render.plot(bench.figures), encoding="utf-8")
    table = render.tables(bench.figures)
    (words.output / "bench.md").write_text(table, encoding="utf-8")
    sys.stdout.write(table)


if __name__ == "__main__":
    main()
