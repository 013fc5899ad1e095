"""The figures of a benchmark as Markdown tables and one SVG plot. Called by `bench.py`."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from tabulate import tabulate

Figures = dict[str, Any]
Bar = tuple[str, float, bool]  # name, value, whether it is ours

PANEL, TOP, STEP = 300, 50, 40  # of the plot, in pixels
PARTIAL = {"daft": "daft (signatures only)"}


def tables(figures: Figures) -> str:
    machine, versions = figures["machine"], figures["versions"]
    first = figures["first_use"]
    parts = [
        "# Benchmarks",
        "{processor}, {cores} cores, {memory}, {system}; {date}.".format(**machine),
        "Versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".",
        "Every figure is from one run of `make bench`: each command in a process of its own, Python's start included "
        "(of the parse-only pass, the pass alone); the median of several runs below 300,000 articles. Memory is the "
        "peak of anonymous memory, children included.",
        "![Growth and peers](bench.svg)",
        "## First use",
        f"First `dedup run fixtures/` after installation, kernels compiled: {first['first']:.1f} s; the next: "
        f"{first['next']:.1f} s; `dedup --help`: {first['help']:.2f} s.",
        "## Growth",
        "Generated newswire (three scripts, one article in five a planted repeat), `--no-clean`.",
        growth_table(figures["growth"]),
        growth_ratios(figures["growth"]),
        "## Shapes of piles",
        "Time and memory beside an ordinary pile of as many articles.",
        shapes_table(figures["shapes"]),
        "## Peers",
        "From raw text to a decision, at Jaccard .5 on word 5-shingles with 128 hashes. Peers propose and don't "
        "verify. Ratios are against `dedup run --no-clean` on the same file.",
        *(peers_table(row) for row in figures["compared"]),
        "## Where the time goes",
        stages_table(figures),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(rows: Iterable[Sequence[object]], headers: Sequence[str]) -> str:
    rows = [[str(cell) for cell in row] for row in rows]
    align = ["left", *["right"] * (len(headers) - 1)]
    return tabulate(rows, headers, tablefmt="pipe", disable_numparse=True, colalign=align)


def growth_table(growth: list[Figures]) -> str:
    return table(
        (
            [
                f"{run['articles']:,}", f"{run['bytes'] / 1e6:,.0f}", f"{run['seconds']:.2f}",
                f"{run['articles'] / run['seconds']:,.0f}", f"{run['bytes'] / 1e6 / run['seconds']:,.0f}",
                f"{run['seconds'] / run['articles'] * 1e6:.1f}", f"{run['peak'] / 1e6:,.0f}",
                f"{run['counts']['removed']:,}",
            ]
            for run in growth
        ),
        ["articles", "MB", "seconds", "articles/s", "MB/s", "µs/article", "memory, MB", "removed"],
    )  # fmt: skip


def growth_ratios(growth: list[Figures]) -> str:
    if len(growth) < 2:
        return ""
    small, large = growth[-2:]
    ratio = (large["seconds"] / large["articles"]) / (small["seconds"] / small["articles"])
    slope = (large["peak"] - small["peak"]) / (large["articles"] - small["articles"])
    base = small["peak"] - slope * small["articles"]
    return (
        f"Time per article at {large['articles']:,} against {small['articles']:,}: {ratio:.2f} ×. "
        f"Memory: {slope / 1e3:.2f} KB an article over a base of {base / 1e6:.0f} MB."
    )


def shapes_table(shapes: dict[str, Figures]) -> str:
    ordinary = shapes["wire"]
    return table(
        (
            [
                name, f"{run['articles']:,}", f"{run['seconds']:.2f}", f"{run['seconds'] / ordinary['seconds']:.2f} ×",
                f"{run['peak'] / 1e6:,.0f}", f"{run['peak'] / ordinary['peak']:.2f} ×",
            ]
            for name, run in shapes.items()
        ),
        ["pile", "articles", "seconds", "against wire", "memory, MB", "against wire"],
    )  # fmt: skip


def peers_table(row: Figures) -> str:
    ours = row["no-clean"]["seconds"]
    runs = {"parse-only (pyarrow)": {"seconds": row["parse"]}, "**dedup run --no-clean**": row["no-clean"]}
    runs["**dedup run**"] = row["clean"]
    runs |= dict(sorted(row["peers"].items(), key=lambda item: item[1].get("seconds", 0)))
    title = f"### {row['pile']}: {row['articles']:,} articles, {row['bytes'] / 1e6:,.0f} MB"
    cells = []
    for name, run in runs.items():
        if "failed" in run:
            cells.append([name, "failed", "", ""])
        else:
            memory = f"{run['peak'] / 1e6:,.0f}" if "peak" in run else ""
            cells.append([PARTIAL.get(name, name), f"{run['seconds']:.2f}", f"{run['seconds'] / ours:.2f} ×", memory])
    return f"{title}\n\n{table(cells, ['', 'seconds', 'against ours', 'memory, MB'])}"


def stages_table(figures: Figures) -> str:
    runs = {f"generated, {run['articles']:,}": run for run in figures["growth"]}
    runs |= {name: run for name, run in figures["shapes"].items() if "cleaned" in name}
    for row in figures["compared"]:
        runs |= {f"{row['pile']}, no-clean": row["no-clean"], row["pile"]: row["clean"]}
    stages = list(dict.fromkeys(stage for run in runs.values() for stage in run["stages"]))
    rows = [[name, *(f"{run['stages'].get(stage, 0):.2f}" for stage in stages)] for name, run in runs.items()]
    return table(rows, ["seconds", *stages])


def plot(figures: Figures) -> str:
    """Draw time and memory per article by size, and the seconds of each peer on the largest shared pile."""
    growth = figures["growth"]
    per_article = [(f"{run['articles']:,}", run["seconds"] / run["articles"] * 1e6, True) for run in growth]
    memory = [(f"{run['articles']:,}", run["peak"] / 1e6, True) for run in growth]
    panels = [("µs per article, by articles", per_article), ("MB of anonymous memory, by articles", memory)]
    if figures["compared"]:
        row = max(figures["compared"], key=lambda row: row["articles"])
        panels.append((f"seconds, {row['pile']}, {row['articles']:,} articles", peer_bars(row)))
    height = TOP + STEP * max(len(rows) for _, rows in panels)
    drawn = "".join(bars(title, rows, 10 + i * PANEL) for i, (title, rows) in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {10 + PANEL * len(panels)} {height}" role="img" '
        'aria-label="Time and memory by size, and seconds of each peer" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/>{drawn}</svg>\n'
    )


def peer_bars(row: Figures) -> list[Bar]:
    ours = [("dedup run --no-clean", row["no-clean"]["seconds"], True), ("dedup run", row["clean"]["seconds"], True)]
    peers = {name: run for name, run in row["peers"].items() if "seconds" in run}
    others = [(PARTIAL.get(name, name), run["seconds"], False) for name, run in peers.items()]
    return [("parse-only (pyarrow)", row["parse"], False), *ours, *sorted(others, key=lambda bar: bar[1])]


def bars(title: str, rows: Sequence[Bar], x: int) -> str:
    """Draw one panel of horizontal bars, our own in colour."""
    widest = max(value for _, value, _ in rows)
    drawn = [f'<text x="{x}" y="24" font-weight="bold">{html.escape(title)}</text>']
    for i, (name, value, ours) in enumerate(rows):
        y = TOP + i * STEP
        width = max(value / widest * (PANEL - 90), 1)
        label = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
        drawn.append(
            f'<text x="{x}" y="{y}" fill="#333">{html.escape(name)}</text>'
            f'<rect x="{x}" y="{y + 5}" width="{width:.1f}" height="14" fill="{"#1f6f8b" if ours else "#b8b8b8"}"/>'
            f'<text x="{x + width + 5:.1f}" y="{y + 16}" fill="#333">{label}</text>'
        )
    return "".join(drawn)
