from __future__ import annotations

import sys

import orjson
import pytest

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.cli import main
from dedup.corpus.corpus import Corpus
from dedup.corpus.results import Added
from dedup.errors import CorpusError, CorpusMismatchError, InputError
from dedup.jobs.score import article_batches, input_stamps, score
from dedup.reading import reader
from dedup.settings import Settings

WHOLE = Settings(clean=False)


def matched(corpus: Corpus, article: Article) -> dict[str, str]:
    return {match.id: match.relation for match in score(article, corpus).matches}


def test_an_added_article_comes_back_whole(corpus, article):
    given = article(1, url="https://fjord.example/1", date="2024-03-02", extra={"tags": ["port", "salt"], "views": 7})
    assert corpus.add([given]) == Added(added=1)
    assert corpus.get("a1") == given
    assert list(corpus.ids()) == ["a1"]
    assert len(corpus) == 1
    assert "a1" in corpus
    assert corpus.get("a2") is None


def test_adding_again_changes_nothing(corpus, article):
    corpus.add([article(1), article(2)])
    assert corpus.add([article(1), article(1), article(3)]) == Added(added=1, known=2)
    assert len(corpus) == 3


def test_an_article_without_id_gets_one_of_its_content(corpus, article):
    corpus.add([article(1, id="")])
    assert corpus.add([article(1, id="")]) == Added(known=1)
    (name,) = corpus.ids()
    assert len(name) == 16


def test_other_content_is_a_new_version_and_the_old_stays_queryable(corpus, article):
    old, new = article(1), article(1, text=article(2).text)
    corpus.add([old])
    assert corpus.add([new]) == Added(versions=1)
    assert corpus.get("a1") == new
    assert corpus.versions("a1") == [old, new]
    assert len(corpus) == 1
    assert matched(corpus, article(9, text=old.text)) == {"a1": "identical"}
    assert matched(corpus, article(9, text=new.text)) == {"a1": "identical"}
    corpus.compact()
    assert matched(corpus, article(9, text=old.text)) == {}
    assert matched(corpus, article(9, text=new.text)) == {"a1": "identical"}


def test_versions_within_one_call(corpus, article):
    assert corpus.add([article(1), article(1, title="Corrected"), article(1, title="Corrected")]) == Added(1, 1, 1)
    assert corpus.get("a1").title == "Corrected"


def test_a_removed_article_is_found_no_more(corpus, article):
    corpus.add([article(1), article(2)])
    assert corpus.remove(["a1", "nobody"]) == 1
    assert corpus.get("a1") is None
    assert list(corpus.ids()) == ["a2"]
    assert matched(corpus, article(9, text=article(1).text)) == {}
    assert corpus.add([article(1)]) == Added(added=1)
    assert matched(corpus, article(1)) == {"a1": "identical"}


def test_a_copy_is_found_though_the_first_article_with_its_body_is_gone(corpus, article):
    corpus.add([article(1), article(2, text=article(1).text), article(3, text=article(1).text + " Once more.")])
    corpus.remove(["a1"])
    assert matched(corpus, article(9, text=article(1).text)) == {"a2": "identical", "a3": "near_duplicate"}
    corpus.compact()
    assert matched(corpus, article(9, text=article(1).text)) == {"a2": "identical", "a3": "near_duplicate"}
    edited = article(9, text=article(1).text + " Well.")
    assert matched(corpus, edited) == {"a2": "near_duplicate", "a3": "near_duplicate"}
    assert corpus.verify() == []


def test_compacting_erases_the_text_and_shrinks_the_file(corpus, article):
    corpus.add(article(n, text=article(n).text + "zebrafinch" * 40) for n in range(300))
    corpus.settle()
    before = corpus.info().bytes
    assert before == corpus.path.stat().st_size
    corpus.remove(f"a{n}" for n in range(250))
    corpus.compact()
    assert corpus.path.stat().st_size < before / 2
    assert corpus.info().articles == 50
    assert corpus.info().removed == 0
    assert corpus.verify() == []
    assert corpus.add([article(400)]) == Added(added=1)


def test_an_older_reader_sees_what_compacting_did(tmp_path, article):
    with Corpus(tmp_path / "c", WHOLE) as writer, Corpus(tmp_path / "c", mode="r") as reader:
        writer.add([article(1), article(2, text=article(1).text)])
        assert matched(reader, article(1)) == {"a1": "identical", "a2": "identical"}
        writer.remove(["a1"])
        writer.compact()
        assert matched(reader, article(1)) == {"a2": "identical"}


@pytest.mark.parametrize("text", ["", "   ", "👍🎉", "Hm.", "一", "\x00", "- - -"])
def test_odd_texts_are_found_by_themselves_only(corpus, article, text):
    corpus.add([article(1, text=text), article(2)])
    result = score(article(1, text=text), corpus)
    assert [(m.id, m.relation, m.jaccard) for m in result.matches] == [("a1", "identical", 1.0)]
    assert result.verdict == "duplicate"
    assert result.novelty == 0.0


def test_texts_without_words_are_not_matched_with_each_other(corpus, article):
    corpus.add([article(1, text="")])
    assert score(article(2, text=""), corpus).matches == ()
    assert score(article(1, text="👍"), corpus).matches == ()


def test_export_gives_back_every_record_byte_for_byte(corpus, article):
    raws = [
        b'{"id":"r1","text":"One two three four five six.\\nSeven","n":1.0}',
        '{"text": "Größe \\u00fc zählt, sagte sie am Montag", "id": "r2" }'.encode(),
        b'{"id": "r3", "text": "Slash\\/es are spelled out in some feeds"}',
        b'{"id": "r4", "text": ""}',
    ]
    rows = [orjson.loads(raw) for raw in raws]
    batch = batch_from_articles([Article(id=row["id"], text=row["text"]) for row in rows])
    place = batch.schema.get_field_index("raw")
    import pyarrow as pa

    batch = batch.set_column(place, batch.schema.field(place), pa.array(raws, pa.large_binary()))
    corpus.add(batch)
    corpus.add([article(5)])
    *exported, last = corpus.export()
    assert exported == raws
    assert orjson.loads(last)["text"] == article(5).text


def test_export_holds_older_versions_and_makes_the_same_corpus_again(corpus, article, tmp_path):
    corpus.add([article(1), article(2)])
    corpus.add([article(1, text="Now it says something else altogether.")])
    records = [orjson.loads(line) for line in corpus.export()]
    with Corpus(tmp_path / "again", WHOLE) as again:
        again.add(Article(**record) for record in records)
        assert [a.text for a in again.versions("a1")] == [a.text for a in corpus.versions("a1")]


def test_settings_that_differ_are_named(tmp_path, article):
    with Corpus(tmp_path / "c", WHOLE) as made:
        made.add([article(1)])
    with pytest.raises(CorpusMismatchError, match="shingle_size is 5 there and 4 here"):
        Corpus(tmp_path / "c", WHOLE.with_(shingle_size=4))
    with pytest.raises(CorpusMismatchError, match="clean is False there and True here"):
        Corpus(tmp_path / "c", Settings())
    with pytest.raises(CorpusMismatchError, match="seed differs"):
        Corpus(tmp_path / "c", WHOLE.with_(seed=77))
    with pytest.raises(CorpusMismatchError, match=r"made for a threshold of 0\.5"):
        Corpus(tmp_path / "c", WHOLE.with_(threshold=0.2))


def test_a_secret_seed_does_not_stand_in_the_file(tmp_path, article):
    with Corpus(tmp_path / "c", WHOLE.with_(seed=987654321)) as made:
        made.add([article(1)])
    data = (tmp_path / "c").read_bytes()
    assert b"987654321" not in data
    assert (987654321).to_bytes(4, "little") not in data


def test_opening_takes_the_settings_that_it_was_made_with(tmp_path, article):
    with Corpus(tmp_path / "c", WHOLE.with_(shingle_size=4, threshold=0.7)) as made:
        made.add([article(1)])
    with Corpus(tmp_path / "c", mode="r") as opened:
        assert (opened.settings.shingle_size, opened.settings.clean, opened.settings.threshold) == (4, False, 0.7)
        assert matched(opened, article(1)) == {"a1": "identical"}


def test_a_missing_corpus_is_not_made_by_reading(tmp_path):
    with pytest.raises(CorpusError, match="no such corpus"):
        Corpus(tmp_path / "none", mode="r")
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_opened_for_reading_is_not_written(tmp_path, article):
    Corpus(tmp_path / "c", WHOLE).close()
    with Corpus(tmp_path / "c", mode="r") as opened, pytest.raises(CorpusError, match="opened for reading"):
        opened.add([article(1)])


def test_grouped_additions_are_seen_at_once_and_vanish_with_an_error(corpus, article):
    def fail() -> None:
        with corpus.writing():
            corpus.add([article(1)])
            assert corpus.get("a1") is not None
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert corpus.get("a1") is None
    assert corpus.add([article(2)]) == Added(added=1)
    assert list(corpus.ids()) == ["a2"]
    assert matched(corpus, article(1)) == {}
    assert corpus.verify() == []


def test_many_small_additions_stay_in_few_segments(corpus, article):
    for n in range(120):
        corpus.add([article(n)])
    assert corpus.info().segments <= 6
    assert all(matched(corpus, article(n)) == {f"a{n}": "identical"} for n in range(0, 120, 7))
    corpus.settle()
    assert corpus.info().segments == 1
    assert all(matched(corpus, article(n)) == {f"a{n}": "identical"} for n in range(0, 120, 7))


def test_a_dictionary_trained_later_opens_older_records_too(corpus, article):
    corpus.add([article(1)])
    corpus.add(article(n) for n in range(2, 800))
    with Corpus(corpus.path, mode="r") as other:
        assert other.get("a1") == article(1)
        assert other.get("a700") == article(700)
    assert corpus.verify() == []


def test_an_input_that_is_rewritten_meanwhile_is_noticed(corpus, article, tmp_path):
    path = tmp_path / "in.jsonl"
    lines = [orjson.dumps({"id": f"a{n}", "text": article(n).text}) + b"\n" for n in range(400)]
    path.write_bytes(b"".join(lines))

    def batches():
        for number, batch in enumerate(article_batches([path], WHOLE, 100, lambda reject: None)):
            if number == 3:
                path.write_bytes(b"".join(reversed(lines)))
            yield batch

    with pytest.raises(InputError, match="changed while it was being added"):
        list(corpus.add_batches(batches()))
    assert set(corpus.export()) <= {line.rstrip(b"\n") for line in lines}
    for name in list(corpus.ids()):
        assert corpus.get(name).text == article(int(name[1:])).text


def test_an_input_that_is_rewritten_before_its_first_batch_comes_is_noticed(corpus, article, tmp_path):
    path = tmp_path / "in.jsonl"
    lines = [orjson.dumps({"id": f"a{n}", "text": article(n).text}) + b"\n" for n in range(50)]
    path.write_bytes(b"".join(lines))
    stamps = input_stamps([path])
    batches = list(article_batches([path], WHOLE, 100, lambda reject: None))
    path.write_bytes(b"".join(reversed(lines)))
    with pytest.raises(InputError, match="changed while it was being added"):
        list(corpus.add_batches(batches, stamps=stamps))
    assert list(corpus.ids()) == []


@pytest.mark.parametrize("command", [("corpus", "add"), ("score", "--add")])
def test_commands_notice_a_rewritten_input(corpus, article, tmp_path, monkeypatch, command):
    path = tmp_path / "in.jsonl"
    lines = [orjson.dumps({"id": f"a{n}", "text": article(n).text}) + b"\n" for n in range(50)]
    path.write_bytes(b"".join(lines))
    read = reader.read_batches

    def rewritten(*arguments, **options):
        for batch in list(read(*arguments, **options)):
            path.write_bytes(b"".join(reversed(lines)))
            yield batch

    monkeypatch.setattr(reader, "read_batches", rewritten)
    monkeypatch.setattr(sys, "argv", ["dedup", *command, str(path), "--corpus", str(tmp_path / "new.db")])
    if command[0] == "score":
        with Corpus(tmp_path / "new.db", mode="rw") as made:
            made.add([])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3
    with Corpus(tmp_path / "new.db", mode="r") as made:
        assert list(made.ids()) == []


def test_what_python_users_have_is_added_and_scored(corpus, tmp_path):
    story = "The night ferry to Ostervik ran aground outside the harbour, and forty people were taken off by boat."
    assert corpus.add([{"guid": "d", "content": story}]) == Added(added=1)
    assert corpus.add(["A text alone.", "And another."]) == Added(added=2)
    path = tmp_path / "in.jsonl"
    path.write_bytes(orjson.dumps({"id": "f", "text": "From a file."}) + b"\n")
    assert corpus.add(path) == Added(added=1)
    assert corpus.get("f").text == "From a file."
    assert score(story, corpus).verdict == "duplicate"
    assert score({"id": "q", "body": story}, corpus.path).matches[0].relation == "identical"


@pytest.mark.parametrize("wrong", ["no path, and no list", None, 7, [7], Article(id="a", text="alone")])
def test_what_is_no_article_is_refused(corpus, wrong):
    with pytest.raises(InputError):
        corpus.add(wrong)
    assert len(corpus) == 0
