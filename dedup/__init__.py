"""Near-duplicate detection and source comparison for news.

The names below are all there is; each is imported when it is first used, so that `import dedup` loads no numpy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.articles import Article as Article
    from dedup.articles import Cleaned as Cleaned
    from dedup.articles import Pair as Pair
    from dedup.articles import PassageMatch as PassageMatch
    from dedup.articles import Reject as Reject
    from dedup.articles import Relation as Relation
    from dedup.articles import Span as Span
    from dedup.corpus.corpus import Corpus as Corpus
    from dedup.errors import CorpusError as CorpusError
    from dedup.errors import DedupError as DedupError
    from dedup.errors import InputError as InputError
    from dedup.errors import SettingsError as SettingsError
    from dedup.errors import UsageError as UsageError
    from dedup.jobs.api import clean as clean
    from dedup.jobs.api import find_duplicates as find_duplicates
    from dedup.jobs.api import read as read
    from dedup.jobs.api import run as run
    from dedup.jobs.compare import compare as compare
    from dedup.jobs.relate import relate as relate
    from dedup.jobs.results import Comparison as Comparison
    from dedup.jobs.results import RunResult as RunResult
    from dedup.jobs.score import score as score
    from dedup.passages.align import align_passages as align_passages
    from dedup.settings import Settings as Settings
    from dedup.sketching.interop import from_datasketch as from_datasketch
    from dedup.sketching.interop import to_datasketch as to_datasketch

_HOMES = {
    "Article": "articles", "Cleaned": "articles", "Pair": "articles", "PassageMatch": "articles", "Reject": "articles",
    "Relation": "articles", "Span": "articles",
    "CorpusError": "errors", "DedupError": "errors", "InputError": "errors", "SettingsError": "errors",
    "UsageError": "errors",
    "Comparison": "jobs.results", "Corpus": "corpus.corpus", "RunResult": "jobs.results", "Settings": "settings",
    "align_passages": "passages.align", "clean": "jobs.api", "compare": "jobs.compare",
    "find_duplicates": "jobs.api", "read": "jobs.api", "relate": "jobs.relate", "run": "jobs.api",
    "score": "jobs.score",
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
