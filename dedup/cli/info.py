"""`dedup info`: versions, extras present, state of the kernel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys

import click

_PACKAGES = ("numpy", "numba", "pyarrow", "datasketch", "rapidfuzz", "scikit-learn", "tabulate", "apsw")
_EXTRAS = {"html": "trafilatura", "parquet": "pyarrow"}


@click.command("info")
def command() -> None:
    """Show versions, extras present and the state of the kernel."""
    import tabulate

    rows = [("dedup", importlib.metadata.version("dedup-news")), ("Python", sys.version.split()[0])]
    rows += [(name, importlib.metadata.version(name)) for name in _PACKAGES]
    for extra, module in _EXTRAS.items():
        present = importlib.util.find_spec(module) is not None
        rows.append((f"extra {extra}", "present" if present else f"absent: pip install 'dedup-news[{extra}]'"))
    rows.append(("kernel", _kernel_state()))
    click.echo(tabulate.tabulate(rows, tablefmt="plain"))


def _kernel_state() -> str:
    """Say where the compiled kernel lies and how much of it is there already."""
    from dedup.kernel.compiled import cache_folder, compiled_functions, is_compiled
    from dedup.kernel.sketch import sketch_texts

    if cache_folder() is None:
        return "compiled in memory by each job: no cache folder that only you can write to; set XDG_CACHE_HOME to one"
    if not is_compiled(sketch_texts):
        return "not compiled yet: the first job compiles it, once"
    return f"{len(compiled_functions())} functions compiled, in {cache_folder()}"
