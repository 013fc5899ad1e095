"""How a stage gets to the Python workers of a cluster, and the package with it.

The package travels as an archive that Spark unpacks beside each executor, the compiled loops in it: workers need
numpy, numba and pyarrow, but no dedup of their own, and compile nothing.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

Batches = Iterator["pa.RecordBatch"]
_FOLDER = "dedup-package"


class Shipped(NamedTuple):
    """Where workers find the package: a folder among those that Spark unpacks, "" where it is installed for them."""

    folder: str

    @classmethod
    def to(cls, session: SparkSession, tag: str, compiled: Path | None) -> Shipped:
        """Send the package to the executors of a session, once.

        Args:
            session: Any.
            tag: Stands for the version of the compiled loops.
            compiled: The folder of the compiled loops; None for none.
        """
        context = session.sparkContext
        if str(context.master).startswith("local"):
            return cls("")
        folder = f"{_FOLDER}-{tag}"
        if not any(folder in archive for archive in context.listArchives):
            # Spark serves the file to executors that come later, so it stays as long as this process
            path = Path(tempfile.mkdtemp(prefix="dedup-")) / f"{folder}.zip"
            atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
            write_archive(path, compiled)
            context.addArchive(f"{path}#{folder}")
        return cls(folder)


def write_archive(path: Path, compiled: Path | None) -> None:
    """Write the package as a zip file.

    Args:
        path: Where to.
        compiled: A folder of compiled loops to go with it.
    """
    package = Path(__file__).parents[1]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(package.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, f"{package.name}/{file.relative_to(package)}")
        for file in sorted(compiled.glob("*.kernel")) if compiled else ():
            archive.write(file, f"{package.name}/kernel/__pycache__/{file.name}")


def run_shipped(shipped: Shipped, stage: Callable[[Batches], Batches]) -> Callable[[Batches], Batches]:
    """Return a stage as Spark's workers can run it, that find the package first and unpickle the stage then."""
    from pyspark import cloudpickle

    pickler: Any = cloudpickle  # not typed
    return _bare(shipped.folder, pickler.dumps(stage))


def _bare(folder: str, pickled: bytes) -> Callable[[Batches], Batches]:
    # a function within a function is pickled by value: no worker can import this module before it is told where
    def run(batches: Any) -> Any:  # noqa: ANN401
        import os
        import pickle
        import sys

        if folder:
            from pyspark import SparkFiles

            place = os.path.join(SparkFiles.getRootDirectory(), folder)
            if place not in sys.path:
                sys.path.insert(0, place)
        yield from pickle.loads(pickled)(batches)  # noqa: S301 - from our own driver

    return run
