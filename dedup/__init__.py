"""Near-duplicate detection and source comparison for news.

The names below are all there is; each is imported when it is first used, so that `import dedup` loads no numpy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.articles import Alignment as Alignment
    from dedup.articles import Article as Article
    from dedup.articles import Cell as Cell
    from dedup.articles import Claim as Claim
    from dedup.articles import ClaimRow as ClaimRow
    from dedup.articles import Cleaned as Cleaned
    from dedup.articles import Cluster as Cluster
    from dedup.articles import Copy as Copy
    from dedup.articles import Difference as Difference
    from dedup.articles import Fact as Fact
    from dedup.articles import Found as Found
    from dedup.articles import LeftOut as LeftOut
    from dedup.articles import Pair as Pair
    from dedup.articles import PassageMatch as PassageMatch
    from dedup.articles import Place as Place
    from dedup.articles import Predicate as Predicate
    from dedup.articles import Reject as Reject
    from dedup.articles import Relation as Relation
    from dedup.articles import Removal as Removal
    from dedup.articles import Repeat as Repeat
    from dedup.articles import Span as Span
    from dedup.corpus.corpus import Corpus as Corpus
    from dedup.corpus.results import Added as Added
    from dedup.corpus.results import CorpusInfo as CorpusInfo
    from dedup.corpus.results import Damage as Damage
    from dedup.corpus.results import Match as Match
    from dedup.corpus.results import Neighbour as Neighbour
    from dedup.corpus.results import ParagraphNovelty as ParagraphNovelty
    from dedup.corpus.results import Provenance as Provenance
    from dedup.corpus.results import Score as Score
    from dedup.errors import CorpusBusyError as CorpusBusyError
    from dedup.errors import CorpusDamagedError as CorpusDamagedError
    from dedup.errors import CorpusError as CorpusError
    from dedup.errors import CorpusMismatchError as CorpusMismatchError
    from dedup.errors import DedupError as DedupError
    from dedup.errors import InputError as InputError
    from dedup.errors import InvariantError as InvariantError
    from dedup.errors import MissingExtraError as MissingExtraError
    from dedup.errors import OutputError as OutputError
    from dedup.errors import SettingsError as SettingsError
    from dedup.errors import StreamError as StreamError
    from dedup.errors import UsageError as UsageError
    from dedup.jobs.api import clean as clean
    from dedup.jobs.api import find_duplicates as find_duplicates
    from dedup.jobs.api import read as read
    from dedup.jobs.api import run as run
    from dedup.jobs.compare import compare as compare
    from dedup.jobs.relate import relate as relate
    from dedup.jobs.results import Comparison as Comparison
    from dedup.jobs.results import RunResult as RunResult
    from dedup.jobs.results import Story as Story
    from dedup.jobs.score import score as score
    from dedup.passages.align import align_passages as align_passages
    from dedup.settings import Settings as Settings
    from dedup.sketching.interop import from_datasketch as from_datasketch
    from dedup.sketching.interop import to_datasketch as to_datasketch


_HOMES = {
    "Alignment": "articles", "Article": "articles", "Cell": "articles", "Claim": "articles", "ClaimRow": "articles",
    "Cleaned": "articles", "Cluster": "articles", "Copy": "articles", "Difference": "articles", "Fact": "articles",
    "Found": "articles", "LeftOut": "articles", "Pair": "articles", "PassageMatch": "articles", "Place": "articles",
    "Predicate": "articles", "Reject": "articles", "Relation": "articles", "Removal": "articles", "Repeat": "articles",
    "Span": "articles",
    "Corpus": "corpus.corpus",
    "Added": "corpus.results", "CorpusInfo": "corpus.results", "Damage": "corpus.results", "Match": "corpus.results",
    "Neighbour": "corpus.results", "ParagraphNovelty": "corpus.results", "Provenance": "corpus.results",
    "Score": "corpus.results",
    "CorpusBusyError": "errors", "CorpusDamagedError": "errors", "CorpusError": "errors",
    "CorpusMismatchError": "errors", "DedupError": "errors", "InputError": "errors", "InvariantError": "errors",
    "MissingExtraError": "errors", "OutputError": "errors", "SettingsError": "errors", "StreamError": "errors",
    "UsageError": "errors",
    "clean": "jobs.api", "find_duplicates": "jobs.api", "read": "jobs.api", "run": "jobs.api",
    "compare": "jobs.compare",
    "relate": "jobs.relate",
    "Comparison": "jobs.results", "RunResult": "jobs.results", "Story": "jobs.results",
    "score": "jobs.score",
    "align_passages": "passages.align",
    "Settings": "settings",
    "from_datasketch": "sketching.interop", "to_datasketch": "sketching.interop",
}  # fmt: skip

__all__ = sorted(_HOMES)  # noqa: PLE0605 - a list, made from the one table of names
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"dedup.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
