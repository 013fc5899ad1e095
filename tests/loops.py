"""Calls of functions that only compiled loops can call."""

from collections.abc import Callable
from typing import Any

import numba


def from_python(inner: Any) -> Callable[..., Any]:
    """Return a loop that does nothing but call an inner function."""

    @numba.njit
    def loop(*values: Any) -> Any:
        return inner(*values)

    return loop
