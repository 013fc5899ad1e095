"""Self-contained HTML reports: one page each, no request leaves it, readable without script.

Templates, style and script lie in `templates/`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.reporting import charts, csv_tables, escape, matrix, words
from dedup.reporting.cells import STATES
from dedup.reporting.comparison_view import STATUS_LABELS, Column, Comparison, Row, comparison_view
from dedup.reporting.dedup_evidence import MAX_FACTS
from dedup.reporting.dedup_view import Dedup, lost_share
from dedup.reporting.differences import differences_by_row
from dedup.reporting.glossary import GLOSSARY
from dedup.reporting.lead import lead
from dedup.reporting.only import only_in
from dedup.reporting.reading_view import AnnotatedArticle, annotated_articles, closest_pair
from dedup.reporting.speakers import speakers

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"

# What is printed of a large collection. With these, 200 articles and 5,000 claims make 300 KB beside the articles' own
# text (tests/reporting/test_size.py); the page says what it leaves out, and the JSON and CSV hold everything.
MAX_COLUMNS = 12
MAX_CELLS = 480
MIN_ROWS = 40
MAX_LISTED = 48  # claims under "Only in", all witnesses together
MAX_BLOCKS = 14
MAX_SPEAKERS = 40
MAX_STATEMENTS = 40
MANY_CLAIMS = 200  # from here on, lists are shortened
FULL_NOTES = 150  # claims that the margins take up; beyond, only conflicts, with signs and names


def comparison_report(data: Mapping[str, Any], texts: Mapping[str, str], method: Mapping[str, Any]) -> str:
    """Return the comparison report as one HTML page.

    Args:
        data: The dict of `compare --format json`.
        texts: Raw text by article id; an article without one is not printed in full.
        method: `settings`, `thresholds`, `versions` and `counts` (stage to number), all plain dicts, each optional;
            `limits` may list further things that the method can't see, `unreadable` the records that could not be read.
    """
    view = comparison_view(data)
    many = len(view.rows) > MANY_CLAIMS
    columns = _shown_columns(view)
    rows = view.rows[: max(MIN_ROWS, MAX_CELLS // max(1, len(columns)))]
    articles = annotated_articles(view, rows, texts)
    brief = sum(len(p.notes) for a in articles for p in a.paragraphs) > FULL_NOTES
    conflicts, differing = differences_by_row(view.rows)
    talkers = speakers(view.rows)
    return render_page(
        "comparison.html.j2",
        view=view,
        lead=lead(view),
        column_of={a.witness: c for c in view.columns for a in c.articles},
        possible=sum(len(r.possible) for r in rows),
        columns=columns,
        rows=rows,
        row_keys={r.key for r in rows},
        anchors=_anchors(articles),
        conflicts=conflicts[:MAX_BLOCKS],
        conflict_rows=len(conflicts),
        differing=differing[:MAX_BLOCKS],
        differing_rows=len(differing),
        copy_limit=2 if many else 6,
        only=only_in(view, columns, texts),
        only_limit=_each(MAX_LISTED, len(columns)) if many else MANY_CLAIMS,
        speakers=talkers[: MAX_SPEAKERS // 3 if many else None],
        speakers_found=len(talkers),
        statement_limit=_each(MAX_STATEMENTS, len(talkers)) if many else MANY_CLAIMS,
        timelines=(charts.timeline(view), charts.timeline(view, narrow=True)),
        heat=matrix.heat_map(view),
        bars=matrix.paragraph_columns(view, articles),
        annotated=articles,
        sides=_sides(view, rows, articles),
        brief=brief,
        method=method,
        download=None if many else _downloads(data),
    )


def _downloads(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the data behind the page as JSON and CSV, deflated, as base64: the page's script unpacks them."""
    written = {"json": json.dumps(data), "csv": csv_tables.comparison(data)}
    return {
        name: base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()
        for name, text in written.items()
    }


def _each(total: int, lists: int) -> int:
    """Return how many items each of several lists prints of a total, at least three."""
    return max(3, total // max(1, lists))


def _anchors(articles: Sequence[AnnotatedArticle]) -> set[str]:
    """Return the ids of all places that the annotated articles offer to links."""
    found = {anchor for a in articles for p in a.paragraphs for s in p.segments for anchor in s.anchors}
    return found.union(*(a.strays for a in articles))


def dedup_report(view: Dedup) -> str:
    """Return the report of a `run` as one HTML page."""
    return render_page("dedup.html.j2", view=view, fact_limit=MAX_FACTS)


def _shown_columns(view: Comparison) -> tuple[Column, ...]:
    """Return the witnesses that get a column: all, or in a large collection those that make most claims."""
    if len(view.columns) <= MAX_COLUMNS:
        return view.columns
    said = Counter(key for row in view.rows for key in row.speaking)
    chosen = sorted(view.columns, key=lambda c: (-said[c.key], c.head.key))[:MAX_COLUMNS]
    return tuple(c for c in view.columns if c in chosen)


def _sides(
    view: Comparison, rows: Sequence[Row], articles: Sequence[AnnotatedArticle]
) -> tuple[AnnotatedArticle, AnnotatedArticle] | None:
    pair = closest_pair(view, rows)
    by_id = {a.article.id: a for a in articles}
    if pair is None or any(a.id not in by_id for a in pair):
        return None
    return by_id[pair[0].id], by_id[pair[1].id]


def render_page(template: str, **values: object) -> str:
    """Return a page made from a template, with style, script and the policy that lets exactly these run."""
    style, script = page_style(), page_script()
    policy = (
        f"default-src 'none'; style-src '{hash_source(style)}'; script-src '{hash_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return environment().get_template(template).render(style=style, script=script, policy=policy, **values)


@functools.cache
def page_style() -> str:
    """Return the style of every report."""
    return environment().get_template("style.css.j2").render()


@functools.cache
def page_script() -> str:
    """Return the script of every report."""
    return (_TEMPLATES / "script.js").read_text(encoding="utf-8")


def hash_source(text: str) -> str:
    """Return the hash source of the Content-Security-Policy that lets exactly this style or script run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def environment(folder: Path | None = None) -> Environment:
    """Return the templates of the reports, and before them those of another folder; all escape what they print."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES] if folder is None else [folder, _TEMPLATES]),
        autoescape=True,
        finalize=escape.html_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        shorten=words.shorten, percent=words.percent, safe_url=escape.safe_url, day=words.day, number=_number
    )
    environment.globals.update(
        dot_plot=charts.dot_plot, lost_share=lost_share, counted=words.counted, STATES=STATES,
        STATUS_LABELS=STATUS_LABELS, GLOSSARY=GLOSSARY,
    )  # fmt: skip
    return environment


def _number(value: object) -> str:
    """Return a number with thousands separated; ratios with up to 3 decimals; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")
