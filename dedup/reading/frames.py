"""Frames, tables and data sets of other libraries: read as Arrow, and their rows chosen by a mask.

Called by `values`. A library is known by the module of the caller's object; none of them is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.aliases import ALIASES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

# Whole numbers above it have no exact float.
_EXACT = 2**53


def library_of(values: object) -> str:
    """Return the library that an object comes from, as `pandas`."""
    return type(values).__module__.partition(".")[0]


def is_table(values: object) -> bool:
    """Say whether an object has rows in Arrow, or can be brought there."""
    return library_of(values) in _READERS or hasattr(values, "__arrow_c_stream__")


def reader_of(values: Any, what: str, id_name: str | None) -> pa.RecordBatchReader | list[Any]:  # noqa: ANN401
    """Return a table's rows as Arrow batches, or one by one where a column has no Arrow type.

    Args:
        values: A frame, column, table or stream.
        what: The argument's name, for messages.
        id_name: The user's own name for the id.

    Raises:
        InputError: Two columns have one name, or nothing of it can be read.
    """
    import pyarrow as pa

    _check_names(values, what)
    library = library_of(values)
    try:
        if library == "pandas" and id_name:
            return _of_pandas(values, (id_name,))
        return _without_views(_READERS[library](values) if library in _READERS else _of_stream(values))
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError) as error:
        # a column of mixed Python objects has no Arrow type; row by row they have none to agree on
        if hasattr(values, "to_dict") and hasattr(values, "columns"):
            records: list[dict[str, Any]] = values.to_dict("records")
            return records
        if library == "pandas":
            return list(values)
        raise InputError(f"{what}: can't be taken as an Arrow table: {str(error).splitlines()[0]}") from error


def is_row(value: object) -> bool:
    """Say whether an object is what pandas makes of one row, or a column."""
    return library_of(value) == "pandas" and hasattr(value, "to_dict") and not hasattr(value, "columns")


def keys_of(values: Any) -> Callable[[], Sequence[Hashable]] | None:  # noqa: ANN401
    """Return how to list the labels of a frame's rows; None where rows have none."""
    return (lambda: list(values.index)) if library_of(values) == "pandas" and hasattr(values, "index") else None


def selector_of(values: Any) -> Callable[[NDArray[np.bool_]], Any] | None:  # noqa: ANN401
    """Return how to choose rows by a mask, in the form in which they came; None where they are gone once read."""
    library = library_of(values)
    if library == "pandas":
        return lambda mask: values[mask]
    if library == "polars":
        return lambda mask: values.filter(_polars_mask(mask))
    if library == "pyarrow" and hasattr(values, "scanner"):
        return lambda mask: values.take(mask.nonzero()[0])
    if library == "pyarrow" and hasattr(values, "filter"):
        return lambda mask: _filtered(values, mask)
    if library == "datasets" and hasattr(values, "select"):
        return lambda mask: values.select(mask.nonzero()[0].tolist())
    if isinstance(values, list):
        values = values.copy()  # the caller may go on filling it
        return lambda mask: [value for value, stays in zip(values, mask, strict=True) if stays]
    if isinstance(values, tuple):
        return lambda mask: tuple(value for value, stays in zip(values, mask, strict=True) if stays)
    return None


def _check_names(values: Any, what: str) -> None:  # noqa: ANN401
    names = getattr(values, "columns", None) if library_of(values) == "pandas" else None
    twice = [] if names is None else [name for name in names if list(names).count(name) > 1]
    if twice:
        raise InputError(f"{what}: two columns are named {twice[0]!r}; rename or drop one")


def _of_pandas(values: Any, id_names: Sequence[str] = ALIASES["id"]) -> pa.RecordBatchReader:  # noqa: ANN401
    import pyarrow as pa

    frame = values.to_frame(name="text") if not hasattr(values, "columns") else values
    changed = {}
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind == "f" and name in id_names and _are_whole(column):
            changed[name] = column.astype("Int64")  # whole numbers beside a missing one are floats in pandas
        elif str(column.dtype).startswith("period["):
            changed[name] = column.astype(str).where(column.notna(), None)  # Arrow would have numbers of periods
    return pa.Table.from_pandas(frame.assign(**changed) if changed else frame, preserve_index=False).to_reader()


def _are_whole(column: Any) -> bool:  # noqa: ANN401
    there = column.dropna()
    return bool(((there % 1 == 0) & (there.abs() <= _EXACT)).all())


def _of_polars(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    if hasattr(values, "collect"):
        values = values.collect()
    frame = values.alias("text").to_frame() if not hasattr(values, "columns") else values
    return frame.to_arrow().to_reader()


def _of_pyarrow(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    import pyarrow as pa

    if isinstance(values, pa.RecordBatchReader):
        return values
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return pa.table({"text": values}).to_reader()
    if isinstance(values, pa.RecordBatch):
        return pa.Table.from_batches([values]).to_reader()
    if hasattr(values, "scanner"):  # a data set of files
        return values.scanner().to_reader()
    if not hasattr(values, "to_reader"):
        raise TypeError(f"a {type(values).__name__} has no rows")
    return values.to_reader()


def _of_stream(values: Any) -> pa.RecordBatchReader:  # noqa: ANN401
    import pyarrow as pa

    return pa.RecordBatchReader.from_stream(values)


_READERS: dict[str, Callable[[Any], Any]] = {"pandas": _of_pandas, "polars": _of_polars, "pyarrow": _of_pyarrow}


def _without_views(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Return the batches with views of strings as strings, which all of Arrow's functions know."""
    import pyarrow as pa

    plain = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    fields = [field.with_type(plain.get(field.type, field.type)) for field in reader.schema]
    schema = pa.schema(fields)
    if schema.equals(reader.schema.remove_metadata()):
        return reader

    def cast(batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = [_as(column, field.type) for column, field in zip(batch.columns, schema, strict=True)]
        return pa.record_batch(columns, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, map(cast, reader))


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    try:
        return column.cast(kind)
    except pa.ArrowNotImplementedError:  # before pyarrow 18
        return pa.array(column.to_pylist(), kind)


def _polars_mask(mask: NDArray[np.bool_]) -> Any:  # noqa: ANN401
    import polars

    return polars.Series(mask)


def _filtered(values: Any, mask: NDArray[np.bool_]) -> Any:  # noqa: ANN401
    import pyarrow as pa

    try:
        return values.filter(pa.array(mask))
    except pa.ArrowNotImplementedError:  # Arrow can't choose among views
        return _without_views(_of_pyarrow(values)).read_all().filter(pa.array(mask))
