"""Tell the processor which number of a row will be needed soon: for compiled loops that jump about in long rows.

Households are served in an order in which their rows lie scattered, and each step waits for the one before it; asked for some
households ahead, the numbers are there in time. It changes nothing but the time. Source: LLVM language reference, `llvm.prefetch`.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import arrayobj

_READ, _KEEP, _DATA = 0, 3, 1
_tools: Any = cgutils
_arrays: Any = arrayobj


def _prefetch(typing: Any, row: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        array = _arrays.make_array(kind)(context, builder, arguments[0])
        place = _tools.get_item_pointer(context, builder, kind, array, [arguments[1]], wraparound=False)
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        function = _tools.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        how = [number(_READ), number(_KEEP), number(_DATA)]
        builder.call(function, [builder.bitcast(place, byte), *how])
        return context.get_dummy_value()

    return types.void(row, index), generate


prefetch: Any = intrinsic(_prefetch)
"""Call it with a row and an index to ask for that number; an index past the end does no harm."""
