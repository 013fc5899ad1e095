"""Options that several commands share, and the settings made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dedup.cli.group import quiet_option, verbose_option
from dedup.cli.pages import option
from dedup.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_READING = (
    option("Input", "--input-format", metavar="NAME", help="Format of the input; sniffed by default."),
    option("Input", "--id-field", metavar="NAME", help="Field that holds the id."),
    option("Input", "--text-field", metavar="NAME", help="Field that holds the text."),
    option("Input", "--title-field", metavar="NAME", help="Field that holds the title."),
    option("Input", "--source-field", metavar="NAME", help="Field that holds the outlet."),
    option("Input", "--url-field", metavar="NAME", help="Field that holds the address."),
    option("Input", "--date-field", metavar="NAME", help="Field that holds the date of publication."),
)
_MATCHING = (
    option("Matching", "--no-clean", is_flag=True, help="Take whole texts as bodies."),
    option("Matching", "--threshold", type=float, help="Jaccard from which a pair is a near-duplicate (default .5)."),
    option("Matching", "--containment", type=float, help="Share from which an article is contained (default .9)."),
    option("Matching", "--recall", type=float, help="Wanted detection probability at the threshold (default .995)."),
    option("Matching", "--shingle-size", type=int, help="Tokens per shingle (default 5)."),
    option("Matching", "--num-perm", type=int, help="Permutations of the signature (default 128)."),
    option("Matching", "--seed", type=int, help="Seed of all hashes; keep it secret where authors may be hostile."),
)
_COMMON = (
    verbose_option,
    quiet_option,
    option("General", "--settings", "settings_file", type=click.Path(), help="A dedup.toml or pyproject.toml."),
    option("General", "--threads", type=int, help="Worker threads (default: one per core)."),
)


_WAIT = (
    option(
        "Corpus", "--wait", type=click.FloatRange(0), default=30.0, show_default=True, metavar="SECONDS",
        help="How long to wait while another process writes to the corpus.",
    ),
)  # fmt: skip


class Bytes(click.ParamType):  # type: ignore[type-arg] # before 8.3 it is not generic
    """A number of bytes, with K, M or G for powers of 1024."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Read a size."""
        if isinstance(value, int):
            return value
        units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
        number, unit = (value[:-1], units[value[-1].upper()]) if value[-1:].upper() in units else (value, 1)
        if not number.isdigit():
            self.fail(f"{value!r} is no size; give bytes, or 500M, or 2G", param, ctx)
        return int(number) * unit


def reading_options(command: Command) -> Command:
    """Add the options on how input is read."""
    return _add(command, _READING)


def matching_options(command: Command) -> Command:
    """Add the options on what counts as related."""
    return _add(command, _MATCHING)


def common_options(command: Command) -> Command:
    """Add the options that every command has."""
    return _add(command, _COMMON)


def wait_option(command: Command) -> Command:
    """Add the option of commands that write to a corpus."""
    return _add(command, _WAIT)


def make_settings(values: dict[str, Any]) -> Settings:
    """Build the settings from a command's options; takes those that are settings out of `values`.

    Raises:
        SettingsError: One of them is out of range, or the settings file is not valid.
    """
    names = ("id", "text", "title", "source", "url", "date")
    given = {name: values.pop(f"{name}_field", None) for name in names}
    fields = {name: value for name, value in given.items() if value is not None}
    whole = values.pop("keep_all", False) or values.pop("no_clean", False)
    chosen = {name: values.pop(name) for name in list(values) if name in Settings.__dataclass_fields__}
    for name in ("remove", "prefer"):
        if chosen.get(name) is not None:
            chosen[name] = tuple(part.strip() for part in chosen[name].split(",") if part.strip())
    return Settings.load(
        values.pop("settings_file", None), fields=fields or None, clean=False if whole else None, **chosen
    )


def _add(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for add in reversed(options):
        command = add(command)
    return command
