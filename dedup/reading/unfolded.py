"""Arrow columns as plain Python values, and how large they unfold: what Parquet and Arrow files hold is not trusted."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

# What a row costs us even if it holds nothing.
ROW_BYTES = 100


def unfolded_size(array: pa.Array) -> int:
    """Return how many bytes an array's values take as values of their own, without making them.

    Dictionaries, run ends and lists of nulls can stand for gigabytes in a few bytes.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return unfolded_size(array.storage)
    if pa.types.is_dictionary(kind):
        lengths = _lengths(array.dictionary)
        if lengths is None:
            per_value = unfolded_size(array.dictionary) // max(1, len(array.dictionary)) + 1
            return per_value * len(array)
        return int(pc.sum(lengths.take(array.indices)).as_py() or 0) + 8 * len(array)
    if pa.types.is_run_end_encoded(kind):
        return (unfolded_size(array.values) // max(1, len(array.values)) + 8) * len(array)
    if pa.types.is_struct(kind):
        return sum(unfolded_size(array.field(at)) for at in range(kind.num_fields)) + 8 * len(array)
    if pa.types.is_fixed_size_list(kind):
        return (unfolded_size(array.values) // max(1, len(array.values)) + 8) * int(kind.list_size) * len(array)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_map(kind):
        # `flatten` cuts the values to those in use
        return unfolded_size(array.values if pa.types.is_map(kind) else array.flatten()) + 8 * len(array)
    if pa.types.is_null(kind):
        return 8 * len(array)
    return int(array.nbytes) + 8 * len(array)


def _lengths(values: pa.Array) -> pa.Array | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    sized = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return pc.binary_length(values).cast(pa.int64()) if any(test(kind) for test in sized) else None


def plain_values(array: pa.Array) -> list[Any]:
    """Return a column's values: of a type that Python lacks, as near as it gets; never an error."""
    import pyarrow as pa

    if getattr(array.type, "extension_name", None) == "arrow.uuid":
        return [None if value is None else str(uuid.UUID(bytes=value)) for value in array.storage.to_pylist()]
    if isinstance(array.type, pa.BaseExtensionType):
        array = array.storage
    try:
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()  # one by one, its values would take three times as long
        return list(_without_nanoseconds(array).to_pylist())
    except (ValueError, OverflowError, TypeError, pa.ArrowException):
        return [_plain(value) for value in array]


def _without_nanoseconds(array: pa.Array) -> pa.Array:
    import pyarrow as pa

    kind = array.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return array.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_time64(kind) and kind.unit == "ns":
        return array.cast(pa.time64("us"), safe=False)
    if pa.types.is_duration(kind) and kind.unit == "ns":
        return array.cast(pa.duration("us"), safe=False)
    return array


def _plain(value: pa.Scalar) -> Any:  # noqa: ANN401 - a value of any type
    import pyarrow as pa

    if not value.is_valid:
        return None
    try:
        if pa.types.is_struct(value.type):
            return {field.name: _plain(value[at]) for at, field in enumerate(value.type)}
        if pa.types.is_list(value.type) or pa.types.is_large_list(value.type) or pa.types.is_map(value.type):
            return [_plain(item) for item in value.values]
        return _without_nanoseconds(pa.array([value], value.type))[0].as_py()
    except (ValueError, OverflowError, TypeError, pa.ArrowException):
        return str(value) if not pa.types.is_timestamp(value.type) else str(value.value)
