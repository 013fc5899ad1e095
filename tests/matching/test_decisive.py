"""The exact walk against the comparison of all pairs, over collections of copies, cuts and forms."""

import random

import pytest

from dedup import Settings
from dedup.clustering.removal import choose_removals
from dedup.jobs.run.decision import remove
from dedup.matching.comparison import compare_bodies, prepare
from dedup.matching.decisive import find_decisive, index_prefixes
from dedup.matching.verification import Verified

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

SETTINGS = (
    Settings(),
    Settings(threshold=0.8),
    Settings(threshold=0.2),
    Settings(threshold=1.0),
    Settings(containment=0.6),
    Settings(remove=("contained",)),
    Settings(remove=("near_duplicate", "template")),
    Settings(remove=("identical", "near_duplicate", "contained", "overlap")),
)


def forms(seed: int, size: int) -> list[str]:
    """Filled-in forms, versions of stories, cuts of both, and texts of a few words."""
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 7))) for _ in range(300)]
    names = ["".join(rng.choices("qrstuvwxyz", k=5)).capitalize() for _ in range(60)]

    def sentence(slots: int) -> str:
        own = rng.choices(words, k=rng.randint(6, 14))
        return " ".join(own) + " {}" * slots + "."

    templates = [[sentence(rng.randint(0, 2)) for _ in range(rng.randint(4, 12))] for _ in range(3)]
    texts: list[str] = []
    for _ in range(size):
        kind = rng.random()
        if kind < 0.6 or not texts:
            form = list(rng.choice(templates))
            for _ in range(rng.choice((0, 0, 0, 1, 3))):
                form[rng.randrange(len(form))] = sentence(1)
            few = rng.sample(names, rng.choice((2, 6, 40)))
            fact = lambda few=few: rng.choice((rng.choice(few), str(rng.randint(1, 30))))  # noqa: E731
            texts.append(" ".join(line.format(*(fact() for _ in range(line.count("{}")))) for line in form))
        elif kind < 0.8:
            edited = rng.choice(texts).split()
            for _ in range(rng.randint(1, 12)):
                edited[rng.randrange(len(edited))] = rng.choice((rng.choice(words), rng.choice(names)))
            texts.append(" ".join(edited))
        else:
            whole = rng.choice(texts).split()
            begin = rng.randrange(len(whole))
            texts.append(" ".join(whole[begin : begin + rng.randint(2, 60)]))
    return sorted(set(texts), key=lambda text: (-len(text.split()), text))


@pytest.mark.parametrize("seed", range(8))
def test_the_walk_decides_as_all_pairs_do(seed: int) -> None:
    prepared = prepare(pa.array(forms(seed, 120), pa.large_string()), None, Settings())
    n = len(prepared.hashes)
    first, second = np.triu_indices(n, 1)
    distinct = np.any(prepared.hashes[first] != prepared.hashes[second], axis=1)
    first, second = first[distinct], second[distinct]
    went = 0
    for settings in SETTINGS:
        # passages of any length are no matter here: they make an overlap that the walk does not look for
        everything = compare_bodies(prepared, first, second, settings.with_(passage_length=100_000)).verified
        wanted, _ = remove(everything, np.zeros(n, np.bool_), settings)
        sets, types = prepared.bodies.samples, prepared.types
        low, high = find_decisive(sets, types, index_prefixes(sets, settings), settings)
        among = np.isin(first * n + second, low * n + high)
        assert np.count_nonzero(among) == len(np.unique(low * n + high))
        some = Verified(*(column[among] for column in everything))
        found, _ = remove(some, np.zeros(n, np.bool_), settings)
        assert np.array_equal(found >= 0, wanted >= 0)
        # and in favour of the same bodies
        for removed in np.flatnonzero(wanted >= 0):
            pair, other = wanted[removed], found[removed]
            assert (everything.first[pair], everything.second[pair]) == (some.first[other], some.second[other])
        went += np.count_nonzero(wanted >= 0)
    assert went > 50


def test_nothing_goes_where_nothing_is_shared() -> None:
    texts = [" ".join(f"w{i}x{j}" for j in range(20)) for i in range(9)]
    prepared = prepare(pa.array(texts, pa.large_string()), None, Settings())
    sets = prepared.bodies.samples
    low, high = find_decisive(sets, prepared.types, index_prefixes(sets, Settings()), Settings())
    assert len(low) == len(high) == 0
    assert (choose_removals(9, low, high, low > 0, low > 0, np.zeros(9, np.bool_)) < 0).all()
