"""Compiling at first use: nothing that a pass over real pages needs is left for the pass itself."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """
import sys
from dedup.jobs.compilation import compile_kernel
from dedup.jobs.progress import Progress
from dedup.jobs.run_files import run_files
from dedup.kernel.compiled import compiled_functions
from dedup.kernel.sketch import sketch_texts
from dedup.settings import Settings
compile_kernel()
before = compiled_functions(sketch_texts)
run_files(sys.argv[1:2], sys.argv[2], Settings(), Progress())
print(len(before), sorted(compiled_functions(sketch_texts) - before))
"""


def test_a_pass_finds_everything_compiled(tmp_path: Path) -> None:
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kernels"), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", SCRIPT, str(REPOSITORY / "fixtures"), str(tmp_path / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    compiled, left = done.stdout.split(" ", 1)
    assert int(compiled) > 50
    assert left.strip() == "[]"
