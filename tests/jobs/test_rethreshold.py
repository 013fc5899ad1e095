"""Deciding again with another threshold gives what a new pass would."""

import copy
import pickle
import random

import pytest

import dedup
from dedup.errors import SettingsError, UsageError
from dedup.jobs.run import search

WORDS = (
    "harbour basin ferry council dredger pier mayor budget vote storm roof choir market valley bridge tunnel lorry "
    "union strike clinic nurse school pupil orchard frost lantern archive museum glacier trout"
).split()


def sentence(rng: random.Random, words: int = 12) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def variants(seed: int) -> list[dict[str, str]]:
    """Texts of every kinship: reworded at several rates, cut, extended, sharing a passage, of one form, and alone."""
    rng = random.Random(seed)
    made = []
    for story in range(8):
        base = [sentence(rng) for _ in range(8)]
        made.append(" ".join(base))
        for changed in (1, 2, 3, 4):
            kept = list(base)
            for place in rng.sample(range(8), changed):
                kept[place] = sentence(rng)
            made.append(" ".join(kept))
        made += [" ".join(base[:3]), " ".join([*base, *(sentence(rng) for _ in range(3 + story))])]
        made.append(" ".join([*(sentence(rng) for _ in range(9)), *base[2:5]]))
        words = " ".join(base).split()
        made += [" ".join(f"{w} {i * 37 + n}" if i % 24 == 0 else w for i, w in enumerate(words)) for n in range(3)]
    made += [made[0], made[3]]
    rng.shuffle(made)
    return [{"id": f"a{n:03}", "text": text, "source": f"Outlet {n % 5}"} for n, text in enumerate(made)]


@pytest.mark.parametrize(
    ("first", "remove"), [(0.2, None), (0.5, None), (0.3, ("near_duplicate", "overlap", "template"))]
)
def test_the_result_is_that_of_a_new_pass(first: float, remove: tuple[str, ...] | None) -> None:
    records = variants(7)
    choices = {"clean": False} | ({"remove": remove} if remove else {})
    result = dedup.run(records, threshold=first, **choices)
    seen = set()
    for threshold in (first, 0.55, 0.7, 0.85, 0.93, 1.0):
        again, anew = result.rethreshold(threshold), dedup.run(records, threshold=threshold, **choices)
        assert again.kept == anew.kept
        assert again.mask.tolist() == anew.mask.tolist()
        for name in ("kept", "removed", "pairs", "clusters", "repeats"):
            assert again.table(name).equals(anew.table(name)), (threshold, name)
        assert again.removed == anew.removed
        # how many were compared is the first pass's
        assert again.counts | {"candidates": 0} == anew.counts | {"candidates": 0}
        seen |= {pair.relation for pair in again.pairs}
    assert seen == {"identical", "near_duplicate", "contains", "contained", "overlap", "template"}


def test_it_holds_where_candidates_are_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.jobs.run.run.EXHAUSTIVE", 10)
    records = variants(11)
    result = dedup.run(records, clean=False)
    for threshold in (0.6, 0.8):
        again, anew = result.rethreshold(threshold), dedup.run(records, clean=False, threshold=threshold)
        assert [(r.id, r.kept_id) for r in again.removed] == [(r.id, r.kept_id) for r in anew.removed]


def test_results_can_be_asked_again_in_any_order() -> None:
    result = dedup.run(variants(3), clean=False)
    strict = result.rethreshold(0.9)
    assert len(strict.removed) < len(result.removed)
    assert strict.rethreshold(0.6).table("removed").equals(result.rethreshold(0.6).table("removed"))
    assert result.rethreshold(0.5).table("pairs").equals(result.table("pairs"))


def test_a_frame_a_generator_and_a_list_that_grew_come_back_in_their_form() -> None:
    pd = pytest.importorskip("pandas")
    records = variants(5)
    frame = pd.DataFrame(records)
    assert isinstance(dedup.run(frame, clean=False).rethreshold(0.8).kept, pd.DataFrame)
    from_generator = dedup.run(iter(records), clean=False).rethreshold(0.8).kept
    assert {type(one) for one in from_generator} == {dedup.Article}
    growing = list(records)
    result = dedup.run(growing, clean=False)
    growing.append({"id": "later", "text": "Too late."})
    assert len(result.rethreshold(0.8).kept) == len(from_generator)


def test_nothing_read_is_nothing_decided() -> None:
    assert dedup.run([]).rethreshold(0.9).kept == []


def test_what_was_not_searched_for_is_not_answered() -> None:
    result = dedup.run(variants(3), clean=False, threshold=0.6)
    with pytest.raises(UsageError, match=r"down to threshold 0\.6.*run again with threshold=0\.5"):
        result.rethreshold(0.5)
    with pytest.raises(UsageError, match="down to threshold"):
        result.rethreshold(0.8).rethreshold(0.5)
    with pytest.raises(SettingsError, match="out of range"):
        result.rethreshold(1.5)


def test_a_capped_search_is_not_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.jobs.run.run.EXHAUSTIVE", 10)
    monkeypatch.setattr(search.find, "BUCKET_LIMIT", 2)
    result = dedup.run(variants(3), clean=False)
    with pytest.raises(UsageError, match=r"too many pairs.*run again with threshold=0\.7"):
        result.rethreshold(0.7)


@pytest.mark.parametrize("taken", [copy.deepcopy, lambda result: pickle.loads(pickle.dumps(result))])
def test_a_copy_says_that_it_can_not(taken) -> None:
    copied = taken(dedup.run(variants(3)[:20], clean=False))
    assert copied.removed
    with pytest.raises(UsageError, match="run again"):
        copied.rethreshold(0.7)
