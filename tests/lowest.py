"""Prints the lowest version that pyproject.toml allows of each direct dependency, for `make lowest`."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

# pyspark asks for a Java, and tools are not what a user installs
_LEFT_OUT = ("dev", "docs", "spark", "all")


def lowest(project: dict) -> Iterator[str]:
    """Yield `name==version` for each bound."""
    optional = project["optional-dependencies"]
    extras = [bound for name, bounds in optional.items() if name not in _LEFT_OUT for bound in bounds]
    for bound in dict.fromkeys([*project["dependencies"], *extras]):
        if found := re.fullmatch(r"([\w.-]+)>=([\w.]+)", bound):
            yield f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    sys.stdout.write("\n".join(lowest(pyproject["project"])) + "\n")
