"""A corpus that is not there, is being made by several at once, or was left half made."""

from __future__ import annotations

import multiprocessing
import os

import apsw
import pytest

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.errors import CorpusError, CorpusMismatchError
from dedup.jobs.score import score
from dedup.settings import Settings

WHOLE = Settings(clean=False)
TEXT = "The lock keeper of Ostervik opened the gates an hour early, and eleven barges passed before noon on Tuesday."


def test_reading_what_is_not_there_is_an_error_and_makes_nothing(tmp_path):
    path = tmp_path / "none"
    with Corpus(path) as corpus:
        asked = (lambda: len(corpus), lambda: corpus.get("a"), lambda: corpus.remove("a"), lambda: list(corpus.ids()))
        for ask in asked:
            with pytest.raises(CorpusError, match="no such corpus"):
                ask()
        with pytest.raises(CorpusError, match="no such corpus"):
            score(Article(id="x", text=TEXT), corpus)
        assert "not made yet" in repr(corpus)
    with pytest.raises(CorpusError, match="no such corpus"):
        score(Article(id="x", text=TEXT), path)
    assert list(tmp_path.iterdir()) == []


def test_an_iterator_dropped_after_its_corpus_was_closed_is_silent(tmp_path):
    corpus = Corpus(tmp_path / "c")
    corpus.add([Article(id="a", text=TEXT), Article(id="b", text=TEXT[::-1])])
    for walk in (Corpus.articles, Corpus.ids):
        with Corpus(tmp_path / "c", mode="r") as read:
            found = walk(read)
            next(found)
        del found  # pytest makes an error of what is told where nobody can catch it


def test_a_closed_corpus_says_so(tmp_path):
    corpus = Corpus(tmp_path / "c")
    corpus.add([Article(id="a", text=TEXT)])
    corpus.close()
    asked = (
        lambda: len(corpus), lambda: corpus.get("a"), lambda: list(corpus.ids()), lambda: corpus.remove("a"),
        lambda: corpus.add([Article(id="b", text=TEXT)]), lambda: score(Article(id="x", text=TEXT), corpus),
    )  # fmt: skip
    for ask in asked:
        with pytest.raises(CorpusError, match="closed: open it again"):
            ask()


def test_adding_makes_it(tmp_path):
    with Corpus(tmp_path / "c") as corpus:
        corpus.add([Article(id="a", text=TEXT)])
        assert list(corpus.ids()) == ["a"]
    assert score(Article(id="x", text=TEXT), tmp_path / "c").verdict == "duplicate"


def test_settings_make_it_at_once(tmp_path):
    Corpus(tmp_path / "c", WHOLE).close()
    with Corpus(tmp_path / "c", mode="r") as corpus:
        assert len(corpus) == 0


@pytest.mark.parametrize("name", ["n" * 300, "no/such/folder/c", "nul\x00byte"])
def test_a_path_that_can_not_be_is_a_clear_error(tmp_path, name):
    with pytest.raises(CorpusError, match=r"can't be made|no such corpus"):
        Corpus(f"{tmp_path}/{name}", WHOLE)
    with pytest.raises(CorpusError, match="no such corpus"):
        Corpus(f"{tmp_path}/{name}", mode="r")


def _left_by_a_kill(path, *statements: str) -> None:
    connection = apsw.Connection(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statements",
    [
        (),
        ("PRAGMA page_size=8192", "PRAGMA journal_mode=WAL"),
        ("PRAGMA page_size=8192", "CREATE TABLE t (x)", "DROP TABLE t"),
    ],
)
def test_a_file_left_before_its_tables_were_written_is_made_whole(tmp_path, statements):
    path = tmp_path / "c"
    path.touch()
    _left_by_a_kill(path, *statements)
    with pytest.raises(CorpusError, match=r"nothing in it yet|not a corpus"):
        score(Article(id="x", text=TEXT), path)
    with Corpus(path) as corpus:
        corpus.add([Article(id="a", text=TEXT)])
        assert corpus.verify() == []
    assert score(Article(id="x", text=TEXT), path).verdict == "duplicate"


def test_a_file_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "theirs"
    _left_by_a_kill(path, "CREATE TABLE notes (x)", "INSERT INTO notes VALUES (1)")
    before = path.read_bytes()
    for mode in ("r", "rw"):
        with pytest.raises(CorpusMismatchError, match="another program"):
            Corpus(path, WHOLE, mode=mode)
    assert path.read_bytes() == before
    (tmp_path / "text").write_text("no database at all, only words " * 40)
    with pytest.raises(CorpusMismatchError, match="no SQLite file"):
        Corpus(tmp_path / "text", WHOLE)


def _add_first(path: str, number: int, barrier, told) -> None:
    barrier.wait()
    try:
        with Corpus(path, WHOLE) as corpus:
            corpus.add([Article(id=f"a{number}", text=f"{TEXT} Barge {number}.")])
        told.put("")
    except Exception as error:
        told.put(f"{type(error).__name__}: {error}")


def test_eight_first_additions_at_once_all_succeed(tmp_path):
    context = multiprocessing.get_context("fork")
    for attempt in range(6):
        path = tmp_path / f"c{attempt}"
        barrier, told = context.Barrier(8), context.Queue()
        workers = [context.Process(target=_add_first, args=(str(path), n, barrier, told)) for n in range(8)]
        for worker in workers:
            worker.start()
        assert [told.get(timeout=60) for _ in workers] == [""] * 8
        for worker in workers:
            worker.join()
        with Corpus(path, mode="r") as corpus:
            assert sorted(corpus.ids()) == [f"a{n}" for n in range(8)]
            assert corpus.verify() == []
    assert not [name for name in os.listdir(tmp_path) if "journal" in name]
