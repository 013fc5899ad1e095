"""`dedup tune`: what another threshold would remove, and the pairs nearest to the line to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from dedup.cli.options import common_options, make_settings, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option
from dedup.cli.rows import print_rows
from dedup.tables import rounded


@click.command(
    "tune",
    cls=DocumentedCommand,
    examples=(
        "dedup tune fixtures/",
        "dedup tune fixtures/feed.jsonl --near 20",
        "dedup tune fixtures/feed.jsonl --review --labels out/labels.jsonl",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@option(
    "Output", "--near", type=click.IntRange(0, 1000), default=10, show_default=True, help="Pairs to show for judging."
)
@option(
    "Output", "--format", "output", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table",
    show_default=True, help="jsonl and csv hold the thresholds, json the pairs too.",
)  # fmt: skip
@option("Judging", "--review", is_flag=True, help="Ask about the pairs nearest to the line, and keep the answers.")
@option(
    "Judging", "--labels", type=click.Path(dir_okay=False), metavar="FILE",
    help="JSON lines of what is known of pairs: {id_a, id_b, same} or {id, cluster}; --review adds to it.",
)  # fmt: skip
@reading_options
@matching_options
@common_options
def command(
    inputs: tuple[str, ...], near: int, output: str, review: bool, labels: str | None, input_format: str | None,
    **values: Any,  # noqa: ANN401
) -> None:  # fmt: skip
    """Show what each threshold would remove, and the pairs nearest to the line.

    With labels also how well each threshold agrees with them (precision, recall, F1, B³), and which agrees best.
    """
    if review and labels is None:
        raise click.UsageError("--review keeps the answers: name a file with --labels")
    if review and "-" in inputs:
        raise click.UsageError("--review reads answers from standard input: give the articles as files")
    settings = make_settings(values)
    from dedup.cli.console import ProgressLine, say_when_compiling, warn
    from dedup.cli.startup import loading

    with loading():
        say_when_compiling()
        import orjson

        from dedup.cli.review import ask
        from dedup.cli.unread import check_something_read
        from dedup.jobs.judging import Judgement, read_judgements
        from dedup.jobs.places import check_outputs
        from dedup.jobs.progress import Progress
        from dedup.jobs.run.input import RunInput
        from dedup.jobs.tune import NearPair, tune
        from dedup.reading.reject_notes import RejectNotes
        from dedup.reporting import pair_tables

    check_outputs(inputs, {"--labels": labels if review else None})
    path = Path(labels) if labels is not None else None
    known = read_judgements(path) if path is not None and (path.exists() or not review) else []
    line = ProgressLine()

    def judge(pairs: Sequence[NearPair]) -> Sequence[Judgement]:
        line.clear()
        return ask(pairs, known, path) if review and path is not None else known

    source = RunInput(inputs, settings, input_format)
    try:
        found = tune(source.blocks(), source.parse, settings, Progress(line), near, judge if path is not None else None)
    finally:
        line.clear()
    with RejectNotes(warn) as notes:
        for one in source.rejects():
            notes(one)
    check_something_read(source.articles, notes)
    if found.unknown:
        pairs = "1 label is" if found.unknown == 1 else f"{found.unknown:,} labels are"
        warn(f"{labels}: {pairs} of articles that were not read")
    shown = rounded(asdict(found))
    if output in ("jsonl", "csv"):
        judged = {one["threshold"]: one for one in shown["quality"]}
        rows = [row | judged.get(row["threshold"], {}) for row in shown["curve"]]
        print_rows(list({name: None for row in rows for name in row}), rows, output)
    elif output == "json":
        click.echo(orjson.dumps(shown).decode())
    else:
        click.echo(pair_tables.tuning(shown, round(settings.threshold, 6)))
