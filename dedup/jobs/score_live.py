"""Records of a pipe against a corpus: each is answered as it comes, those that wait together in one batch."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.articles import Reject
from dedup.corpus.corpus import Corpus
from dedup.corpus.results import Score
from dedup.jobs.score import score_and_add, score_batch
from dedup.reading.live import LivePipe, live_lines
from dedup.settings import Settings


def score_live(
    pipe: LivePipe, corpus: Corpus, settings: Settings, *, adding: bool = False
) -> Iterator[list[Score | Reject]]:
    """Score the records of a pipe; with `adding`, what was added is on disk when the answer comes.

    Args:
        pipe: JSON, a record a line.
        corpus: Opened for writing if `adding`.
        settings: Field names of the user's own.
        adding: Put what is new into the corpus as it goes.

    Yields:
        One answer for each line that is not blank, in order: its score, or why it can't be read.
    """
    for parsed in live_lines(pipe, settings):
        answers: list[tuple[int, Score | Reject]] = [(reject.line, reject) for reject in parsed.rejects]
        if parsed.batch is not None:
            batch = parsed.batch
            scores = score_and_add(batch, corpus)[0] if adding else score_batch(batch, corpus)
            answers += zip(batch.column("line").to_pylist(), scores, strict=True)
        if answers:
            yield [answer for _, answer in sorted(answers, key=lambda one: one[0])]
