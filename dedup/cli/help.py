"""`dedup help`: topics that belong to no single command."""

from __future__ import annotations

import click

from dedup.cli.pages import DocumentedCommand


@click.command("help", cls=DocumentedCommand, examples=("dedup help columns", "dedup help columns removed"))
@click.argument("topic", type=click.Choice(["columns"]))
@click.argument("table", required=False)
def command(topic: str, table: str | None) -> None:
    """Explain the columns of every table that `dedup run` writes."""
    from dedup.writing.column_docs import COLUMN_DOCS, KINDS

    if table is not None and table not in COLUMN_DOCS:
        raise click.UsageError(f"no table {table!r}; there are {', '.join(COLUMN_DOCS)}")
    import tabulate

    from dedup.writing.tables import COLUMNS

    for name in [table] if table else COLUMN_DOCS:
        rows = [(column, KINDS[COLUMNS[name][column]], doc) for column, doc in COLUMN_DOCS[name].items()]
        click.echo(f"{name}\n{tabulate.tabulate(rows, tablefmt='plain', maxcolwidths=[None, None, 62])}\n")
