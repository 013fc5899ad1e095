"""`dedup corpus`: the known articles that `score` compares with."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.group import FullGroup
from dedup.cli.options import common_options, make_settings, matching_options, reading_options, wait_option
from dedup.cli.pages import DocumentedCommand, complete_files, option, to_stdout
from dedup.cli.rows import print_rows

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus
    from dedup.corpus.store import Mode
    from dedup.settings import Settings

_CORPUS = option("Corpus", "--corpus", "path", required=True, metavar="F", help="The corpus file.")
_FORMAT = option(
    "Output", "--format", "output_format", type=click.Choice(["table", "jsonl", "csv"]), default="table",
    show_default=True,
)  # fmt: skip
_LISTED = ("id", "title", "source", "url", "date", "language")


@click.group("corpus", cls=FullGroup)
def command() -> None:
    """Keep known articles in one file, for `dedup score`."""


@command.command(
    "add",
    cls=DocumentedCommand,
    examples=(
        "dedup corpus add fixtures/feed.jsonl --corpus out/known.db",
        "dedup corpus add - --corpus out/known.db < fixtures/feed.jsonl",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@_CORPUS
@wait_option
@reading_options
@matching_options
@common_options
def add(
    inputs: tuple[str, ...], path: str, wait: float, input_format: str | None, **values: Any  # noqa: ANN401
) -> None:
    """Add articles; makes the file where there is none. What is known already is left out."""
    from dedup.cli.console import ProgressLine, say_when_compiling, warn
    from dedup.cli.startup import loading

    with loading():
        say_when_compiling()
        from dedup.cli.unread import check_something_read
        from dedup.corpus.corpus import GROUP
        from dedup.corpus.results import Added
        from dedup.corpus.siblings import corpus_beside
        from dedup.jobs.places import check_outputs
        from dedup.jobs.score import article_batches, input_stamps
        from dedup.reading.reject_notes import RejectNotes

    check_outputs(inputs, {"--corpus": path})
    if beside := corpus_beside(path):
        warn(f"{path}: a new corpus; did you mean {beside}?")
    line, total, notes = ProgressLine(), Added(), RejectNotes(warn)
    with open_corpus(path, values, "rw", wait=wait) as (corpus, settings), notes:
        stamps = input_stamps(inputs)
        batches = article_batches(inputs, settings, GROUP, notes, input_format=input_format)
        try:
            for added in corpus.add_batches(batches, stamps=stamps):
                total += added
                line("adding", total.added + total.versions + total.known, 0)
            if total.added + total.versions >= GROUP:
                corpus.settle()
        finally:
            line.clear()
            click.echo(
                f"{total.added:,} added, {total.versions:,} new versions, {total.known:,} known already, "
                f"{notes.count:,} could not be read",
                err=True,
            )
    check_something_read(total.added + total.versions + total.known, notes)


@command.command(
    "remove",
    cls=DocumentedCommand,
    examples=(
        "dedup corpus remove city-000417 --corpus out/known.db --purge",
        "dedup corpus remove - --corpus out/known.db < out/ids.txt",
    ),
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_CORPUS
@option("Corpus", "--purge", is_flag=True, help="Erase their text from the file at once, as `compact` does.")
@wait_option
def remove(ids: tuple[str, ...], path: str, purge: bool, wait: float) -> int:
    """Remove articles by id, with all their versions and clashes; `-` reads ids from standard input, one a line.

    Exits with 1 if an id is not known; the others are removed all the same.
    """
    from dedup.cli.console import warn

    wanted = list(dict.fromkeys(name for given in ids for name in (_lines_of_stdin() if given == "-" else [given])))
    with open_corpus(path, {}, "rw", must_exist=True, wait=wait) as (corpus, _):
        with corpus.writing():
            unknown = corpus.unknown(wanted)
            removed = corpus.remove(wanted)
        if purge:
            corpus.compact()
    for name in unknown:
        warn(f"{name}: no such article in {path}")
    what_next = "erased from the file" if purge else "`dedup corpus compact` erases them from the file"
    click.echo(f"{removed:,} of {len(wanted):,} removed; {what_next}", err=True)
    return int(bool(unknown))


@command.command(
    "list", cls=DocumentedCommand,
    examples=("dedup corpus list --corpus out/known.db", "dedup corpus list --corpus out/known.db --format table"),
)  # fmt: skip
@_CORPUS
@option(
    "Output", "--format", "output_format", type=click.Choice(["ids", "table", "jsonl", "csv"]), default="ids",
    show_default=True,
)  # fmt: skip
def list_articles(path: str, output_format: str) -> None:
    """List the articles: their ids, or as a table, JSON lines or CSV what is known of each but its text."""
    from dedup.reporting.escape import terminal

    with open_corpus(path, {}, "r") as (corpus, _):
        if output_format == "ids":
            on_terminal = sys.stdout.isatty()
            for name in corpus.ids():  # a pipe gets each id as it is: `dedup corpus remove -` takes them
                click.echo(terminal(name) if on_terminal else name, color=True)
            return
        rows = ({name: getattr(a, name) for name in _LISTED} | {"characters": len(a.text)} for a in corpus.articles())
        print_rows((*_LISTED, "characters"), rows, output_format)


@command.command(
    "stats", cls=DocumentedCommand,
    examples=("dedup corpus stats --corpus out/known.db", "dedup corpus stats --corpus out/known.db --format csv"),
)  # fmt: skip
@_CORPUS
@_FORMAT
def stats(path: str, output_format: str) -> None:
    """Show how many articles of which source the corpus holds, and from which dates."""
    from dedup.corpus.results import count_sources

    with open_corpus(path, {}, "r") as (corpus, _):
        rows = count_sources(corpus.articles())
    columns = ("source", "articles", "characters", "first_date", "last_date")
    print_rows(columns, (dict(zip(columns, row, strict=True)) for row in rows), output_format)


@command.command(
    "backup",
    cls=DocumentedCommand,
    examples=(
        "dedup corpus backup out/copy.db --corpus out/known.db",
        "dedup corpus backup out/known-monday.db --corpus out/known.db",
    ),
)
@click.argument("output", metavar="FILE", shell_complete=complete_files)
@_CORPUS
def backup(output: str, path: str) -> None:
    """Write a copy of the corpus to FILE; others may go on writing meanwhile."""
    with open_corpus(path, {}, "r") as (corpus, _):
        corpus.backup(output)
    click.echo(f"{path}: copied to {output}", err=True)


@command.command(
    "info", cls=DocumentedCommand,
    examples=("dedup corpus info --corpus out/known.db", "dedup corpus info --corpus out/known.db --format jsonl"),
)  # fmt: skip
@_CORPUS
@_FORMAT
def info(path: str, output_format: str) -> None:
    """Show what the corpus holds, and the settings that it was made with."""
    with open_corpus(path, {}, "r") as (corpus, _):
        found = corpus.info()
    if output_format != "table":
        values = asdict(found)
        print_rows(list(values), [values], output_format)
        return
    import tabulate

    rows = [
        ("articles", f"{found.articles:,}"), ("older versions", f"{found.versions:,}"),
        ("removed, not yet erased", f"{found.removed:,}"), ("distinct bodies", f"{found.bodies:,}"),
        ("size", f"{found.bytes / 1e6:,.1f} MB"), ("index segments", f"{found.segments}"),
        *((f"made with {name}", str(value)) for name, value in found.settings.items()),
    ]  # fmt: skip
    click.echo(tabulate.tabulate(rows, tablefmt="plain", disable_numparse=True))


@command.command(
    "verify", cls=DocumentedCommand,
    examples=("dedup corpus verify --corpus out/known.db", "dedup corpus verify --corpus out/copy.db"),
)  # fmt: skip
@_CORPUS
def verify(path: str) -> int:
    """Check every record and the index; prints what is damaged and exits with 4 if anything is."""
    import orjson

    from dedup.errors import CorpusError

    with open_corpus(path, {}, "r") as (corpus, _):
        damage = corpus.verify()
        count = corpus.info().articles if not damage else 0
    for found in damage:
        record = {"what": found.what, "id": found.id, "number": found.number, "detail": found.detail}
        click.echo(orjson.dumps(record).decode())
    if damage:
        click.echo(f"dedup: {path}: {len(damage):,} damaged", err=True)
        return CorpusError.exit_code
    click.echo(f"{path}: sound, {count:,} articles", err=True)
    return 0


@command.command(
    "export",
    cls=DocumentedCommand,
    examples=(
        "dedup corpus export -o out/known.jsonl --corpus out/known.db",
        "dedup corpus export --corpus out/known.db | gzip > out/known.jsonl.gz",
    ),
)
@option(
    "Output", "-o", "--output", metavar="FILE", callback=to_stdout, help="File to write (default: standard output)."
)
@_CORPUS
def export(path: str, output: str | None) -> None:
    """Write every record as it came, one a line; damaged ones are left out and named on stderr."""
    from dedup.cli.console import warn
    from dedup.jobs.places import check_outputs, corpus_files
    from dedup.writing.files import write_atomic

    check_outputs((), {"--output": output}, also=corpus_files(path))
    with open_corpus(path, {}, "r") as (corpus, _):
        records = corpus.export(lambda error: warn(f"left out: {error}"))
        if output is None:
            sys.stdout.buffer.writelines(record + b"\n" for record in records)
        else:
            with write_atomic(output) as file:
                file.writelines(record + b"\n" for record in records)


@command.command(
    "compact", cls=DocumentedCommand,
    examples=("dedup corpus compact --corpus out/known.db", "dedup corpus compact --corpus out/copy.db"),
)  # fmt: skip
@_CORPUS
@wait_option
def compact(path: str, wait: float) -> None:
    """Erase what was removed or replaced by a newer version, and give its space back."""
    with open_corpus(path, {}, "rw", must_exist=True, wait=wait) as (corpus, _):
        before = corpus.info().bytes
        corpus.compact()
        after = corpus.info().bytes
    click.echo(f"{before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB after", err=True)


class open_corpus:  # noqa: N801 - used like the built-in open
    """Open a corpus with the settings of a command, a context manager.

    What neither a flag nor the settings file says is taken from the corpus: `score --corpus F` alone fits any corpus.
    """

    def __init__(
        self, path: str, values: dict[str, Any], mode: Mode, *, must_exist: bool = False, wait: float = 30
    ) -> None:
        from dedup.corpus.corpus import Corpus
        from dedup.corpus.made_with import stored_settings
        from dedup.corpus.store import NothingInItError
        from dedup.settings import Settings

        flagged = {name for name, value in values.items() if value not in (None, False)}
        flagged |= {"clean"} if "no_clean" in flagged else set()
        settings = make_settings(values)
        exists = os.path.isfile(path)
        try:
            stored = stored_settings(Path(path)) if exists else {}
        except NothingInItError:
            if must_exist or mode == "r":
                raise
            stored = {}
        usual = Settings()
        free = {n: v for n, v in stored.items() if n not in flagged and getattr(settings, n) == getattr(usual, n)}
        settings = settings.with_(**free)
        self._corpus = Corpus(path, settings, mode="r" if must_exist and not exists else mode, wait=wait)
        self._settings = settings

    def __enter__(self) -> tuple[Corpus, Settings]:
        return self._corpus, self._settings

    def __exit__(self, *_: object) -> None:
        self._corpus.close()


def _lines_of_stdin() -> list[str]:
    return [line.strip() for line in sys.stdin if line.strip()]
