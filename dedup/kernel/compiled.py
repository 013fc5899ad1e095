"""The decorator of every compiled loop: no interpreter lock, and a cache on disk that others can't write to.

What is cached is machine code, and unpickling it runs code too: it is taken only from a folder of our own. numba's own
cache checks neither owner nor content, and knows a function by its source file alone, though a function compiles what
it calls into itself: a sketch would go on hashing words as an earlier version of `kernel.tokens` did.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import stat
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="A Numba config file is found")
    import numba

from dedup.kernel.pipeline import InnerCompiler, InnerDispatcher, LoopCompiler

Loop = TypeVar("Loop", bound=Callable[..., Any])

_ENDING = ".kernel"
_CHECKSUM = hashlib.sha256
# what numba declares is less than what it takes
_NUMBA: Any = numba.core
_JIT: Any = numba.njit

# numba reads its configuration from the working folder, which may be anybody's
_NUMBA.config._config_fname = ""
_NUMBA.config.reload_config()


def compiled(**options: Any) -> Callable[[Loop], Loop]:
    """Compile a function with numba when Python first calls it; it lets go of the interpreter's lock.

    Args:
        **options: Of `numba.njit`.
    """

    def decorate(loop: Loop) -> Loop:
        dispatcher: Any = _JIT(nogil=True, no_cfunc_wrapper=True, pipeline_class=LoopCompiler, **options)(loop)
        dispatcher._cache = KernelCache(function_name(loop))
        return dispatcher  # type: ignore[no-any-return]

    return decorate


def inner(**options: Any) -> Callable[[Loop], Loop]:
    """Compile a function into each loop that calls it; Python can't.

    Args:
        **options: Of `numba.njit`.
    """
    targets = {"nopython": True, "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, **options}

    def decorate(loop: Loop) -> Loop:
        dispatcher: Any = InnerDispatcher(loop, targetoptions=dict(targets), pipeline_class=InnerCompiler)
        return dispatcher  # type: ignore[no-any-return]

    return decorate


class KernelCache:
    """What was compiled of one function, one file for each signature: what numba's dispatcher asks of a cache.

    A file is read only if this user alone could have written it, and only if its checksum is right; whatever else
    is wrong with file or disk, the function is compiled again and runs from memory.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def cache_path(self) -> str:
        """The folder, "" where there is none."""
        return str(cache_folder() or "")

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return what was compiled for a signature, None if there is nothing to rely on."""
        path = self._path(signature, target.codegen())
        payload = None if path is None else _read_private(path)
        if payload is None:
            return None
        target.refresh()
        try:
            return _NUMBA.compiler.CompileResult._rebuild(target, *pickle.loads(payload))  # noqa: S301 - ours, see _read_private
        except Exception:
            return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep what was compiled, if there is a place for it."""
        path = self._path(signature, result.codegen)
        if path is None or result.lifted or result.library.has_dynamic_globals:
            return
        payload = _NUMBA.serialize.dumps(result._reduce())
        with contextlib.suppress(OSError):
            _write_private(path, payload)

    def flush(self) -> None:
        """Forget nothing: numba calls it when it compiles anew, which replaces the files."""

    def _path(self, signature: Any, codegen: Any) -> Path | None:
        folder = cache_folder()
        if folder is None:
            return None
        key = hashlib.sha256(repr((signature, codegen.magic_tuple())).encode()).hexdigest()[:16]
        return folder / f"{self._name}-{kernel_digest()}-{key}{_ENDING}"


@functools.cache
def kernel_digest() -> str:
    """Return 16 hex digits over the sources of all compiled loops, and what compiles them."""
    sources = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    makers = f"{numba.__version__} {sys.implementation.cache_tag}".encode()
    return hashlib.sha256(b"\0".join([makers, *sources])).hexdigest()[:16]


@functools.cache
def cache_folder() -> Path | None:
    """Return the folder that holds what was compiled; None if there is none that only this user can write to."""
    own = Path(__file__).parent
    name = f"dedup-kernel-{hashlib.sha256(os.fsencode(own)).hexdigest()[:12]}"
    candidates = [own / "__pycache__"] if _is_private(own) else []
    named, cache = os.environ.get("NUMBA_CACHE_DIR", ""), os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        candidates.insert(0, Path(named) / name)
    if not os.path.isabs(cache):
        # an empty HOME would make it /.cache
        cache = "" if os.environ.get("HOME") == "" else os.path.expanduser("~/.cache")
    if os.path.isabs(cache):
        candidates.append(Path(cache) / name)
    return next((folder for folder in candidates if _make_private(folder)), None)


def _make_private(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o755 if folder.name == "__pycache__" else 0o700)
        return _is_private(folder) and os.access(folder, os.W_OK | os.X_OK)
    return False


def _is_private(folder: Path) -> bool:
    """Say whether this is a folder, no link to one, that this user alone can write to."""
    with contextlib.suppress(OSError):
        status = os.lstat(folder)
        return stat.S_ISDIR(status.st_mode) and _only_ours(status)
    return False


def _only_ours(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _read_private(path: Path) -> bytes | None:
    """Return a file's content, None if it isn't there, is damaged, or others could have written it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not (stat.S_ISREG(status.st_mode) and _only_ours(status)):
                return None
            data = file.read()
    except OSError:
        return None
    checksum = _checksum(path, data[_CHECKSUM().digest_size :])
    return data[len(checksum) :] if data.startswith(checksum) else None


def _write_private(path: Path, payload: bytes) -> None:
    descriptor, part = tempfile.mkstemp(suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(_checksum(path, payload) + payload)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _checksum(path: Path, payload: bytes) -> bytes:
    return _CHECKSUM(path.name.encode() + b"\0" + payload).digest()


def function_name(loop: Any) -> str:
    """Return a function's name with its module's, as the names of its files begin."""
    return f"{loop.__module__.rpartition('.')[2]}.{loop.__qualname__}"


def compiled_functions() -> set[str]:
    """Return the names, with their module's, of what earlier processes compiled of the loops as they are now."""
    folder = cache_folder()
    found = folder.glob(f"*-{kernel_digest()}-*{_ENDING}") if folder else ()
    return {path.name.partition("-")[0] for path in found}


def is_compiled(dispatcher: Any) -> bool:
    """Say whether an earlier process compiled a function, with the loops as they are now."""
    return function_name(dispatcher.py_func) in compiled_functions()


def drop_stale() -> None:
    """Delete what was compiled of other versions of the loops: nothing else would, not even uninstalling."""
    folder = cache_folder()
    for path in folder.glob(f"*{_ENDING}") if folder else ():
        if kernel_digest() not in path.name:
            with contextlib.suppress(OSError):
                path.unlink()
