"""Geometry of the drawings over time: dot plot of a difference, timeline of copying.

The templates only place what is worked out here. All lengths are SVG user units.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from dedup.reporting.cells import ArticleView
from dedup.reporting.comparison_view import Comparison
from dedup.reporting.differences import Block
from dedup.reporting.tables import fit
from dedup.reporting.words import day, moment, percent, shorten

MAX_LANES = 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A value at a time: `shape` numbers its reading, `rough` is a value with a qualifier."""

    x: float
    y: float
    shape: int
    rough: bool


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Values over time, with (y, label) marks on the value axis and (x, label) marks on the time axis."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    values: tuple[tuple[float, str], ...]
    times: tuple[tuple[float, str, str], ...]


def dot_plot(block: Block) -> DotPlot | None:
    """Plot a block's numbers over time; None where they are not all numbers or fewer than two articles have a date."""
    width, height, left, right, top, bottom = 340, 92, 62, 18, 12, 24
    if any(r.number is None for r in block.readings):
        return None
    points = [
        (when, reading.number or 0.0, shape, bool(reading.qualifier))
        for shape, reading in enumerate(block.readings)
        for cell in reading.cells
        if (when := moment(cell.article.date)) is not None
    ]
    if len(points) < 2:
        return None
    first, last = min(p[0] for p in points), max(p[0] for p in points)
    low, high = min(p[1] for p in points), max(p[1] for p in points)

    def x(when: float) -> float:
        return left + (width - left - right) * ((when - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return top + (height - top - bottom) * (1 - ((value - low) / (high - low) if high > low else 0.5))

    taken: dict[tuple[int, int], int] = {}
    dots = []
    for when, value, shape, rough in sorted(points):
        spot = (round(x(when) / 9), round(y(value)))
        taken[spot] = taken.get(spot, 0) + 1
        dots.append(Dot(round(x(when) + 9 * (taken[spot] - 1), 1), round(y(value), 1), shape, rough))
    values = {round(y(p[1]), 1): _compact(p[1]) for p in points}
    times = [(round(x(first), 1), _day(first), "start")]
    if last > first and _day(last) != _day(first):
        times.append((round(x(last), 1), _day(last), "end"))
    return DotPlot(width, height, tuple(dots), tuple(sorted(values.items())), tuple(times))


def _compact(value: float) -> str:
    """Return a number short enough for an axis, as 700, 1.2 bn or 0.04."""
    for size, unit in ((1e12, " tn"), (1e9, " bn"), (1e6, " m")):
        if abs(value) >= size:
            return f"{value / size:.4g}{unit}"
    return f"{value:,.6g}"


def _day(when: float) -> str:
    return day(datetime.fromtimestamp(when, UTC).date().isoformat())


@dataclass(frozen=True, slots=True)
class Node:
    """An article on its outlet's lane."""

    article: ArticleView
    letter: str
    copy: bool
    x: float
    y: float
    badge_x: float
    badge_width: float
    badge: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Copied text, drawn from the source to the target."""

    path: str
    containment: float
    share: str
    certain: bool
    source: ArticleView
    target: ArticleView
    evidence: tuple[str, ...]


def _curve(source: Node, target: Node) -> str:
    """Return the path of an edge: over the lane, round the left where both stand at one time, else straight across."""
    (x, y), (x2, y2) = (source.x, source.y), (target.x, target.y)
    if y == y2:
        return f"M{x:.1f} {y - 10:.1f}C{x:.1f} {y - 26:.1f} {x2:.1f} {y - 26:.1f} {x2:.1f} {y - 10:.1f}"
    if abs(x2 - x) < 2 * _NODE_STEP:
        bow = 24 + abs(y2 - y) * 0.12
        left = max(min(x, x2) - bow, 2.0)
        return f"M{x - 10:.1f} {y:.1f}C{left:.1f} {y:.1f} {left:.1f} {y2:.1f} {x2 - 10:.1f} {y2:.1f}"
    bend = max(36.0, abs(x2 - x) * 0.5)
    return f"M{x:.1f} {y:.1f}C{x + bend:.1f} {y:.1f} {x2 - bend:.1f} {y2:.1f} {x2 - 10:.1f} {y2:.1f}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Time across, outlets down. Gaps shrink with the logarithm of their hours, so a minute and a month both fit."""

    width: int
    left: int
    height: int
    lanes: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    undated: tuple[ArticleView, ...]
    left_out: int


def timeline(view: Comparison, *, narrow: bool = False) -> Timeline:
    """Lay out the provenance drawing; beyond `MAX_LANES` outlets those without any copying are left out and counted.

    Args:
        view: The comparison.
        narrow: For a phone: the names stand over their lanes, not beside them.
    """
    width, left, right, top, lane = (344, 0, 14, 22, 44) if narrow else (1000, 200, 90, 18, 28)
    dated = [a for a in view.articles if moment(a.date) is not None]
    copying = {c["from"] for c in view.copies} | {c["to"] for c in view.copies}
    outlets = list(dict.fromkeys(a.outlet for a in dated))
    busy = {a.outlet for a in dated if a.id in copying}
    shown = sorted(outlets, key=lambda o: (o not in busy, outlets.index(o)))[:MAX_LANES]
    shown.sort(key=outlets.index)
    lanes = {outlet: top + lane * n + lane / 2 for n, outlet in enumerate(shown)}
    drawn = [a for a in dated if a.outlet in lanes]
    xs = _time_axis([moment(a.date) or 0.0 for a in drawn], left, width - right)
    letters = {a.id: (c.letter, a is not c.head) for c in view.columns for a in c.articles}
    nodes = {}
    last: dict[str, float] = {}
    for article in drawn:
        x = max(xs[moment(article.date) or 0.0], last.get(article.outlet, 0.0) + _NODE_STEP)
        badge = shorten(article.credit or "", 18)
        wide = 8 + sum(10.0 if ord(c) > 0x2E7F else 5.4 for c in badge)
        last[article.outlet] = x + (wide + 2 if badge else 0)
        badge_x = x + 13 if x + 13 + wide < width else x - 13 - wide
        nodes[article.id] = Node(
            article, *letters[article.id], x, lanes[article.outlet], round(badge_x, 1), wide, badge
        )
    edges = [
        _edge(nodes[str(c["from"])], nodes[str(c["to"])], c)
        for c in view.copies
        if c["from"] in nodes and c["to"] in nodes
    ]
    return Timeline(
        width=width,
        left=left,
        height=int(top + lane * len(shown) + 34),
        lanes=tuple((y, fit(_lane_name(o, drawn), 44 if narrow else 28)) for o, y in lanes.items()),
        ticks=_ticks(xs, 120 if narrow else 84),
        nodes=tuple(nodes.values()),
        edges=tuple(sorted(edges, key=lambda e: e.containment)),
        undated=tuple(a for a in view.articles if moment(a.date) is None),
        left_out=len(outlets) - len(shown),
    )


_NODE_STEP = 24.0  # two articles of one outlet at one time stand beside each other


def _lane_name(outlet: str, articles: Sequence[ArticleView]) -> str:
    own = [a for a in articles if a.outlet == outlet]
    return outlet if len(own) > 1 else own[0].label


def _time_axis(moments: Sequence[float], left: float, right: float) -> dict[float, float]:
    """Map moments to x; a gap of h hours takes log(1 + h) of the width."""
    order = sorted(set(moments))
    if not order:
        return {}
    steps = [0.0] + [math.log1p((b - a) / 3600) for a, b in pairwise(order)]
    total = sum(steps) or 1.0
    xs, position = {}, 0.0
    for when, step in zip(order, steps, strict=True):
        position += step
        xs[when] = round(left + 14 + (right - left - 14) * position / total, 1)
    return xs


def _ticks(xs: Mapping[float, float], apart: float) -> tuple[tuple[float, str], ...]:
    ticks: list[tuple[float, str]] = []
    for when, x in sorted(xs.items()):
        if not ticks or (x - ticks[-1][0] >= apart and ticks[-1][1] != _day(when)):
            ticks.append((x, _day(when)))
    return tuple(ticks)


def _edge(source: Node, target: Node, copy: Mapping[str, object]) -> Edge:
    containment = float(str(copy["containment"]))
    evidence = copy.get("evidence") or ()
    return Edge(
        _curve(source, target),
        containment,
        percent(containment),
        bool(copy.get("certain")),
        source.article,
        target.article,
        tuple(str(e) for e in evidence) if isinstance(evidence, list | tuple) else (str(evidence),),
    )
