"""Help pages: options in groups, and examples that can be run as they stand.

Every command is a `DocumentedCommand`; its options are made by `option`, with the group that they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Group = Literal["Input", "Matching", "Keeping", "Judging", "Output", "Corpus", "Server", "Cluster", "General"]
# Options with these words for a value name a file or folder.
_PATHS = ("F", "FILE", "FOLDER", "OUT")
_ORDER: tuple[Group, ...] = (
    "Input", "Matching", "Keeping", "Judging", "Corpus", "Server", "Output", "Cluster", "General",
)  # fmt: skip


class GroupedOption(click.Option):
    """An option that knows its group on the help page."""

    def __init__(self, *arguments: Any, group: Group = "General", **values: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **values)
        self.group = group


class DocumentedCommand(click.Command):
    """A command whose help page has its options in groups, and examples."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **values: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **values)
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options group by group."""
        groups: dict[str, list[tuple[str, str]]] = {group: [] for group in _ORDER}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Argument):
                continue  # the usage line has it
            if (record := parameter.get_help_record(ctx)) is not None:
                groups[getattr(parameter, "group", "General")].append(record)
        for group, records in groups.items():
            if records:
                with formatter.section(f"{group} options" if group != "General" else "Other options"):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write_text(line)


def complete_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete the names of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir" if getattr(param, "metavar", None) == "FOLDER" else "file")]


def to_stdout(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Take `-o -` for standard output, which is where data goes without -o."""
    return None if value == "-" else value


def option(group: Group, *names: str, **values: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - click's own
    """Add an option to a command, in a group of its help page; otherwise as `click.option`."""
    if values.get("metavar") in _PATHS:
        values.setdefault("shell_complete", complete_files)
    return click.option(*names, cls=GroupedOption, group=group, **values)
