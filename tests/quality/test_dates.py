"""Dates that pages and texts state, against the days that the data sets give. Floors in floors.toml.

Labels were compared with the pages by hand: where a label is the day of the last change, or of another year than all
that the page says, the page is right (see `DOUBTFUL`).
"""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

pytestmark = pytest.mark.quality

# Pages whose label is the day of an update (4), of the printed issue (1), or contradicts all that the page says (3).
DOUBTFUL = (
    "nationalgeographic.co.uk/environment-and-conservation/2020/01/ravenous", "tagesanzeiger.ch/wie-umweltzerstoerung",
    "hellogiggles.com/beauty/dead-skin", "rtl.de/cms/bericht-bund", "zeit.de/2019/43/klimaschutz",
    "uusisuomi.fi/uutiset/sanna-marin", "yle.fi/uutiset/3-11212601", "theplanetarypress.com/2020/01/management",
)  # fmt: skip
OF_THE_SCRAPE = ("census-9090",)  # its label is the day of the scrape, two years after all that the text says


def apart(found, label):
    """Return the days between a found time and a label; None where either is none."""
    try:
        return abs((dt.date.fromisoformat(found[:10]) - dt.date.fromisoformat(str(label)[:10])).days)
    except (TypeError, ValueError):
        return None


def share_right(pairs):
    """Return the share of the given dates that are right to a day, and how many are given."""
    days = [days for found, label in pairs if (days := apart(found, label)) is not None]
    return sum(d <= 1 for d in days) / max(len(days), 1), len(days)


def test_dates_of_pages(shared_data, floors):
    from dedup.reading.page_facts import read_facts

    rows = pq.read_table(shared_data / "pages" / "trafilatura_250.parquet").to_pylist()
    rows = [row for row in rows if not any(part in row["url"] for part in DOUBTFUL)]
    right, given = share_right([(read_facts(row["html"], row["url"]).published, row["date"]) for row in rows])
    assert right >= floors["dates"]["pages_right"]
    assert given >= floors["dates"]["pages_given"]


def text_dates(rows):
    for row in rows:
        if row["text"] and row["date"]:
            found = clean_article(Article(id=row["id"], text=row["text"], title=row["title"])).published
            yield found and found.value, row["date"]


@pytest.mark.parametrize("name", ["stories/giveme5w1h", "scraped/census", "scraped/spotify"])
def test_text_alone_invents_no_date(shared_data, floors, name):
    rows = pq.read_table(shared_data / f"{name}.parquet").to_pylist()
    right, given = share_right(text_dates(row for row in rows if row["id"] not in OF_THE_SCRAPE))
    assert right >= floors["dates"]["text_right"] or not given


def test_newswire_alone_invents_no_date(shared_data, floors):
    rows = pq.read_table(shared_data / "reuters" / "docs.parquet").slice(0, 58_000).to_pylist()[::29]
    right, given = share_right(text_dates(rows))
    assert right >= floors["dates"]["text_right"] or not given
