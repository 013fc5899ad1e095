"""What results show in a notebook: escaped, readable in any theme, and never a wall of text."""

import re

import pytest

import dedup
from dedup import notebook

HOSTILE = "<script>alert(1)</script> costs $5 to $6 & more"
TEXT = (
    "The ferry Aurora was held in port on Monday after a mooring line broke in the storm, the harbour office said. "
    "About 300 passengers spent the night in the town hall."
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    rows = [
        {"id": HOSTILE, "title": HOSTILE, "source": HOSTILE, "text": f"{TEXT} {HOSTILE}"},
        {"id": "b", "source": "Ledger", "text": f"{TEXT.replace('300', '240')} {HOSTILE}"},
        {"id": "c", "source": "Herald", "text": f"{TEXT} {HOSTILE}"},
    ]
    corpus = dedup.Corpus(tmp_path_factory.mktemp("corpus") / "known.db")
    corpus.add(rows)
    return {
        "run": dedup.run(rows), "compare": dedup.compare(rows), "score": dedup.score(rows[1], corpus),
        "clean": dedup.clean(rows[0]), "corpus": corpus,
        "relate": dedup.relate(TEXT, TEXT.replace("300", "240")),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["run", "compare", "score", "clean", "corpus", "relate"])
def test_every_result_shows_itself_safely(results: dict[str, object], name: str) -> None:
    shown = results[name]._repr_html_()
    assert "<script>" not in shown
    assert "tex2jax_ignore" in shown, "Jupyter would typeset what stands between two dollar signs"
    assert not re.search(r"(?<!-)color:(?!inherit)|background:(?!transparent)", shown), "a theme has its own colours"
    assert shown.count("<tr") == shown.count("</tr>") > 0
    assert len(repr(results[name])) < 500


def test_a_result_with_nothing_to_list_has_no_empty_table() -> None:
    assert "<table" not in dedup.run(["one text"])._repr_html_()
    assert notebook.table(("a",), []) == ""


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    assert "1 pair, 1 cluster)" in repr(dedup.run([TEXT, TEXT]))
    assert "1 article, 1 independent text, 2 claims" in repr(dedup.compare([TEXT]))


def test_a_table_without_a_name_is_the_first() -> None:
    result = dedup.run([TEXT, TEXT])
    assert result.table().equals(result.table("kept"))
    assert dedup.compare([TEXT]).table().column_names[0] == "claim_id"


def test_results_of_frames_can_be_compared_and_kept_in_sets() -> None:
    pd = pytest.importorskip("pandas")
    result = dedup.run(pd.DataFrame({"text": [TEXT]}))
    assert result == result  # noqa: PLR0124
    assert result in {result}
    assert result != dedup.run(pd.DataFrame({"text": [TEXT]}))


def test_lists_of_a_score_have_their_types_also_without_rows(tmp_path) -> None:
    corpus = dedup.Corpus(tmp_path / "known.db")
    corpus.add([TEXT])
    known, new = dedup.score(TEXT, corpus), dedup.score("Snow closed the road over the pass.", corpus)
    for name in ("matches", "paragraphs", "provenance", "same_story"):
        assert new.table(name).schema == known.table(name).schema
        assert len(new.table(name).schema)
    assert new.table().num_rows == 0
