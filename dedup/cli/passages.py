"""`dedup passages A B`: the passages that two articles share, verbatim, edited or reworded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option
from dedup.cli.rows import print_rows
from dedup.tables import rounded


@click.command(
    "passages",
    cls=DocumentedCommand,
    examples=(
        "dedup passages fixtures/story/pacific-ledger-2024-11-20.txt fixtures/story/daily-ferry-2024-11-21.txt",
        "dedup passages fixtures/story/pacific-ledger-2024-11-20.txt fixtures/story/nordic-post-2024-11-20.txt",
    ),
)
@click.argument("a", metavar="A", shell_complete=complete_files)
@click.argument("b", metavar="B", shell_complete=complete_files)
@option("Input", "--in", "where", metavar="OUT|CORPUS", help="A and B are ids in what `run` wrote, or in a corpus.")
@option(
    "Output", "--format", "output", type=click.Choice(["table", "json", "jsonl", "csv", "html"]), default="table",
    show_default=True,
)  # fmt: skip
@reading_options
@common_options
def command(a: str, b: str, where: str | None, output: str, input_format: str | None, **values: Any) -> None:  # noqa: ANN401
    """Show which words two articles share, to the character."""
    settings = make_settings(values)
    import orjson

    from dedup.jobs.lookup import find_article
    from dedup.passages.align import align_passages
    from dedup.reporting import pair_tables

    first, second = (find_article(name, where, settings, input_format) for name in (a, b))
    rows = [asdict(match) for match in align_passages(first.text, second.text)]
    if output in ("json", "jsonl", "csv"):
        quoted = [
            row
            | {
                "quote_a": first.text[row["a_start"] : row["a_end"]],
                "quote_b": second.text[row["b_start"] : row["b_end"]],
            }
            for row in rows
        ]
        if output == "json":
            click.echo(orjson.dumps(rounded(quoted)).decode())
        else:
            columns = ("a_start", "a_end", "b_start", "b_end", "similarity", "kind", "quote_a", "quote_b")
            print_rows(columns, quoted, output)
        return
    show = pair_tables.passages_page if output == "html" else pair_tables.passages
    click.echo(show(rows, (a, first.text), (b, second.text)))
