"""`dedup corpus` and `dedup score`, as a user calls them."""

from __future__ import annotations

import contextlib
import json
import re

import apsw
import pytest
from click.testing import CliRunner

from dedup.cli.corpus import command as corpus_command
from dedup.cli.score import command as score_command
from dedup.errors import CorpusBusyError, CorpusError, CorpusMismatchError, OutputError

FIRST = "The ferry to Varnholm was held in port on Monday after a mooring line broke in the storm, the harbour said."
SECOND = "Bakers in Kaldera will pay more for flour from next month, the guild wrote to its members late on Friday."


def call(command, *words: str, **more: object):
    return CliRunner().invoke(command, list(words), catch_exceptions=False, standalone_mode=False, **more)


def refuse(kind: type[Exception], command, *words: str) -> str:
    with pytest.raises(kind) as caught:
        call(command, *words)
    return str(caught.value)


@pytest.fixture
def known(tmp_path):
    """A pile of two records and a corpus made of it without cleaning."""
    pile = tmp_path / "pile.jsonl"
    pile.write_text(json.dumps({"id": "a", "text": FIRST}) + "\n" + json.dumps({"text": SECOND, "id": "b"}) + "\n")
    path = tmp_path / "known.corpus"
    done = call(corpus_command, "add", str(pile), "--corpus", str(path), "--no-clean")
    assert "2 added, 0 new versions, 0 known already, 0 could not be read" in done.stderr
    assert done.stdout == ""
    return pile, str(path)


def test_what_is_known_already_is_counted(known):
    pile, path = known
    assert "0 added, 0 new versions, 2 known already" in call(corpus_command, "add", str(pile), "--corpus", path).stderr


def test_an_id_steers_no_terminal_and_goes_whole_into_a_pipe(tmp_path, monkeypatch):
    pile, path = tmp_path / "pile.jsonl", str(tmp_path / "known.corpus")
    pile.write_text(json.dumps({"id": "\x1b[2Jred", "text": FIRST}) + "\n")
    call(corpus_command, "add", str(pile), "--corpus", path, "--no-clean")
    listed = call(corpus_command, "list", "--corpus", path).stdout
    assert listed == "\x1b[2Jred\n"
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    assert call(corpus_command, "list", "--corpus", path).stdout == "red\n"
    monkeypatch.undo()
    assert "1 of 1 removed" in call(corpus_command, "remove", "-", "--corpus", path, input=listed).stderr


def test_export_gives_the_records_back(known, tmp_path):
    pile, path = known
    assert call(corpus_command, "export", "--corpus", path).stdout_bytes == pile.read_bytes()
    call(corpus_command, "export", "--corpus", path, "-o", str(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_bytes() == pile.read_bytes()


def test_info_remove_compact_verify(known):
    _, path = known
    assert "articles                 2" in call(corpus_command, "info", "--corpus", path).stdout
    done = call(corpus_command, "remove", "a", "nobody", "--corpus", path)
    assert done.return_value == 1
    assert "nobody: no such article" in done.stderr
    assert "1 of 2 removed" in done.stderr
    assert "1 of 1 removed" in call(corpus_command, "remove", "-", "--corpus", path, input="b\n").stderr
    assert "MB after" in call(corpus_command, "compact", "--corpus", path).stderr
    done = call(corpus_command, "verify", "--corpus", path)
    assert done.return_value == 0
    assert "sound, 0 articles" in done.stderr


def test_verify_prints_what_is_damaged_and_returns_4(known):
    _, path = known
    with open(path, "rb") as file:
        data = bytearray(file.read())
    from dedup.corpus.corpus import Corpus

    with Corpus(path, mode="r") as corpus:
        stored = corpus._state.store.get("SELECT content FROM articles WHERE id = 'b'")
    data[data.rindex(stored)] ^= 1
    with open(path, "wb") as file:
        file.write(data)
    done = call(corpus_command, "verify", "--corpus", path)
    assert done.return_value == 4
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b"]


def test_score_takes_the_settings_of_the_corpus(known):
    pile, path = known
    done = call(score_command, str(pile), "--corpus", path)
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["duplicate", "duplicate"]
    assert done.return_value == 0


def test_settings_that_do_not_fit_are_refused(known):
    pile, path = known
    message = refuse(CorpusMismatchError, score_command, str(pile), "--corpus", path, "--shingle-size", "3")
    assert "shingle_size is 5 there and 3 here" in message


def test_fail_on_a_verdict(known, tmp_path):
    pile, path = known
    assert call(score_command, str(pile), "--corpus", path, "--fail-on", "duplicate").return_value == 1
    assert call(score_command, str(pile), "--corpus", path, "--fail-on", "new,partly_new").return_value == 0


def test_add_as_it_goes(known, tmp_path):
    _, path = known
    new = tmp_path / "new.jsonl"
    text = "Snow closed the road over the Milbrook pass, and forty lorries spent the night below it."
    new.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name in ("c", "d")))
    out = tmp_path / "scores.jsonl"
    call(score_command, str(new), "--corpus", path, "--add", "-o", str(out))
    assert [json.loads(line)["verdict"] for line in out.read_text().splitlines()] == ["new", "duplicate"]
    assert "articles                 3" in call(corpus_command, "info", "--corpus", path).stdout


@pytest.mark.parametrize("words", [("info",), ("remove", "a"), ("compact",), ("verify",), ("export",)])
def test_a_missing_corpus_is_named_and_not_made(tmp_path, words):
    assert "no such corpus" in refuse(CorpusError, corpus_command, *words, "--corpus", str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


def test_scores_can_be_read_as_a_table(known):
    pile, path = known
    done = call(score_command, str(pile), "--corpus", path, "--format", "table")
    assert "duplicate" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_remove_with_purge_erases_at_once(known, tmp_path):
    _, path = known
    done = call(corpus_command, "remove", "a", "--purge", "--corpus", path)
    assert done.return_value == 0
    assert "1 of 1 removed; erased from the file" in done.stderr
    assert b"Varnholm" not in (tmp_path / "known.corpus").read_bytes()


def test_list_stats_and_backup(known, tmp_path):
    _, path = known
    assert call(corpus_command, "list", "--corpus", path).stdout == "a\nb\n"
    lines = call(corpus_command, "list", "--format", "jsonl", "--corpus", path).stdout.splitlines()
    assert [json.loads(line)["characters"] for line in lines] == [len(FIRST), len(SECOND)]
    assert re.search(r"^\(unknown\) +2 +212 *$", call(corpus_command, "stats", "--corpus", path).stdout, re.M)
    call(corpus_command, "backup", str(tmp_path / "copy"), "--corpus", path)
    assert "sound, 2 articles" in call(corpus_command, "verify", "--corpus", str(tmp_path / "copy")).stderr


def test_commands_on_a_corpus_that_is_not_there(tmp_path):
    path = str(tmp_path / "none")
    for words in (["info"], ["list"], ["stats"], ["verify"], ["export"], ["compact"], ["remove", "a"], ["backup", "b"]):
        assert "no such corpus" in refuse(CorpusError, corpus_command, *words, "--corpus", path)
    assert not (tmp_path / "none").exists()


def test_a_file_left_half_made_is_made_whole_by_adding_and_by_nothing_else(known, tmp_path):
    pile, _ = known
    path = tmp_path / "half"
    path.touch()
    for words in (["info"], ["remove", "a"]):
        assert "nothing in it yet" in refuse(CorpusError, corpus_command, *words, "--corpus", str(path))
    assert "2 added" in call(corpus_command, "add", str(pile), "--corpus", str(path)).stderr


def test_a_mistyped_corpus_is_not_made_where_one_of_nearly_its_name_is(known, tmp_path):
    pile, path = known
    for slip in ("knwon.corpus", "know.corpus", "known.corpsu"):
        mistyped = str(tmp_path / slip)
        assert f"did you mean {path}" in refuse(CorpusError, score_command, str(pile), "--corpus", mistyped, "--add")
        assert f"did you mean {path}" in refuse(CorpusError, score_command, str(pile), "--corpus", mistyped)
        assert not (tmp_path / slip).exists()
    assert f"did you mean {path}?" in call(corpus_command, "add", str(pile), "--corpus", mistyped).stderr


@pytest.mark.parametrize("name", ["known2.corpus", "other.corpus", "known-of-today.corpus"])
def test_a_corpus_of_another_name_is_made_on_request(known, tmp_path, name):
    pile, _ = known
    (tmp_path / "known1.corpus").write_text("no corpus, only a name")
    done = call(score_command, str(pile), "--corpus", str(tmp_path / name), "--add")
    assert "a new corpus" in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("more", [[], ["--add"]])
def test_a_name_longer_than_a_name_can_be_is_refused(known, tmp_path, more):
    pile, _ = known
    path = str(tmp_path / ("x" * 300))
    assert "xxx" in refuse(CorpusError, score_command, str(pile), "--corpus", path, *more)
    assert "too long" in refuse(CorpusError, corpus_command, "add", str(pile), "--corpus", path)


def test_a_folder_that_is_missing_is_named(known, tmp_path):
    pile, _ = known
    path = str(tmp_path / "none" / "k.corpus")
    assert "there is no folder" in refuse(CorpusError, score_command, str(pile), "--corpus", path, "--add")


def test_a_copy_replaces_an_older_copy_and_nothing_else(known, tmp_path):
    notes, copy = tmp_path / "notes.txt", tmp_path / "copy.db"
    notes.write_text("what else to do\n")
    assert "is no corpus: name another file" in refuse(
        OutputError, corpus_command, "backup", str(notes), "--corpus", known[1]
    )
    assert notes.read_text() == "what else to do\n"
    for _ in range(2):
        assert f"copied to {copy}" in call(corpus_command, "backup", str(copy), "--corpus", known[1]).stderr


def test_a_folder_is_no_corpus(tmp_path):
    assert "a folder, and a corpus is a file" in refuse(
        CorpusError, corpus_command, "info", "--corpus", str(tmp_path)
    )


def test_a_writer_waits_as_long_as_it_is_told(known, tmp_path):
    pile, path = tmp_path / "more.txt", known[1]
    pile.write_text("A text that nobody knows yet.\n")
    with contextlib.closing(apsw.Connection(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = refuse(CorpusBusyError, corpus_command, "add", str(pile), "--corpus", path, "--wait", "0", "--no-clean")
    assert "another process is writing" in said
    assert "--wait" in said
