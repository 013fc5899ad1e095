"""Writes the reports of this folder anew from `fixtures/`: `make reports`. A test fails when they are stale."""

from __future__ import annotations

import shutil
import subprocess
import sys
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
