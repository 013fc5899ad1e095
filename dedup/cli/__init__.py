"""The `dedup` command: one file per command, shared options in one place, heavy imports inside the commands."""

from dedup.cli.group import main

__all__ = ["main"]
