"""A path that is not there: the message says how far it goes and what is."""

import pytest

from dedup.errors import InputError
from dedup.reading.inputs import find


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "stories" / "march").mkdir(parents=True)
    (tmp_path / "stories" / "march" / "ferry.jsonl").write_text("{}")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("storeis", r"storeis: no such file or folder; did you mean stories\?"),
        ("stories/Marhc/ferry.jsonl", r"; there is in stories: march|did you mean stories/march\?"),
        ("stories/march/fery.json", r"did you mean stories/march/ferry\.jsonl\?"),
        ("stories/march/ferry.jsonl/inside", r"did you mean stories/march/ferry\.jsonl\?"),
        ("quite-other", "there is in the working folder: empty, stories"),
        ("empty/x", "empty is empty"),
        ("stories/*.xml", r"no file matches this pattern; there is in stories: march"),
        ("no*/x.xml", "no file matches this pattern"),
        ("/no-such-root-folder/x", "there is in /: "),
    ],
)
def test_what_exists_is_said(folder, typed, message):
    with pytest.raises(InputError, match=message):
        find([typed])
