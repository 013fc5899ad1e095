"""Whatever an id is, its article goes through every command under that id, and no other article's is taken for it."""

import json

import pytest

TWINS = ("Case", "case", "caf\u00e9", "cafe\u0301", "\ufb01n", "fin")
PATHS = ("../../etc/x", "..", "/", "CON", "a/b\\c", "~", "-", "--force", "a" * 300)
CONTROLS = ("new\nline", "nul\x00x", "\x1b[2Jx\x07", "\u202etxt\u202c", "\u200b")
MARKUP = ("=1+1", "<script>alert(1)</script>", "a,b;\"")
IDS = (*TWINS, *PATHS, *CONTROLS, *MARKUP)
UNSAFE = ("\x00", "\x07", "\x1b", "\u202e")


def article(name, number):
    own = " ".join(f"word{number}x{at}" for at in range(40))
    return {"id": name, "text": f"The ferry sails again from quay {number}, the harbour master said. {own}."}


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [article(name, number) for number, name in enumerate(IDS)]
    copy = dict(rows[0], id="../copy\x1b[1m")  # one that is removed
    path.write_text("".join(f"{json.dumps(row)}\n" for row in [*rows, copy, {"id": "..", "title": "no text"}]))
    return path


def ids_in(path):
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def is_inert(printed):
    return not any(mark in printed for mark in UNSAFE)


def test_run_keeps_each_under_its_own_id(dedup, given, tmp_path):
    ended = dedup("run", given, "-o", tmp_path / "out")
    assert ended.code == 0
    kept, removed = ids_in(tmp_path / "out" / "kept.jsonl"), ids_in(tmp_path / "out" / "removed.jsonl")
    rejects = (tmp_path / "out" / "rejects.jsonl").read_text().count("\n")
    assert sorted([*kept, *removed]) == sorted([*IDS, "../copy\x1b[1m"])
    assert (len(kept), len(removed), rejects) == (len(IDS), 1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]
    assert is_inert(ended.out + ended.err)
    assert "<script>alert(1)" not in (tmp_path / "out" / "report.html").read_text()


def test_one_article_is_explained_by_its_id(dedup, given, tmp_path):
    dedup("run", given, "-o", tmp_path / "out")
    for name in IDS:
        ended = dedup("explain", "--in", tmp_path / "out", "--", name)
        assert ended.code == 0, (name, ended.err)
        assert is_inert(ended.out + ended.err)


def test_a_corpus_holds_each_under_its_own_id(dedup, given, tmp_path):
    corpus = tmp_path / "known.db"
    added = dedup("corpus", "add", given, "--corpus", corpus)
    assert added.code == 0
    assert f"{len(IDS) + 1} added, 0 new versions" in added.err
    dedup("corpus", "export", "--corpus", corpus, "-o", tmp_path / "export.jsonl")
    assert sorted(ids_in(tmp_path / "export.jsonl")) == sorted([*IDS, "../copy\x1b[1m"])
    scored = dedup("score", given, "--corpus", corpus)
    assert scored.code in (0, 1)
    assert is_inert(scored.err)


def test_compare_and_clean_show_them_inert(dedup, given):
    for command in (("compare",), ("clean",)):
        ended = dedup(*command, given)
        assert ended.code in (0, 1), ended.err
        assert is_inert(ended.err)


def test_a_repeat_of_an_id_is_no_third_article(dedup, tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [article("a", 1), article("a", 1), article("a~2", 2)]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert dedup("run", path, "-o", tmp_path / "out").code == 0
    found = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text().splitlines()]
    assert sorted((row["id"], row["line"]) for row in found) == [("a", 1), ("a", 2), ("a~2", 3)]
    assert sorted(ids_in(tmp_path / "out" / "kept.jsonl")) == ["a", "a~2"]
    assert ids_in(tmp_path / "out" / "removed.jsonl") == ["a"]
