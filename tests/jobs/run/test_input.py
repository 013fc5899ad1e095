"""The key under which a pass can be resumed: what decides it, and that it tells no secret."""

import os

import pytest

from dedup import Settings
from dedup.jobs.run.input import checksum, input_key, renewed


@pytest.fixture
def pile(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "The ferry was late."}\n')
    return path


def test_the_same_input_and_settings_have_one_key(pile):
    assert input_key([pile], Settings(), None) == input_key([pile], Settings(), None)


def test_another_setting_format_or_file_has_another_key(pile):
    keys = {input_key([pile], Settings(), None), input_key([pile], Settings(seed=7), None)}
    keys.add(input_key([pile], Settings(), "json"))
    other = pile.with_name("other.jsonl")
    other.write_bytes(pile.read_bytes())
    keys.add(input_key([other], Settings(), None))
    assert len(keys) == 4


def test_a_note_is_renewed_only_while_the_content_is_the_same(pile):
    digest, stamp = checksum(str(pile))
    note = {"files": [{"path": str(pile), "sha256": digest}], "stamps": {str(pile): stamp}, "rejects": []}
    os.utime(pile, ns=(5, 5))
    assert renewed(note)["stamps"] == {str(pile): [stamp[0], 5]}
    pile.write_bytes(pile.read_bytes().replace(b"late", b"lost"))
    os.utime(pile, ns=(5, 5))
    assert renewed(note) is None
    pile.unlink()
    assert renewed(note) is None


@pytest.mark.parametrize("path", ["-", "/dev/null", "/dev/zero", "/no/such/file"])
def test_what_cannot_be_read_again_has_no_checksum(path):
    assert checksum(path)[0] == ""


def test_a_secret_seed_does_not_stand_in_the_key(pile):
    assert "424242424" not in input_key([pile], Settings(seed=424242424), None)
