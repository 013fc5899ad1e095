"""Settings: every range is checked at both ends, files are read, and the fingerprint says what a sketch is."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from dedup.errors import SettingsError
from dedup.settings import REMOVABLE, Settings

IN_RANGE = {
    "threshold": [0.001, 1, 1.0], "containment": [0.501, 1.0], "recall": [0.001, 0.999], "shingle_size": [1, 32],
    "num_perm": [16, 1024], "scale": [1, 16], "seed": [0, 2**32 - 1], "threads": [0, 1024], "memory": [0, 2**40],
    "passage_length": [1, 1_000_000], "novelty_known": [0, 0.8], "novelty_new": [0.2, 1],
    "keep": ["longest", "earliest"], "emit": ["raw", "body"], "table_format": ["jsonl", "csv", "parquet"],
    "remove": [(), REMOVABLE],
}  # fmt: skip
OUT_OF_RANGE = {
    "threshold": [0, 1.001, -1, float("nan")], "containment": [0.5, 1.1, float("nan")], "recall": [0, 1, float("nan")],
    "shingle_size": [0, 33], "num_perm": [15, 1025], "scale": [0, 17], "seed": [-1, 2**32], "threads": [-1, 1025],
    "memory": [-1], "passage_length": [0, 1_000_001], "novelty_known": [-0.1, 1.1], "novelty_new": [0.1, 1.1],
    "keep": ["shortest"], "emit": ["html"], "table_format": ["table"],
    "remove": [("contains",), ("identical", "same_story")],
}  # fmt: skip
WRONG_TYPE = {
    "threshold": "0.5", "shingle_size": 5.0, "num_perm": True, "remove": "identical", "clean": 1, "temp": 3,
    "fields": "text=content", "keep": 1, "prefer": "a",
}  # fmt: skip


def cases(table: dict[str, list[object]]) -> list[tuple[str, object]]:
    return [(name, value) for name, values in table.items() for value in values]


@pytest.mark.parametrize(("name", "value"), cases(IN_RANGE))
def test_values_in_range_are_taken(name: str, value: object) -> None:
    assert getattr(Settings(**{name: value}), name) == value


@pytest.mark.parametrize(("name", "value"), [*cases(OUT_OF_RANGE), *WRONG_TYPE.items()])
def test_other_values_are_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        Settings(**{name: value})


def test_a_range_is_spelled_out() -> None:
    with pytest.raises(SettingsError, match=r"threshold: 0 is out of range \(0, 1\]"):
        Settings(threshold=0)


def test_settings_can_not_be_changed_only_copied() -> None:
    settings = Settings()
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.threshold = 0.7
    assert settings.with_(threshold=0.7).threshold == 0.7
    assert settings.threshold == 0.5
    with pytest.raises(SettingsError):
        settings.with_(threshold=7)


def test_unknown_settings_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "dedup.toml"
    path.write_text("treshold = 0.6\n")
    with pytest.raises(SettingsError, match=r"unknown setting 'treshold'; did you mean 'threshold'\?"):
        Settings.load(path)


def test_a_toml_file_gives_values_and_flags_override_them(tmp_path: Path) -> None:
    path = tmp_path / "dedup.toml"
    path.write_text('threshold = 0.6\nremove = ["identical"]\nprefer = ["B", "A"]\n[fields]\ntext = "content"\n')
    settings = Settings.load(path, threshold=0.7, recall=None)
    assert (settings.threshold, settings.recall) == (0.7, 0.995)
    assert settings.remove == ("identical",)
    assert settings.prefer == ("B", "A")
    assert settings.fields == {"text": "content"}


def test_the_working_folder_is_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.load() == Settings()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.dedup]\nscale = 4\n")
    assert Settings.load().scale == 4
    (tmp_path / "dedup.toml").write_text("scale = 2\n")
    assert Settings.load().scale == 2


def test_a_pyproject_is_read_by_its_table(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\nname = 'x'\n")
    assert Settings.load(path) == Settings()


@pytest.mark.parametrize("content", [b"threshold = ", b"threshold = '\xff'"])
def test_broken_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"broken\.toml: not valid TOML"):
        Settings.load(path)


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_files_that_can_not_be_read_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        Settings.load(tmp_path / name)


@pytest.mark.parametrize("change", [{"shingle_size": 4}, {"num_perm": 64}, {"scale": 4}, {"seed": 2}, {"clean": False}])
def test_the_fingerprint_changes_with_what_a_sketch_is(change: dict[str, object]) -> None:
    assert Settings(**change).fingerprint() != Settings().fingerprint()


@pytest.mark.parametrize("change", [{"threshold": 0.7}, {"threads": 2}, {"keep": "earliest"}, {"memory": 10**9}])
def test_and_with_nothing_else(change: dict[str, object]) -> None:
    assert Settings(**change).fingerprint() == Settings().fingerprint()


def test_what_is_recorded_is_json_and_holds_no_seed() -> None:
    recorded = json.dumps(Settings(seed=987_654_321).as_dict())
    assert "987654321" not in recorded
    assert json.loads(recorded)["threshold"] == 0.5


@pytest.mark.parametrize("wrong", [{"remove": ([1],)}, {"prefer": (1,)}, {"fields": {"text": 3}}])
def test_names_must_be_text(wrong):
    with pytest.raises(SettingsError, match="is no name"):
        Settings(**wrong)


def test_a_list_is_as_good_as_a_tuple() -> None:
    assert Settings(prefer=["a", "b"]) == Settings(prefer=("a", "b"))
    assert hash(Settings(remove=["identical"]).remove) == hash(("identical",))


def test_the_page_on_settings_lists_each_with_its_default() -> None:
    page = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| ", page, re.M))
    shown = {"None": "not set", "True": "true", "()": "none", "{}": "none"}
    for field in dataclasses.fields(Settings):
        usual = getattr(Settings(), field.name)
        text = shown.get(str(usual), ", ".join(usual) if isinstance(usual, tuple) else str(usual))
        assert listed.pop(field.name) == text, field.name
    assert not listed


@pytest.mark.parametrize(
    ("variable", "value", "name", "wanted"),
    [
        ("DEDUP_THRESHOLD", ".6", "threshold", 0.6), ("DEDUP_SHINGLE_SIZE", "3", "shingle_size", 3),
        ("DEDUP_CLEAN", "no", "clean", False), ("DEDUP_PREFER", "Reuters, Kyodo", "prefer", ("Reuters", "Kyodo")),
        ("DEDUP_FIELDS", "text=body,id=key", "fields", {"text": "body", "id": "key"}),
        ("DEDUP_TEMP", "/x", "temp", "/x"), ("DEDUP_KEEP", "newest", "keep", "newest"),
        ("DEDUP_THRESHOLD", "", "threshold", 0.5), ("DEDUP_CONTAINMENT", ".8", "containment", 0.8),
    ],
)  # fmt: skip
def test_the_environment_is_read(
    variable: str, value: str, name: str, wanted: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)
    assert getattr(Settings.load(), name) == wanted
    assert Settings() == Settings(threads=0), "only `load` reads it"


def test_the_later_place_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dedup.toml").write_text("threshold = 0.6\nkeep = 'newest'\nrecall = 0.9\n", encoding="utf-8")
    monkeypatch.setenv("DEDUP_THRESHOLD", "0.7")
    monkeypatch.setenv("DEDUP_RECALL", "0.8")
    found = Settings.load(recall=0.7)
    assert (found.keep, found.threshold, found.recall) == ("newest", 0.7, 0.7)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("DEDUP_TRESHOLD", ".6", "did you mean DEDUP_THRESHOLD"), ("DEDUP_THRESHOLD", "high", "not a number"),
        ("DEDUP_CLEAN", "maybe", "not true or false"), ("DEDUP_FIELDS", "text", "like text=body"),
        ("DEDUP_THRESHOLD", "7", "out of range"), ("DEDUP_SHINGLE_SIZE", "2.5", "not a whole number"),
    ],
)  # fmt: skip
def test_what_the_environment_has_wrong_is_named(
    variable: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=message):
        Settings.load()


def test_variables_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEDUP_BUCKET", "s3://articles")
    assert Settings.load() == Settings()


def test_numbers_of_numpy_are_numbers() -> None:
    np = pytest.importorskip("numpy")
    settings = Settings(threshold=np.float32(0.5), shingle_size=np.int64(3), remove=["identical"])
    assert settings == Settings(threshold=0.5, shingle_size=3, remove=("identical",))
    assert type(settings.shingle_size) is int
