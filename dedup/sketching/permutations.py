"""datasketch's affine32 permutations.

Those of the default settings are kept beside this file: importing datasketch, whose LSH needs scipy, takes .3 s, a
tenth of a pass over 58 thousand articles. Run as a script, this writes them anew.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.settings import Settings

PATH = Path(__file__).with_name("permutations.npy")


@functools.lru_cache(maxsize=4)
def permutations(num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Return the permutations h -> a * h + b modulo 2^32 of a number and a seed: uint32[2, num_perm], a and b."""
    default = Settings()
    if (num_perm, seed) == (default.num_perm, default.seed):
        kept: NDArray[np.uint32] = np.load(PATH, allow_pickle=False)
        return kept
    return ask_datasketch(num_perm, seed)


def ask_datasketch(num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Return datasketch's own permutations, as `permutations` does."""
    from datasketch import MinHash

    return np.ascontiguousarray(MinHash(num_perm=num_perm, seed=seed, scheme="affine32").permutations, np.uint32)


def main() -> None:
    """Write those of the default settings anew."""
    np.save(PATH, ask_datasketch(Settings().num_perm, Settings().seed))


if __name__ == "__main__":
    main()
