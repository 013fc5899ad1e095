"""Compiling the kernel for the first time, in two processes at once; called by the command line before a pass.

numba compiles under one lock, so threads gain nothing. Each process takes a small pile through half of the stages;
what the other compiled is found on disk.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import OutputError
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.engines.base import Dataset
    from dedup.engines.local import LocalEngine

_NOTICE = "Sign up for our newsletter and follow us for the news of the day.\n© 2024 The Paper. All rights reserved."


@contextmanager
def compiling() -> Iterator[None]:
    """Compile what a pass needs: half before the block begins, the rest beside it.

    Whatever fails here, or is not there yet, is compiled by the pass itself when it comes to it.
    """
    silent = subprocess.DEVNULL
    with ExitStack() as stack:
        with suppress(OSError, OutputError):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            own, others = folder / "own", folder / "others"
            own.mkdir()
            others.mkdir()
            command = [sys.executable, "-m", __name__, str(others)]
            other = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent)  # noqa: S603 - ourselves
            stack.callback(other.wait)
            stack.callback(other.kill)
            compile_cleaning(own)
        yield


def compile_cleaning(folder: Path) -> None:
    """Take a small pile through cleaning, boilerplate aside."""
    from dedup.cleaning.batch import clean_batch

    with _opened(folder) as (engine, articles, _):
        engine.map(clean_batch, articles)


def compile_others(folder: Path) -> None:
    """Take a small pile through all other stages."""
    from dedup.jobs.progress import Progress
    from dedup.jobs.run.files import run_files
    from dedup.jobs.run.stages import learn_boilerplate

    with _opened(folder) as (engine, articles, settings):
        learn_boilerplate(articles, settings, engine)
    run_files([_pile(folder)], folder / "out", Settings(clean=False, temp=str(folder)), Progress())


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[LocalEngine, Dataset, Settings]]:
    from dedup.engines.local import LocalEngine
    from dedup.jobs.run.input import RunInput

    settings = Settings(temp=str(folder))
    source = RunInput([_pile(folder)], settings, None)
    with LocalEngine(settings) as engine:
        yield engine, engine.map(source.parse, source.blocks()), settings


def _pile(folder: Path) -> Path:
    path = folder / "pile.jsonl"
    if not path.exists():
        write_pile(path)
    return path


def write_pile(path: Path) -> None:
    """Write articles that lead through every stage: notices, sections, repeats on a page, copies, shared passages."""
    import orjson

    passage = " ".join(_sentence(0, number) for number in range(4))
    with path.open("wb") as file:
        for topic in range(1, 13):
            told = [_sentence(topic, number) for number in range(24)]
            head = [f"A headline of topic {topic}", "12 May 2024"]
            foot = ["Most Read", *(f"Another headline {number}" for number in range(5)), _NOTICE]
            for copy in range(3):
                # a copy, one that adds a line, and one that is cut and repeats itself
                body = [told, [*told, "Added in “naïve” words."], [*told[:9], told[2]]][copy]
                text = "\n".join([*head, *body, passage, *foot])
                row = {"id": f"{topic}-{copy}", "title": head[0], "text": text, "source": f"paper {copy}"}
                file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def _sentence(topic: int, number: int) -> str:
    words = " ".join(f"word{(topic * 7919 + number * 131 + place * 17) % 9973}" for place in range(14))
    return f"The {words} said."


if __name__ == "__main__":
    compile_others(Path(sys.argv[1]))
