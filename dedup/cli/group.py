"""The command group: finds a command's module when it is called, and turns errors into exit codes."""

from __future__ import annotations

import importlib
import os
import sys

import click

from dedup.errors import DedupError

_COMMANDS = ("run", "compare", "score", "corpus", "passages", "explain", "clean", "tune", "info")


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

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; that the reader of its output has gone away is no error (click would end with 1)."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dedup-news")
def group() -> None:
    """Find repeated coverage in news, and show what each source really says."""


def main() -> None:
    """Run the command line; the only place that exits.

    Exit codes: 0 done; 1 findings, where --fail-on asks; 2 usage or settings; 3 input that could not be read at all;
    4 corpus that does not fit; 130 interrupted.
    """
    try:
        code = group(prog_name="dedup", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except DedupError as error:
        click.echo(f"dedup: {error}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("dedup: interrupted", err=True)
        sys.exit(130)
