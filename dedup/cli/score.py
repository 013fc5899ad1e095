"""`dedup score`: articles against a corpus, one line of JSON each."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

import click

from dedup.cli.options import common_options, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, option

if TYPE_CHECKING:
    from dedup.articles import Reject
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
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@option("Corpus", "--corpus", "path", required=True, metavar="F", help="The corpus file.")
@option("Output", "-o", "--output", metavar="FILE", help="File to write (default: standard output).")
@option("Corpus", "--add", "adding", is_flag=True, help="Put what is new into the corpus as it goes.")
@option(
    "Output", "--format", "output_format", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True
)
@option("Output", "--fail-on", metavar="LIST", help=f"Exit with 1 on one of these verdicts: {', '.join(_VERDICTS)}.")
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
    input_format: str | None,
    **values: Any,  # noqa: ANN401 - values of any option
) -> int:
    """Say of each article if it is known, how much of it is new, and where the rest comes from."""
    failing = {verdict.strip() for verdict in (fail_on or "").split(",") if verdict.strip()}
    if unknown := sorted(failing - set(_VERDICTS)):
        raise click.UsageError(f"--fail-on: unknown verdict {unknown[0]!r}; known: {', '.join(_VERDICTS)}")
    from dedup.cli.console import say_when_compiling, warn
    from dedup.cli.corpus import open_corpus
    from dedup.cli.startup import loading

    with loading():
        say_when_compiling()
        from dedup.jobs.places import check_outputs, check_stdout, corpus_files
        from dedup.jobs.score import score_inputs
        from dedup.writing.files import write_atomic

    def reject(found: Reject) -> None:
        warn(f"{found.source_file}:{found.line}: left out: {found.reason}")

    check_outputs(inputs, {"--output": output}, also=corpus_files(path))
    check_outputs(inputs, {"--corpus": path if adding else None})
    if output is None:
        check_stdout(inputs)
    with open_corpus(path, values, "rw" if adding else "r", must_exist=True) as (corpus, settings):
        scores = score_inputs(inputs, corpus, settings, reject, adding=adding, input_format=input_format)
        write = _write_table if output_format == "table" else _write
        if output is None:
            found = write(scores, sys.stdout.buffer)
        else:
            with write_atomic(output) as file:
                found = write(scores, file)
    return int(bool(failing & found))


def _write(scores: Iterable[list[Score]], file: IO[bytes]) -> set[str]:
    """Write a line for each score, at once; return the verdicts that came."""
    import orjson

    found: set[str] = set()
    for batch in scores:
        file.writelines(orjson.dumps(one.to_dict()) + b"\n" for one in batch)
        file.flush()
        found |= {one.verdict for one in batch}
    return found


def _write_table(scores: Iterable[list[Score]], file: IO[bytes]) -> set[str]:
    """Write all scores as one table to read; return the verdicts that came."""
    from dedup.reporting import terminal

    rows = [one for batch in scores for one in batch]
    file.write(terminal.scores([one.to_dict() for one in rows]).encode() + b"\n")
    file.flush()
    return {one.verdict for one in rows}
