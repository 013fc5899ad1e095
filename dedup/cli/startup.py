"""How a command comes to its heavy libraries soonest: what a process of a second need not pay for."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterator

# What the libraries read when they are loaded; what the user has set holds.
_ENVIRONMENT = {
    # the system's allocator gives freed memory to whatever asks next, numpy too: a pass over 58 thousand articles
    # holds at most .32 GB with it, .41 GB with Arrow's own, in the same time
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    # no command multiplies large matrices, and threads that wait for some spin for .1 s of a core
    "OPENBLAS_NUM_THREADS": "1",
}
_BLAS = "scipy.linalg.cython_blas"


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Import within this block; what it made is never looked at by the garbage collector again.

    Imports make a hundred thousand objects that stay: collecting while they come, and walking through them in each
    later collection and once more at the end, costs .4 s of the 1.9 s of CPU that a pass over 36 articles then takes.
    """
    first = not gc.get_freeze_count()
    gc.disable()
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        _load_numba()
        yield
    finally:
        if first:
            gc.freeze()
        gc.enable()


def _load_numba() -> None:
    """Load numba without BLAS, which no kernel calls: numba looks for it in scipy, whose import takes .13 s."""
    if _BLAS in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    sys.modules[_BLAS] = None  # type: ignore[assignment] # so Python says that there is no such module
    try:
        # a module of numba's own, so another version may lack it: then numba looks when it compiles or loads
        with contextlib.suppress(ImportError):
            importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules[_BLAS]
