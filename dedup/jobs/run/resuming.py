"""Where a pass over files spools, and whether what an interrupted one left there fits."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from dedup.engines.spool import Spool, abandoned_spools, make_spool
from dedup.jobs.run.input import renewed
from dedup.settings import Settings

_log = logging.getLogger("dedup")


def spool_for(folder: str | Path, key: str, settings: Settings, *, resume: bool) -> Spool:
    """Return a spool that outlives an interruption, beside the output or in `--temp`: a new one, or one to resume.

    What earlier runs for the same output left is deleted otherwise.
    """
    target = Path(folder).absolute()
    parent = Path(settings.temp or target.parent).absolute()
    chosen = None
    for found in abandoned_spools(parent, target):
        if resume and chosen is None and _fits(found, key):
            chosen = found
        else:
            found.delete()
    if resume and chosen is None:
        _log.warning("nothing to resume: no earlier run had read this input with these settings; it is read anew")
    return chosen or make_spool(parent, target)


def _fits(spool: Spool, key: str) -> bool:
    """Say whether a spool holds this input, by content, read with these settings; renews its time stamps."""
    marker = spool.folder / "articles.json"
    try:
        if (spool.folder / "key").read_text(encoding="utf-8") != key:
            return False
        done = json.loads(marker.read_text(encoding="utf-8"))
        note = renewed(done["note"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if note is not None:
        marker.write_text(json.dumps(done | {"note": note}), encoding="utf-8")
    return note is not None
