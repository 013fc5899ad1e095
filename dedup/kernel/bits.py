"""Instructions that numba has no name for: eight bytes in one load, trailing zero bits."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_WORD = ir.IntType(64)


@intrinsic
def load_eight(_: Any, data: Any, at: Any) -> Any:
    """Return `data[at:at + 8]` as one uint64, the first byte lowest.

    Args:
        data: uint8[:], contiguous; `at + 8` must not pass its end.
        at: Index, not negative.
    """

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, values[0])
        place = builder.gep(array.data, [values[1]])
        return builder.load(builder.bitcast(place, _WORD.as_pointer()), align=1)

    return types.uint64(data, types.intp), generate


@intrinsic
def trailing_zeros(_: Any, bits: Any) -> Any:
    """Return how many zero bits stand below the lowest one of a uint64; 64 for zero."""

    def generate(_: Any, builder: Any, __: Any, values: Any) -> Any:
        return builder.cttz(values[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate
