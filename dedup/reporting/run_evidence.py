"""What a person should look at after a pass, for the terminal: the same lists as on the page, cut to a few."""

from __future__ import annotations

from dedup.reporting.dedup_evidence import MAX_FACTS, Named
from dedup.reporting.dedup_view import Dedup
from dedup.reporting.tables import table, wrap

_WIDTH = 100
_TOP = 8  # rows of each list


def evidence(view: Dedup) -> list[str]:
    """Return what a person should look at: riskiest removals, pairs nearest to the line, templates, limits hit."""
    parts: list[str] = []
    if view.removed:
        gone = [(_name(r.removed), _name(r.kept), "; ".join((r.relation, *r.reasons))) for r in view.removed[:_TOP]]
        parts.append("Riskiest removals\n" + table(gone, ("removed", "kept", "why look"), widths=(33, 30, 33), lines=4))
    if view.review:
        near = [(f"{p.jaccard:.3f}", _name(p.a), _name(p.b), f"{p.relation}; {p.outcome}") for p in view.review[:_TOP]]
        heads = ("Jaccard", "one", "other", "relation")
        parts.append("Nearest to the line\n" + table(near, heads, widths=(7, 30, 30, 25), lines=3))
    if view.templates:
        forms = [
            (_name(side), ", ".join((facts or ())[:MAX_FACTS]))
            for t in view.templates[: _TOP // 2]
            for side, facts in ((t.a, t.facts_a), (t.b, t.facts_b))
        ]
        head = f"Templates, one form with other facts: {view.templates_found:,}\n"
        parts.append(head + table(forms, ("article", "its own facts"), widths=(48, 50), lines=2))
    if view.limits:
        parts.append("\n".join(wrap(f"Limited: {line}", _WIDTH) for line in view.limits))
    return parts


def _name(named: Named) -> str:
    return named.title or named.id
