"""A comparison in the form that the user asked for."""

from __future__ import annotations

from dedup.jobs.results import Comparison
from dedup.settings import Settings


def render(
    comparison: Comparison, output_format: str, settings: Settings, *, raw: bool = False, width: int | None = None
) -> str:
    """Return a comparison as text.

    Args:
        comparison: What `compare` found.
        output_format: `table`, `markdown`, `html`, `json`, `jsonl` (a claim a line) or `csv`.
        settings: Named in the HTML page.
        raw: CSV without protection against formulas.
        width: Columns of the table to read; None takes 100.
    """
    import orjson

    from dedup.reporting import csv_tables, html, markdown, terminal

    data = comparison.to_dict()
    if output_format == "json":
        return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    if output_format == "jsonl":
        return "".join(orjson.dumps(claim).decode() + "\n" for claim in data["claims"])
    if output_format == "csv":
        return csv_tables.comparison(data, raw=raw)
    if output_format == "markdown":
        return markdown.comparison(data)
    if output_format == "html":
        return html.comparison_report(data, comparison.texts(), _method(comparison, settings))
    return terminal.comparison(data, width or terminal.WIDTH)


def _method(comparison: Comparison, settings: Settings) -> dict[str, object]:
    from dedup import __version__

    return {
        "settings": settings.as_dict(),
        "thresholds": {"near-duplicate": settings.threshold, "contained": settings.contained_from},
        "versions": {"dedup-news": __version__},
        "counts": {
            "articles": len(comparison.articles),
            "claims": len(comparison.claims),
            "alignments": len(comparison.alignments),
            "related": len(comparison.related),
            "copies": len(comparison.copies),
        },
    }
