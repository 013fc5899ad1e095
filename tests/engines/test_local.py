"""The local engine: order, thread counts, grouping and joining against brute force, and what goes wrong on disk."""

import itertools
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.batches import Lists
from dedup.engines import local
from dedup.engines.local import LocalEngine
from dedup.engines.spool import abandoned_spools, make_spool
from dedup.errors import OutputError
from dedup.settings import Settings

THREADS = [1, 2, 8]


@pytest.fixture(params=THREADS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LocalEngine]:
    with LocalEngine(Settings(threads=request.param, temp=str(tmp_path))) as made:
        yield made


def numbers(values: range | list[int]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"n": pa.array(list(values), pa.int64())})


def spread(engine: LocalEngine, sizes: list[int]) -> local.SpooledBatches:
    """Spool 0, 1, 2 … in batches of these sizes."""
    starts = list(itertools.accumulate(sizes, initial=0))
    return engine.map(lambda ends: numbers(range(*ends)), itertools.pairwise(starts))


def values_of(batches: local.SpooledBatches) -> list[int]:
    return [n for batch in batches for n in batch.column("n").to_pylist()]


def test_batches_keep_their_order_even_if_the_first_is_the_last_to_be_done(tmp_path: Path) -> None:
    second_done = threading.Event()

    def stage(i: int) -> pa.RecordBatch:
        if i == 0:
            assert second_done.wait(30)
        if i == 1:
            second_done.set()
        return numbers([i])

    with LocalEngine(Settings(threads=2, temp=str(tmp_path))) as engine:
        assert values_of(engine.map(stage, range(6))) == list(range(6))


def test_a_dataset_can_be_read_again_and_mapped_again(engine: LocalEngine) -> None:
    dataset = spread(engine, [3, 0, 2])
    assert (len(dataset), dataset.rows) == (2, 5)
    doubled = engine.map(lambda batch: numbers([2 * n for n in batch["n"].to_pylist()]), dataset)
    assert values_of(doubled) == [0, 2, 4, 6, 8]
    assert values_of(dataset) == values_of(dataset) == [0, 1, 2, 3, 4]


def test_inputs_run_side_by_side(engine: LocalEngine) -> None:
    one, two = spread(engine, [2, 3]), spread(engine, [2, 3])
    summed = engine.map(
        lambda a, b: numbers([x + y for x, y in zip(a["n"].to_pylist(), b["n"].to_pylist(), strict=True)]), one, two
    )
    assert values_of(summed) == [0, 2, 4, 6, 8]
    with pytest.raises(ValueError, match=r"shorter|longer"):
        engine.map(lambda a, b: a, one, spread(engine, [5]))


def test_nothing_maps_to_nothing(engine: LocalEngine) -> None:
    dataset = spread(engine, [])
    assert (list(dataset), len(dataset), dataset.rows) == ([], 0, 0)


def test_progress_is_told_how_many_rows_are_done(engine: LocalEngine) -> None:
    told: list[int] = []
    engine.map(lambda ends: numbers(range(*ends)), [(0, 2), (2, 2), (2, 6)], progress=told.append)
    assert told == [2, 6]


def test_a_fold_merges_in_order(engine: LocalEngine) -> None:
    assert engine.fold(str, lambda whole, part: whole + part, "", range(12)) == "01234567891011"


def test_what_a_stage_raises_comes_out(engine: LocalEngine) -> None:
    def fail(i: int) -> pa.RecordBatch:
        if i == 3:
            raise ZeroDivisionError(i)
        return numbers([i])

    with pytest.raises(ZeroDivisionError, match="3"):
        engine.map(fail, range(50))
    assert values_of(spread(engine, [2])) == [0, 1]


def test_input_is_read_only_a_little_ahead(engine: LocalEngine) -> None:
    # or a stream larger than memory would be read whole before the first batch is written
    pulled = 0

    def source() -> Iterator[int]:
        nonlocal pulled
        for i in range(200):
            pulled += 1
            yield i

    ahead = []
    engine.fold(lambda i: i, lambda whole, i: ahead.append(pulled - i) or whole, None, source())
    assert max(ahead) <= engine.threads + 3


def together(parts: Iterable[np.ndarray]) -> list[int]:
    return np.concatenate(list(parts)).tolist()


ENTRIES = st.lists(st.lists(st.integers(0, 40) | st.integers(0, 2**64 - 1), max_size=12), max_size=5)


@hypothesis_settings(deadline=None, max_examples=40)
@given(ENTRIES, st.sampled_from(THREADS), st.integers(1, 6))
def test_equal_keys_meet(batches: list[list[int]], threads: int, bits: int) -> None:
    def reduce(entries: np.ndarray) -> np.ndarray:
        assert np.all(entries[:-1] <= entries[1:])
        keys, counts = np.unique(entries >> np.uint64(bits), return_counts=True)
        return keys * np.uint64(64) + counts.astype(np.uint64)

    expected: dict[int, int] = defaultdict(int)
    for entry in itertools.chain(*batches):
        expected[entry >> bits] += 1
    with LocalEngine(Settings(threads=threads)) as engine:
        emit = partial(np.array, dtype=np.uint64)
        found = together(engine.group(emit, reduce, batches, upper=2**64, value_bits=bits))
    assert sorted(found) == sorted((key * 64 + count) % 2**64 for key, count in expected.items())


def test_no_key_is_cut_in_two_whatever_the_upper_bound(engine: LocalEngine) -> None:
    def count(entries: np.ndarray) -> np.ndarray:
        keys, counts = np.unique(entries >> np.uint64(3), return_counts=True)
        return keys * np.uint64(100) + counts.astype(np.uint64)

    found = engine.group(lambda n: np.array([n], np.uint64), count, range(90), upper=90, value_bits=3)
    assert together(found) == [*(key * 100 + 8 for key in range(11)), 1102]


def test_what_was_grouped_can_be_grouped_again(engine: LocalEngine) -> None:
    # thirty numbers, each three times: by themselves first, then by their last digit
    once = engine.group(lambda n: np.array([n % 30], np.uint64), np.unique, range(90), upper=30, value_bits=0)
    digits = engine.group(lambda part: part % np.uint64(10), lambda part: part, once, upper=10, value_bits=0)
    assert together(digits) == [digit for digit in range(10) for _ in range(3)]


@pytest.mark.parametrize("wanted", [[], [4], [6, 0, 3, 3, 1], list(range(7)), list(range(6, -1, -1))])
def test_rows_are_taken_in_the_order_asked_for(engine: LocalEngine, wanted: list[int]) -> None:
    table = spread(engine, [3, 1, 3]).take(np.array(wanted, np.int64), ["n"])
    assert table["n"].to_pylist() == wanted


def test_a_join_brings_the_rows_of_pairs_together(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_JOINED", 7)
    rng = np.random.default_rng(4)
    first, second = rng.integers(0, 30, 50), rng.integers(0, 30, 50)

    def listed(ends: tuple[int, int]) -> pa.RecordBatch:
        # row n holds n twos and, as smaller integers, n
        twos = pa.array([[2] * n for n in range(*ends)], pa.large_list(pa.int64()))
        own = pa.array([[n] for n in range(*ends)], pa.large_list(pa.int32()))
        return pa.RecordBatch.from_pydict({"twos": twos, "own": own})

    def stage(lists: Mapping[str, Lists], one: np.ndarray, other: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        twos, own = lists["twos"], lists["own"]
        sums = [int(twos.values[twos.starts[row] : twos.ends[row]].sum()) for row in one]
        return np.stack((sums, own.values[own.starts[other]], pairs))

    data = engine.map(listed, [(0, 1), (1, 12), (12, 30)])
    joined = engine.join(stage, first, second, {"twos": data, "own": data})
    assert joined.tolist() == [(first * 2).tolist(), second.tolist(), list(range(50))]


def test_a_join_of_no_pairs_has_no_columns_and_the_rows_of_the_stage(engine: LocalEngine) -> None:
    def listed(n: int) -> pa.RecordBatch:
        return pa.RecordBatch.from_pydict({"own": pa.array([[n]], pa.large_list(pa.int64()))})

    def stage(lists: Mapping[str, Lists], one: np.ndarray, other: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        return np.stack((one, other, pairs))

    nobody = np.empty(0, np.int64)
    assert engine.join(stage, nobody, nobody, {"own": engine.map(listed, range(3))}).shape == (3, 0)
    assert engine.join(stage, nobody, nobody, {"own": engine.map(listed, [])}).shape == (3, 0)


def test_a_note_is_kept_with_the_batches(engine: LocalEngine) -> None:
    seen: list[int] = []

    def stage(i: int) -> pa.RecordBatch:
        seen.append(i)
        return numbers([i])

    assert engine.map(stage, range(4), note=lambda: len(seen)).note == 4


OUTPUT = Path("/somewhere/out")


def finish_one_then_fail(parent: Path, key: str) -> None:
    def chain() -> None:
        with LocalEngine(Settings(), make_spool(parent, OUTPUT), key) as engine:
            engine.map(lambda i: numbers([i, i]), range(3), name="first", note=lambda: "said")
            engine.map(lambda i: numbers([1 // (2 - i)]), range(3), name="second")

    with pytest.raises(ZeroDivisionError):
        chain()


def test_what_was_finished_before_an_error_is_not_done_again(tmp_path: Path) -> None:
    finish_one_then_fail(tmp_path, "key")
    (left,) = abandoned_spools(tmp_path, OUTPUT)
    with LocalEngine(Settings(), left, "key") as engine:
        first = engine.map(lambda _: pytest.fail("done again"), range(3), name="first")
        assert values_of(first) == [0, 0, 1, 1, 2, 2]
        assert (first.rows, first.note) == (6, "said")
        second = engine.map(lambda i: numbers([i]), range(3), name="second")
        assert values_of(second) == [0, 1, 2]
        assert engine.reused == ["first"]
    assert not list(tmp_path.iterdir()), "a finished pass leaves nothing"


def test_other_input_or_settings_reuse_nothing(tmp_path: Path) -> None:
    finish_one_then_fail(tmp_path, "key")
    (left,) = abandoned_spools(tmp_path, OUTPUT)
    with LocalEngine(Settings(), left, "other") as engine:
        assert values_of(engine.map(lambda i: numbers([7]), range(1), name="first")) == [7]
        assert engine.reused == []


@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 2], lambda _: b""])
@pytest.mark.parametrize("name", ["first.arrow", "first.json"])
def test_what_a_power_cut_kept_from_the_disk_is_done_again(tmp_path: Path, name: str, spoil) -> None:
    finish_one_then_fail(tmp_path, "key")
    (left,) = abandoned_spools(tmp_path, OUTPUT)
    (left.folder / name).write_bytes(spoil((left.folder / name).read_bytes()))
    with LocalEngine(Settings(), left, "key") as engine:
        assert values_of(engine.map(lambda i: numbers([i]), range(2), name="first")) == [0, 1]
        assert engine.reused == []


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    with LocalEngine(Settings(temp=str(tmp_path))) as engine:
        spread(engine, [3])
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_a_temporary_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no temporary folder in .*absent"):
        LocalEngine(Settings(temp=str(tmp_path / "absent")))


def test_a_full_disk_is_the_users_news(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(local.pa.ipc, "new_file", full)
    with pytest.raises(OutputError, match=r"No space left on device.*--temp"):
        spread(engine, [3])


def test_threads_default_to_the_cores_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local.os, "sched_getaffinity", lambda _: {0, 1, 2})
    with LocalEngine(Settings()) as engine:
        assert engine.threads == 3
