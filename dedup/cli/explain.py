"""`dedup explain A B`: why two articles are related, span by span."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import shorten
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option
from dedup.cli.rows import print_rows

# Differences that the terminal shows.
_SHOWN = 20


@click.command(
    "explain",
    cls=DocumentedCommand,
    examples=(
        "dedup explain fixtures/story/pacific-ledger-2024-11-20.txt fixtures/story/nordic-post-2024-11-20.txt",
        "dedup explain 9be26265234c5e9b e9ef0c0496f2a973 --in out/run",
        "dedup explain 9be26265234c5e9b --in out/run",
    ),
)
@click.argument("a", metavar="A", shell_complete=complete_files)
@click.argument("b", metavar="[B]", required=False, shell_complete=complete_files)
@option("Input", "--in", "where", metavar="OUT|CORPUS", help="A and B are ids in what `run` wrote, or in a corpus.")
@option(
    "Output", "--format", "output", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table",
    show_default=True, help="A table to read, one line of JSON, or one CSV row.",
)  # fmt: skip
@reading_options
@matching_options
@common_options
def command(
    a: str, b: str | None, where: str | None, output: str, input_format: str | None, **values: Any  # noqa: ANN401
) -> None:
    """Show why two articles are related, or what a pass decided on one.

    Of two: relation, figures, shared passages and differing facts. Of one: the decision, and the article that stays.
    """
    given = {name for name, value in values.items() if value is not None and value is not False}
    settings = make_settings(values)
    import os
    from pathlib import Path

    from dedup.cli.console import show
    from dedup.jobs.decision import find_verdict, word_differences
    from dedup.jobs.explain import explain
    from dedup.jobs.lookup import find_article, settings_of_run
    from dedup.reporting import escape, terminal

    if where is not None and os.path.isdir(where):
        settings = settings_of_run(Path(where), settings, given)
    said: dict[str, Any] = {}
    if b is None:
        if where is None or not os.path.isdir(where):
            raise click.UsageError("one article alone is explained with --in OUT, a folder that `dedup run` wrote")
        verdict = find_verdict(a, Path(where), settings)
        said = {"decision": "removed" if verdict.removed else "kept", "represents": list(verdict.represents)}
        said |= {name: value for name, value in (verdict.removed or {}).items() if name in ("rule", "kept_id")}
        if output == "table":
            click.echo("\n".join(f"{name:12}{value}" for name, value in said.items() if value) + "\n")
        if verdict.kept is None:
            if output != "table":
                _print({"a": {"id": a}} | said, output)
            return
        first, second, names = verdict.article, verdict.kept, (a, said["kept_id"])
    else:
        first, second = (find_article(name, where, settings, input_format) for name in (a, b))
        names = (a, b)
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
        for side, one, name in (("a", found.a, names[0]), ("b", found.b, names[1]))
    }
    data |= {name: getattr(found, name) for name in numbers}
    data["passages"] = [asdict(match) for match in found.passages]
    differences = word_differences(found.a.body_text, found.b.body_text)
    if output != "table":
        _print(data | said | {"differences": differences}, output)
        return
    show(terminal.explanation(data, {"a": first.text, "b": second.text}))
    if differences:
        click.echo("\nWhat differs, word by word (- a, + b)")
    for mine, theirs in differences[:_SHOWN]:
        parts = [(sign, part) for sign, part in (("-", mine), ("+", theirs)) if part]
        click.echo("\n".join(f"  {sign} {shorten(escape.terminal(part), 200)}" for sign, part in parts))
    if len(differences) > _SHOWN:
        click.echo(f"  … and {len(differences) - _SHOWN} more")


def _print(data: dict[str, Any], output: str) -> None:
    print_rows(list(data), [data], "csv" if output == "csv" else "jsonl")
