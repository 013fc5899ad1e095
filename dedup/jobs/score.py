"""Articles against a corpus, from top to bottom: clean, look up, align, explain, judge."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.articles import Reject, Span
from dedup.batches import batch_from_articles
from dedup.corpus.neighbours import choose_neighbours
from dedup.corpus.provenance import Explanation, align_known, explain, novelty_by_paragraph, share_whole
from dedup.corpus.record_files import RecordFiles
from dedup.corpus.results import Added, Match, Score, Verdict
from dedup.errors import UsageError
from dedup.matching.verification import IDENTICAL, NEAR_DUPLICATE, RELATIONS
from dedup.reading.inputs import expand
from dedup.reading.values import take_one
from dedup.settings import Settings
from dedup.text.paragraphs import split
from dedup.text.tokens import tokenize

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.corpus.corpus import Corpus
    from dedup.corpus.look_up import LookUp
    from dedup.corpus.probes import Probes
    from dedup.corpus.query import Related

# Articles per batch: enough to share lookups, few enough to answer a pipe soon.
BATCH = 512
_ARTICLE_BYTES = 4096
_NEW = ("mostly_known", "partly_new", "new")


def score(article: Any, corpus: Corpus | str | os.PathLike[str]) -> Score:  # noqa: ANN401 - what users have
    """Score one article: is it known, how much of it is new, and where does the rest come from.

    Args:
        article: An `Article`, a dict with the readers' field names, a row of a pandas frame, a text, or the `Path` of a
            file that holds one article.
        corpus: An open corpus, or the path of one.

    Raises:
        InputError: The article is none of these.
        UsageError: The corpus is neither.
        CorpusDamagedError: A record that the answer needs is damaged.
        CorpusError: There is no such corpus.
    """
    if isinstance(corpus, str | os.PathLike):
        from dedup.corpus.corpus import Corpus

        with Corpus(corpus, mode="r") as opened:
            return score(article, opened)
    if not hasattr(corpus, "prepare"):
        raise UsageError(f"corpus: got {type(corpus).__name__}; give an open Corpus, or the path of one")
    (result,) = score_batch(batch_from_articles([take_one(article, corpus.settings)]), corpus)
    return result


def article_batches(
    inputs: Sequence[str | Path],
    settings: Settings,
    rows: int,
    on_reject: Callable[[Reject], None],
    *,
    input_format: str | None = None,
) -> Iterator[pa.RecordBatch]:
    """Read articles in batches of at most so many; arguments as `reading.reader.read_batches`."""
    from dedup.reading.reader import read_batches

    for batch in read_batches(inputs, settings, on_reject, format=input_format, batch_bytes=rows * _ARTICLE_BYTES):
        for start in range(0, batch.num_rows, rows):
            yield batch.slice(start, rows)


def input_stamps(inputs: Sequence[str | Path]) -> dict[str, tuple[int, int]]:
    """Return size and modification time (ns) of each file, to be taken before any is opened."""
    found = {}
    for path in expand(inputs):
        with contextlib.suppress(OSError):
            status = os.stat(path)
            if stat.S_ISREG(status.st_mode):
                found[path] = (status.st_size, status.st_mtime_ns)
    return found


def score_inputs(
    inputs: Sequence[str | Path],
    corpus: Corpus,
    settings: Settings,
    on_reject: Callable[[Reject], None],
    *,
    adding: bool = False,
    input_format: str | None = None,
) -> Iterator[list[Score]]:
    """Score files, in order, in small batches; with `adding`, what a batch adds is on disk when it is yielded.

    Args:
        inputs: As `dedup.read` takes them.
        corpus: Opened for writing if `adding`.
        settings: Field names of the user's own.
        on_reject: Called for each record that can't be read.
        adding: Put what is new into the corpus as it goes.
        input_format: Name of a format for all files.
    """
    stamps = input_stamps(inputs) if adding else {}
    batches = article_batches(inputs, settings, BATCH, on_reject, input_format=input_format)
    if adding:
        with closing(RecordFiles(stamps)) as files:
            yield from (score_and_add(batch, corpus, files)[0] for batch in batches)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="dedup-score") as pool:
        # the next batch is cleaned and sketched while this one is looked up
        waiting = pool.submit(corpus.prepare, first) if (first := next(batches, None)) else None
        while waiting is not None:
            probes = waiting.result()
            waiting = pool.submit(corpus.prepare, batch) if (batch := next(batches, None)) else None
            yield score_probes(probes, corpus)


def score_batch(batch: pa.RecordBatch, corpus: Corpus) -> list[Score]:
    """Score a batch of articles, each against the corpus alone."""
    return score_probes(corpus.prepare(batch), corpus)


def score_probes(probes: Probes, corpus: Corpus) -> list[Score]:
    """Score a prepared batch of articles, each against the corpus alone."""
    with corpus.reading():
        return list(_score_probes(probes, corpus))


def score_and_add(batch: pa.RecordBatch, corpus: Corpus, files: RecordFiles | None = None) -> tuple[list[Score], Added]:
    """Score a batch, adding what is new as it goes: each article also meets those before it.

    Duplicates and near-duplicates are not added.

    Args:
        batch: Articles.
        corpus: Opened for writing; what was added is on disk when this returns.
        files: The files that the articles came from, as they were before they were opened.
    """
    scores, added = [], Added()
    probes = corpus.prepare(batch)
    with corpus.writing():
        for row in range(len(probes)):
            one = probes.slice(row)
            (result,) = _score_probes(one, corpus)
            scores.append(result)
            if result.verdict in _NEW:
                added += corpus.add_probes(one, files)
    corpus.tidy()
    return scores, added


def _score_probes(probes: Probes, corpus: Corpus) -> Iterator[Score]:
    ids = probes.batch.column("id").to_pylist()
    answers = corpus.look_up(probes)
    corpus.tokens([article for found in answers for article in found.articles()])  # all at once is cheaper
    for row, found in enumerate(answers):
        yield _score_one(ids[row], probes, row, found, corpus)


def _score_one(name: str, probes: Probes, row: int, found: LookUp, corpus: Corpus) -> Score:
    related = found.related
    text = probes.text(row)
    spans = [Span(start, end) for start, end in probes.spans(row).reshape(-1, 2).tolist()]
    tokens = tokenize(text, spans)
    known = {article.number: article for article in found.articles()}
    identical = {match.known.number for match in related if match.relation == IDENTICAL}
    their_tokens = corpus.tokens(list(known.values()))
    aligned = align_known(tokens, their_tokens)
    shared = {
        number: share_whole(tokens, spans, article, theirs) if number in identical else passages
        for (number, article), theirs, passages in zip(known.items(), their_tokens, aligned, strict=True)
    }
    explanation = explain(len(tokens.hashes), list(known.values()), list(shared.values()))
    matches = tuple(
        Match(
            m.known.id, RELATIONS[m.relation], m.jaccard, m.containment, m.containment_of_match,
            shared[m.known.number].spans,
        )
        for m in related
    )  # fmt: skip
    sharing = {article.id for number, article in known.items() if len(shared[number].spans)}
    return Score(
        name,
        judge(related, explanation, corpus.settings),
        0.0 if identical else explanation.novelty,
        matches,
        novelty_by_paragraph(split(text, spans or None), tokens, explanation),
        explanation.sources,
        choose_neighbours(found.neighbours, sharing | {m.id for m in matches} | {name}),
    )


def judge(related: list[Related], explanation: Explanation, settings: Settings) -> Verdict:
    """Return the verdict: by the closest relation first, then by novelty."""
    relations = {match.relation for match in related}
    if IDENTICAL in relations:
        return "duplicate"
    if NEAR_DUPLICATE in relations:
        return "near_duplicate"
    if explanation.novelty < settings.novelty_known:
        return "mostly_known"
    return "partly_new" if explanation.novelty < settings.novelty_new else "new"
