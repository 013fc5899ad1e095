"""Commands load numba without scipy, and leave the process as they found it."""

import gc
import subprocess
import sys

from dedup.cli.startup import loading


def test_the_kernel_runs_without_scipys_blas_and_scipy_has_it_afterwards():
    code = (
        "import sys\n"
        "from dedup.cli.startup import loading\n"
        "with loading():\n    import dedup.jobs.ids\n"
        "import pyarrow as pa\n"
        "assert len(dedup.jobs.ids.hash_names(pa.array(['a', 'b'], pa.large_string()))) == 2\n"
        "assert 'scipy.linalg' not in sys.modules\n"
        "import scipy.linalg.cython_blas\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_garbage_is_collected_again_after_loading():
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_frozen_once_is_all():
    with loading():
        pass
    before = gc.get_freeze_count()
    kept = [[i] for i in range(10_000)]
    with loading():
        pass
    assert gc.get_freeze_count() < before + len(kept)
