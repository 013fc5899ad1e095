"""`dedup clean`: what cleaning keeps and leaves out of each article, and why; or the clean articles, for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.options import common_options, make_settings, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option

if TYPE_CHECKING:
    from dedup.articles import Cleaned

_FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")


@click.command(
    "clean",
    cls=DocumentedCommand,
    examples=(
        "dedup clean fixtures/story/meridian-2024-11-20.txt",
        "dedup clean fixtures/feed.jsonl --format jsonl",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@option(
    "Output", "--format", "output", type=click.Choice(["table", "jsonl", "csv", "text"]), default="table",
    show_default=True, help="Tables to read, one JSON object or CSV row an article, or the bodies alone.",
)  # fmt: skip
@option("Input", "--keep-all", is_flag=True, help="Leave nothing out; titles, times and credits are read all the same.")
@reading_options
@common_options
def command(inputs: tuple[str, ...], output: str, input_format: str | None, **values: Any) -> None:  # noqa: ANN401
    """Show what is article and what is page, with the reason for every line left out."""
    settings = make_settings(values)
    from dedup.cli.console import warn
    from dedup.cli.unread import check_something_read
    from dedup.jobs.api import clean, read
    from dedup.jobs.ids import with_own_ids
    from dedup.reading.reject_notes import RejectNotes

    with RejectNotes(warn) as notes:
        articles = read(inputs, notes, settings, format=input_format)
        cleaned = (clean(article, settings) for article in with_own_ids(articles))
        some = False
        for text in _printed(cleaned, output):
            click.echo(text, nl=output != "csv")
            some = True
    check_something_read(some, notes)


def _printed(cleaned: Iterable[Cleaned], output: str) -> Iterator[str]:
    import orjson

    from dedup.reporting import csv_tables, terminal

    if output == "csv":
        yield from csv_tables.rows(_COLUMNS, (_values(one) for one in cleaned))
        return
    for one in cleaned:
        if output == "text":
            yield one.body_text + "\n"
        elif output == "jsonl":
            yield orjson.dumps(_row(one) | {"text": one.body_text}).decode()
        else:
            yield terminal.cleaned([_row(one)], {one.article.id: one.article.text}) + "\n"


_COLUMNS = ("id", "source_file", "line", "source", "url", *_FOUND, "text")


def _values(one: Cleaned) -> dict[str, Any]:
    """Return what a CSV row holds: the values alone, and the body."""
    row = _row(one)
    return row | {name: row[name] and row[name]["value"] for name in _FOUND} | {"text": one.body_text}


def _row(one: Cleaned) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": one.article.id, "source_file": one.article.source_file, "line": one.article.line,
        "source": one.article.source, "url": one.article.url,
    }  # fmt: skip
    for name in _FOUND:
        found = getattr(one, name)
        span = found.span if found else None
        row[name] = found and {
            "value": found.value, "start": span and span.start, "end": span and span.end, "origin": found.origin,
        }  # fmt: skip
    row["body"] = [[span.start, span.end] for span in one.body]
    row["left_out"] = [{"start": b.start, "end": b.end, "reason": b.reason} for b in one.left_out]
    return row
