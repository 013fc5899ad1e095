"""The outcome of a pass as rows: removals, pairs, clusters, repeats and counts.

Called by `jobs.run_files` and by the Python API. Each table is sorted by its key, so that it does not depend on the
order of the input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.articles import Cluster, Pair, PairRelation, Place, Removal, Repeat
from dedup.jobs.run import Outcome
from dedup.jobs.run_known import KnownMatch
from dedup.jobs.run_repeats import passage_id, repeats_across
from dedup.matching.verification import IDENTICAL, RELATIONS, Verified, reverse
from dedup.settings import Settings

# Blocks of furniture that are looked at for the report.
_FURNITURE_SAMPLE = 20_000


class RunTables:
    """Rows of the contract's tables, made from an outcome on demand."""

    def __init__(self, outcome: Outcome, settings: Settings) -> None:
        self._outcome = outcome
        self._settings = settings
        self._evidence = _removals(outcome, settings)
        self._known = _known_rows(outcome)
        self.removed_rows = np.concatenate((self._evidence.first, [row for row, _ in self._known])).astype(np.int64)
        self._members = _cluster_members(outcome)
        self._cluster_ids = {label: min(ids) for label, (_, ids) in self._members.items()}

    @property
    def kept_rows(self) -> NDArray[np.int64]:
        """Rows of the articles that stay, in input order."""
        stays = np.ones(self._outcome.articles.rows, np.bool_)
        stays[self.removed_rows] = False
        return np.flatnonzero(stays)

    def removals(self) -> list[Removal]:
        """Every removed article with the one that stays for it, by id."""
        outcome = self._outcome
        places = outcome.articles.take(self.removed_rows, ["source_file", "line"]).to_pylist()
        ids = outcome.ids.of(self.removed_rows)
        labels = outcome.labels[outcome.numbering.body_of[self.removed_rows]]
        rule = ("prefer," if self._settings.prefer else "") + self._settings.keep
        kept = outcome.ids.of(self._evidence.second)
        numbers = zip(kept, *(column.tolist() for column in self._evidence[2:]), strict=True)
        matches = [(KnownMatch(name, _relation_name(code), *shares), rule) for name, code, *shares in numbers]
        matches += [(match, "corpus") for _, match in self._known]
        rows = [
            Removal(
                id=ids[i], kept_id=match.id, relation=match.relation, jaccard=match.jaccard,
                containment=match.containment, containment_of_kept=match.containment_of_kept,
                unique_share=1.0 - match.containment, rule=by, cluster_id=self._cluster_ids.get(labels[i], ids[i]),
                source_file=places[i]["source_file"], line=places[i]["line"],
            )
            for i, (match, by) in enumerate(matches)
        ]  # fmt: skip
        return sorted(rows, key=lambda row: row.id)

    def pairs(self) -> list[Pair]:
        """Every confirmed pair, by ids: distinct bodies compared, and each copy with the body it repeats."""
        outcome = self._outcome
        pairs, numbering = outcome.pairs, outcome.numbering
        copies = _copies(outcome)
        ones = np.ones(len(copies))
        first = outcome.ids.of(np.concatenate((numbering.row_of[pairs.first], copies)))
        second = outcome.ids.of(
            np.concatenate((numbering.row_of[pairs.second], numbering.row_of[numbering.body_of[copies]]))
        )
        relation = np.concatenate((pairs.relation, np.full(len(copies), IDENTICAL, np.int8)))
        columns = (
            first, second, relation.tolist(), reverse(relation).tolist(),
            np.concatenate((pairs.jaccard, ones)).tolist(),
            np.concatenate((pairs.containment_first, ones)).tolist(),
            np.concatenate((pairs.containment_second, ones)).tolist(),
        )  # fmt: skip
        rows = [
            Pair(a, b, _relation_name(forward), jaccard, of_a, of_b)
            if a < b
            else Pair(b, a, _relation_name(backward), jaccard, of_b, of_a)
            for a, b, forward, backward, jaccard, of_a, of_b in zip(*columns, strict=True)
        ]
        return sorted(rows, key=lambda row: (row.id_a, row.id_b))

    def clusters(self) -> list[Cluster]:
        """Articles tied by confirmed pairs, by cluster id; an article by itself makes none."""
        outcome = self._outcome
        clustered = np.concatenate([rows for rows, _ in self._members.values()] or [np.empty(0, np.int64)])
        sources = dict(
            zip(clustered.tolist(), _values(outcome.articles.take(clustered, ["source"]), "source"), strict=True)
        )
        published = (
            pc.struct_field(outcome.bodies.take(clustered, ["published"]).column(0), "value").to_pylist()
            if len(clustered)
            else []
        )
        dates = dict(zip(clustered.tolist(), published, strict=True))
        removed = np.zeros(outcome.articles.rows, np.bool_)
        removed[self.removed_rows] = True
        rows = []
        for label, (members, ids) in self._members.items():
            # where the corpus has them all, the first in keep order stands for them
            staying = np.flatnonzero(~removed[members]) if not removed[members].all() else np.arange(len(members))
            best = staying[np.argmin(outcome.ranks[members[staying]])]
            rows.append(
                Cluster(
                    cluster_id=self._cluster_ids[label],
                    representative=ids[best],
                    members=tuple(sorted(ids)),
                    sources=tuple(sorted({sources[row] for row in members.tolist()} - {None})),
                    first_seen=min((dates[row] for row in members.tolist() if dates[row]), default=None),
                )
            )
        return sorted(rows, key=lambda row: row.cluster_id)

    def repeats(self) -> list[Repeat]:
        """Passages that stand more than once in one article, or in three articles or more; by passage id."""
        rows = list(repeats_across(self._outcome))
        start = 0
        for articles, bodies in zip(self._outcome.articles, self._outcome.bodies, strict=True):
            column = bodies.column("repeats")
            found = np.flatnonzero(pc.greater(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False))
            ids = self._outcome.ids.of(found + start)
            for name, i in zip(ids, found.tolist(), strict=True):
                text = articles.column("text")[i].as_py()
                source = articles.column("source")[i].as_py()
                rows.extend(_repeats_of(name, text, source, column[i].as_py()))
            start += articles.num_rows
        return sorted(rows, key=lambda row: (row.passage_id, row.places[0].article, row.places[0].start))

    def furniture_lines(self) -> dict[str, list[tuple[str, int]]]:
        """The lines left out as furniture by source, with how often, most frequent first; of large piles a sample."""
        lines: dict[str, Counter[str]] = defaultdict(Counter)
        seen = 0
        for articles, bodies in zip(self._outcome.articles, self._outcome.bodies, strict=True):
            blocks = bodies.column("left_out")
            chosen = np.flatnonzero(pc.equal(pc.struct_field(blocks.values, "reason"), "furniture").to_numpy(False))
            rows = np.searchsorted(blocks.offsets.to_numpy(), chosen, side="right") - 1
            for block, row in zip(chosen[: _FURNITURE_SAMPLE - seen].tolist(), rows.tolist(), strict=False):
                span = blocks.values[block].as_py()
                text = articles.column("text")[row].as_py()[span["start"] : span["end"]]
                lines[articles.column("source")[row].as_py() or "unknown source"][text] += 1
            seen += len(chosen)
            if seen >= _FURNITURE_SAMPLE:
                break
        return {source: counted.most_common() for source, counted in sorted(lines.items())}

    def counts(self, rejected: int = 0) -> dict[str, Any]:
        """The ledger (read = kept + removed + rejected) and what stands beside it in summary and manifest."""
        outcome = self._outcome
        relations = Counter(_relation_name(code) for code in self._evidence.relation.tolist())
        relations.update(match.relation for _, match in self._known)
        shares = np.concatenate((self._evidence.containment_first, [match.containment for _, match in self._known]))
        unique = 1.0 - shares
        left_out: Counter[str] = Counter()
        for batch in outcome.bodies:
            blocks = pc.list_flatten(batch.column("left_out"))
            for entry in pc.value_counts(pc.struct_field(blocks, "reason")).to_pylist():
                left_out[entry["values"]] += entry["counts"]
        return {
            "read": outcome.articles.rows + rejected,
            "kept": outcome.articles.rows - len(self.removed_rows),
            "removed": len(self.removed_rows),
            "rejected": rejected,
            "removed_by_relation": dict(sorted(relations.items())),
            "unique_words_lost": round(float(np.sum(unique * outcome.tokens[self.removed_rows]))),
            "known_to_corpus": len(self._known),
            "words_removed": int(outcome.tokens[self.removed_rows].sum()),
            "without_words": int(np.sum(outcome.tokens == 0)),
            "distinct_bodies": len(outcome.numbering.row_of),
            "candidates": outcome.proposed,
            "clusters": len(self._members),
            "ids_changed": outcome.ids.changed,
            "left_out_blocks": dict(sorted(left_out.items())),
        }


def _removals(outcome: Outcome, settings: Settings) -> Verified:
    """Return the rows that go in favour of rows of the pile: as pairs of rows, the removed one first."""
    numbering, pairs = outcome.numbering, outcome.pairs
    by_pair = np.full(len(numbering.body_of), -1, np.int64)
    with_body = numbering.body_of >= 0
    by_pair[with_body] = outcome.removed_by[numbering.body_of[with_body]]
    rows = np.flatnonzero(by_pair >= 0)
    chosen = by_pair[rows]
    went_second = pairs.second[chosen] == numbering.body_of[rows]
    kept_bodies = np.where(went_second, pairs.first[chosen], pairs.second[chosen])
    copies = _copies(outcome) if "identical" in settings.remove else np.empty(0, np.int64)
    copies = copies[(by_pair[copies] < 0) & ~np.isin(numbering.body_of[copies], list(outcome.known))]
    ones = np.ones(len(copies))
    relation = np.where(went_second, reverse(pairs.relation[chosen]), pairs.relation[chosen])
    of_removed = np.where(went_second, pairs.containment_second[chosen], pairs.containment_first[chosen])
    of_kept = np.where(went_second, pairs.containment_first[chosen], pairs.containment_second[chosen])
    removed = np.concatenate((rows, copies))
    kept = np.concatenate((numbering.row_of[kept_bodies], numbering.row_of[numbering.body_of[copies]]))
    return Verified(
        removed, kept, np.concatenate((relation, np.full(len(copies), IDENTICAL, np.int8))),
        np.concatenate((pairs.jaccard[chosen], ones)),
        np.concatenate((of_removed, ones)), np.concatenate((of_kept, ones)),
    )  # fmt: skip


def _known_rows(outcome: Outcome) -> list[tuple[int, KnownMatch]]:
    """Return the rows that go in favour of a known article."""
    rows = np.flatnonzero(np.isin(outcome.numbering.body_of, list(outcome.known)))
    return [(row, outcome.known[int(outcome.numbering.body_of[row])]) for row in rows.tolist()]


def _copies(outcome: Outcome) -> NDArray[np.int64]:
    """Return the rows whose body another row stands for."""
    body_of, row_of = outcome.numbering
    with_body = np.flatnonzero(body_of >= 0)
    copies: NDArray[np.int64] = with_body[row_of[body_of[with_body]] != with_body]
    return copies


def _cluster_members(outcome: Outcome) -> dict[int, tuple[NDArray[np.int64], list[str]]]:
    """Return rows and ids of every cluster of two or more, by label."""
    rows = np.flatnonzero(outcome.numbering.body_of >= 0)
    labels = outcome.labels[outcome.numbering.body_of[rows]]
    order = np.argsort(labels, kind="stable")
    rows, labels = rows[order], labels[order]
    starts = (
        np.flatnonzero(np.concatenate(([True], labels[1:] != labels[:-1]))) if len(labels) else np.empty(0, np.int64)
    )
    sizes = np.diff(np.append(starts, len(labels)))
    clustered = np.repeat(sizes > 1, sizes)
    ids = iter(outcome.ids.of(rows[clustered]))
    members = {}
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        members[int(labels[start])] = (rows[start : start + size], [next(ids) for _ in range(size)])
    return members


def _repeats_of(name: str, text: str, source: str | None, found: list[dict[str, Any]]) -> Iterator[Repeat]:
    for repeat in found:
        flat = repeat["places"]
        places = tuple(Place(name, s, e) for s, e in zip(flat[::2], flat[1::2], strict=True))
        passage = text[places[0].start : places[0].end]
        yield Repeat(passage_id(passage), repeat["kind"], passage, (source,) if source else (), places)


def _relation_name(code: int) -> PairRelation:
    return RELATIONS[code]


def _values(table: pa.Table, name: str) -> list[Any]:
    values: list[Any] = table.column(name).to_pylist()
    return values
