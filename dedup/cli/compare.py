"""`dedup compare`: what articles about one story say, claim by claim."""

from __future__ import annotations

import os
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option, to_stdout


@click.command(
    "compare",
    cls=DocumentedCommand,
    examples=(
        "dedup compare fixtures/story",
        "dedup compare fixtures/story -o out/report.html",
    ),
)
@click.argument("inputs", nargs=-1, metavar="INPUT...", shell_complete=complete_files)
@option("Output", "-o", "--output", metavar="FILE", callback=to_stdout, help="File to write; stdout by default.")
@option(
    "Output", "--format", "output_format", type=click.Choice(["table", "markdown", "html", "json", "jsonl", "csv"]),
    help="Default: by the ending of FILE, else table. jsonl has a line for each claim, csv a row for each cell.",
)  # fmt: skip
@option("Input", "--split", is_flag=True, help="Divide a mixed collection into stories and compare each by itself.")
@option("Output", "--raw", is_flag=True, help="CSV without protection against formulas.")
@option("Corpus", "--story", metavar="ID", help="Compare the known articles of this article's story.")
@option("Corpus", "--corpus", metavar="FILE", help="The corpus that knows them.")
@option("Matching", "--no-clean", is_flag=True, help="Take whole texts as bodies.")
@reading_options
@common_options
def command(
    inputs: tuple[str, ...], output: str | None, output_format: str | None, split: bool, raw: bool,
    story: str | None, corpus: str | None, input_format: str | None,
    **values: Any,  # noqa: ANN401
) -> None:  # fmt: skip
    """Align what articles say: what agrees, what conflicts, who alone says what, who copied whom."""
    settings = make_settings(values)
    if bool(inputs) == bool(story) or bool(story) != bool(corpus):
        raise click.UsageError("give files to compare, or --story ID with --corpus FILE")
    from dedup.cli.console import ProgressLine, say_when_compiling, show, terminal_width, warn
    from dedup.cli.startup import loading
    from dedup.errors import InputError

    with loading():
        say_when_compiling()
        from dedup.jobs.compare import compare_told
        from dedup.jobs.compare_output import render
        from dedup.jobs.places import check_folder_of, check_outputs, corpus_files
        from dedup.jobs.progress import Progress

    check_outputs(inputs, {"--output": output}, also=corpus_files(corpus) if corpus else ())
    check_folder_of(output)
    chosen = output_format or _format_of(output)
    if story and corpus:
        from dedup.jobs.lookup import articles_of_story

        articles = articles_of_story(story, corpus)
    else:
        from dedup.jobs.api import read
        from dedup.reading.reject_notes import RejectNotes

        with RejectNotes(warn) as notes:
            articles = list(read(inputs, notes, settings, format=input_format))
    if not articles:
        raise InputError("no article could be read, so there is nothing to compare")
    line = ProgressLine()
    try:
        comparison = compare_told(articles, settings, Progress(line), split=split)
    finally:
        line.clear()
    for note in comparison.notes:
        warn(note)
    printed = render(comparison, chosen, settings, raw=raw, width=terminal_width())
    if output is None:
        if chosen == "table":
            show(printed)
        else:
            click.echo(printed, nl=not printed.endswith("\n"))
        return
    from dedup.writing.files import write_atomic

    with write_atomic(output) as file:
        file.write(printed.encode())


_ENDINGS = {
    ".md": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl", ".csv": "csv",
    ".txt": "table",
}  # fmt: skip


def _format_of(output: str | None) -> str:
    """Return the format that a file's ending stands for.

    Raises:
        UsageError: It stands for none.
    """
    ending = os.path.splitext(output or "")[1].lower() or ".txt"
    if ending not in _ENDINGS:
        known = ", ".join(_ENDINGS)
        raise click.UsageError(f"-o {output}: unknown ending {ending!r}; known: {known}; or give --format")
    return _ENDINGS[ending]
