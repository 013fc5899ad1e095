"""`dedup info`: versions, extras present, state of the kernel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys

import click

from dedup.cli.pages import DocumentedCommand, option

_PACKAGES = ("numpy", "numba", "pyarrow", "scipy", "datasketch", "rapidfuzz", "tabulate", "apsw")
_EXTRAS = {
    "html": "trafilatura", "feeds": "feedparser", "warc": "fastwarc", "pandas": "pandas", "polars": "polars",
    "server": "fastapi", "sklearn": "sklearn", "spark": "pyspark",
}  # fmt: skip


@click.command(
    "info",
    cls=DocumentedCommand,
    examples=(
        "dedup info",
        "dedup info --compile",
    ),
)
@option("Output", "--settings", "show_settings", is_flag=True, help="Show each setting, and where it comes from.")
@option("Output", "--compile", "compiling", is_flag=True, help="Compile the kernel now, so that no job has to.")
def command(show_settings: bool, compiling: bool) -> None:
    """Show versions, extras present and the state of the kernel."""
    import tabulate

    if compiling:
        _compile()
    if show_settings:
        click.echo(tabulate.tabulate(_settings(), ("setting", "value", "from"), tablefmt="plain"))
        return
    rows = [("dedup", importlib.metadata.version("dedup-news")), ("Python", sys.version.split()[0])]
    rows += [(name, importlib.metadata.version(name)) for name in _PACKAGES]
    for extra, module in _EXTRAS.items():
        present = importlib.util.find_spec(module) is not None
        rows.append((f"extra {extra}", "present" if present else f"absent: pip install 'dedup-news[{extra}]'"))
    rows.append(("kernel", _kernel_state()))
    click.echo(tabulate.tabulate(rows, tablefmt="plain"))


def _kernel_state() -> str:
    """Say where the compiled kernel lies and how much of it is there already."""
    from dedup.kernel.compiled import cache_folder, compiled_functions, is_compiled
    from dedup.kernel.sketch import sketch_texts

    if cache_folder() is None:
        return "compiled in memory by each job: no cache folder that only you can write to; set XDG_CACHE_HOME to one"
    if not is_compiled(sketch_texts):
        return "not compiled yet: the first job compiles it, once"
    return f"{len(compiled_functions())} functions compiled, in {cache_folder()}"


def _settings() -> list[tuple[str, str, str]]:
    """Return each setting with its value and where it comes from."""
    from dataclasses import fields

    from dedup.settings import Settings
    from dedup.settings_sources import PREFIX, found_file, from_environment, read_toml

    chosen, place = Settings.load().as_dict(), found_file()
    in_file = read_toml(place) if place is not None else {}
    in_environment = from_environment({f.name: str(f.type) for f in fields(Settings)})

    def origin(name: str) -> str:
        if name in in_environment:
            return f"{PREFIX}{name.upper()}"
        return str(place) if name in in_file else "default"

    return [(name, _shown(value), origin(name)) for name, value in chosen.items()]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        value = [f"{name}={field}" for name, field in value.items()]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def _compile() -> None:
    """Take a few articles through each job, which compiles what it needs."""
    import time

    from dedup.cli.console import ProgressLine, say_when_compiling
    from dedup.kernel.compiled import compiled_functions

    say_when_compiling()
    before, started, line = len(compiled_functions()), time.monotonic(), ProgressLine()
    line("kernel", 0, 0)
    try:
        _take_through_all_jobs()
    finally:
        line.clear()
    there = len(compiled_functions())
    seconds = time.monotonic() - started
    click.echo(f"{there - before} functions compiled in {seconds:.1f} s; {there} are there", err=True)


def _take_through_all_jobs() -> None:
    """Pass, compare and score a few articles."""
    from dedup.jobs.api import run
    from dedup.jobs.compare import compare
    from dedup.server.warming import warm_up
    from dedup.settings import Settings

    articles = _articles()
    run(articles)
    compare(articles[:6])
    warm_up(Settings())


def _articles() -> list[dict[str, str]]:
    """Return articles that lead through every stage: notices, copies, edited copies, shared passages."""
    passage = " ".join(_sentence(0, number) for number in range(4))
    notice = "Sign up for our newsletter and follow us for the news of the day."
    rows = []
    for topic in range(1, 7):
        told = [_sentence(topic, number) for number in range(24)]
        bodies = (told, [*told, "Added in “naïve” words."], [*told[:9], told[2]])
        for copy, body in enumerate(bodies):
            text = "\n".join([f"A headline of topic {topic}", "12 May 2024", *body, passage, "Most Read", notice])
            rows.append({"id": f"{topic}-{copy}", "text": text, "source": f"paper {copy}"})
    return rows


def _sentence(topic: int, number: int) -> str:
    words = " ".join(f"word{(topic * 7919 + number * 131 + place * 17) % 9973}" for place in range(14))
    return f"The {words} said."
