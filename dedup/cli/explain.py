"""`dedup explain A B`: why two articles are related, span by span."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, option


@click.command(
    "explain",
    cls=DocumentedCommand,
    examples=(
        "dedup explain fixtures/story/pacific-ledger-2024-11-20.txt fixtures/story/nordic-post-2024-11-20.txt",
        "dedup explain 9be26265234c5e9b e9ef0c0496f2a973 --in out/run",
    ),
)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@option("Input", "--in", "where", metavar="OUT|CORPUS", help="A and B are ids in what `run` wrote, or in a corpus.")
@option("Output", "--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
@reading_options
@matching_options
@common_options
def command(a: str, b: str, where: str | None, output: str, input_format: str | None, **values: Any) -> None:  # noqa: ANN401
    """Show why two articles are related: the relation, its numbers, and the passages they share."""
    settings = make_settings(values)
    import orjson

    from dedup.jobs.explain import explain
    from dedup.jobs.lookup import find_article
    from dedup.reporting import terminal

    first, second = (find_article(name, where, settings, input_format) for name in (a, b))
    found = explain(first, second, settings)
    numbers = (
        "relation",
        "jaccard",
        "estimate",
        "containment_a",
        "containment_b",
        "shared",
        "shingles_a",
        "shingles_b",
    )
    data: dict[str, Any] = {
        side: {"id": side, "title": one.title.value if one.title else None, "source": one.article.source or name}
        for side, one, name in (("a", found.a, a), ("b", found.b, b))
    }
    data |= {name: getattr(found, name) for name in numbers}
    data["passages"] = [asdict(match) for match in found.passages]
    if output == "json":
        click.echo(orjson.dumps(data).decode())
    else:
        click.echo(terminal.explanation(data, {"a": first.text, "b": second.text}))
