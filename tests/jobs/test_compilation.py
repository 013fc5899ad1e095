"""Compiling at first use: nothing that a pass over real pages needs is left for the pass itself."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from dedup.jobs.compilation import compile_cleaning, compile_others, compiling
from dedup.jobs.progress import Progress
from dedup.jobs.run.files import run_files
from dedup.kernel.compiled import compiled_functions
from dedup.kernel.sketch import sketch_texts
from dedup.settings import Settings
fixtures, folder = sys.argv[1], Path(sys.argv[2])
if sys.argv[3] == "first use":
    with compiling():
        run_files([fixtures], folder / "out", Settings(), Progress())
else:
    for half in (compile_cleaning, compile_others):
        (folder / half.__name__).mkdir()
        half(folder / half.__name__)
    before = compiled_functions(sketch_texts)
    run_files([fixtures], folder / "out", Settings(), Progress())
    print(len(before), sorted(compiled_functions(sketch_texts) - before))
"""


def run(folder: Path, how: str) -> str:
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder / "kernels"), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", SCRIPT, "fixtures", str(folder), how]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_both_halves_leave_nothing_to_the_pass(tmp_path: Path) -> None:
    compiled, left = run(tmp_path, "halves").split(" ", 1)
    assert int(compiled) > 50
    assert left == "[]"


def test_a_first_pass_is_like_any_other(tmp_path: Path) -> None:
    run(tmp_path, "first use")
    for written in (REPOSITORY / "reports" / "run").glob("*.jsonl"):
        assert (tmp_path / "out" / written.name).read_bytes() == written.read_bytes()
