"""The outcome of a pass as tables: removals, pairs, clusters, repeats.

Each table is sorted by its key, so that it does not depend on the
order of the input. Columns are Arrow's: rows as Python objects would take more memory than the search.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.jobs.run.articles import body_rows
from dedup.jobs.run.columns import distinct_by_group, one_array, ranked, record_numbers, strings_of
from dedup.jobs.run.known import KnownMatch
from dedup.jobs.run.losses import unique_shares
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.repeats import repeat_table
from dedup.jobs.times import seconds_of
from dedup.matching.templates import differing_facts, fact_words
from dedup.matching.verification import IDENTICAL, RELATIONS, TEMPLATE, Verified, reverse
from dedup.settings import Settings

# Templates whose differing facts are told: a thousand take .2 s, and nobody reads more.
_TEMPLATES_TOLD = 5_000
# Characters of a body that a report compares with another: more than nearly every article has.
_BODY_TOLD = 30_000


class RunTables:
    """The contract's tables, made from an outcome on demand; any thread may ask.

    Attributes:
        ids: Final ids by row.
        by_id: int64[rows], the rows in the order of their ids.
        records: int64[rows], the place of each article among those read from its file, from 1.
        evidence: Rows removed in favour of rows of the collection, as pairs of rows, the removed one first.
        known: Rows removed in favour of known articles.
        removed_rows: int64[n], both.
        kept_rows: int64[m], rows of the articles that stay, in input order.
    """

    def __init__(self, outcome: Outcome, settings: Settings) -> None:
        self._outcome = outcome
        self._settings = settings
        self.ids = outcome.collection.ids.column()
        self.by_id: NDArray[np.int64] = pc.sort_indices(self.ids).to_numpy().astype(np.int64)
        self._place = np.empty(len(self.by_id), np.int64)  # of each row among all by id
        self._place[self.by_id] = np.arange(len(self.by_id))
        self.records = record_numbers(outcome.collection.articles)
        self.evidence = _removals(outcome, settings)
        self.known = _known_rows(outcome)
        self.removed_rows = np.concatenate((self.evidence.first, [row for row, _ in self.known])).astype(np.int64)
        self.kept_rows = np.flatnonzero(~self._mark(self.removed_rows))
        self._clustered, self._firsts = self._clusters()

    @property
    def contained_despite_order(self) -> int:
        """How many went though the keep order is for them: the article that stays holds all of theirs."""
        ranks = self._outcome.collection.order.ranks
        return int(np.sum(ranks[self.evidence.first] < ranks[self.evidence.second]))

    @property
    def clusters_found(self) -> int:
        """How many clusters there are."""
        return len(self._firsts) - 1

    def removed(self) -> pa.Table:
        """Return every removed article with the one that stays for it, by id."""
        outcome, evidence = self._outcome, self.evidence
        known = [match for _, match in self.known]
        columns = ("jaccard", "containment", "containment_of_kept")
        shares = {
            name: np.concatenate((share, [getattr(match, name) for match in known]))
            for name, share in zip(columns, evidence[3:], strict=True)
        }
        relation = np.concatenate((evidence.relation, [RELATIONS.index(match.relation) for match in known]))
        rules, decided = _rules(outcome, evidence, self._settings)
        rule = np.concatenate((decided, np.full(len(known), len(rules) - 1))).astype(np.int8)
        kept = pa.chunked_array([self._named(evidence.second), pa.array([match.id for match in known], self.ids.type)])
        kept_rows = np.concatenate((evidence.second, np.full(len(known), -1))).astype(np.int64)
        order = np.argsort(self._place[self.removed_rows], kind="stable")
        rows = self.removed_rows[order]
        containment, k = shares["containment"][order], self._settings.shingle_size
        unique = unique_shares(outcome.collection, rows, kept_rows[order], containment, k)
        cluster = np.arange(outcome.collection.articles.rows)
        cluster[self._clustered] = np.repeat(self._clustered[self._firsts[:-1]], np.diff(self._firsts))
        return pa.table(
            {
                "id": self._named(rows),
                "kept_id": kept.take(pa.array(order)),
                "relation": _relations(relation[order]),
                **{name: pa.array(share[order]) for name, share in shares.items()},
                "unique_share": pa.array(unique),
                "rule": pa.DictionaryArray.from_arrays(pa.array(rule[order]), pa.array(rules)),
                "cluster_id": self._named(cluster[rows]),
                **self._located(rows),
                **self._located(kept_rows[order], "kept_"),
            }
        )

    def pairs(self) -> pa.Table:
        """Return every confirmed pair, by ids: distinct bodies compared, and each copy with the body it repeats."""
        pairs, (body_of, row_of) = self._outcome.matches.pairs, self._outcome.collection.numbering
        copies = _copies(self._outcome)
        ones = np.ones(len(copies))
        first = np.concatenate((row_of[pairs.first], copies))
        second = np.concatenate((row_of[pairs.second], row_of[body_of[copies]]))
        relation = np.concatenate((pairs.relation, np.full(len(copies), IDENTICAL, np.int8)))
        shares = [np.concatenate((share, ones)) for share in pairs[3:]]
        turned = self._place[first] > self._place[second]
        a, b = np.where(turned, second, first), np.where(turned, first, second)
        order = np.lexsort((self._place[b], self._place[a]))
        turned = turned[order]
        jaccard, of_first, of_second = (share[order] for share in shares)
        return pa.table(
            {
                "id_a": self._named(a[order]),
                "id_b": self._named(b[order]),
                "relation": _relations(np.where(turned, reverse(relation[order]), relation[order])),
                "jaccard": pa.array(jaccard),
                "containment_a": pa.array(np.where(turned, of_second, of_first)),
                "containment_b": pa.array(np.where(turned, of_first, of_second)),
                **self._differing_facts(relation[order], a[order], b[order]),
                **self._located(a[order], after="_a"),
                **self._located(b[order], after="_b"),
            }
        )

    def clusters(self) -> pa.Table:
        """Return articles tied by confirmed pairs, by cluster id; an article by itself makes none."""
        rows, firsts = self._clustered, self._firsts
        clusters = len(firsts) - 1
        group = np.repeat(np.arange(clusters), np.diff(firsts))
        # where the corpus has them all, the first in keep order stands for them
        gone = self._mark(self.removed_rows)[rows]
        best = np.lexsort((self._outcome.collection.order.ranks[rows], gone, group))[firsts[:-1]]
        codes, names = ranked(strings_of(self._outcome.collection.articles, rows, "source"))
        sources, offsets = distinct_by_group(group, codes, clusters)
        published = strings_of(self._outcome.collection.bodies, rows, "published")
        times = np.array([np.inf if value is None else seconds_of(value) for value in published.to_pylist()])
        earliest = np.lexsort((self._place[rows], times, group))[firsts[:-1]]
        return pa.table(
            {
                "cluster_id": self._named(rows[firsts[:-1]]),
                "representative": self._named(rows[best]),
                "members": pa.LargeListArray.from_arrays(pa.array(firsts), self._named(rows)),
                "places": pa.LargeListArray.from_arrays(pa.array(firsts), self._placed(rows)),
                "sources": pa.LargeListArray.from_arrays(pa.array(offsets), names.take(pa.array(sources))),
                "first_seen": published.take(pa.array(earliest, mask=np.isinf(times[earliest]))),
            }
        )

    def repeats(self) -> pa.Table:
        """Return passages that stand more than once in one article, or in three articles or more; by passage id."""
        return repeat_table(self._outcome, self._place, self._placed)

    def named(self) -> pa.Table:
        """Return id, title and source of the articles that are in a pair: the only ones that a report names."""
        pairs, (body_of, row_of) = self._outcome.matches.pairs, self._outcome.collection.numbering
        rows = np.flatnonzero(body_of >= 0)
        named = np.bincount(body_of[rows], minlength=len(row_of)) > 1
        named[pairs.first] = named[pairs.second] = True
        rows = rows[named[body_of[rows]]]
        return pa.table(
            {
                "id": self._named(rows),
                "title": strings_of(self._outcome.collection.bodies, rows, "title"),
                "source": strings_of(self._outcome.collection.articles, rows, "source").dictionary_encode(),
            }
        )

    def bodies_of(self, idents: Sequence[str]) -> dict[str, str]:
        """Return the bodies of some articles by id, each up to `_BODY_TOLD` characters; an unknown id has none."""
        rows = {ident: row for ident in idents if (row := self._row_of(ident)) is not None}
        wanted = np.array(list(rows.values()), np.int64)
        if not len(wanted):
            return {}
        texts = body_rows(self._outcome, wanted, self._named(wanted)).column("text").to_pylist()
        return {ident: text[:_BODY_TOLD] for ident, text in zip(rows, texts, strict=True)}

    def _row_of(self, ident: str) -> int | None:
        """Return the row of an article by its id, whose order is that of its bytes."""
        wanted = ident.encode()
        place = bisect_left(self.by_id, wanted, key=lambda row: self.ids[int(row)].as_py().encode())
        row = int(self.by_id[place]) if place < len(self.by_id) else -1
        return row if row >= 0 and self.ids[row].as_py() == ident else None

    def _clusters(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of clusters of two or more, by cluster id, then by id, and where each cluster starts."""
        body_of = self._outcome.collection.numbering.body_of
        rows = np.flatnonzero(body_of >= 0)
        labels = self._outcome.decision.labels[body_of[rows]]
        order = np.lexsort((self._place[rows], labels))
        rows = rows[order]
        firsts = np.flatnonzero(np.diff(labels[order], prepend=-1))
        sizes = np.diff(np.append(firsts, len(rows)))
        heads = np.repeat(self._place[rows[firsts]], sizes)
        order = np.lexsort((self._place[rows], heads))
        order = order[np.repeat(sizes, sizes)[order] > 1]
        return rows[order], np.append(np.flatnonzero(np.diff(heads[order], prepend=-1)), len(order))

    def _named(self, rows: NDArray[np.int64]) -> pa.LargeStringArray:
        return self.ids.take(pa.array(rows))

    def _located(self, rows: NDArray[np.int64], before: str = "", after: str = "") -> dict[str, pa.Array]:
        """Return file, line and record of some rows as columns; null for row -1, which is of no file."""
        names = ("source_file", "line", "record")
        if not len(rows):
            types = (pa.large_string(), pa.int64(), pa.int64())
            return {f"{before}{name}{after}": pa.array([], kind) for name, kind in zip(names, types, strict=True)}
        own = np.maximum(rows, 0)
        articles = self._outcome.collection.articles
        line = one_array(articles.take(own, ["line"]).column(0)).cast(pa.int64())
        columns = (strings_of(articles, own, "source_file"), line, pa.array(self.records[own]))
        known = pa.array(rows >= 0)
        return {
            f"{before}{name}{after}": pc.if_else(known, column, pa.scalar(None, column.type))
            for name, column in zip(names, columns, strict=True)
        }

    def _placed(self, rows: NDArray[np.int64]) -> pa.StructArray:
        columns = {"id": self._named(rows)} | self._located(rows)
        return pa.StructArray.from_arrays(list(columns.values()), names=list(columns))

    def _differing_facts(
        self, relation: NDArray[np.int8], a: NDArray[np.int64], b: NDArray[np.int64]
    ) -> dict[str, pa.Array]:
        """Return the facts by which templates differ, on either side; null for other pairs and beyond the limit."""
        chosen = np.flatnonzero(relation == TEMPLATE)[:_TEMPLATES_TOLD]
        told: dict[str, list[list[str] | None]] = {name: [None] * len(a) for name in ("facts_a", "facts_b")}
        if len(chosen):
            rows, at = np.unique(np.concatenate((a[chosen], b[chosen])), return_inverse=True)
            texts = one_array(self._outcome.collection.articles.take(rows, ["text"]).column(0))
            bodies = one_array(self._outcome.collection.bodies.take(rows, ["body"]).column(0))
            facts = fact_words(texts, bodies)
            for pair, x, y in zip(chosen.tolist(), *np.split(at, 2), strict=True):
                told["facts_a"][pair], told["facts_b"][pair] = differing_facts(facts[x], facts[y])
        return {name: pa.array(lists, pa.list_(pa.string())) for name, lists in told.items()}

    def _mark(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        marked = np.zeros(self._outcome.collection.articles.rows, np.bool_)
        marked[rows] = True
        return marked


def _relations(codes: NDArray[np.int8]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(RELATIONS))


def _rules(outcome: Outcome, evidence: Verified, settings: Settings) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Say what decided between each removed row and the one that stays: names, and int64[n] of them."""
    ranks, preference, times = outcome.collection.order
    gone, stays = evidence.first, evidence.second
    tokens = outcome.collection.tokens
    return rule_names(settings.keep), decided_by(
        ranks[gone] < ranks[stays],
        preference[gone] != preference[stays],
        times[gone] != times[stays],
        tokens[gone] != tokens[stays],
        settings.keep,
    )


def rule_names(keep: str) -> tuple[str, ...]:
    """Return the names of the rules, by the numbers that `decided_by` gives; the last is that of known articles."""
    return ("contained", "prefer", keep, "longest", "content", "corpus")


def decided_by(
    before: NDArray[np.bool_],
    preferred: NDArray[np.bool_],
    timed: NDArray[np.bool_],
    longer: NDArray[np.bool_],
    keep: str,
) -> NDArray[np.int64]:
    """Say what decided between removed articles and those that stay.

    Args:
        before: bool[n], whether the removed one comes first in keep order.
        preferred, timed, longer: bool[n], whether the two differ in preference, time and length.
        keep: Which of a pair stays.
    """
    decided = np.select([before, preferred, timed, longer], range(4), 4)
    return np.where((keep == "longest") & (decided == 2), 3, decided)


def _removals(outcome: Outcome, settings: Settings) -> Verified:
    """Return the rows that go in favour of rows of the collection: as pairs of rows, the removed one first."""
    numbering, pairs = outcome.collection.numbering, outcome.matches.pairs
    by_pair = np.full(len(numbering.body_of), -1, np.int64)
    with_body = numbering.body_of >= 0
    by_pair[with_body] = outcome.decision.removed_by[numbering.body_of[with_body]]
    rows = np.flatnonzero(by_pair >= 0)
    chosen = by_pair[rows]
    went_second = pairs.second[chosen] == numbering.body_of[rows]
    kept_bodies = np.where(went_second, pairs.first[chosen], pairs.second[chosen])
    copies = _copies(outcome) if "identical" in settings.remove else np.empty(0, np.int64)
    copies = copies[(by_pair[copies] < 0) & ~np.isin(numbering.body_of[copies], list(outcome.decision.known))]
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
    rows = np.flatnonzero(np.isin(outcome.collection.numbering.body_of, list(outcome.decision.known)))
    return [(row, outcome.decision.known[int(outcome.collection.numbering.body_of[row])]) for row in rows.tolist()]


def _copies(outcome: Outcome) -> NDArray[np.int64]:
    """Return the rows whose body another row stands for."""
    body_of, row_of = outcome.collection.numbering
    with_body = np.flatnonzero(body_of >= 0)
    copies: NDArray[np.int64] = with_body[row_of[body_of[with_body]] != with_body]
    return copies
