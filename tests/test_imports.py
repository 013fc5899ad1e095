"""Who may import whom: downward only, and nothing heavy before it is needed."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dedup"

# Lowest first; rooms of one layer never import each other. The nouns are one room, and `text` stands on
# `kernel` because there is one tokeniser and it is compiled.
NOUNS = ("articles", "settings", "settings_sources", "errors", "batches", "tables", "notebook")
LAYERS = (
    NOUNS,
    ("kernel",),
    ("text",),
    ("passages",),
    ("reading", "writing", "cleaning", "sketching"),
    ("matching",),
    ("clustering", "facts", "alignment", "corpus"),
    ("jobs",),
    ("server",),  # `dedup serve` starts it
    ("cli", "estimators"),
)
BESIDE = {"engines": {*NOUNS}, "reporting": {*NOUNS, "text"}}
HEAVY = {
    "apsw", "datasketch", "fastapi", "jinja2", "llvmlite", "lxml", "numba", "numpy", "pyarrow",
    "prometheus_client", "pydantic", "pyspark", "rapidfuzz", "scipy", "sentencex", "sklearn", "starlette",
    "trafilatura", "uvicorn",
}  # fmt: skip


def allowed_rooms() -> dict[str, set[str]]:
    allowed = {room: set(rooms) for room, rooms in BESIDE.items()}
    below: set[str] = set()
    for layer in LAYERS:
        for room in layer:
            allowed[room] = set(below)
        below |= set(layer)
        if "jobs" in layer:
            below |= set(BESIDE)
    for noun in NOUNS:
        allowed[noun] = {*NOUNS}
    allowed["jobs"] |= set(BESIDE)
    return allowed


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every imported module of a file with its line, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            if node.module == "dedup":
                yield from ((f"dedup.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield (node.module or "", node.lineno)


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_every_room_stands_in_a_layer() -> None:
    rooms = {room_of(path) for path in sources()} - {"__init__", "__main__"}
    assert rooms <= set(allowed_rooms())


@pytest.mark.parametrize("room", sorted(allowed_rooms()))
def test_a_room_imports_only_from_below(room: str) -> None:
    allowed = allowed_rooms()[room] | {room, "__version__"}
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {module}"
        for path in sources()
        if room_of(path) == room
        for module, line in imports_of(path)
        if module.startswith("dedup.") and module.split(".")[1] not in allowed
    ]
    assert wrong == []


def test_kernels_need_numpy_and_numba_only() -> None:
    outside = {
        module.split(".")[0]
        for path in (PACKAGE / "kernel").glob("*.py")
        for module, _ in imports_of(path)
        if module.split(".")[0] not in sys.stdlib_module_names
    }
    assert outside <= {"dedup", "numpy", "numba", "llvmlite"}  # the last is a part of numba


def test_no_package_imports_a_heavy_library_at_its_top() -> None:
    wrong = []
    for path in PACKAGE.rglob("__init__.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            wrong += [f"{path.relative_to(PACKAGE)}: {name}" for name in names if name.split(".")[0] in HEAVY]
    assert wrong == []


def test_the_library_never_exits() -> None:
    wrong = []
    for path in sources():
        if room_of(path) in {"cli", "__main__"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"sys.exit", "exit", "os._exit"}:
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert wrong == []


def modules_after(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the top-level modules that it has loaded."""
    report = "\nimport json, sys\nprint(json.dumps(list({m.split('.')[0] for m in sys.modules})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_importing_dedup_loads_nothing_heavy() -> None:
    assert modules_after("import dedup") & HEAVY == set()


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["compare", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['dedup', *{words!r}]\n"
        "from dedup.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code"
    )
    assert modules_after(code) & HEAVY == set()
