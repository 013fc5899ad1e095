"""What a pass counts: the ledger for summary and manifest, and the boilerplate that the report lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow.compute as pc

from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.tables import RunTables
from dedup.matching.verification import RELATIONS
from dedup.settings import Settings

# Blocks of boilerplate that are looked at for the report.
_BOILERPLATE_SAMPLE = 20_000


def count_outcome(outcome: Outcome, tables: RunTables, settings: Settings, rejected: int = 0) -> dict[str, Any]:
    """Return the ledger (read = kept + removed + rejected) and what stands beside it."""
    removed = tables.removed_rows
    relations = Counter({RELATIONS[code]: n for code, n in enumerate(np.bincount(tables.evidence.relation)) if n})
    relations.update(match.relation for _, match in tables.known)
    contained = [match.containment for _, match in tables.known]
    unique = 1.0 - np.concatenate((tables.evidence.containment_first, contained))
    left_out: Counter[str] = Counter()
    for batch in outcome.collection.bodies:
        blocks = pc.list_flatten(batch.column("left_out"))
        for entry in pc.value_counts(pc.struct_field(blocks, "reason")).to_pylist():
            left_out[entry["values"]] += entry["counts"]
    return {
        "read": outcome.collection.articles.rows + rejected,
        "kept": len(tables.kept_rows),
        "removed": len(removed),
        "rejected": rejected,
        "removed_by_relation": {name: int(relations[name]) for name in sorted(relations)},
        "unique_words_lost": round(float(np.sum(unique * outcome.collection.tokens[removed]))),
        "known_to_corpus": len(tables.known),
        "new_versions": outcome.decision.updates,
        "words_removed": int(outcome.collection.tokens[removed].sum()),
        "without_words": int(np.sum(outcome.collection.tokens == 0)),
        "distinct_bodies": len(outcome.collection.numbering.row_of),
        "candidates": outcome.matches.compared,
        "clusters": tables.clusters_found,
        "contained_despite_order": tables.contained_despite_order,
        "preferred_but_absent": outcome.collection.absent_sources(settings.prefer),
        "ids_changed": outcome.collection.ids.changed,
        "left_out_blocks": dict(sorted(left_out.items())),
    }


def warnings_of(counts: Mapping[str, Any], caps: Mapping[str, Any]) -> list[str]:
    """Return what a user should know of a pass, beside its counts, one sentence each."""
    said = [f"no article has the preferred source {name!r}" for name in counts["preferred_but_absent"]]
    if counts["contained_despite_order"]:
        n = counts["contained_despite_order"]
        verb = "article that comes" if n == 1 else "articles that come"
        said.append(f"{n:,} {verb} first by --prefer or --keep went: a longer one that stays holds all of it")
    if counts["new_versions"]:
        n = counts["new_versions"]
        said.append(f"{n:,} {'article is a new version' if n == 1 else 'articles are new versions'} of known ones")
    if counts["ids_changed"]:
        n = counts["ids_changed"]
        record = "record shares its id with a record" if n == 1 else "records share their ids with records"
        said.append(f"{n:,} {record} of other content: in the tables `~` and 8 hex digits tell them apart")
    if caps.get("pairs", {}).get("entries"):
        entries = caps["pairs"]["entries"]
        said.append(f"pairs.jsonl leaves out {entries:,} candidate pairs of crowded articles; each removal is exact")
    return said


def boilerplate_lines(outcome: Outcome) -> dict[str, list[tuple[str, int]]]:
    """Return by source the lines left out as boilerplate, with how often, the most frequent first; of many a sample."""
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    seen = 0
    for articles, bodies in zip(outcome.collection.articles, outcome.collection.bodies, strict=True):
        blocks = bodies.column("left_out")
        chosen = np.flatnonzero(pc.equal(pc.struct_field(blocks.values, "reason"), "boilerplate").to_numpy(False))
        rows = np.searchsorted(blocks.offsets.to_numpy(), chosen, side="right") - 1
        here = min(len(chosen), _BOILERPLATE_SAMPLE - seen)
        spans = blocks.values.take(chosen[:here]).to_pylist()
        last, text, source = -1, "", ""
        for span, row in zip(spans, rows[:here].tolist(), strict=True):
            if row != last:
                last, text = row, articles.column("text")[row].as_py()
                source = articles.column("source")[row].as_py() or "unknown source"
            lines[source][text[span["start"] : span["end"]]] += 1
        seen += len(chosen)
        if seen >= _BOILERPLATE_SAMPLE:
            break
    return {source: counted.most_common() for source, counted in sorted(lines.items())}
