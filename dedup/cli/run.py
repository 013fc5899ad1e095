"""`dedup run`: a dedup pass over files, the decision and its evidence written into a folder."""

from __future__ import annotations

from typing import Any

import click

from dedup.cli.options import Bytes, common_options, make_settings, matching_options, reading_options


@click.command("run")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", "folder", required=True, metavar="OUT", help="Folder to write; must not exist yet.")
@click.option("--remove", metavar="LIST", help="Relations that remove (default identical,near_duplicate,contained).")
@click.option("--keep", type=click.Choice(["longest", "earliest"]), help="Which article of a pair stays.")
@click.option("--prefer", metavar="SOURCES", help="Sources whose articles stay first, best first, by comma.")
@click.option("--emit", type=click.Choice(["raw", "body"]), help="Write records as they came, or cleaned bodies.")
@click.option("--format", "table_format", type=click.Choice(["jsonl", "parquet"]), help="Format of the tables.")
@click.option(
    "--memory", type=Bytes(), help="Keys held in memory while searching, as 500M (default: a quarter of all)."
)
@click.option("--temp", metavar="FOLDER", help="Folder for the spool (default: beside OUT).")
@click.option("--force", is_flag=True, help="Replace the output of an earlier run.")
@click.option("--corpus", metavar="F", help="Drop also what this corpus already has.")
@click.option("--into", metavar="F", help="Add what is kept to this corpus.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run was.")
@reading_options
@matching_options
@common_options
def command(
    inputs: tuple[str, ...],
    folder: str,
    input_format: str | None,
    force: bool,
    resume: bool,
    corpus: str | None,
    into: str | None,
    **values: Any,  # noqa: ANN401
) -> None:
    """Find repeated articles and write what to keep, what to drop, and why."""
    settings = make_settings(values)
    from dedup.cli.console import ProgressLine, say_when_compiling, warn
    from dedup.cli.startup import loading
    from dedup.errors import InputError
    from dedup.jobs.progress import Progress

    with loading():
        say_when_compiling()
        from dedup.jobs.run.files import run_files
        from dedup.reporting import terminal

    line = ProgressLine()
    try:
        done = run_files(
            inputs, folder, settings, Progress(line), input_format=input_format, force=force, resume=resume,
            corpus=corpus, into=into,
        )  # fmt: skip
    finally:
        line.clear()
    if done.manifest["resumed"]:
        warn("resumed: " + ", ".join(done.manifest["resumed"]) + " were there already")
    click.echo(terminal.run_summary(done), err=True)
    counts = done.counts
    if counts["rejected"] and counts["rejected"] == counts["read"]:
        raise InputError(f"not one record could be read: {folder}/rejects says why")
