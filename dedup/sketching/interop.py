"""Signatures handed to datasketch and taken back: `dedup.to_datasketch` and `dedup.from_datasketch`.

Our signatures are datasketch's own (scheme `affine32`), so nothing is converted: only
seed, scheme and number of permutations are checked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import encodable
from dedup.errors import InputError, SettingsError
from dedup.settings import Settings
from dedup.sketching.sketcher import TokenLists, shingle_sets, sketch, token_lists

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHash, MinHashLSH

SCHEME = "affine32"
# Shares of texts that meet by chance and of pairs that are missed weigh alike, as in datasketch's own default.
_LSH_WEIGHTS = (0.5, 0.5)


@overload
def to_datasketch(
    texts: Sequence[str] | NDArray[np.uint32], settings: Settings | None = None, *, into: Literal["minhash"] = ...
) -> list[MinHash]: ...
@overload
def to_datasketch(
    texts: Sequence[str] | NDArray[np.uint32], settings: Settings | None = None, *, into: Literal["lean"]
) -> list[LeanMinHash]: ...
@overload
def to_datasketch(
    texts: Sequence[str] | NDArray[np.uint32],
    settings: Settings | None = None,
    *,
    into: Literal["lsh"],
    keys: Sequence[Hashable] | None = ...,
) -> MinHashLSH: ...


def to_datasketch(
    texts: Sequence[str] | NDArray[np.uint32],
    settings: Settings | None = None,
    *,
    into: Literal["minhash", "lean", "lsh"] = "minhash",
    keys: Sequence[Hashable] | None = None,
) -> list[MinHash] | list[LeanMinHash] | MinHashLSH:
    """Sketch texts into datasketch's objects.

    Args:
        texts: Texts, compared whole, or signatures made earlier: uint32[n, num_perm].
        settings: Shingle size, permutations, seed; for `lsh` also the threshold.
        into: `minhash` or `lean` for one sketch a text, `lsh` for one index over all of them. `MinHash.update` of these
            takes one shingle, as `b"five words in a row"`, and hashes it as we do.
        keys: For `lsh`: the key of each text; by default its position.

    Returns:
        Sketches in the order of the texts, or the index.

    Raises:
        InputError: A value is no text, or keys and texts differ in number.
        SettingsError: The signatures were made with another number of permutations.
    """
    from datasketch import LeanMinHash, MinHash, MinHashLSH

    chosen = settings or Settings()
    signatures = texts if isinstance(texts, np.ndarray) else signatures_of(texts, chosen)
    if signatures.ndim != 2 or signatures.dtype != np.uint32 or signatures.shape[1] != chosen.num_perm:
        found = f"{signatures.dtype}{list(signatures.shape)}"
        raise SettingsError(f"signatures: uint32[n, {chosen.num_perm}] wanted, got {found}")
    made = MinHash(num_perm=chosen.num_perm, seed=chosen.seed, scheme=SCHEME)
    hashes = ShingleHash(chosen)
    minhashes = [
        MinHash(
            num_perm=chosen.num_perm, seed=chosen.seed, hashvalues=row.copy(), permutations=made.permutations,
            scheme=SCHEME, hashfunc=hashes,
        )
        for row in signatures
    ]  # fmt: skip
    if into == "minhash":
        return minhashes
    if into == "lean":
        return [LeanMinHash(one) for one in minhashes]
    names = range(len(minhashes)) if keys is None else keys
    if len(names) != len(minhashes):
        raise InputError(f"keys: {len(names)} for {len(minhashes)} texts")
    index = MinHashLSH(threshold=chosen.threshold, num_perm=chosen.num_perm, weights=_LSH_WEIGHTS)
    for name, one in zip(names, minhashes, strict=True):
        index.insert(name, one)
    return index


def from_datasketch(
    sketches: MinHash | LeanMinHash | Iterable[MinHash | LeanMinHash], settings: Settings | None = None
) -> NDArray[np.uint32]:
    """Take signatures from datasketch's objects.

    Args:
        sketches: One or several `MinHash` or `LeanMinHash`.
        settings: What they must have been made with: number of permutations and seed. That they hash shingles as we do
            cannot be seen from a signature; those of `to_datasketch` do.

    Returns:
        uint32[n, num_perm], as `MinHashVectorizer` and the sketches of a pass hold them.

    Raises:
        SettingsError: Another scheme, seed or number of permutations: such signatures cannot be compared with ours.
        InputError: Something else than a sketch.
    """
    chosen = settings or Settings()
    several: list[Any] = [sketches] if hasattr(sketches, "hashvalues") else list(sketches)
    for place, one in enumerate(several):
        if not hasattr(one, "hashvalues"):
            raise InputError(f"sketches[{place}]: a MinHash or LeanMinHash wanted, got {type(one).__name__}")
        for name, found, wanted in (
            ("scheme", getattr(one, "scheme", "legacy"), SCHEME),
            ("seed", one.seed, chosen.seed),
            ("num_perm", len(one.hashvalues), chosen.num_perm),
        ):
            if found != wanted:
                raise SettingsError(f"sketches[{place}]: {name} is {found!r}, the settings say {wanted!r}")
    if not several:
        return np.empty((0, chosen.num_perm), np.uint32)
    return np.stack([np.asarray(one.hashvalues, np.uint32) for one in several])


def signatures_of(texts: Sequence[str], settings: Settings) -> NDArray[np.uint32]:
    """Return the signatures of whole texts: uint32[n, num_perm].

    Raises:
        InputError: A bare string was given, or a value is no text.
    """
    return sketch(text_column(texts), None, settings).signatures


def text_column(texts: Iterable[Any]) -> pa.Array:
    """Return texts as an Arrow column.

    Raises:
        InputError: A bare string was given, or a value is no text; the message names its position.
    """
    if isinstance(texts, str | bytes):
        raise InputError("texts: several are wanted, got a single string; put it into a list")
    rows = list(texts)
    for place, text in enumerate(rows):
        if not isinstance(text, str):
            raise InputError(f"texts[{place}]: a string wanted, got {type(text).__name__}")
    return pa.array([encodable(text) for text in rows], pa.large_string())


class ShingleHash:
    """The hash of one shingle, as `MinHash.update` wants it: bytes in, the low 32 bits of our shingle hash out."""

    def __init__(self, settings: Settings) -> None:
        """Keep the seed; the shingle is whatever is given, of any length."""
        self.settings = settings

    def __call__(self, shingle: bytes) -> int:
        """Hash one shingle.

        Raises:
            InputError: It holds no token.
        """
        tokens = token_lists(pa.array([shingle.decode("utf-8", "replace")], pa.large_string()), None)
        if not len(tokens.hashes):
            raise InputError(f"{shingle!r} holds no word: it is no shingle")
        whole = self.settings.with_(shingle_size=min(32, len(tokens.hashes)))
        first = TokenLists(*tokens[:3], np.array([0, whole.shingle_size], np.int64))
        return int(shingle_sets(first, whole).hashes[0]) & 0xFFFFFFFF
