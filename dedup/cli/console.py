"""What goes to the terminal beside the data: the progress line on stderr, and warnings."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from typing import IO

import click

from dedup.cli.group import is_quiet

# Redrawing costs more than the work between two batches; ten times a second is as often as anybody sees.
_INTERVAL = 0.1
_COUNTED = 0.5
_HEADING = re.compile(r"[A-Z](?:[^ ]| (?! )){0,80}")
_CONFLICT = re.compile(r"≠(?: \S+)?|\bconflict\b(?!,)|\b[1-9][\d,]* conflicting\b")


_compiling = False


class ProgressLine:
    """One line on stderr that shows the stage and how far it is; silent where stderr is no terminal.

    Args:
        beside: Whether the data goes elsewhere; it is written to stdout while the line shows, and is not to be mixed
            with it on one terminal.
    """

    def __init__(self, *, beside: bool = True) -> None:
        apart = beside or not sys.stdout.isatty()
        self._shown = apart and sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not is_quiet()
        self._last = 0.0
        self._stage = ""
        self._counter: threading.Thread | None = None
        self._done = threading.Event()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage's progress, in rows."""
        now = time.monotonic()
        # a stage that has just begun may take long before it says more
        if not self._shown or (now - self._last < _INTERVAL and stage == self._stage):
            return
        self._last, self._stage = now, stage
        if _compiling and self._counter is None:
            self._counter = threading.Thread(target=self._count_compiled, daemon=True)
            self._counter.start()
        share = f" {done / total:4.0%}" if total else ""
        count = f" {done:,}" if done else ""
        sys.stderr.write(f"\r\x1b[K{stage}{count}{share}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        self._done.set()
        if self._counter is not None:
            self._counter.join()
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


    def _count_compiled(self) -> None:
        """Show while a stage stands still how much of the kernel has been compiled meanwhile."""
        from dedup.kernel.compiled import compiled_functions

        while not self._done.wait(_COUNTED):
            if time.monotonic() - self._last > _COUNTED:
                sys.stderr.write(f"\r\x1b[K{self._stage}: compiling, {len(compiled_functions())} functions so far")
                sys.stderr.flush()


def has_colour(stream: IO[str]) -> bool:
    """Say whether a stream is a terminal that shows colour, and the user wants it (https://no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in (None, "", "dumb")
    return wanted and stream.isatty()


def show(text: str, *, err: bool = False) -> None:
    """Print a result to read; in colour where the terminal has it."""
    stream = sys.stderr if err else sys.stdout
    click.echo(painted(text) if has_colour(stream) else text, err=err, color=True)


def painted(text: str) -> str:
    """Return a result with its headings bold, and what conflicts in red; it has no control characters itself."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        heads = place == 0 or not lines[place - 1]
        if heads and place + 1 < len(lines) and lines[place + 1] and _HEADING.fullmatch(line):
            lines[place] = f"\x1b[1m{line}\x1b[0m"
        else:
            lines[place] = _CONFLICT.sub("\x1b[31m\\g<0>\x1b[0m", line)
    return "\n".join(lines)


def terminal_width() -> int | None:
    """Return the columns of the terminal that stdout is, at least 60; None where it is none."""
    return max(60, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def warn(message: str) -> None:
    """Say something on stderr, unless -q is given; it may hold names of files and pieces of records."""
    from dedup.reporting.escape import terminal

    if is_quiet():
        return
    head = "\x1b[33mdedup:\x1b[0m" if has_colour(sys.stderr) else "dedup:"
    click.echo(f"{head} {terminal(message)}", err=True, color=True)


def say_when_compiling() -> None:
    """Say so if the kernel is not compiled yet: the first job after an installation takes up to a minute more.

    Progress lines then count the functions that are compiled.
    """
    from dedup.kernel.compiled import cache_folder, drop_stale, is_compiled
    from dedup.kernel.sketch import sketch_texts

    if is_compiled(sketch_texts):
        return
    if cache_folder() is None:
        warn(
            "compiling the kernel; it can't be kept, as there is no cache folder that only you can write to: "
            "set XDG_CACHE_HOME to one"
        )
        return
    drop_stale()
    global _compiling  # noqa: PLW0603 - a process compiles once
    _compiling = True
    warn("compiling the kernel, once after installation: this takes up to a minute")
