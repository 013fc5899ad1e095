"""`dedup help`: the help page of a command, and topics that belong to no single one."""

from __future__ import annotations

import click

from dedup.cli.pages import DocumentedCommand


@click.command("help", cls=DocumentedCommand, examples=("dedup help columns", "dedup help columns removed"))
@click.argument("topic", required=False, metavar="[columns|COMMAND]")
@click.argument("name", required=False, metavar="[TABLE]")
@click.pass_context
def command(ctx: click.Context, topic: str | None, name: str | None) -> None:
    """Explain the columns of every table, file and answer; or show the help page of a command."""
    if topic == "columns":
        _columns(name)
    elif ctx.parent is not None:
        _page(ctx.parent, [part for part in (topic, name) if part is not None])


def _page(context: click.Context, words: list[str]) -> None:
    for word in words:
        group = context.command
        found = group.get_command(context, word) if isinstance(group, click.Group) else None
        if found is None:
            there = ", ".join(group.list_commands(context)) if isinstance(group, click.Group) else "none below it"
            raise click.UsageError(f"no topic {' '.join(words)!r}; there is `columns`, and of commands: {there}")
        context = click.Context(found, info_name=word, parent=context)
    click.echo(context.get_help())


def _columns(chosen: str | None) -> None:
    from dedup.writing.column_docs import COLUMN_DOCS, KINDS, PRINTED_DOCS

    if chosen is not None and chosen not in (*COLUMN_DOCS, *PRINTED_DOCS):
        raise click.UsageError(f"no table {chosen!r}; there are {', '.join((*COLUMN_DOCS, *PRINTED_DOCS))}")
    import tabulate

    from dedup.writing.tables import COLUMNS

    tables = {
        name: [(column, KINDS[COLUMNS[name][column]], doc) for column, doc in docs.items()]
        for name, docs in COLUMN_DOCS.items()
    } | {name: [(column, kind, doc) for column, (kind, doc) in docs.items()] for name, docs in PRINTED_DOCS.items()}
    for name in [chosen] if chosen else tables:
        click.echo(f"{name}\n{tabulate.tabulate(tables[name], tablefmt='plain', maxcolwidths=[None, 30, 62])}\n")
