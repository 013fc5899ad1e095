"""Every byte of a small corpus damaged in turn: each answer is right, or a clear error that says what to do."""

from __future__ import annotations

import random
import shutil
import sqlite3

import pytest

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.corpus.store import PAGE_SIZE
from dedup.errors import CorpusError
from dedup.jobs.score import score
from dedup.settings import Settings

WHOLE = Settings(clean=False)
FLIPS_A_PAGE = 24
CUTS = 60


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A corpus of two segments with removed and superseded articles, and what it answers."""
    words = [f"word{number}" for number in range(900)]
    rng = random.Random(5)
    articles = [Article(id=f"n{i}", title=f"Title {i}", text=" ".join(rng.choices(words, k=90))) for i in range(90)]
    path = tmp_path_factory.mktemp("sound") / "c"
    with Corpus(path, WHOLE) as corpus:
        corpus.add(articles[:80])
        corpus.add(articles[80:])
        corpus.add([Article(id="n3", text=articles[3].text + " and more")])
        corpus.remove(["n5", "n80"])
    asked = [articles[i] for i in (3, 5, 40, 85)] + [Article(id="x", text=" ".join(rng.choices(words, k=60)))]
    return path, asked, answers(path, asked)


def answers(path, asked) -> list[object]:
    with Corpus(path, mode="r") as corpus:
        found: list[object] = [score(article, corpus).to_dict() for article in asked]
        return [*found, sorted(corpus.ids()), corpus.get("n3"), len(corpus)]


def check(path, asked, expected, what: str) -> bool:
    """Ask a damaged corpus everything; return whether it noticed."""
    refused = None
    try:
        found = answers(path, asked)
    except CorpusError as error:
        refused = error
    if refused is None:
        assert found == expected, what
        return False
    assert refused.exit_code == 4
    assert any(word in str(refused) for word in ("restore a backup", "nothing in it yet")), (what, str(refused))
    return True


def test_a_flipped_bit_anywhere_is_noticed_or_does_not_matter(sound, tmp_path):
    path, asked, expected = sound
    data = path.read_bytes()
    assert len(data) % PAGE_SIZE == 0
    rng = random.Random(11)
    noticed = 0
    # the heads of pages say where everything else stands: they are tried more often
    for page in range(0, len(data), PAGE_SIZE):
        places = [page + rng.randrange(120) for _ in range(FLIPS_A_PAGE // 2)]
        places += [page + rng.randrange(PAGE_SIZE) for _ in range(FLIPS_A_PAGE // 2)]
        for place in places:
            damaged = bytearray(data)
            damaged[place] ^= 1 << rng.randrange(8)
            copy = tmp_path / "c"
            copy.write_bytes(damaged)
            noticed += check(copy, asked, expected, f"byte {place}")
    assert noticed > 50


def test_a_file_cut_anywhere_is_noticed(sound, tmp_path):
    path, asked, expected = sound
    data = path.read_bytes()
    rng = random.Random(12)
    lengths = {0, 1, 99, 100, 512, *range(0, len(data), PAGE_SIZE), *(rng.randrange(len(data)) for _ in range(CUTS))}
    for length in sorted(lengths):
        copy = tmp_path / "c"
        copy.write_bytes(data[:length])
        check(copy, asked, expected, f"cut at {length}")


def test_a_segment_that_the_list_lost_does_not_make_known_articles_new(sound, tmp_path):
    path, asked, _ = sound
    copy = tmp_path / "c"
    shutil.copy(path, copy)
    connection = sqlite3.connect(copy)
    connection.execute("DELETE FROM segments WHERE number = (SELECT min(number) FROM segments)")
    connection.commit()
    connection.close()
    with Corpus(copy) as corpus:
        with pytest.raises(CorpusError, match="segments does not match its checksum"):
            score(asked[0], corpus)
        with pytest.raises(CorpusError, match="restore a backup"):
            corpus.add(asked)
        assert [found.what for found in corpus.verify()][:1] == ["index"]


@pytest.mark.parametrize("table", ["meta", "columns", "segments", "blocks"])
def test_values_whose_type_was_damaged_are_read_or_refused(sound, tmp_path, table):
    path, asked, expected = sound
    copy = tmp_path / "c"
    shutil.copy(path, copy)
    connection = sqlite3.connect(copy)
    connection.execute(f"UPDATE {table} SET value = CAST(value AS TEXT)")
    connection.commit()
    connection.close()
    check(copy, asked, expected, table)
    with Corpus(copy, mode="r") as corpus:
        corpus.verify()


def test_verify_and_export_never_fail_on_damage(sound, tmp_path):
    path, _, _ = sound
    data = path.read_bytes()
    rng = random.Random(13)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(3):
            damaged[rng.randrange(PAGE_SIZE, len(data))] ^= 1 << rng.randrange(8)
        copy = tmp_path / "c"
        copy.write_bytes(damaged)
        refused = "restore a backup"
        try:
            with Corpus(copy, mode="r") as corpus:
                corpus.verify()
                list(corpus.export(lambda error: None))
        except CorpusError as error:
            refused = str(error)
        assert "restore a backup" in refused
