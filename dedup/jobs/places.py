"""What a command is about to write, checked against what it reads; called before anything is opened for writing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dedup.errors import OutputError
from dedup.reading.inputs import expand
from dedup.writing.overlap import refuse_overlap


def check_outputs(
    inputs: Sequence[str | Path],
    outputs: Mapping[str, str | Path | None],
    *,
    also: Iterable[str | Path] = (),
) -> None:
    """Refuse an output that is, links to, lies in or contains an input.

    Args:
        inputs: Files, folders, patterns, `-`.
        outputs: By what they are called in a message; None where there is none.
        also: Further files that an output must not touch, as those of a corpus.

    Raises:
        OutputError: An output overlaps with an input.
        InputError: An input does not exist.
    """
    named = [one for one in inputs if os.path.isdir(one)]
    read = [*dict.fromkeys([*map(str, named), *(expand(inputs) if inputs else ()), *map(str, also)])]
    for what, output in outputs.items():
        if output is not None:
            refuse_overlap(output, read, what=what)


def check_run(
    inputs: Sequence[str | Path], folder: str | Path, temp: str | None, corpus: str | None, into: str | None
) -> None:
    """Refuse a pass that would write onto, into or around what it reads.

    Args:
        inputs: Files, folders, patterns, `-`.
        folder: Where the output goes.
        temp: Where the spool goes; None for beside the output.
        corpus: A corpus that is read.
        into: A corpus that is added to; may be the one that is read.

    Raises:
        OutputError: An output overlaps with an input.
        InputError: An input does not exist.
    """
    corpora = [file for path in (corpus, into) if path is not None for file in corpus_files(path)]
    check_outputs(inputs, {"OUT": folder, "--into": into})
    refuse_overlap(folder, corpora, what="OUT")
    if temp is not None:
        # a folder of files and the spool may stand side by side
        spool = Path(temp) / "spool"
        refuse_overlap(spool, [folder, *(named for named in inputs if os.path.isdir(named))], what="--temp")


def check_folder_of(output: str | Path | None) -> None:
    """Refuse a file in a folder that is not there, before the work is done.

    Raises:
        OutputError: There is no such folder.
    """
    if output is not None and not (folder := Path(output).parent).is_dir():
        raise OutputError(f"{output}: can't be written: there is no folder {folder}")


def check_stdout(inputs: Sequence[str | Path]) -> None:
    """Refuse to read a file that standard output is appended to: it would never end.

    Raises:
        OutputError: Standard output goes to one of the inputs.
        InputError: An input does not exist.
    """
    try:
        out = os.fstat(1)
    except OSError:
        return
    if stat.S_ISREG(out.st_mode):
        for path in expand(inputs):
            if path != "-" and os.path.exists(path) and os.path.samestat(out, os.stat(path)):
                raise OutputError(f"{path}: standard output goes to this file, which is read; choose another")


def corpus_files(path: str | Path) -> list[str]:
    """Return the names of a corpus' files: SQLite keeps two more beside it."""
    return [f"{path}{ending}" for ending in ("", "-wal", "-shm", "-journal")]
