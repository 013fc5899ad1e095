"""The cache of compiled loops: one changed loop makes all of them new, and what it leaves behind is deleted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Two loops, of which the second compiles the first into itself.
INNER = """
from dedup_copy.compiled import compiled
@compiled()
def add(x):
    return x + {number}
"""
OUTER = """
from dedup_copy.compiled import compiled
from dedup_copy.inner import add
@compiled()
def twice(x):
    return 2 * add(x)
"""
SCRIPT = """
from dedup_copy.compiled import compiled_functions, drop_stale, is_compiled
from dedup_copy.outer import twice
before = is_compiled(twice)
if not before:
    drop_stale(twice)
print(twice(1), before, sorted(compiled_functions(twice)))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "dedup_copy"
    folder.mkdir()
    source = Path(__file__).parents[2] / "dedup" / "kernel" / "compiled.py"
    (folder / "compiled.py").write_bytes(source.read_bytes())
    (folder / "__init__.py").touch()
    (folder / "outer.py").write_text(OUTER)
    (folder / "inner.py").write_text(INNER.format(number=1))
    return folder


def run(package: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_loop_is_compiled_anew_when_one_that_it_calls_has_changed(package: Path) -> None:
    both = "['inner.add', 'outer.twice']"
    assert run(package) == f"4 False {both}"
    assert run(package) == f"4 True {both}"
    first = set((package / "__pycache__").iterdir())
    (package / "inner.py").write_text(INNER.format(number=5))
    assert run(package) == f"12 False {both}"
    assert run(package) == f"12 True {both}"
    assert not first & set((package / "__pycache__").iterdir())
