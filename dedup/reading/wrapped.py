"""Records within records: an article in an envelope, in a JSON-LD graph, or a list of them in an interface's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ENVELOPES = frozenset(
    "article data attributes item news newsarticle document doc post story _source fields payload record entry node "
    "result response page source_data properties json content".split()
)
_DEPTH = 3
# The envelopes around an object, outermost first and itself last, each with the names that lead to its values.
Chain = Sequence[tuple[str, Mapping[str, Any]]]


def inner_records(record: Mapping[str, Any]) -> Iterator[Chain]:
    """Yield the objects within a record that may be the article, outer ones first, each below its envelopes."""
    level: list[Chain] = [[("", record)]]
    for _ in range(_DEPTH):
        level = [
            [*chain, (f"{chain[-1][0]}{key}.", value)]
            for chain in level
            for key, value in chain[-1][1].items()
            if isinstance(value, dict) and key.lower() in _ENVELOPES
        ]
        yield from (chain[1:] for chain in level)
    yield from ([("@graph.", node)] for node in graph_nodes(record))


def graph_nodes(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD graph; a reference (`{"@id": ...}`) is replaced by what it refers to."""
    graph = record.get("@graph")
    if not isinstance(graph, list):
        return
    nodes = [node for node in graph if isinstance(node, dict)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        yield {key: _referred(value, known) for key, value in node.items()}


def _referred(value: object, known: Mapping[str, Any]) -> object:
    if isinstance(value, dict) and set(value) == {"@id"}:
        return known.get(str(value["@id"]), value)
    return value


def lists_within(record: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the lists of objects among a record's values, or where there are none, one level below."""
    below = [value for value in record.values() if isinstance(value, dict)]
    for values in (record.values(), (value for inner in below for value in inner.values())):
        lists = [v for v in values if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        if lists:
            return lists
    return []
