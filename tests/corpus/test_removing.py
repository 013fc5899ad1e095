"""Removing by id: one or several, every version, every clash; and erasing the text from the file."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from dedup.articles import Article
from dedup.batches import batch_from_articles, content_digest
from dedup.corpus.corpus import Corpus
from dedup.errors import OutputError, UsageError
from dedup.settings import Settings

WHOLE = Settings(clean=False)


def clash_of(article: Article) -> str:
    return content_digest({name: getattr(article, name) for name in ("url", "source", "title", "text")})[:8]


def test_a_string_is_one_id(corpus, article):
    corpus.add([article(n, id=str(n)) for n in (1, 2, 12)])
    assert corpus.remove("12") == 1
    assert list(corpus.ids()) == ["1", "2"]
    assert corpus.remove(2) == 1
    assert corpus.remove(["1", "1", "9"]) == 1
    assert corpus.unknown("9") == ["9"]
    assert len(corpus) == 0


@pytest.mark.parametrize("ids", [b"12", [b"12"], [None], [1.5], [["1"]]])
def test_what_is_no_id_is_refused(corpus, article, ids):
    corpus.add([article(1, id="1")])
    with pytest.raises(UsageError, match="is no id"):
        corpus.remove(ids)
    assert len(corpus) == 1


def test_every_version_and_every_clash_goes_and_nothing_else(corpus, article):
    other, third = article(2), article(3)
    corpus.add([article(1, id="a"), article(1, id="a", title="Corrected")])
    corpus.add([article(2, id=f"a~{clash_of(other)}"), article(3, id="a~2"), article(4, id="a~feedbeef")])
    corpus.add([article(5, id="ab"), article(6, id=f"b~{clash_of(third)}")])
    assert corpus.unknown(["a", "nobody"]) == ["nobody"]
    assert corpus.remove("a") == 1
    # own ids of other articles, though they look like clashes
    assert list(corpus.ids()) == ["a~2", "a~feedbeef", "ab", f"b~{clash_of(third)}"]
    assert corpus.versions("a") == []
    assert corpus.remove("a~2") == 1


def test_a_record_that_says_its_own_id_is_found_by_it(corpus, article):
    given = article(1, id="r7~2")
    raw = json.dumps({"guid": "r7", "text": given.text}).encode()
    batch = batch_from_articles([given])
    place = batch.schema.get_field_index("raw")
    corpus.add(batch.set_column(place, batch.schema.field(place), pa.array([raw], pa.large_binary())))
    assert corpus.remove("r7") == 1
    assert len(corpus) == 0


def _articles(count: int, words: str) -> list[Article]:
    return [Article(id=f"p{n}", text=f"{words} number {n} of {count}, filed under {n * 7919}.") for n in range(count)]


def test_purging_leaves_nothing_of_the_text_in_the_file(tmp_path):
    # with 700 alike, the words stand in the dictionary that all records are compressed with
    secret = "Wilhelmina Quastenburgh lives at Lindenallee"
    with Corpus(tmp_path / "c", WHOLE) as corpus:
        corpus.add(_articles(700, secret))
        ships = (f"Grain ship {n} left the quay at Norrhamn, bound for port {n}." for n in range(600))
        kept = [Article(id=f"k{n}", text=text) for n, text in enumerate(ships)]
        corpus.add(kept)
        assert b"Quastenburgh" in (tmp_path / "c").read_bytes() + (tmp_path / "c-wal").read_bytes()
        assert corpus.remove([f"p{n}" for n in range(700)], purge=True) == 700
        with Corpus(tmp_path / "c", mode="r") as other:
            assert other.get("k3") == kept[3]
        for part in tmp_path.iterdir():
            assert b"Quastenburgh" not in part.read_bytes()
            assert b"Lindenallee" not in part.read_bytes()
        assert corpus.verify() == []
        assert [article.text for article in corpus.articles()] == [article.text for article in kept]
        corpus.remove([article.id for article in kept], purge=True)
    assert b"Norrhamn" not in (tmp_path / "c").read_bytes()


def test_readers_that_were_open_go_on_after_a_purge(tmp_path):
    with Corpus(tmp_path / "c", WHOLE) as corpus:
        corpus.add(_articles(1300, "A common beginning of many words that a dictionary would like to hold"))
        with Corpus(tmp_path / "c", mode="r") as reader:
            assert reader.get("p1290") is not None
            corpus.remove([f"p{n}" for n in range(600)], purge=True)
            assert reader.get("p3") is None
            assert reader.get("p1290").text.endswith(f"filed under {1290 * 7919}.")


def test_a_backup_is_a_corpus_of_its_own(corpus, article, tmp_path):
    corpus.add([article(1), article(2)])
    corpus.backup(tmp_path / "copy")
    corpus.remove("a1", purge=True)
    corpus.backup(tmp_path / "copy2")
    with Corpus(tmp_path / "copy", mode="r") as copy, Corpus(tmp_path / "copy2", mode="r") as later:
        assert list(copy.ids()) == ["a1", "a2"]
        assert list(later.ids()) == ["a2"]
        assert copy.verify() == []
    with pytest.raises(OutputError, match="is the corpus itself"):
        corpus.backup(corpus.path)
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith("known")) == ["copy", "copy2"]
