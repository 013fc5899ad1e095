"""How numba compiles the loops: only the passes that they need, and no machine code for what only loops call.

numba's own pipeline gives every function code of its own and two entries, one for Python and one for C, although most
of the kernel's functions are only ever compiled into others. Without those, and without the passes for closures,
literals and contexts, which no loop uses, the first use takes a third of the time. See "Customizing the compiler"
in numba's developer manual.
"""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="A Numba config file is found")
    from numba.core import codegen, compiler, compiler_machinery, registry, typed_passes, untyped_passes

_BEFORE_TYPES = (
    untyped_passes.TranslateByteCode,
    untyped_passes.FixupArgs,
    untyped_passes.IRProcessing,
    untyped_passes.InlineInlinables,
    untyped_passes.ReconstructSSA,
)
_TYPES = (
    typed_passes.NopythonTypeInference,
    typed_passes.PreLowerStripPhis,
    typed_passes.InlineOverloads,
    typed_passes.IRLegalization,
    typed_passes.AnnotateTypes,
)


class LoopCompiler(compiler.CompilerBase):
    """Compile a loop that Python calls."""

    lowering = typed_passes.NativeLowering

    def define_pipelines(self) -> list[Any]:
        """Return the one list of passes."""
        passes = compiler_machinery.PassManager("loop")
        for step in (*_BEFORE_TYPES, *_TYPES, self.lowering, typed_passes.NoPythonBackend):
            passes.add_pass(step, step.__name__)
        passes.finalize()
        return [passes]


class InnerLibrary(codegen.JITCodeLibrary):
    """What is compiled of an inner function: optimised and ready to be linked, but never made machine code."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@compiler_machinery.register_pass(mutates_CFG=True, analysis_only=False)
class InnerLowering(typed_passes.NativeLowering):
    """Lower an inner function to LLVM's language."""

    _name = "inner_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower it into a library that stops there, and let loops find it by an object in place of an entry."""
        state.library = InnerLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        done: bool = super().run_pass(state)
        lowered = state["cr"]._replace(cfunc=object())
        state.targetctx.insert_user_function(lowered.cfunc, lowered.fndesc, [state.library])
        state["cr"] = lowered
        return done


class InnerCompiler(LoopCompiler):
    """Compile a function that only loops call."""

    lowering = InnerLowering


class InnerDispatcher(registry.CPUDispatcher):
    """A function that is compiled into each loop that calls it."""

    def add_overload(self, result: Any) -> None:
        """Keep what was compiled for other loops that call it; there is no entry for Python that could be told."""
        self.overloads[tuple(result.signature.args)] = result

    def _compile_for_args(self, *_: Any, **__: Any) -> Any:
        raise TypeError(f"{self.py_func.__qualname__} is called by compiled loops only")
