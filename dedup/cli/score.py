"""`dedup score`: articles against a corpus, one line of JSON each."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from dedup.articles import Reject
from dedup.cli.options import common_options, matching_options, reading_options, wait_option
from dedup.cli.pages import DocumentedCommand, complete_files, option, to_stdout

if TYPE_CHECKING:
    from dedup.cli.console import ProgressLine
    from dedup.corpus.results import Score

_VERDICTS = ("duplicate", "near_duplicate", "mostly_known", "partly_new", "new")


@click.command(
    "score",
    cls=DocumentedCommand,
    examples=(
        "dedup score fixtures/story/daily-ferry-2024-11-21.txt --corpus out/known.db",
        "dedup score - --corpus out/known.db --add < fixtures/feed.jsonl",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@option("Corpus", "--corpus", "path", required=True, metavar="F", help="The corpus file.")
@option(
    "Output", "-o", "--output", metavar="FILE", callback=to_stdout, help="File to write (default: standard output)."
)
@option("Corpus", "--add", "adding", is_flag=True, help="Put what is new into the corpus as it goes; made if missing.")
@option(
    "Output", "--format", "output_format", type=click.Choice(["jsonl", "csv", "table"]), default="jsonl",
    show_default=True,
)  # fmt: skip
@option("Output", "--fail-on", metavar="LIST", help=f"Exit with 1 on one of these verdicts: {', '.join(_VERDICTS)}.")
@wait_option
@reading_options
@matching_options
@common_options
def command(
    inputs: tuple[str, ...],
    path: str,
    output: str | None,
    adding: bool,
    fail_on: str | None,
    output_format: str,
    wait: float,
    input_format: str | None,
    **values: Any,  # noqa: ANN401 - values of any option
) -> int:
    """Say of each article if it is known, how much of it is new, and where the rest comes from.

    Prints one line of JSON for each article. JSON lines from a pipe (INPUT `-`) are answered as they come, one line for
    each, also for a line that can't be read: {"line": 3, "error": "..."}.
    """
    failing = {verdict.strip() for verdict in (fail_on or "").split(",") if verdict.strip()}
    if unknown := sorted(failing - set(_VERDICTS)):
        raise click.UsageError(f"--fail-on: unknown verdict {unknown[0]!r}; known: {', '.join(_VERDICTS)}")
    from dedup.cli.console import ProgressLine, say_when_compiling, warn
    from dedup.cli.corpus import open_corpus
    from dedup.cli.startup import loading
    from dedup.cli.streams import live_pipe

    with loading():
        say_when_compiling()
        from dedup.cli.unread import check_something_read
        from dedup.corpus.siblings import corpus_beside
        from dedup.errors import CorpusError
        from dedup.jobs.places import check_folder_of, check_outputs, check_stdout, corpus_files
        from dedup.jobs.score import score_inputs
        from dedup.jobs.score_live import score_live
        from dedup.reading.reject_notes import RejectNotes
        from dedup.writing.files import write_atomic

    check_outputs(inputs, {"--output": output}, also=corpus_files(path))
    check_outputs(inputs, {"--corpus": path if adding else None})
    check_folder_of(output)
    if output is None:
        check_stdout(inputs)
    live = live_pipe(input_format) if inputs == ("-",) and output is None and output_format == "jsonl" else None
    if adding and not os.path.exists(path):
        if meant := corpus_beside(path):
            raise CorpusError(
                f"{path}: no such corpus; did you mean {meant}? If not, `dedup corpus add` makes a new one of this name"
            )
        warn(f"{path}: a new corpus")
    with open_corpus(path, values, "rw" if adding else "r", must_exist=not adding, wait=wait) as (corpus, settings):
        if live is not None:
            return int(bool(failing & _write(score_live(live, corpus, settings, adding=adding), sys.stdout.buffer)))
        line = ProgressLine(beside=output is not None)
        write = {"table": _write_table, "csv": _write_csv, "jsonl": _write}[output_format]
        with contextlib.ExitStack() as stack:
            notes = stack.enter_context(RejectNotes(warn))
            stack.callback(line.clear)
            scores = score_inputs(inputs, corpus, settings, notes, adding=adding, input_format=input_format)
            file = sys.stdout.buffer if output is None else stack.enter_context(write_atomic(output))
            found = write(_shown(scores, line), file)
            check_something_read(found, notes)
    return int(bool(failing & found))


def _shown(scores: Iterable[list[Score]], line: ProgressLine) -> Iterator[list[Score]]:
    done = 0
    for batch in scores:
        done += len(batch)
        line("scored", done, 0)
        yield batch


def _write(answers: Iterable[Sequence[Score | Reject]], file: IO[bytes]) -> set[str]:
    """Write a line for each answer, at once; return the verdicts that came."""
    import orjson

    found: set[str] = set()
    for batch in answers:
        lines = [
            {"line": one.line, "error": one.reason} if isinstance(one, Reject) else one.to_dict() for one in batch
        ]
        file.writelines(orjson.dumps(line) + b"\n" for line in lines)
        file.flush()
        found |= {one.verdict for one in batch if not isinstance(one, Reject)}
    return found


_COLUMNS = ("id", "verdict", "novelty", "provenance", "matches", "same_story")


def _write_csv(scores: Iterable[list[Score]], file: IO[bytes]) -> set[str]:
    """Write a row for each score, at once; lists as JSON; return the verdicts that came."""
    from dedup.reporting import csv_tables

    found: set[str] = set()

    def rows() -> Iterator[dict[str, Any]]:
        for batch in scores:
            found.update(one.verdict for one in batch)
            yield from (one.to_dict() for one in batch)

    for line in csv_tables.rows(_COLUMNS, rows()):
        file.write(line.encode())
        file.flush()
    return found


def _write_table(scores: Iterable[list[Score]], file: IO[bytes]) -> set[str]:
    """Write all scores as one table to read; return the verdicts that came."""
    from dedup.reporting import terminal

    rows = [one for batch in scores for one in batch]
    file.write(terminal.scores([one.to_dict() for one in rows]).encode() + b"\n")
    file.flush()
    return {one.verdict for one in rows}
