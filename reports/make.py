"""Writes the reports of this folder, and output and figures in README.md, anew from `fixtures/`: `make reports`.

A test fails when they are stale.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
STORY = "fixtures/story"
FORMATS = {"html": "html", "markdown": "md", "json": "json", "csv": "csv", "table": "txt"}
SCREENSHOTS = (
    ("comparison", 1920), ("comparison", 1280), ("comparison", 390), ("run/report", 1280), ("run/report", 390),
)  # fmt: skip


def main() -> None:
    """Write everything, and the screenshots where there is a Chromium."""
    write(ROOT / "reports")
    readme = ROOT / "README.md"
    readme.write_text(with_output(with_figures(readme.read_text(encoding="utf-8"))), encoding="utf-8")
    browser = shutil.which("chromium")
    if browser is None:
        sys.stderr.write("chromium is missing: the screenshots stay as they are\n")
        return
    for page, width in SCREENSHOTS:
        _photograph(browser, ROOT / "reports" / f"{page}.html", width)


def write(folder: Path) -> None:
    """Write the reports into a folder: the comparison in every format, and a dedup pass."""
    for output_format, ending in FORMATS.items():
        _dedup("compare", STORY, "--format", output_format, "-o", str(folder / f"comparison.{ending}"))
    _dedup("run", "fixtures", "-o", str(folder / "run"), "--force", "--threads", "2")


def with_output(page: str) -> str:
    """Return a page with what its commands print now, run one after the other in a folder with the fixtures.

    Above a block of commands stands what is shown of the last one's output: `<!-- shown: 8 from read -->` takes eight
    lines from the first that begins with `read`; further pieces follow after semicolons.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "fixtures", Path(folder) / "fixtures")
        (Path(folder) / "out" / "demo").mkdir(parents=True)

        def shown(block: re.Match[str]) -> str:
            commands = [line for line in block[2].splitlines() if line.startswith("$ ")]
            for command in commands:
                printed = _printed(command.removeprefix("$ dedup ").split(), folder)
            wanted = [piece.lstrip().removesuffix(" ") for piece in block[1].split(";")]
            pieces = [_piece(printed, *piece.split(" from ")) for piece in wanted]
            body = "\n".join(pieces)
            return f"<!-- shown:{block[1]}-->\n```console\n" + "\n".join(commands) + f"\n{body}\n```\n"

        return re.sub(r"<!-- shown:(.*?)-->\n```console\n(.*?)```\n", shown, page, flags=re.S)


def with_figures(page: str) -> str:
    """Return a page with the figures of rows that end in the name of a floor, as `run.embedded_recall`.

    Both are in tests/quality/floors.toml: the floor as the value, what was measured in the comment behind it.
    """
    section, found = "", {}
    for line in (ROOT / "tests" / "quality" / "floors.toml").read_text(encoding="utf-8").splitlines():
        if head := re.match(r"\[(\w+)\]", line):
            section = head[1]
        elif value := re.match(r"(\w+) *= *([\d.]+) *#(.*)", line):
            figure = r"(\d*\.?\d+(?: of \d+)?)"
            measured = re.search(rf"measured {figure}", value[3]) or re.search(rf"(?<![\w.]){figure}", value[3])
            found[f"{section}.{value[1]}"] = (measured[1] if measured else "", value[2])

    def filled(row: re.Match[str]) -> str:
        measured, floor = found[row[2]]
        return f"| {row[1]} | {measured} | {floor} | `{row[2]}` |"

    return re.sub(r"^\| ([^|\n]+) \|[^|\n]*\|[^|\n]*\| `(\w+\.\w+)` \|$", filled, page, flags=re.M)


def _printed(arguments: list[str], folder: str) -> list[str]:
    command = [sys.executable, "-P", "-m", "dedup", *arguments]
    ended = subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return [line.rstrip() for line in ended.stdout.splitlines()]


def _piece(printed: list[str], count: str, beginning: str) -> str:
    start = next(number for number, line in enumerate(printed) if line.startswith(beginning))
    end = start + int(count)
    return "\n".join(printed[start:end] + (["..."] if end < len(printed) else []))


def _dedup(*arguments: str) -> None:
    command = [sys.executable, "-c", "from dedup.cli import main; main()", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def _photograph(browser: str, page: Path, width: int) -> None:
    target = ROOT / "reports" / "screenshots" / f"{page.stem}-{width}.png"
    target.parent.mkdir(exist_ok=True)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},1600")
    subprocess.run(  # noqa: S603 - a browser that was found on the path
        [browser, *options, f"--screenshot={target}", page.as_uri()],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main()
