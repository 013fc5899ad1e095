"""Files of any file system that Spark reads, as the driver sees them: it lists them, reads heads, writes small ones.

Through Hadoop's interface, which is Spark's own: what `spark.read` understands is understood here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.errors import InputError, OutputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


# What Hadoop reads as a pattern in a path.
_PATTERN = re.compile(r"([\\{}\[\]*?])")


class SparkFile(NamedTuple):
    """A file.

    Attributes:
        path: An address, as Spark's column `_metadata.file_path` holds it.
        name: What tables call it.
        bytes: Its size.
        modified: Time of its last change, in ms.
    """

    path: str
    name: str
    bytes: int
    modified: int


def list_files(session: SparkSession, named: str) -> list[SparkFile]:
    """List the files of a path or a pattern, those of folders at any depth, sorted by the parts of their names.

    Hidden files of folders (`.name`) are left out.

    Raises:
        InputError: There is none.
    """
    from py4j.protocol import Py4JJavaError

    jvm: Any = session.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(named)
    try:
        system = place.getFileSystem(_configuration(session))
        roots = system.globStatus(place)
        found = [] if roots is None else [file for root in roots for file in _files_under(system, root)]
    except Py4JJavaError as error:
        raise InputError(f"{named}: can't be listed: {_reason(error)}") from error
    if not found:
        raise InputError(f"{named}: no such file or folder, or it holds no files")
    return found


def _files_under(system: Any, status: Any) -> list[SparkFile]:  # noqa: ANN401 - Java's objects
    found, waiting = [], [status]
    while waiting:
        one = waiting.pop()
        if not one.isDirectory():
            path = one.getPath()
            found.append(SparkFile(path.toUri().toString(), path.toString(), one.getLen(), one.getModificationTime()))
            continue
        waiting += [c for c in system.listStatus(one.getPath()) if not c.getPath().getName().startswith(".")]
    return sorted(found, key=lambda file: file.name.split("/"))


def read_head(session: SparkSession, path: str, size: int) -> bytes:
    """Return the first bytes of a file.

    Raises:
        InputError: It can't be read.
    """
    from py4j.protocol import Py4JJavaError

    jvm: Any = session.sparkContext._jvm
    place = _place(session, path)
    try:
        stream = place.getFileSystem(_configuration(session)).open(place)
        try:
            return bytes(
                jvm.org.apache.commons.io.IOUtils.toByteArray(
                    jvm.org.apache.commons.io.input.BoundedInputStream(stream, size)
                )
            )
        finally:
            stream.close()
    except Py4JJavaError as error:
        raise InputError(f"{path}: can't be read: {_reason(error)}") from error


def address_of(session: SparkSession, path: str) -> str:
    """Return the address of a local file, see `SparkFile.path`."""
    jvm: Any = session.sparkContext._jvm
    return str(jvm.org.apache.hadoop.fs.Path(jvm.java.io.File(path).toURI()).toUri().toString())


def readable(session: SparkSession, file: SparkFile) -> str:
    """Return a file's path as `spark.read` takes it: nothing in it is a pattern."""
    return _PATTERN.sub(r"\\\1", str(_place(session, file.path).toString()))


def _place(session: SparkSession, address: str) -> Any:  # noqa: ANN401 - Java's object
    jvm: Any = session.sparkContext._jvm
    return jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(address))


def default_scheme(session: SparkSession) -> str:
    """Return the scheme of the file system that a path without one is of: `file` on one machine."""
    jvm: Any = session.sparkContext._jvm
    return str(jvm.org.apache.hadoop.fs.FileSystem.getDefaultUri(_configuration(session)).getScheme())


def parquet_columns(session: SparkSession, path: str) -> str:
    """Return the schema of a Parquet file as its footer words it.

    Raises:
        InputError: It is none, or can't be read.
    """
    from py4j.protocol import Py4JJavaError

    jvm: Any = session.sparkContext._jvm
    place = _place(session, path)
    try:
        source = jvm.org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(place, _configuration(session))
        reader = jvm.org.apache.parquet.hadoop.ParquetFileReader.open(source)
        try:
            return str(reader.getFooter().getFileMetaData().getSchema().toString())
        finally:
            reader.close()
    except Py4JJavaError as error:
        raise InputError(f"{path}: not a readable Parquet file: {_reason(error)}") from error


def exists(session: SparkSession, path: str) -> bool:
    """Say whether a path is there."""
    jvm: Any = session.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    return bool(place.getFileSystem(_configuration(session)).exists(place))


def write_file(session: SparkSession, path: str, content: bytes) -> None:
    """Write a small file."""
    jvm: Any = session.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    stream = place.getFileSystem(_configuration(session)).create(place, True)
    try:
        stream.write(bytearray(content))
    finally:
        stream.close()


def rename(session: SparkSession, source: str, target: str) -> None:
    """Move a folder to its final name.

    Raises:
        OutputError: There is something of that name.
    """
    jvm: Any = session.sparkContext._jvm
    one, other = (jvm.org.apache.hadoop.fs.Path(path) for path in (source, target))
    if exists(session, target) or not one.getFileSystem(_configuration(session)).rename(one, other):
        raise OutputError(f"{target}: can't be put in place; it is complete in {source}")


def _configuration(session: SparkSession) -> Any:  # noqa: ANN401
    jsc: Any = session.sparkContext._jsc
    return jsc.hadoopConfiguration()


def _reason(error: Any) -> str:  # noqa: ANN401
    return str(error.java_exception.getMessage() or error.java_exception.getClass().getSimpleName()).splitlines()[0]
