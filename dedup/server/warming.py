"""The compiled kernel, loaded before anybody waits for it, and compiled where it is not yet."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dedup.corpus.corpus import Corpus
from dedup.jobs.score import score
from dedup.settings import Settings


def warm_up(settings: Settings) -> None:
    """Add related articles, long and short, to a corpus that is thrown away, and score some against it."""
    told = [" ".join(f"word{topic}x{place * place % 97}" for place in range(60)) + "." for topic in range(4)]
    texts = ["\n".join(told), "\n".join(told[:3]), "\n".join(told[1:]) + " Added words.", told[0], "A few words."]
    with tempfile.TemporaryDirectory(prefix="dedup-") as folder, Corpus(Path(folder) / "first.db", settings) as corpus:
        for number, text in enumerate(texts):
            corpus.add([{"id": f"first-{number}", "text": text, "source": "first", "title": "First"}])
        for text in ["\n".join(told[::-1]), *texts[2:]]:
            score({"text": text}, corpus)


def compile_first(settings: Settings) -> None:
    """Compile the kernel if nothing of it is compiled yet: once, and not in each process that is started next."""
    from dedup.kernel.compiled import is_compiled
    from dedup.kernel.sketch import sketch_texts

    if not is_compiled(sketch_texts):
        warm_up(settings)
