"""The dedup pass on a cluster, read from top to bottom: read, clean, sketch, match, verify, remove.

`jobs.run.run` holds the same chain for one machine. The stages are the same functions; what differs is how articles,
keys and pairs get to where they are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dedup.engines.spark import SparkEngine
from dedup.errors import InputError
from dedup.jobs.progress import Progress
from dedup.jobs.run.search import EXHAUSTIVE, no_caps
from dedup.jobs.spark import candidates, collection, comparing, decision, settling
from dedup.jobs.spark.boilerplate import count_boilerplate
from dedup.jobs.spark.collection import Collection
from dedup.jobs.spark.short_texts import learn_short
from dedup.jobs.spark.tables import Found
from dedup.jobs.spark.texts import ship_pairs
from dedup.matching.bands import Banding, choose_banding
from dedup.matching.candidates import CROWDED, Caps
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Outcome(NamedTuple):
    """What a pass found out.

    Attributes:
        found: Articles, verified pairs and what goes, as frames.
        runs: Parcels of the runs of equal tokens that pairs share.
        banding: Bands and rows searched with.
        compared: How many candidates were compared exactly.
        caps: What the limits of the search cut, by channel.
    """

    found: Found
    runs: DataFrame
    banding: Banding
    compared: int
    caps: dict[str, Caps]


def decide(engine: SparkEngine, read: DataFrame, settings: Settings, progress: Progress) -> Outcome:
    """Run the chain: from batches of articles to what stays and what goes, with the evidence.

    Args:
        engine: What executes the stages.
        read: Batches of articles, stored, see `reading.ARTICLES`.
        settings: Thresholds and choices.
        progress: Told when a stage begins.
    """
    articles = collect(engine, read, settings, progress)
    banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
    with progress.stage("match"):
        caps = no_caps()
        exhaustive = articles.articles <= EXHAUSTIVE
        crowd = None
        if exhaustive:
            pairs = engine.store("proposed", candidates.all_pairs(engine, articles.distinct))
        else:
            pairs, crowd, cut = candidates.propose(engine, articles, banding, settings)
            caps |= cut
        texts = engine.store("compared", ship_pairs(engine, articles.batches, articles.bodies, pairs))
        judged = engine.store("judged", comparing.judge(engine, pairs, texts, settings, exhaustive=exhaustive))
        compared = comparing.count_flags(engine, judged)
        if crowd is not None:
            if compared > CROWDED * articles.distinct:
                judged, caps["pairs"] = comparing.limit(engine, judged, texts, settings)
            decisive = settling.settle(engine, articles, judged, crowd, settings)
            if decisive is not None:
                texts = texts.unionByName(ship_pairs(engine, articles.batches, articles.bodies, decisive))
            judged = comparing.unite(engine, *([judged] if decisive is None else [judged, decisive]))
            judged = engine.store("settled", judged)
            compared = comparing.count_flags(engine, judged)
    with progress.stage("verify"):
        crowded = compared > articles.distinct
        verified = engine.store(
            "verified", comparing.verify(engine, judged, texts, settings, crowded=crowded and not exhaustive,
                                         exhaustive=exhaustive)
        )  # fmt: skip
    with progress.stage("remove"):
        decided = engine.store(
            "decided", decision.decide(engine, verified.where(f"channel = {candidates.PAIRS}"), settings)
        )
    found = Found(
        articles,
        comparing.unpacked(engine, verified, candidates.PAIRS, comparing.VERIFIED),
        comparing.unpacked(engine, decided, decision.REMOVED, decision.REMOVALS),
        comparing.unpacked(engine, decided, decision.LABELS, decision.CLUSTERS),
    )
    return Outcome(found, verified.where(f"channel = {comparing.RUNS}"), banding, compared, caps)


def collect(engine: SparkEngine, read: DataFrame, settings: Settings, progress: Progress) -> Collection:
    """Clean, sketch, name and number the articles."""
    from pyspark.sql import functions as F  # noqa: N812

    articles = int(read.agg(F.sum("rows")).collect()[0][0] or 0)
    if articles > settings.max_articles:
        raise InputError(f"the input has more than {settings.max_articles:,} articles (setting max_articles): raise it")
    with progress.stage("clean"):
        boilerplate = count_boilerplate(engine, read) if settings.clean else None
        batches = engine.store("collection", collection.clean(engine, read, boilerplate, settings))
    with progress.stage("sketch"):
        exhaustive = articles <= EXHAUSTIVE
        short = None if exhaustive else engine.broadcast(tuple(learn_short(engine, batches, settings)))
        sketches = engine.store("sketches", collection.sketch(engine, batches, settings, short, exhaustive=exhaustive))
        rows, bodies = collection.number(engine, collection.named(engine, batches, sketches))
        distinct, tokens = bodies.agg(F.count("*"), F.sum("tokens")).collect()[0]
    return Collection(batches, sketches, rows, bodies, short, articles, int(distinct), int(tokens or 0))
