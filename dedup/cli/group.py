"""The command group: finds a command's module when it is called, and turns errors into exit codes."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import click

from dedup.cli.streams import ReaderGone, discard_stdout, prepare_streams
from dedup.errors import INTERNAL, DedupError, StreamError, place_of

Command = TypeVar("Command", bound=Callable[..., Any])

# What each command is for, as its help page begins: `dedup --help` shows it without importing eleven modules.
_COMMANDS = {
    "run": "Find repeated articles and write what to keep, what to drop, and why.",
    "compare": "Align what articles say: what agrees, what conflicts, who alone says what, who copied whom.",
    "score": "Say of each article if it is known, how much of it is new, and where the rest comes from.",
    "corpus": "Keep known articles in one file, for `dedup score`.",
    "serve": "Answer over HTTP what `score`, `compare` and `corpus` do, with a page for people.",
    "passages": "Show which words two articles share, to the character.",
    "explain": "Show why two articles are related, or what a pass decided on one.",
    "clean": "Show what is article and what is page, with the reason for every line left out.",
    "tune": "Show what each threshold would remove, and the pairs nearest to the line.",
    "info": "Show versions, extras present and the state of the kernel.",
    "help": "Explain the columns of every table, file and answer; or show the help page of a command.",
}


class FullGroup(click.Group):
    """A group whose help page says of each command what it is for, uncut."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first paragraph of each command's help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, " ".join((one.help or "").split("\n\n")[0].split())) for name, one in found if one is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help page."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command's module and return the command."""
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"dedup.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, none cut short."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which one may have been meant."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], _COMMANDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(_COMMANDS)}"
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@dataclass(slots=True)
class State:
    """What options set for the whole process.

    Attributes:
        verbose: Show the traceback of an unexpected exception.
        quiet: Say nothing on stderr but errors.
    """

    verbose: bool = False
    quiet: bool = False


class _Terminated(BaseException):
    """The process is asked to end: what is half done is taken away first."""


def verbose_option(command: Command) -> Command:
    """Add -v, which every command and the group have."""

    def note(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.ensure_object(State).verbose = True

    return click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, is_eager=True, callback=note,
        help="Show the traceback of an unexpected error.",
    )(command)  # fmt: skip


def quiet_option(command: Command) -> Command:
    """Add -q, which every command has."""

    def note(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.ensure_object(State).quiet = True
            logging.getLogger("dedup").setLevel(logging.ERROR)

    return click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, is_eager=True, callback=note,
        help="Say nothing on stderr but errors.",
    )(command)  # fmt: skip


def is_quiet() -> bool:
    """Return whether -q was given."""
    context = click.get_current_context(silent=True)
    state = context.find_object(State) if context is not None else None
    return state is not None and state.quiet


_EPILOG = """\b
Exit codes:
  0    done
  1    findings, where --fail-on asks
  2    usage or settings; the output can't be written
  3    input that could not be read at all
  4    a corpus that does not fit
  70   an error that nobody expected
  74   standard output can't be written
  130  interrupted
"""


@click.group(
    cls=LazyGroup, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="dedup-news")
@verbose_option
def group() -> None:
    """Find repeated coverage in news, and show what each source really says."""


def main() -> None:
    """Run the command line; the only place that exits."""
    prepare_streams()
    state = State()
    _heed_termination()
    try:
        code = group(prog_name="dedup", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ReaderGone:
        code = 0
    except DedupError as error:
        code = error.exit_code
        _say(str(error))
    except (KeyboardInterrupt, click.Abort):
        code = 130
        _say("interrupted")
    except _Terminated:
        _end_by(signal.SIGTERM)
    except Exception as error:
        code = INTERNAL
        _tell_unexpected(error, verbose=state.verbose)
    sys.exit(_last_flush(code if isinstance(code, int) else 0))


def _last_flush(code: int) -> int:
    """Write out what is buffered; return the exit code, which a failure changes."""
    try:
        sys.stdout.flush()
    except ReaderGone:
        discard_stdout()
    except (DedupError, OSError, ValueError) as error:
        discard_stdout()
        if not code:
            _say(str(error))
            code = StreamError.exit_code
    return code


def _tell_unexpected(error: Exception, *, verbose: bool) -> None:
    """Say in one line what happened, at which record, and what to do."""
    if verbose:
        import traceback

        traceback.print_exception(error)
    place = place_of(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    shown = "" if verbose else "run again with -v for the traceback, and "
    advice = "report it" if place is None else "report it; without that record the rest may go through"
    if isinstance(error, MemoryError):
        what, shown, advice = "out of memory", "", "give less input at once"
    _say(f"unexpected error{f' at {place}' if place else ''}: {what}: {shown}{advice}")


def _say(message: str) -> None:
    from dedup.cli.console import has_colour
    from dedup.reporting.escape import terminal

    with contextlib.suppress(OSError, ValueError):
        head = "\x1b[31mdedup:\x1b[0m" if has_colour(sys.stderr) else "dedup:"
        click.echo(f"{head} {terminal(message)}", err=True, color=True)


def _heed_termination() -> None:
    """Turn SIGTERM into an exception, so that nothing half done stays; one that is ignored stays ignored."""

    def stop(*_: object) -> NoReturn:
        raise _Terminated

    with contextlib.suppress(ValueError):  # not in the main thread
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, stop)


def _end_by(number: int) -> NoReturn:
    """End as the signal would have ended the process, so that whoever waits for it learns the reason."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    sys.exit(128 + number)
