"""Every optional package that is missing is named with the line that installs it; what is imported is declared."""

import ast
import builtins
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dedup
from dedup.engines.spark import open_session
from dedup.errors import MissingExtraError
from dedup.reading.reader import read

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# Distributions whose module has another name.
MODULES = {"scikit_learn": "sklearn", "dedup_news": "dedup", "lxml_html_clean": "lxml_html_clean"}


def modules_of(requirements: list[str]) -> set[str]:
    names = {re.split(r"[\[><= ]", one)[0].lower().replace("-", "_") for one in requirements}
    return {MODULES.get(name, name) for name in names}


def imported() -> set[str]:
    found = set()
    for path in (ROOT / "dedup").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"dedup"}


def test_what_the_package_imports_is_declared_and_nothing_else() -> None:
    core = modules_of(PROJECT["dependencies"])
    optional = modules_of([one for name in EXTRAS if name not in ("dev", "docs") for one in EXTRAS[name]])
    assert imported() <= core | optional
    assert core <= imported()


def test_an_sdist_holds_all_that_is_tracked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    held = {name.strip("/") for name in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]}
    listed = subprocess.run(["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a checkout")
    # hatchling adds the first three by itself; .ci is the checkout's own
    assert set(listed.stdout.split()) == held | {"pyproject.toml", "LICENSE", ".gitignore", ".ci"}


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    real = builtins.__import__

    def refuse(name, *arguments, **more):
        if name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)


def estimators() -> None:
    sys.modules.pop("dedup.estimators", None)
    importlib.import_module("dedup.estimators")


def serve(folder: Path) -> None:
    from dedup.cli.serve import command

    for name in [name for name in sys.modules if name.startswith("dedup.server")]:
        del sys.modules[name]
    command.main(["--corpus", str(folder / "known.db")], standalone_mode=False)


@pytest.mark.parametrize(
    ("module", "extra", "use"),
    [
        ("trafilatura", "html", lambda folder: list(read(folder / "a.html", format="html"))),
        ("feedparser", "feeds", lambda folder: list(read(folder / "a.html", format="feed"))),
        ("fastwarc", "warc", lambda folder: list(read(folder / "a.html", format="warc"))),
        ("pandas", "pandas", lambda _: dedup.run([]).to_pandas("kept")),
        ("polars", "polars", lambda _: dedup.run([]).to_polars("kept")),
        ("sklearn", "sklearn", lambda _: estimators()),
        ("fastapi", "server", lambda folder: serve(folder)),
        ("uvicorn", "server", lambda folder: serve(folder)),
        ("prometheus_client", "server", lambda folder: serve(folder)),
        ("pyspark", "spark", lambda _: open_session(None)),
    ],
)
def test_a_missing_package_is_named_with_its_install_line(monkeypatch, tmp_path, module, extra, use) -> None:
    (tmp_path / "a.html").write_text("<html><body><p>A text.</p></body></html>")
    dedup.run([])  # what is imported once is loaded
    without(monkeypatch, module)
    line = rf"pip install 'dedup-news\[{extra}\]'"
    with pytest.raises(MissingExtraError, match=line):
        use(tmp_path)
    assert extra in EXTRAS
    assert module in modules_of(EXTRAS[extra])


def test_every_extra_for_reading_is_one_of_them(dedup_info: str) -> None:
    for name in set(EXTRAS) - {"all", "dev", "docs", "parquet"}:
        assert f"extra {name}" in dedup_info


@pytest.fixture
def dedup_info() -> str:
    from click.testing import CliRunner

    from dedup.cli.info import command

    return CliRunner().invoke(command, [], catch_exceptions=False).output
