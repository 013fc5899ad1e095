"""Forty steps of three users, as they would type them, in an environment made from the wheel.

`DEDUP_ACCEPTANCE=install` installs the wheel with its extras from the package index, as a user would;
`DEDUP_ACCEPTANCE=.../bin` takes an environment in which it is installed already (another Python, other versions). Without
it the environment sees the packages that the tests run on, so that no network is needed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
_PATIENCE = 240

WIRE = (
    "PORT ELLIS, March 4 (Coastline News) - The ferry Aurora was held in port on Monday after a mooring line broke in "
    "the storm, the harbour office said. About 300 passengers spent the night in the town hall. The line had been "
    "inspected in January, and the company said that it would replace all six before the next sailing. Divers will "
    "look at the hull on Wednesday. The next departure is planned for Thursday morning, weather permitting."
)
STORY = {
    "ledger.txt": "Ferry held after mooring line breaks\n\nThe ferry Aurora was held in port on Monday after a mooring "
    "line broke, the harbour office said.\n\nAbout 300 passengers spent the night in the town hall.\n\n"
    "The company will replace all six lines before the next sailing on Thursday.\n",
    "herald.txt": "Night in the town hall for ferry passengers\n\nA broken mooring line kept the ferry Aurora in port "
    "on Monday, according to the harbour office.\n\nAbout 240 passengers spent the night in the town hall.\n\n"
    "Divers will inspect the hull on Wednesday.\n",
    "post.txt": "Storm holds ferry\n\nThe ferry Aurora was held in port on Monday after a mooring line broke, the "
    "harbour office said.\n\nSchools in Port Ellis stayed closed because of the storm.\n",
}
OTHERS = [
    "Bakers in Kaldera will pay more for flour from next month, the guild wrote to its members late on Friday. The mill "
    "blames the drought, and says that prices may fall again once the new harvest is in.",
    "Snow closed the road over the Milbrook pass, and forty lorries spent the night below it. Ploughs from two districts "
    "worked until dawn, when the first cars were let through behind an escort.",
    "The town library opens on Sundays again. Volunteers of the reading circle take turns at the desk, and the council "
    "pays for the heating until the end of the year.",
]


def feed() -> list[dict[str, Any]]:
    """A scrape: a wire story four times, three other stories, one of them without an outlet."""
    rows = [
        {"id": 1, "headline": "Ferry held in port", "content": WIRE, "publisher": "Coastline News"},
        {"id": 2, "headline": "Ferry Aurora held", "content": WIRE, "publisher": "Port Ellis Ledger"},
        {"id": 3, "headline": "Ferry held", "content": WIRE.replace("Monday", "Mon."), "publisher": "Isle Herald"},
        {"id": 4, "headline": "Ferry", "content": ". ".join(WIRE.split(". ")[:2]) + ".", "publisher": "Northern Post"},
    ]
    rows += [{"id": 5 + n, "headline": f"Story {n}", "content": text, "publisher": None} for n, text in enumerate(OTHERS)]
    return rows


class Shell(NamedTuple):
    """A line typed into a shell, its exit code, and what must stand (as patterns) on its two streams."""

    typed: str
    code: int = 0
    out: str = ""
    err: str = ""


class Cell(NamedTuple):
    """A line typed into Python, and what it shows: a pattern on the repr of its value, or on the error."""

    typed: str
    shows: str = ""


class File(NamedTuple):
    """A file that must be there, and a pattern in it."""

    path: str
    holds: str


Step = Shell | Cell | File

DATA_ENGINEER: list[Step] = [
    Shell("dedup --version", out=r"version \d+\.\d+\.\d+"),
    Cell("import pandas as pd, dedup"),
    Cell("frame = pd.read_json('scrape.jsonl', lines=True)"),
    Cell("result = dedup.run(frame)", ""),
    Cell("result", r"^RunResult\(7 read, 4 kept, 3 removed \(.*1 contained, 1 identical, 1 near_duplicate\)"),
    Cell("(type(result.kept).__name__, result.kept['id'].tolist()[1:])", r"\('DataFrame', \[5, 6, 7\]\)"),
    Cell("result.mask.sum(), (~result.mask).sum()", r"4.*3"),
    Cell("sorted(result.to_pandas('removed').relation)", r"\['contained', 'identical', 'near_duplicate'\]"),
    Cell("result.rethreshold(1.0)", "7 read, 5 kept"),
    Cell("[(p.id_a, p.id_b, p.relation) for p in dedup.find_duplicates(frame.content, .9)][0]", r"\(0, 1, 'identical'\)"),
    Cell("dedup.run('scrap.jsonl')", "InputError: .*'scrap.jsonl' is a single string and no path that exists"),
    Cell("dedup.run(frame, treshold=.6)", "SettingsError: unknown setting 'treshold'; did you mean 'threshold'"),
    Cell("dedup.run([{'text': 'one'}, {'text': 3}])", r"InputError: articles\[1\]"),
    Shell("dedup run scrape.jsonl --dry-run --json -q", out=r'"kept": 4'),
    Shell("dedup run scrape.jsonl -o out/run", err="kept +4"),
    File("out/run/removed.jsonl", '"relation":"contained"'),
    Shell("dedup run scrape.jsonl -o out/run", code=2, err="--force"),
    Shell("dedup run scrape.jsonl -o - -q | wc -l", out=r"^\s*4\s*$"),
    Shell("dedup run scrape.json -o out/other", code=3, err=r"no such file.*scrape\.jsonl"),
    Cell("pd.read_json('out/run/pairs.jsonl', lines=True).columns.tolist()[:4]", r"\['id_a', 'id_b', 'relation', 'jaccard'\]"),
]
ANALYST: list[Step] = [
    Shell("dedup comapre story", code=2, err="did you mean 'compare'"),
    Shell("dedup compare stroy", code=3, err=r"no such file or folder.*story"),
    Shell("dedup compare story", out=r"(?s)3 articles, 3 outlets.*(240.*300|300.*240)"),
    Shell("dedup compare story -o out/report.html"),
    File("out/report.html", "<!DOCTYPE html>"),
    Shell("dedup compare story -o out/report.docx", code=2, err=r"\.docx.*\.html"),
    Shell("dedup explain story/ledger.txt story/post.txt", out="Jaccard|jaccard"),
    Cell("comparison = dedup.compare('story'); comparison", r"^Comparison\(3 articles"),
    Cell("comparison._repr_html_()", "<table"),
    Cell("dedup.relate('About 300 passengers slept in the hall.', 'About 240 passengers slept in the hall.').relation", "conflict"),
]
BACKEND_ENGINEER: list[Step] = [
    Shell("dedup score new.jsonl --corpus out/known.db", code=4, err="no such corpus"),
    Shell("dedup corpus add scrape.jsonl --corpus out/known.db", err="7 added"),
    Shell("dedup score new.jsonl --corpus out/known.db", out=r'(?s)"verdict":"duplicate".*"verdict":"new"'),
    Shell("dedup score new.jsonl --corpus out/known.db --fail-on duplicate", code=1, out="verdict"),
    Cell("dedup.score({'content': WIRE}, 'out/known.db')", "duplicate"),
    Cell("dedup.score('A text.', 'out/unknown.db')", r"CorpusError: out/unknown\.db: no such corpus"),
    Shell("dedup corpus backup out/copy.db --corpus out/known.db"),
    Shell("head -c 900 new.jsonl | dd of=out/known.db bs=1 seek=40 conv=notrunc status=none; dedup corpus info --corpus out/known.db",
          code=4, err="restore a backup"),
    Shell("rm -f out/known.db*; cp out/copy.db out/known.db; dedup corpus info --corpus out/known.db", out="articles +7"),
    Shell("dedup info --settings", out=r"threshold +0\.6 +dedup\.toml"),
]  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment in which the wheel is installed."""
    chosen = os.environ.get("DEDUP_ACCEPTANCE", "")
    if "/" in chosen:
        return Path(chosen)
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    real = chosen == "install"
    if not real:
        pytest.importorskip("hatchling", reason="the wheel is built without network, by the hatchling that is there")
        pytest.importorskip("pandas")
    build = ["wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    run([*pip, *build, *([] if real else ["--no-build-isolation"])])
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    if real:
        run([*pip, "--python", str(python), "install", f"{wheel}[all]"])
    else:
        run([*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)])
        site = sysconfig.get_path("purelib", vars={"base": str(folder / "env")})
        shared = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
        (Path(site) / "shared.pth").write_text("\n".join(shared), encoding="utf-8")
    hand_over_kernel(python)
    return python.parent


def hand_over_kernel(python: Path) -> None:
    """Give the environment what is compiled already of the same sources: it takes a minute of a core."""
    where = "from dedup.kernel.compiled import cache_folder; print(cache_folder() or '')"
    ours, theirs = (
        subprocess.run([one, "-P", "-c", where], capture_output=True, text=True, cwd=at, timeout=_PATIENCE).stdout.strip()
        for one, at in ((sys.executable, ROOT), (python, python.parent))
    )
    if ours and theirs:
        for path in Path(ours).glob("*.kernel"):
            shutil.copy2(path, theirs)


def run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stderr}"


@pytest.fixture(scope="module")
def desk(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "scrape.jsonl").write_text("".join(json.dumps(row) + "\n" for row in feed()), encoding="utf-8")
    fresh = "A new bakery opened at the corner of the market, and sold out before ten o'clock on its first day."
    rows = [{"id": "n1", "content": WIRE}, {"id": "n2", "content": fresh}]
    (folder / "new.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "dedup.toml").write_text("threshold = 0.6\n", encoding="utf-8")
    for name, text in STORY.items():
        (folder / "story").mkdir(exist_ok=True)
        (folder / "story" / name).write_text(text, encoding="utf-8")
    (folder / "out").mkdir()
    sitting = Desk(installed, folder)
    yield sitting
    sitting.leave()


# Runs cells as a notebook does: in one process, and shows the value of the last expression, or the error.
_NOTEBOOK = """
import ast, json, sys
names = {}
for line in sys.stdin:
    try:
        tree = ast.parse(json.loads(line))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        shown = repr(eval(compile(ast.Expression(last.value), "cell", "eval"), names)) if last else ""
    except Exception as error:
        shown = f"{type(error).__name__}: {error}"
    print(json.dumps(shown), flush=True)
"""


class Desk:
    """A folder with a shell and a Python session, both of the installed environment."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        # nothing of the checkout is found: what is tested is the wheel
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
        self.environment = kept | {"PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100"}
        self._session = subprocess.Popen(
            [programs / "python", "-P", "-c", _NOTEBOOK], cwd=folder, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def take(self, step: Step) -> None:
        """Take a step and check what came of it."""
        if isinstance(step, File):
            assert re.search(step.holds, (self.folder / step.path).read_text(encoding="utf-8"))
        elif isinstance(step, Cell):
            shown = self.cell(step.typed)
            assert re.search(step.shows, shown), shown
            assert step.shows or not re.match(r"\w*Error: ", shown), shown
        else:
            ended = self.shell(step.typed)
            assert ended.returncode == step.code, ended.stderr or ended.stdout
            assert re.search(step.out, ended.stdout), ended.stdout
            assert re.search(step.err, ended.stderr), ended.stderr
            assert "Traceback" not in ended.stderr, ended.stderr

    def shell(self, typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            typed, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=_PATIENCE
        )

    def cell(self, typed: str) -> str:
        assert self._session.stdin is not None
        assert self._session.stdout is not None
        self._session.stdin.write(json.dumps(typed) + "\n")
        self._session.stdin.flush()
        shown: str = json.loads(self._session.stdout.readline())
        return shown

    def leave(self) -> None:
        for pipe in (self._session.stdin, self._session.stdout):
            if pipe is not None:
                pipe.close()
        self._session.wait(_PATIENCE)


@pytest.mark.parametrize("user", [DATA_ENGINEER, ANALYST, BACKEND_ENGINEER], ids=["data", "analyst", "backend"])
def test_a_user_gets_through_the_day(user: list[Step], desk: Desk) -> None:
    desk.cell(f"import pandas as pd, dedup; WIRE = {WIRE!r}")
    for number, step in enumerate(user, 1):
        try:
            desk.take(step)
        except AssertionError as error:
            raise AssertionError(f"step {number}, {step}: {error}") from error


def test_there_are_forty_steps() -> None:
    assert len([*DATA_ENGINEER, *ANALYST, *BACKEND_ENGINEER]) == 40


def test_what_was_installed_is_the_wheel_alone(desk: Desk) -> None:
    assert desk.cell("import dedup; dedup.__file__").strip("'").startswith(str(desk.environment["PATH"].split("bin")[0]))
    assert desk.cell("import importlib.resources as r; (r.files('dedup') / 'py.typed').is_file()") == "True"


def test_how_soon_it_answers_is_shown(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Shown, not held to a clock: the machine may be busy."""
    for what, typed in (("import dedup", "python -P -c 'import dedup'"), ("dedup --help", "dedup --help")):
        before = [desk.shell("python -P -c pass"), time.perf_counter()][1]
        assert desk.shell(typed).returncode == 0
        seconds = time.perf_counter() - before
        started = time.perf_counter()
        desk.shell("python -P -c pass")
        empty = time.perf_counter() - started
        with capsys.disabled():
            print(f"\n{what}: {seconds:.2f} s, of which Python alone {empty:.2f} s")
