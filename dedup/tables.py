"""What results have in common: their rows as Arrow tables, which pandas, polars and DuckDB take.

On the lowest layer, for the results of the jobs and of the corpus alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, is_dataclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from dedup.articles import Span
from dedup.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa


class Tables:
    """Tables as Arrow, pandas or polars. Each method takes a table's name; without one, the first is meant."""

    __slots__ = ()
    def table(self, name: str | None = None) -> pa.Table:
        """Return one of the tables as Arrow."""
        raise NotImplementedError

    def to_pandas(self, name: str | None = None) -> Any:  # noqa: ANN401 - pandas is the user's
        """Return one of the tables as a pandas frame; see `table` for their names.

        Raises:
            MissingExtraError: pandas is not installed.
            UsageError: There is no such table.
        """
        table = self.table(name)
        try:
            import pandas  # noqa: F401 - Arrow would name no line that installs it
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas", "for pandas frames") from error
        return table.to_pandas()

    def to_polars(self, name: str | None = None) -> Any:  # noqa: ANN401 - polars is the user's
        """Return one of the tables as a polars frame; see `table` for their names.

        Raises:
            MissingExtraError: polars is not installed.
            UsageError: There is no such table.
        """
        table = self.table(name)
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "polars", "for polars frames") from error
        return polars.from_arrow(table)


def rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with its numbers rounded to 6 decimals, as everything printed has them."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def chosen(tables: Iterable[str], name: str | None) -> str:
    """Return the name of a table that there is; the first for None.

    Raises:
        UsageError: There is no such table.
    """
    names = list(tables)
    if name is not None and name not in names:
        raise UsageError(f"no table {name!r}; there are {', '.join(names)}")
    return names[0] if name is None else name


def rows_to_arrow(rows: Sequence[Any], kind: type) -> pa.Table:
    """Turn dataclass rows into an Arrow table with a column for each field, typed also where there is no row."""
    import pyarrow as pa

    hints = get_type_hints(kind)
    schema = pa.schema([(f.name, _arrow_type(hints[f.name])) for f in fields(kind)])
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=schema)


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401 - a type annotation
    """Return the Arrow type of a field of one of the result dataclasses."""
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        inner = get_type_hints(hint)
        return pa.struct([(f.name, _arrow_type(inner[f.name])) for f in fields(hint)])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (UnionType, Union):
        return _arrow_type(next(one for one in arguments if one is not NoneType))
    if hint is Span:
        return pa.list_(pa.int64())
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    raise TypeError(f"no Arrow type for {hint}")
