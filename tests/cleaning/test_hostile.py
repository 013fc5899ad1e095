"""No text makes a pattern of cleaning backtrack without end.

A pattern that does holds the interpreter, so each battery runs in a process of its own, which names what it is trying.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

HERE = Path(__file__).parent
PATIENCE = 120  # seconds; the longest battery needs five


@pytest.mark.parametrize("battery", ["patterns", "finders", "pages"])
def test_hostile_text_is_read_to_its_end(battery):
    clean_article(Article(id="x", text="The board met on Monday."))  # compiles the kernels for the other process too
    command = [sys.executable, "-W", "error", str(HERE / "hostile.py"), battery]
    try:
        done = subprocess.run(
            command, cwd=HERE.parents[1], env={"PYTHONPATH": str(HERE.parents[1])}, timeout=PATIENCE, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as hung:
        last = (hung.stdout or b"").decode().rstrip().rpartition("\n")[2]
        pytest.fail(f"stuck at {last}")
    assert done.returncode == 0, done.stderr[-2000:]
