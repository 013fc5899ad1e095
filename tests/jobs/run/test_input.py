"""The key under which a pass can be resumed: what decides it, and that it tells no secret."""

import pytest

from dedup import Settings
from dedup.jobs.run.input import input_key


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
    pile.write_text('{"text": "The ferry was late again."}\n')
    keys.add(input_key([pile], Settings(), None))
    assert len(keys) == 4


def test_a_secret_seed_does_not_stand_in_the_key(pile):
    assert "424242424" not in input_key([pile], Settings(seed=424242424), None)
