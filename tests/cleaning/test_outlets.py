import pytest

from dedup.cleaning.outlets import outlet_keys, outlet_name, registered_domain


@pytest.mark.parametrize(
    "name",
    ["Halvik Post", "BBC", "AP", "Corpus Christi Caller-Times", "The Daily Dump", "20 Minutes", "朝日新聞",
     "AC/DC Weekly", "Blue Train Herald", "1News"],
)  # fmt: skip
def test_names_of_outlets(name):
    assert outlet_name(name) == name.casefold()


@pytest.mark.parametrize(
    "name",
    [None, "", " - ", "unknown", "Unknown source", "N/A", "null", "cc-news-2024-05", "CommonCrawl", "my_crawl_3",
     "w12", "CC-MAIN-2023-50", "news.jsonl", "data/part-1", "C:\\dumps\\x", "part-00012", "20240501", "RSS",
     "scraped 2023-12"],
)  # fmt: skip
def test_names_that_are_none(name):
    assert outlet_name(name) == ""


def test_a_host_or_address_as_source_is_its_domain():
    assert outlet_name("www.halvik.example") == outlet_name("https://news.halvik.example/a?b") == "halvik.example"


@pytest.mark.parametrize(
    ("host", "domain"),
    [("news.paper.co.uk", "paper.co.uk"), ("paper.co.uk", "paper.co.uk"), ("a.b.example", "b.example"),
     ("127.0.0.1", ""), ("localhost", ""), ("g1.globo.example", "globo.example"), ("abc.net.au", "abc.net.au")],
)  # fmt: skip
def test_registered_domains(host, domain):
    assert registered_domain(host) == domain


def test_a_broken_address_names_no_outlet():
    assert outlet_keys([None], ["http://["]).tolist() == [0]


def test_a_collection_falls_apart_into_its_domains():
    same, other, again = outlet_keys(["crawl"] * 3, ["https://a.example/1", "https://b.example/1", "https://m.a.example/2"])
    assert same == again != other
