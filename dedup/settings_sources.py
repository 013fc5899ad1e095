"""Where settings come from beside flags and keywords: a TOML file, and variables of the environment."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dedup.errors import SettingsError

PREFIX = "DEDUP_"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
# How alike the name of a variable must be to that of a setting to be taken for a slip.
_ALIKE = 0.8


def read_toml(path: Path) -> dict[str, Any]:
    """Return the settings of a `dedup.toml`, or of `[tool.dedup]` in a `pyproject.toml`.

    Raises:
        SettingsError: The file can't be read, or is not valid TOML.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("dedup", {})
    return dict(table)


def found_file() -> Path | None:
    """Return the settings file of the working folder: `dedup.toml`, else a `pyproject.toml`; None for neither."""
    return next((path for path in (Path("dedup.toml"), Path("pyproject.toml")) if path.is_file()), None)


def from_environment(kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that variables such as `DEDUP_THRESHOLD` name; an empty one counts as not set.

    Args:
        kinds: Each setting with its type, as the class writes it.

    Raises:
        SettingsError: A value is of another type, or a variable is all but named like a setting.
    """
    found = {}
    for variable, value in os.environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or not value:
            continue
        if name in kinds:
            found[name] = _parsed(variable, value, kinds[name])
        elif near := difflib.get_close_matches(name, kinds, 1, _ALIKE):
            raise SettingsError(f"{variable}: no such setting; did you mean {PREFIX}{near[0].upper()}?")
    return found


def _parsed(variable: str, value: str, kind: str) -> Any:  # noqa: ANN401 - of the setting's type
    parsers: dict[str, tuple[Callable[[str], Any], str]] = {
        "float": (float, "a number"), "float | None": (float, "a number"), "int": (int, "a whole number"),
        "bool": (_truth, "true or false"), "tuple[str, ...]": (_names, "names, separated by commas"),
        "Mapping[str, str]": (_table, "like text=body,id=key"),
    }  # fmt: skip
    parse, wanted = parsers.get(kind, (str, "a text"))
    try:
        return parse(value)
    except ValueError as error:
        raise SettingsError(f"{variable}: {value!r} is not {wanted}") from error


def _truth(value: str) -> bool:
    if value.lower() not in _YES + _NO:
        raise ValueError
    return value.lower() in _YES


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _table(value: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in _names(value)]
    if not all(sign and name and field for name, sign, field in pairs):
        raise ValueError
    return {name.strip(): field.strip() for name, _, field in pairs}
