"""Walks over the graph of pairs: connected components and the removal walk."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import compiled

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def label_components(n: int, first: Array, second: Array) -> Array:
    """Label the connected components of n nodes by union-find with path halving.

    Args:
        n: Nodes, numbered from 0.
        first, second: int64[m], the edges.

    Returns:
        int64[n], the smallest node of each node's component.
    """
    parent = np.arange(n)
    for e in range(first.size):
        a = first[e]
        b = second[e]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        # the smaller root stays, so that it names the component
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for node in range(n):
        parent[node] = parent[parent[node]]
    return parent


@compiled()
def walk_removals(starts: Array, edges: Array, neighbours: Array, allowed: Array, gone: Array) -> Array:
    """Walk the nodes in order; one that is not removed removes the neighbours that may go in its favour.

    A node that already represents another stays, or the other would be left without its representative.

    Args:
        starts: int64[n + 1], where each node's edges start.
        edges: int64[m], the number of the pair behind each edge.
        neighbours: int64[m], the node at its other end.
        allowed: bool[m], whether the neighbour may be removed in this node's favour.
        gone: bool[n], nodes that are out from the start: they neither remove nor are removed.

    Returns:
        int64[n], the edge's pair by which each node was removed, -1 for nodes that stay.
    """
    n = starts.size - 1
    removed_by = np.full(n, -1, np.int64)
    represents = np.zeros(n, np.bool_)
    for node in range(n):
        if removed_by[node] >= 0 or gone[node]:
            continue
        for e in range(starts[node], starts[node + 1]):
            other = neighbours[e]
            if allowed[e] and removed_by[other] < 0 and not represents[other] and not gone[other]:
                removed_by[other] = edges[e]
                represents[node] = True
    return removed_by
