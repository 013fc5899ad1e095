"""What was acknowledged is there, whatever happens to the process, the disk or the file."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
from pathlib import Path

import apsw
import pytest

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.corpus.store import SCHEMA_VERSION
from dedup.errors import CorpusBusyError, CorpusDamagedError, CorpusError, CorpusMismatchError
from dedup.jobs.score import score
from dedup.settings import Settings

WHOLE = Settings(clean=False)
KILL_ROUNDS = 25
SECONDS = 10


def _load_forge():
    path = Path(__file__).parents[1] / "soak" / "forge.py"
    spec = importlib.util.spec_from_file_location("forge", path)
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["forge"] = module
    spec.loader.exec_module(module)
    return module


forge_module = _load_forge()


@pytest.fixture(scope="module")
def forge(tmp_path_factory):
    made = forge_module.Forge(tmp_path_factory.mktemp("forge"))
    yield made
    made.close()


def test_a_killed_writer_loses_nothing_that_was_acknowledged(forge, tmp_path):
    rng = random.Random(7)
    path = tmp_path / "known.corpus"
    acknowledged: set[str] = set()
    begun: set[str] = set()
    for number in range(KILL_ROUNDS):
        done, trying = forge_module.kill_round(forge, path, f"r{number}", rng)
        acknowledged |= done
        begun |= trying
        with Corpus(path, WHOLE) as corpus:
            found = set(corpus.ids())
            assert acknowledged <= found <= begun
            assert corpus.verify() == []
        begun = acknowledged | found  # what was in flight is there for good, or never comes
    assert len(acknowledged) > KILL_ROUNDS
    with Corpus(path, mode="r") as corpus:
        for name in sorted(acknowledged)[::50]:
            assert corpus.get(name) == forge_module.make_article(name)
            assert score(forge_module.make_article(name), corpus).verdict == "duplicate"


def test_writers_and_readers_at_once(forge, tmp_path):
    path = tmp_path / "known.corpus"
    with Corpus(path, WHOLE) as corpus:
        corpus.add(forge_module.make_article(f"first-{n}") for n in range(50))
    done, wrong = forge_module.crowd(forge, path, 8, 16, SECONDS)
    assert wrong == []
    with Corpus(path, mode="r") as corpus:
        assert set(corpus.ids()) == done | {f"first-{n}" for n in range(50)}
        assert corpus.verify() == []


def test_a_second_writer_waits_and_then_says_so(tmp_path, article):
    with Corpus(tmp_path / "c", WHOLE) as first, Corpus(tmp_path / "c", WHOLE, wait=0.05) as second:
        with first.writing():
            first.add([article(1)])
            with pytest.raises(CorpusBusyError, match="another process is writing"):
                second.add([article(2)])
            assert second.get("a1") is None  # reading goes on
        second.add([article(2)])
        assert sorted(first.ids()) == ["a1", "a2"]


def _mount_small(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
    return os.geteuid() == 0 and not subprocess.run(command, check=False, capture_output=True).returncode


@pytest.fixture
def full_disk(tmp_path):
    """A file system of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if not _mount_small(folder):
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_loses_nothing_that_was_acknowledged(full_disk, article):
    path = full_disk / "known.corpus"
    acknowledged = []

    def fill(corpus: Corpus) -> None:
        for n in range(0, 10_000, 100):
            corpus.add(article(i) for i in range(n, n + 100))
            acknowledged.extend(f"a{i}" for i in range(n, n + 100))

    with Corpus(path, WHOLE) as corpus:
        with pytest.raises(CorpusError, match="disk is full"):
            fill(corpus)
        assert list(corpus.ids())[: len(acknowledged)] == acknowledged
        assert score(article(3), corpus).verdict == "duplicate"
    assert len(acknowledged) >= 100
    with Corpus(path, mode="r") as corpus:
        assert list(corpus.ids())[: len(acknowledged)] == acknowledged
        assert corpus.verify() == []


def test_a_read_only_folder_can_be_read_and_not_written(tmp_path, article):
    folder = tmp_path / "fixed"
    folder.mkdir()
    with Corpus(folder / "c", WHOLE) as corpus:
        corpus.add([article(1)])
    if os.geteuid() == 0:
        copied = (folder / "c").read_bytes()
        if not _mount_small(folder):
            pytest.skip("root is stopped by no permissions, and can't mount here")
        (folder / "c").write_bytes(copied)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    else:
        folder.chmod(0o500)
        (folder / "c").chmod(0o400)
    try:
        with Corpus(folder / "c", mode="r") as corpus:
            assert score(article(1), corpus).verdict == "duplicate"
        with pytest.raises(CorpusError, match="can't be"):
            Corpus(folder / "c", WHOLE).add([article(2)])
        with pytest.raises(CorpusError, match="can't be"):
            Corpus(folder / "new", WHOLE)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", "-l", folder], check=True)
        else:
            folder.chmod(0o700)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a corpus of 600 articles, and what it answers."""
    path = tmp_path_factory.mktemp("sound") / "c"
    with Corpus(path, WHOLE) as corpus:
        corpus.add(forge_module.make_article(f"s{n}") for n in range(600))
        corpus.compact()  # leaves no old copies of pages behind
    return path.read_bytes()


def _answers(path: Path) -> list[object]:
    with Corpus(path, mode="r") as corpus:
        scores = [score(forge_module.make_article(f"s{n}"), corpus) for n in range(0, 600, 60)]
        return [*scores, corpus.get("s31"), len(corpus), score(Article(id="x", text="nothing of it is known"), corpus)]


def test_a_flipped_bit_never_gives_a_wrong_answer(sound, tmp_path):
    rng = random.Random(3)
    path = tmp_path / "c"
    path.write_bytes(sound)
    right = _answers(path)
    refused = 0
    for _ in range(60):
        data = bytearray(sound)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        try:
            assert _answers(path) == right
        except CorpusError:
            refused += 1
    assert refused > 0


def test_verify_names_every_damaged_record(sound, tmp_path):
    path = tmp_path / "c"
    path.write_bytes(sound)
    with Corpus(path, mode="r") as corpus:
        wanted = ["s17", "s203", "s590"]
        rows = [corpus._store.get("SELECT body_hash FROM articles WHERE id = ?", (name,)) for name in wanted]
    data = bytearray(sound)
    for stored in rows:
        data = data.replace(stored, stored[:5] + bytes([stored[5] ^ 16]) + stored[6:])  # old copies in pages' gaps too
    path.write_bytes(data)
    with Corpus(path, mode="r") as corpus:
        assert [(found.what, found.id) for found in corpus.verify()] == [("article", name) for name in wanted]
        with pytest.raises(CorpusDamagedError, match="s17"):
            corpus.get("s17")
        left_out = []
        assert len(list(corpus.export(left_out.append))) == 597
        assert len(left_out) == 3


def test_verify_finds_a_flipped_bit_wherever_it_matters(sound, tmp_path):
    rng = random.Random(5)
    path = tmp_path / "c"
    path.write_bytes(sound)
    right = _answers(path)
    for _ in range(80):
        data = bytearray(sound)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        try:
            with Corpus(path, mode="r") as corpus:
                clean = corpus.verify() == []
        except CorpusError:
            continue
        if clean:  # the bit was in unused space
            assert _answers(path) == right


def test_a_damaged_table_of_frequencies_is_named_and_keeps_nobody_from_the_articles(sound, tmp_path):
    path = tmp_path / "c"
    path.write_bytes(sound)
    with Corpus(path, mode="r") as corpus:
        stored = corpus._store.get("SELECT value FROM meta WHERE name = 'frequencies'")
    flipped = stored[:40] + bytes([stored[40] ^ 1]) + stored[41:]
    path.write_bytes(sound.replace(stored[:300], flipped[:300]))
    with Corpus(path, mode="r") as corpus:
        assert [(found.what, found.id) for found in corpus.verify()] == [("meta", "frequencies")]
        assert len(list(corpus.export())) == 600
        with pytest.raises(CorpusDamagedError, match="frequencies"):
            score(forge_module.make_article("s1"), corpus)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(sound, tmp_path, share):
    path = tmp_path / "c"
    path.write_bytes(sound[: int(len(sound) * share)])
    with pytest.raises(CorpusError):
        _answers(path)


@pytest.mark.parametrize(("change", "said"), [(1, "newer dedup"), (-1, "older dedup")])
def test_another_schema_is_refused(tmp_path, change, said):
    Corpus(tmp_path / "c", WHOLE).close()
    connection = apsw.Connection(str(tmp_path / "c"))
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + change}")
    connection.close()
    with pytest.raises(CorpusMismatchError, match=said):
        Corpus(tmp_path / "c")


@pytest.mark.parametrize("content", [b"{}\n" * 5000, b"plain text", b"SQLite format 3\x00" + b"\x01" * 500])
def test_another_file_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "c"
    path.write_bytes(content)
    for mode in ("r", "rw"):
        with pytest.raises(CorpusError, match=r"not a corpus|damaged"):
            Corpus(path, mode=mode)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path):
    connection = apsw.Connection(str(tmp_path / "c"))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(CorpusMismatchError, match="another program"):
        Corpus(tmp_path / "c")
