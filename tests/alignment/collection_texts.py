"""Three invented reports of one event, and helpers that make sources and reports of texts."""

from dedup.alignment.align import ClaimSource
from dedup.alignment.events import read_report
from dedup.articles import Place
from dedup.facts.claims import extract

FERRY_A = (
    "A ferry carrying 120 passengers ran aground off Port Selwyn on Tuesday. "
    "At least nine people were injured, the coastguard said. "
    "Captain Mara Oduya told reporters that thick fog had hidden the reef. "
    "The vessel was built in 1998 and had passed an inspection in March. "
    "The island's bakery won a prize for its rye bread."
)
FERRY_B = (
    "Fog was to blame for the accident, captain Mara Oduya said. "
    "The coastguard said at least nine people had been hurt. "
    "A ferry with 120 passengers aboard ran aground off Port Selwyn on Tuesday. "
    "Schools on the island stayed closed."
)
FERRY_C = (
    "About 15 people were injured when a ferry ran aground off Port Selwyn, according to the hospital. "
    "Mayor Lena Brandt called for a new lighthouse. "
    "“Thick fog had hidden the reef,” said the captain."
)


def source(name: str, text: str, published: str | None = "2024-05-08", **more: object) -> ClaimSource:
    claims = tuple(extract(name, text, [(0, len(text))], published, None, "en"))
    return ClaimSource(name, claims, published=published, **more)


def ferry() -> list[ClaimSource]:
    return [source("a", FERRY_A), source("b", FERRY_B), source("c", FERRY_C)]


TEXTS = {"a": FERRY_A, "b": FERRY_B, "c": FERRY_C}


def report(name, text, published=None):
    claims = extract(name, text, [(0, len(text))], published)
    return [Place(c.article, c.start, c.end) for c in claims], read_report(claims, published)
