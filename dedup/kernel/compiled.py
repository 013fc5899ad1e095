"""The decorator of every compiled loop: no interpreter lock, and a cache on disk that notices a change in any of them.

numba keeps what it compiled by the source file of each function. But a function compiles what it calls into itself: by
numba's own key, a sketch would go on hashing words as an earlier version of `kernel.tokens` did.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


@functools.cache
def kernel_digest() -> str:
    """Return 16 hex digits over the sources of all compiled loops."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def compiled(**options: Any) -> Callable[[Loop], Loop]:
    """Compile a function with numba when it is first called.

    Args:
        **options: Of `numba.njit`, beside the cache and the release of the interpreter's lock.
    """

    def decorate(loop: Loop) -> Loop:
        dispatcher: Any = njit(cache=True, nogil=True, **options)(loop)
        _name_by_all_sources(dispatcher)
        return dispatcher  # type: ignore[no-any-return]

    return decorate


def _name_by_all_sources(dispatcher: Any) -> None:
    """Put the digest into the names of the function's cache files.

    numba has no public way to do so. Should a later version keep its cache differently, its own key must do.
    """
    cache: Any = getattr(dispatcher, "_cache", None)
    file: Any = getattr(cache, "_cache_file", None)
    if hasattr(file, "_index_name"):
        base = f"{file._index_name.removesuffix('.nbi')}.{kernel_digest()}"
        cache._cache_file = type(file)(cache_path=cache.cache_path, filename_base=base, source_stamp=kernel_digest())


def compiled_folder(dispatcher: Any) -> Path:
    """Return where numba keeps a compiled function, and all others of the kernel."""
    return Path(dispatcher._cache.cache_path)


def compiled_functions(dispatcher: Any) -> set[str]:
    """Return the names, with their module's, of what earlier processes compiled of the loops as they are now."""
    found = compiled_folder(dispatcher).glob(f"*.{kernel_digest()}.*.nbc")
    return {path.name.partition("-")[0] for path in found}


def is_compiled(dispatcher: Any) -> bool:
    """Say whether an earlier process compiled a function, with the loops as they are now."""
    loop = dispatcher.py_func
    return f"{loop.__module__.rpartition('.')[2]}.{loop.__qualname__}" in compiled_functions(dispatcher)


def drop_stale(dispatcher: Any) -> None:
    """Delete what was compiled of other versions of the loops: nothing else would, not even uninstalling."""
    for path in compiled_folder(dispatcher).glob("*.nb[ci]"):
        if kernel_digest() not in path.name:
            with contextlib.suppress(OSError):
                path.unlink()
