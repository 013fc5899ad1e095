"""`dedup run`: a dedup pass over files, the decision and its evidence written into a folder."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dedup.cli.options import Bytes, common_options, make_settings, matching_options, reading_options
from dedup.cli.pages import DocumentedCommand, complete_files, option
from dedup.cli.rows import print_rows
from dedup.settings import Settings

# What a list of removals holds of `removed.jsonl`; JSON lines hold all of it.
_SHOWN = ("id", "kept_id", "relation", "jaccard", "containment", "unique_share", "source_file", "line")
_NAMED = ("id", "source", "published", "title", "source_file", "line")
_DRY = "--dry-run writes nothing: leave -o out"


@click.command(
    "run",
    cls=DocumentedCommand,
    examples=(
        "dedup run fixtures/ -o out/run",
        "dedup run fixtures/feed.jsonl -o - --keep earliest > out/kept.jsonl",
        "dedup run fixtures/ --dry-run --threshold .7",
        "dedup run fixtures/ --dry-run --format table",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=complete_files)
@option(
    "Output", "-o", "--output", "folder", metavar="OUT",
    help="Folder to write; must not exist yet. - writes what is kept to standard output, and nothing else.",
)  # fmt: skip
@option("Output", "--dry-run", is_flag=True, help="Count what would go, and write nothing; --format lists it.")
@option("Output", "--json", "as_json", is_flag=True, help="Print the counts as one JSON object on standard output.")
@option(
    "Keeping", "--remove", metavar="LIST", help="Relations that remove (default identical,near_duplicate,contained)."
)
@option("Keeping", "--keep", type=click.Choice(["longest", "earliest", "newest"]), help="Which of a pair stays.")
@option("Keeping", "--prefer", metavar="SOURCES", help="Sources whose articles stay first, best first, by comma.")
@option("Output", "--emit", type=click.Choice(["raw", "body"]), help="Write records as they came, or cleaned bodies.")
@option(
    "Output", "--format", "shape", type=click.Choice(["jsonl", "csv", "parquet", "table"]),
    help="Format of the tables (default jsonl), or of what is printed: with --dry-run what would go, with -o - what is "
    "kept.",
)  # fmt: skip
@option(
    "General", "--memory", type=Bytes(),
    help="Keys held in memory while searching, as 500M (default: a quarter of all).",
)  # fmt: skip
@option("Output", "--temp", metavar="FOLDER", help="Folder for the spool (default: beside OUT).")
@option("Output", "--force", is_flag=True, help="Replace the output of an earlier run.")
@option("Corpus", "--corpus", metavar="F", help="Drop also what this corpus already has.")
@option("Corpus", "--into", metavar="F", help="Add what is kept to this corpus.")
@option("Output", "--resume", is_flag=True, help="Go on where an interrupted run was.")
@option("Cluster", "--engine", type=click.Choice(["local", "spark"]), default="local", help="What executes the pass.")
@option("Cluster", "--master", metavar="URL", help="Spark's master, as spark://host:7077 (default: as configured).")
@option("Cluster", "--partitions", type=click.IntRange(1), help="Parts the work is divided into (default: by size).")
@reading_options
@matching_options
@common_options
def command(
    inputs: tuple[str, ...],
    folder: str | None,
    dry_run: bool,
    as_json: bool,
    shape: str | None,
    input_format: str | None,
    force: bool,
    resume: bool,
    corpus: str | None,
    into: str | None,
    engine: str,
    master: str | None,
    partitions: int | None,
    **values: Any,  # noqa: ANN401
) -> None:
    """Find repeated articles and write what to keep, what to drop, and why."""
    if (folder is None) != dry_run:
        raise click.UsageError("give a folder with -o, - for standard output, or --dry-run" if folder is None else _DRY)
    passing = dry_run or folder == "-"
    if passing and (resume or force or (dry_run and into) or (as_json and folder == "-")):
        raise click.UsageError("--resume, --force, --into and --json need an output folder")
    if engine != "spark" and (master or partitions):
        raise click.UsageError("--master and --partitions need --engine spark")
    _check_shape(shape, passing=passing, counts=as_json and dry_run)
    settings = make_settings(values | {"table_format": "jsonl" if passing else shape})
    if engine == "spark":
        beside: dict[str, object] = {"--dry-run": dry_run, "-o -": folder == "-", "--resume": resume, "--force": force}
        beside |= {"--corpus": corpus, "--into": into, f"--format {shape}": shape not in (None, "parquet")}
        _run_on_spark(inputs, str(folder), settings, beside, input_format, master, partitions, as_json=as_json)
        return
    from dedup.cli.console import ProgressLine, say_when_compiling, show, warn
    from dedup.cli.group import is_quiet
    from dedup.cli.startup import loading
    from dedup.errors import InputError
    from dedup.jobs.progress import Progress

    with loading():
        say_when_compiling()
        from dedup.jobs.run.counts import warnings_of
        from dedup.jobs.run.files import run_files
        from dedup.reporting import terminal

    line = ProgressLine()
    with contextlib.ExitStack() as stack:
        stack.callback(line.clear)
        # what is not to stay is written all the same, beside the spool, and taken away
        target = folder or ""
        if passing:
            target = str(Path(stack.enter_context(tempfile.TemporaryDirectory(dir=settings.temp))) / "out")
        done = run_files(
            inputs, target, settings, Progress(line), input_format=input_format, force=force, resume=resume,
            corpus=corpus, into=into,
        )  # fmt: skip
        line.clear()
        if folder == "-":
            _print_kept(Path(target) / "kept.jsonl", shape)
        elif dry_run and shape:
            print_rows(_SHOWN, _rows(Path(target) / "removed.jsonl"), shape)
    if done.manifest["resumed"]:
        warn("resumed: " + ", ".join(done.manifest["resumed"]) + " were there already")
    for sentence in warnings_of(done.counts, done.manifest["caps"]):
        warn(sentence)
    if as_json:
        click.echo(json.dumps(done.manifest["counts"]))
    if not is_quiet():
        show(terminal.run_summary(done), err=True)
    counts = done.counts
    if counts["rejected"] and counts["rejected"] == counts["read"]:
        where = "" if passing else f": {folder}/rejects.{settings.table_format} says why"
        raise InputError(f"not one record could be read{where}")


def _check_shape(shape: str | None, *, passing: bool, counts: bool) -> None:
    if counts and shape:
        raise click.UsageError("--json and --format both print on standard output: give one of them")
    if shape == ("parquet" if passing else "table"):
        where = "files: give a folder with -o OUT" if passing else "reading: give --dry-run or -o -"
        raise click.UsageError(f"--format {shape} is for {where}")


def _print_kept(path: Path, shape: str | None) -> None:
    """Print the records that stay: as they came, with a column for each of their fields, or what to know them by."""
    if shape == "table":
        print_rows(_NAMED, _kept_articles(path.parent), shape)
        return
    if shape in (None, "jsonl"):
        with path.open("rb") as kept:
            shutil.copyfileobj(kept, sys.stdout.buffer)
        return
    names = dict.fromkeys(name for row in _rows(path) for name in row)
    print_rows(list(names), _rows(path), str(shape))


def _kept_articles(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what is known of each article that stays: records may have fields by the dozen, too many to read."""
    removed = {(row["source_file"], row["record"]) for row in _rows(folder / "removed.jsonl")}
    articles = _rows(folder / "articles.jsonl")
    return (row for row in articles if (row["source_file"], row["record"]) not in removed)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    from dedup.reading.jsonl import read_record

    # as a reader takes them: what is kept may hold numbers or surrogates that strict JSON does not know
    with path.open("rb") as lines:
        yield from (read_record(line)[0] for line in lines)


def _run_on_spark(
    inputs: tuple[str, ...],
    folder: str,
    settings: Settings,
    beside: dict[str, object],
    input_format: str | None,
    master: str | None,
    partitions: int | None,
    *,
    as_json: bool,
) -> None:
    """Run the pass on a cluster; refuse what it does not do there."""
    for name, given in beside.items():
        if given:
            raise click.UsageError(f"{name} is not there with --engine spark: leave it out, or run without")
    from dedup.cli.console import ProgressLine, warn
    from dedup.cli.group import is_quiet
    from dedup.cli.startup import loading
    from dedup.jobs.progress import Progress

    with loading():
        from dedup.jobs.run.counts import warnings_of
        from dedup.jobs.spark.output import run_files

    line = ProgressLine()
    try:
        manifest = run_files(
            inputs, folder, settings, Progress(line), master=master, partitions=partitions or 0,
            input_format=input_format,
        )  # fmt: skip
    finally:
        line.clear()
    for sentence in warnings_of(manifest["counts"], manifest["caps"]):
        warn(sentence)
    if as_json:
        click.echo(json.dumps(manifest["counts"]))
    if not is_quiet():
        counts = manifest["counts"]
        told = ", ".join(f"{counts[name]:,} {name}" for name in ("kept", "removed", "rejected"))
        click.echo(f"{counts['read']:,} articles read: {told}", err=True)
