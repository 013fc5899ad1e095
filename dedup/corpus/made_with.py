"""What a corpus was made with, and whether settings fit it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from dedup.corpus.store import Store, damaged, list_digest
from dedup.errors import CorpusMismatchError
from dedup.matching.bands import Banding, choose_banding
from dedup.settings import Settings

# The seed is not among them: it may be a secret, and the fingerprint tells whether it fits without giving it away.
STORED = ("shingle_size", "num_perm", "scale", "clean", "threshold", "recall")
_DECISIVE = ("shingle_size", "num_perm", "scale", "clean")


def first_meta(settings: Settings) -> dict[str, bytes]:
    """Return what a new corpus says of itself."""
    banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
    made_with: dict[str, Any] = {name: getattr(settings, name) for name in STORED}
    made_with |= {"bands": banding.bands, "rows": banding.rows, "fingerprint": settings.fingerprint()}
    head = dict.fromkeys(("generation", "epoch", "articles", "bodies", "counted_bodies", "trained", "runs"), 0)
    head |= {"next_block": 1, "next_segment": 1, "segments": list_digest([])}
    return {"settings": orjson.dumps(made_with), "head": orjson.dumps(head)}


def stored_settings(path: Path) -> dict[str, Any]:
    """Return the settings that a corpus was made with, by name.

    Raises:
        CorpusError: It can't be opened.
    """
    store = Store(path, "r", 30.0)
    try:
        with store.reading():
            made_with = _read(store)
    finally:
        store.close()
    return {name: made_with[name] for name in STORED}


def fit_settings(store: Store, settings: Settings | None) -> tuple[Settings, Banding]:
    """Return settings that fit the corpus, those that it was made with if none are given; and its banding.

    Raises:
        CorpusMismatchError: Those given don't fit; says what differs.
    """
    made_with = _read(store)
    own = {name: made_with[name] for name in STORED}
    wanted = settings or Settings(**own)
    if wanted.fingerprint() != made_with["fingerprint"]:
        differing = [
            f"{name} is {own[name]} there and {getattr(wanted, name)} here"
            for name in _DECISIVE
            if own[name] != getattr(wanted, name)
        ]
        seed = "the seed differs: give the one that it was made with"
        raise CorpusMismatchError(f"{store.path}: made with other settings: {'; '.join(differing) or seed}")
    banding = Banding(made_with["bands"], made_with["rows"])
    reached = banding.detection_probability(wanted.threshold)
    if reached < min(wanted.recall, own["recall"]):
        raise CorpusMismatchError(
            f"{store.path}: made for a threshold of {own['threshold']:g} and up: at {wanted.threshold:g} it would find "
            f"only {reached:.1%} of the pairs; make a new corpus with this threshold from `dedup corpus export`"
        )
    return wanted, banding


def _read(store: Store) -> dict[str, Any]:
    value = store.meta("settings")
    if value is None:
        raise damaged(store.path, "its settings are missing")
    made_with: dict[str, Any] = orjson.loads(value)
    return made_with
