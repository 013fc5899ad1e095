"""`run --corpus F --into F`: whatever interrupts it, a repeated pass never removes an article in favour of itself."""

from __future__ import annotations

import json
import random

import pytest

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.jobs.progress import Progress
from dedup.jobs.run import files as run_files_module
from dedup.jobs.run import known as run_known
from dedup.jobs.run.files import run_files
from dedup.settings import Settings

WHOLE = Settings(clean=False, threads=1)


class Killed(BaseException):
    """What ends the process, as far as the pass can tell."""


def texts(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(9000)}" for _ in range(50)) for _ in range(count)]


def write(path, rows) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def rows(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def pile(tmp_path, monkeypatch):
    """Sixty articles, some of them copies, one under an id that two have; six additions to the corpus."""
    monkeypatch.setattr(run_known, "_ROWS", 10)
    stories = texts(1, 50)
    records = [{"id": f"a{n}", "text": text} for n, text in enumerate(stories)]
    records += [{"id": f"c{n}", "text": text} for n, text in enumerate(stories[:8])]
    records += [{"id": "a3", "text": texts(2, 1)[0]}, {"id": "a4", "text": stories[4]}]
    path = tmp_path / "in.jsonl"
    write(path, records)
    return path


def a_pass(pile, out, known, **more):
    return run_files([pile], out, WHOLE, Progress(), corpus=str(known), into=str(known), **more)


def known_corpus(path):
    with Corpus(path, WHOLE) as corpus:
        corpus.add([])
    return path


def kill_after(monkeypatch, owner, name: str, calls: int) -> None:
    real, left = getattr(owner, name), [calls]

    def dying(*words, **more):
        if not left[0]:
            raise Killed
        left[0] -= 1
        return real(*words, **more)

    monkeypatch.setattr(owner, name, dying)


STAGES = [
    *((Corpus, "add_probes", calls) for calls in range(6)), (Corpus, "prepare", 9), (Corpus, "tidy", 2),
    (Corpus, "finish", 0), (run_files_module, "dedup_report", 0), (run_files_module, "_manifest", 0),
]  # fmt: skip


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize(("owner", "name", "calls"), STAGES)
def test_a_killed_pass_comes_out_as_one_that_was_not(pile, tmp_path, monkeypatch, owner, name, calls, resume):
    a_pass(pile, tmp_path / "whole", known_corpus(tmp_path / "k1"))
    known = known_corpus(tmp_path / "k2")
    with monkeypatch.context() as patched:
        kill_after(patched, owner, name, calls)
        with pytest.raises(Killed):
            a_pass(pile, tmp_path / "out", known)
    a_pass(pile, tmp_path / "out", known, resume=resume, force=True)
    for table in ("kept.jsonl", "removed.jsonl", "pairs.jsonl", "clusters.jsonl"):
        assert (tmp_path / "out" / table).read_bytes() == (tmp_path / "whole" / table).read_bytes()
    with Corpus(known, mode="r") as corpus, Corpus(tmp_path / "k1", mode="r") as whole:
        assert list(corpus.ids()) == list(whole.ids())


def test_bodies_go_into_the_corpus_as_the_pass_has_cleaned_them(tmp_path):
    story = "\n".join(f"{' '.join(text.split()[:25])}.".capitalize() for text in texts(3, 6))
    menu = "\n".join(["Home", "News", "Sport", "Sign in"])
    path = tmp_path / "in.jsonl"
    write(path, [{"id": f"p{n}", "text": f"{menu}\n{text}\n{story}"} for n, text in enumerate(texts(4, 3))])
    settings = Settings(threads=1)
    run_files([path], tmp_path / "out", settings, Progress(), into=str(tmp_path / "k"))
    bodies = {row["id"]: row["body"] for row in rows(tmp_path / "out" / "articles.jsonl")}
    kept = [row["id"] for row in rows(tmp_path / "out" / "kept.jsonl")]
    with Corpus(tmp_path / "k", mode="r") as corpus, corpus.reading():
        numbers = {name: int(corpus._state.numbers(name)[-1]) for name in kept}
        for name, number in numbers.items():
            (known,) = corpus._state.known.load([number])
            assert known.spans.reshape(-1, 2).tolist() == bodies[name]


def test_what_an_unfinished_pass_added_removes_nothing_from_others(pile, tmp_path, monkeypatch):
    known = known_corpus(tmp_path / "k")
    with monkeypatch.context() as patched:
        kill_after(patched, Corpus, "finish", 0)
        with pytest.raises(Killed):
            a_pass(pile, tmp_path / "out", known)
    part = tmp_path / "part.jsonl"
    write(part, rows(pile)[:20])
    a_pass(part, tmp_path / "part", known)
    assert len(rows(tmp_path / "part" / "kept.jsonl")) == 20
    # that pass ended: from now on its articles are known
    again = tmp_path / "again.jsonl"
    write(again, rows(pile)[5:30])
    a_pass(again, tmp_path / "again", known)
    assert {row["id"] for row in rows(tmp_path / "again" / "removed.jsonl")} == {f"a{n}" for n in range(5, 20)}


def test_another_feed_meets_what_the_first_one_added(pile, tmp_path):
    known = known_corpus(tmp_path / "k")
    a_pass(pile, tmp_path / "one", known)
    feed = tmp_path / "feed.jsonl"
    write(feed, [*rows(pile), {"id": "fresh", "text": texts(9, 1)[0]}])
    a_pass(feed, tmp_path / "two", known)
    assert [row["id"] for row in rows(tmp_path / "two" / "kept.jsonl")] == ["fresh"]


def test_nothing_goes_in_favour_of_a_known_article_that_it_contains(tmp_path):
    words = texts(5, 1)[0].split()
    longer = " ".join([*words, *texts(6, 1)[0].split()[:30]])
    known = known_corpus(tmp_path / "k")
    with Corpus(known, WHOLE) as corpus:
        corpus.add([Article(id="short", text=" ".join(words)), Article(id="whole", text=texts(7, 1)[0])])
    path = tmp_path / "in.jsonl"
    write(path, [{"id": "longer", "text": longer}, {"id": "copy", "text": texts(7, 1)[0]}])
    a_pass(path, tmp_path / "out", known)
    assert [row["id"] for row in rows(tmp_path / "out" / "kept.jsonl")] == ["longer"]


def test_a_pass_done_again_says_the_same_again(pile, tmp_path):
    known = known_corpus(tmp_path / "k")
    for out in ("one", "two"):
        a_pass(pile, tmp_path / out, known)
    for table in ("kept.jsonl", "removed.jsonl"):
        assert (tmp_path / "one" / table).read_bytes() == (tmp_path / "two" / table).read_bytes()


def recrawl(tmp_path) -> tuple[list[dict], list[dict]]:
    """A day's articles, and the next day's: one corrected, one as it was, a copy of the corrected one, one new."""
    stories = texts(11, 3)
    words = stories[0].split()
    corrected = " ".join([*words[:25], "correction", *words[26:]])
    first = [{"id": "r0", "text": stories[0]}, {"id": "r1", "text": stories[1]}]
    second = [
        {"id": "r0", "text": corrected}, {"id": "r1", "text": stories[1]}, {"id": "other", "text": corrected},
        {"id": "r2", "text": stories[2]},
    ]  # fmt: skip
    return first, second


@pytest.mark.parametrize("kills", [None, *(stage for stage in STAGES if stage[2] == 0)])
def test_a_changed_article_is_kept_as_a_new_version_of_itself(tmp_path, monkeypatch, kills):
    known = known_corpus(tmp_path / "k")
    first, second = recrawl(tmp_path)
    for name, records in (("first", first), ("second", second)):
        write(tmp_path / f"{name}.jsonl", records)
    a_pass(tmp_path / "first.jsonl", tmp_path / "one", known)
    if kills is not None:
        with monkeypatch.context() as patched:
            kill_after(patched, *kills)
            with pytest.raises(Killed):
                a_pass(tmp_path / "second.jsonl", tmp_path / "two", known)
    shown = a_pass(tmp_path / "second.jsonl", tmp_path / "two", known, force=True)
    kept = {row["id"] for row in rows(tmp_path / "two" / "kept.jsonl")}
    removed = rows(tmp_path / "two" / "removed.jsonl")
    # of the two with the corrected text, either may stay for the other
    assert "r2" in kept
    assert len(kept & {"r0", "other"}) == 1
    assert len(kept) == 2
    assert all(row["id"] != row["kept_id"] or row["relation"] == "identical" for row in removed)
    assert shown.counts["new_versions"] == 1
    again = a_pass(tmp_path / "second.jsonl", tmp_path / "three", known)
    assert {row["id"] for row in rows(tmp_path / "three" / "kept.jsonl")} == kept
    assert again.counts["new_versions"] == 1
    with Corpus(known, mode="r") as corpus:
        assert ("correction" in corpus.get("r0").text) == ("r0" in kept)
        assert corpus.get("r1").text == first[1]["text"]
