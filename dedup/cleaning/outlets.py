"""Which outlet an article is of, as far as its record tells: lines are counted within one outlet only."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Values of `source` that name no outlet but say that none is known, or how the text was got.
_NO_NAME = re.compile(
    r"\W*|\d+|(?:the )?(?:unknown|unbekannt|inconnu|desconocido|none|null|nil|nan|n/?a|undefined|anonymous|various|"
    r"multiple|mixed|misc|others?|default|tests?|samples?|web|internet|online|news|articles?|sources?|websites?|site|"
    r"rss|atom|feeds?|api|html|text|url|sitemap|google ?news|yahoo ?news|msn|newsapi|gdelt|mediacloud|lexisnexis|"
    r"factiva|nexis|event ?registry|newscatcher)(?: (?:source|outlet|publisher|site|website|feed))?"
)
# A crawl, a dump or a collection: "cc-news-2024-05", "CommonCrawl", "scrape 3"; the words of the second row only where
# nothing else stands beside them, for there is a "Corpus Christi Caller-Times".
_COLLECTION = re.compile(
    r".*\b(?:cc (?:news|main)|(?:common|web|news)? ?crawl(?:s|er|ed|ing)?|scrap(?:e|es|er|ed|ing)|data ?sets?)\b.*|"
    r".*(?<!\d)(?:19|20)\d\d[./ ]?(?:0[1-9]|1[0-2])(?!\d).*|"
    r"(?:(?:(?:real|fine) ?(?:news|web)|m?c4|oscar|dumps?|corpus|corpora|collection|archive|batch|bulk|shard|chunk|"
    r"export|import|inputs?|part|split|train|dev|valid|hugging ?face|kaggle|my|raw|all|v|w|week|run|\d+)\W*)++",
    re.DOTALL,
)
_FILE = re.compile(
    r".*\\.*|[./~].*/.*|\S+/\S+|.*\.(?:jsonl?|ndjson|csv|tsv|parquet|arrow|feather|txt|md|html?|xml|rss|warc|wet|wat|gz|"
    r"bz2|xz|zst|zip|tar|db|sqlite|pdf)",
    re.DOTALL,
)
_LONGEST_NAME = 200  # characters; an outlet has no longer one
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]{1,62}\.?")
# The second label of a registered domain is a category under many countries: example.co.uk, example.com.au.
_CATEGORIES = frozenset("ac co com edu gob gov gouv go gv id ltd me mil ne net nom or org plc press sch web".split())


def outlet_keys(sources: Sequence[str | None], urls: Sequence[str | None]) -> NDArray[np.uint64]:
    """Return uint64[n], a hash of each article's outlet; 0 where none is known.

    An outlet is the pair of `source` and the URL's registered domain: a collection's name in `source` falls apart
    into its domains, and what a domain hosts into its sources.
    """
    cache: dict[tuple[str | None, str | None], int] = {}
    hosts = [host_of(url) for url in urls]
    for pair in set(zip(sources, hosts, strict=True)):
        outlet = _outlet(*pair)
        digest = hashlib.blake2b(outlet.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        cache[pair] = int.from_bytes(digest, "little") or 1 if outlet else 0
    return np.array([cache[pair] for pair in zip(sources, hosts, strict=True)], np.uint64)


def outlet_name(source: str | None) -> str:
    """Return the name of an outlet, small and without `www.`; empty where `source` names none."""
    name = " ".join((source or "").casefold().split())
    if name.startswith(("http://", "https://", "//")):
        return registered_domain(host_of(name) or "")
    if len(name) > _LONGEST_NAME or _FILE.fullmatch(name):
        return ""
    if _HOST.fullmatch(name):
        return registered_domain(name)
    plain = name.replace("_", " ").replace("-", " ")
    return "" if _NO_NAME.fullmatch(plain) or _COLLECTION.fullmatch(plain) else name


def host_of(url: str | None) -> str | None:
    """Return the host of a web address; None where it has none."""
    if not url or "//" not in url:
        return None
    try:
        parts = urlsplit(url.strip())
        return parts.hostname if parts.scheme in ("http", "https", "") else None
    except ValueError:  # "http://[": no address
        return None


def registered_domain(host: str) -> str:
    """Return the part of a host that its owner has registered: `example.co.uk` of `news.example.co.uk`.

    Told by the labels' form, without the public suffix list; a host that is a number or has one label gives nothing.
    """
    labels = host.casefold().strip(".").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host or not all(labels):
        return ""
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _CATEGORIES
    return ".".join(labels[-3 if deep else -2 :])


def _outlet(source: str | None, host: str | None) -> str:
    name, domain = outlet_name(source), registered_domain(host or "")
    return f"{name}\n{domain}" if name or domain else ""
