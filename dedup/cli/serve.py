"""`dedup serve`: scoring as an HTTP service, with a page to use it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import click

from dedup.cli.options import common_options, matching_options
from dedup.cli.pages import DocumentedCommand, option

_TOKEN = "DEDUP_TOKEN"  # noqa: S105 - the name of a variable


@click.command(
    "serve",
    cls=DocumentedCommand,
    examples=(
        "dedup serve --corpus out/known.db",
        "dedup serve --corpus out/known.db --host 0.0.0.0 --token-file /run/secrets/dedup",
    ),
)
@option("Corpus", "--corpus", "path", required=True, metavar="F", help="The corpus file; made if missing.")
@option("Server", "--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@option("Server", "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@option("Server", "--token-file", metavar="FILE", help=f"File with the bearer token; otherwise {_TOKEN} is taken.")
@option(
    "Server", "--workers", type=click.IntRange(1, 64), help="Processes that score (default: one per core, at most 4)."
)
@option(
    "Server", "--max-requests", type=click.IntRange(1, 10_000), default=64, show_default=True,
    help="Requests answered at once; more get 503.",
)  # fmt: skip
@matching_options
@common_options
def command(
    path: str,
    host: str,
    port: int,
    token_file: str | None,
    workers: int | None,
    max_requests: int,
    **values: Any,  # noqa: ANN401
) -> None:
    """Answer over HTTP what `score`, `compare` and `corpus` do, with a page for people.

    It listens on this machine only. On any other address it asks for a bearer token.
    """
    from dataclasses import asdict, replace

    from dedup.cli.console import say_when_compiling
    from dedup.cli.corpus import open_corpus
    from dedup.cli.group import is_quiet
    from dedup.cli.startup import loading
    from dedup.errors import MissingExtraError
    from dedup.server.options import ServerOptions

    try:
        with loading():
            from dedup.server.run import serve
            from dedup.server.warming import compile_first
    except ImportError as error:
        raise MissingExtraError(error.name or "fastapi", "server", "to serve") from error
    cores = len(os.sched_getaffinity(0))
    token = _read_token(token_file)
    given = ServerOptions(path, {}, host, port, token, workers or min(cores, 4), max_requests)
    with open_corpus(path, values, "rw") as (corpus, _):
        settings = asdict(corpus.settings)
        say_when_compiling()
        compile_first(corpus.settings)
    logging.getLogger("dedup.server").setLevel(logging.WARNING if is_quiet() else logging.INFO)
    serve(replace(given, settings=settings))


def _read_token(path: str | None) -> str | None:
    """Return the bearer token: of a file, else of the environment; never of the command line, which others can see."""
    from dedup.errors import UsageError

    if path is None:
        return os.environ.get(_TOKEN) or None
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--token-file {path}: can't be read as ASCII text") from error
