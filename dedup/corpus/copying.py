"""A copy of a corpus in one file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from dedup.corpus.store import Store, is_corpus_file
from dedup.errors import CorpusError, OutputError


def write_copy(store: Store, path: Path) -> None:
    """Write a copy beside its final name and rename it when it is on disk.

    Raises:
        OutputError: The copy would replace the corpus itself or something that is no corpus, or can't be written.
    """
    if path.exists() and os.path.samefile(path, store.path):
        raise OutputError(f"{path}: is the corpus itself: name another file")
    if path.exists() and not is_corpus_file(path):
        raise OutputError(f"{path}: is there already and is no corpus: name another file")
    try:
        folder = tempfile.mkdtemp(prefix=f".{path.name[:50]}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: the copy can't be written: {error.strerror}") from error
    copy = Path(folder) / "copy"
    try:
        store.copy_to(copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(copy, path)
        descriptor = os.open(path.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    except OSError as error:
        raise CorpusError(f"{path}: the copy can't be written: {error.strerror}") from error
    finally:
        copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.rmdir(folder)
