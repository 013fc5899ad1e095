"""The cache of compiled loops: one changed loop makes all of them new, and only what we wrote is ever loaded."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

# Two loops, of which the second compiles the first into itself.
INNER = """
from dedup_copy.compiled import compiled
@compiled()
def add(x):
    return x + {number}
"""
OUTER = """
from dedup_copy.compiled import compiled
from dedup_copy.inner import add
@compiled()
def twice(x):
    return 2 * add(x)
"""
SCRIPT = """
from dedup_copy.compiled import compiled_functions, drop_stale, is_compiled
from dedup_copy.outer import twice
before = is_compiled(twice)
if not before:
    drop_stale()
print(twice(1), before, sorted(compiled_functions()))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "dedup_copy"
    folder.mkdir()
    source = Path(__file__).parents[2] / "dedup" / "kernel"
    for name in ("compiled.py", "pipeline.py"):
        text = (source / name).read_text(encoding="utf-8").replace("from dedup.kernel", "from dedup_copy")
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "__init__.py").touch()
    (folder / "outer.py").write_text(OUTER)
    (folder / "inner.py").write_text(INNER.format(number=1))
    return folder


def environment_of(package: Path, **changes: str | None) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    kept |= {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    kept |= {key: value for key, value in changes.items() if value is not None}
    return {key: value for key, value in kept.items() if changes.get(key, "") is not None}


def run(package: Path, cwd: Path | None = None, **changes: str | None) -> str:
    environment = environment_of(package, **changes)
    done = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT], env=environment, cwd=cwd, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


BOTH = "['inner.add', 'outer.twice']"


def test_a_loop_is_compiled_anew_when_one_that_it_calls_has_changed(package: Path) -> None:
    assert run(package) == f"4 False {BOTH}"
    assert run(package) == f"4 True {BOTH}"
    first = set((package / "__pycache__").iterdir())
    (package / "inner.py").write_text(INNER.format(number=5))
    assert run(package) == f"12 False {BOTH}"
    assert not first & set((package / "__pycache__").iterdir())


class Bomb:
    """What poisoned pickles do: it leaves a mark when it is unpickled."""

    def __reduce__(self):
        return open, ("PWNED", "w")


def shortened(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


def poisoned(_: bytes) -> bytes:
    return pickle.dumps(Bomb())


def poisoned_behind_a_checksum(content: bytes) -> bytes:
    return content[:32] + pickle.dumps(Bomb())


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("spoil", [shortened, flipped, poisoned, poisoned_behind_a_checksum, emptied])
def test_a_spoilt_file_is_compiled_again_and_never_executed(package: Path, tmp_path: Path, spoil) -> None:
    run(package)
    for path in (package / "__pycache__").iterdir():
        path.write_bytes(spoil(path.read_bytes()))
    assert run(package, cwd=tmp_path) == f"4 True {BOTH}"
    assert not (tmp_path / "PWNED").exists()


def test_files_that_others_could_have_written_are_not_read(package: Path) -> None:
    run(package)
    spoilt = [path for path in (package / "__pycache__").iterdir() if path.name.startswith("outer")]
    for path in spoilt:
        path.chmod(0o666)
    run(package)
    assert [path.stat().st_mode & 0o077 for path in spoilt] == [0], "compiled anew, and written privately"


def test_a_cache_folder_that_others_can_write_to_is_left_alone(package: Path, tmp_path: Path) -> None:
    package.chmod(0o775)
    shared, home = tmp_path / "shared", tmp_path / "home"
    home.mkdir()
    run(package, XDG_CACHE_HOME=str(shared))
    (folder,) = shared.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o777)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert run(package, XDG_CACHE_HOME=str(shared), HOME=str(home)) == "4 False []"
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert not (package / "__pycache__").exists()


def test_a_link_in_place_of_the_cache_folder_is_not_followed(package: Path, tmp_path: Path) -> None:
    package.chmod(0o775)
    shared, other = tmp_path / "shared", tmp_path / "other"
    run(package, XDG_CACHE_HOME=str(shared))
    (folder,) = shared.iterdir()
    folder.rename(other)
    folder.symlink_to(other)
    assert run(package, XDG_CACHE_HOME=str(shared)) == "4 False []"


@pytest.mark.parametrize("home", ["/proc/none", "", "relative", None])
def test_without_a_place_for_the_cache_all_is_compiled_in_memory(package: Path, tmp_path: Path, home) -> None:
    package.chmod(0o777)
    (tmp_path / "work").mkdir()
    changes = {"XDG_CACHE_HOME": "/proc/none"} if home is None else {"HOME": home}
    assert run(package, cwd=tmp_path / "work", **changes) == "4 False []"
    assert list((tmp_path / "work").iterdir()) == []


def test_the_working_folder_configures_nothing(package: Path, tmp_path: Path) -> None:
    (tmp_path / ".numba_config.yaml").write_text("disable_jit: 1\n")
    assert run(package, cwd=tmp_path) == f"4 False {BOTH}"


def test_an_inner_function_is_compiled_into_its_callers_and_python_cannot_call_it(package: Path) -> None:
    source = INNER.format(number=1).replace("import compiled", "import inner").replace("@compiled", "@inner")
    (package / "inner.py").write_text(source)
    assert run(package) == "4 False ['outer.twice']"
    assert run(package) == "4 True ['outer.twice']"
    command = [sys.executable, "-P", "-c", "from dedup_copy.inner import add; add(1)"]
    done = subprocess.run(command, env=environment_of(package), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("TypeError: add is called by compiled loops only\n")
