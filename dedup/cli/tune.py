"""`dedup tune`: what another threshold would remove, and the pairs nearest to the line to judge."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, option


@click.command(
    "tune",
    cls=DocumentedCommand,
    examples=(
        "dedup tune fixtures/",
        "dedup tune fixtures/feed.jsonl --near 20",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@option(
    "Output", "--near", type=click.IntRange(0, 1000), default=10, show_default=True, help="Pairs to show for judging."
)
@option("Output", "--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
@reading_options
@matching_options
@common_options
def command(inputs: tuple[str, ...], near: int, output: str, input_format: str | None, **values: Any) -> None:  # noqa: ANN401
    """Show what each threshold would remove, and the pairs nearest to the line."""
    settings = make_settings(values)
    from dedup.cli.console import ProgressLine, say_when_compiling
    from dedup.cli.startup import loading

    with loading():
        say_when_compiling()
        import orjson

        from dedup.jobs.progress import Progress
        from dedup.jobs.run.input import RunInput
        from dedup.jobs.tune import tune
        from dedup.reporting import pair_tables

    line = ProgressLine()
    source = RunInput(inputs, settings, input_format)
    try:
        found = asdict(tune(source.blocks(), source.parse, settings, Progress(line), near))
    finally:
        line.clear()
    click.echo(orjson.dumps(found).decode() if output == "json" else pair_tables.tuning(found, settings.threshold))
