"""Train the line model of `dedup/cleaning/model.json`, and measure it by cross-validation.

Run by hand: `python tests/quality/train_lines.py [--write]`. A linear chain (Lafferty, McCallum and Pereira 2001) over the
features of `dedup.kernel.line_features`, fitted by L-BFGS; lines whose label is unknown are summed over.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np
from numba import njit
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))
import cleaning_data as sets

from dedup.cleaning.classify import FEATURE_NAMES, MODEL, Model, find_forms, line_features
from dedup.cleaning.scan import scan
from dedup.kernel.lines import END, START

DATA = Path(__file__).parents[3] / "shared" / "data"
UNKNOWN = -1


def arrays_of(texts):
    encoded = [t.encode("utf-8", "surrogatepass") for t in texts]
    data = np.frombuffer(b"".join(encoded), np.uint8)
    return data, np.concatenate([[0], np.cumsum([len(b) for b in encoded])]).astype(np.int64)


def label_by_gold(lines, gold):
    """1 where most of a line's word trigrams stand in the gold text (short lines: the line itself stands there)."""
    flat = [w.lower() for w in sets.WORD.findall(gold)]
    grams = {tuple(flat[i : i + 3]) for i in range(len(flat) - 2)}
    gold_lines = {sets.squeeze(line).lower() for line in gold.split("\n")}
    out = []
    for line in lines:
        w = [x.lower() for x in sets.WORD.findall(line)]
        if sets.squeeze(line).lower() in gold_lines:
            out.append(1)
        elif len(w) < 3:
            out.append(0)
        else:
            own = [tuple(w[i : i + 3]) for i in range(len(w) - 2)]
            out.append(int(sum(g in grams for g in own) > 0.5 * len(own)))
    return out


def label_by_segments(lines, must, must_not):
    """1 where a wanted segment stands in a line, 0 where an unwanted one does, else unknown."""
    out = []
    for line in lines:
        flat = sets.squeeze(line)
        good = any(s in flat or (len(flat) > 20 and flat in s) for s in must)
        bad = any(s in flat or (len(flat) > 20 and flat in s) for s in must_not)
        out.append(UNKNOWN if good == bad else int(good))
    return out


def label_by_sentences(spans, sentences, furniture):
    """1 where less than half of a line's characters are furniture sentences."""
    out = []
    for start, end in spans:
        inside = [(s, e) for s, e in sentences if s < end and e > start]
        bad = sum(min(e, end) - max(s, start) for s, e in inside if (s, e) in furniture)
        out.append(int(bad * 2 < end - start))
    return out


def collect():
    """All pages: (set, group, features, labels, weight)."""
    pages = []
    rows = []
    for p in sets.dragnet(DATA):
        rows.append(("dragnet", p["id"], p["text"], p))
    for p in sets.trafilatura(DATA):
        rows.append(("trafilatura", p["id"], p["text"], p))
    for p in sets.claims(DATA):
        rows.append(("claims", p["story"], p["text"], p))
    s = scan(*arrays_of([r[2] for r in rows]))
    reasons, strengths = find_forms(s)
    features = line_features(s, reasons, strengths)
    for i, (kind, group, text, p) in enumerate(rows):
        a, b = s.first_line[i], s.first_line[i + 1]
        spans = [(int(x), int(y)) for x, y in s.lines[a:b][:, [START, END]]]
        lines = [text[x:y] for x, y in spans]
        if kind == "dragnet":
            labels = label_by_gold(lines, p["gold"])
        elif kind == "trafilatura":
            labels = label_by_segments(lines, p["must"], p["must_not"])
        else:
            labels = label_by_sentences(spans, p["sentences"], p["furniture"])
        pages.append({"set": kind, "group": group, "x": features[a:b].copy(), "y": np.array(labels, np.int8),
                      "spans": spans, "text": text, "page": p, "strengths": strengths[a:b].copy()})  # fmt: skip
    return pages


@njit
def _chain(score, change, labels, grad_score, grad_change):
    """Log-likelihood of the labels that are known; adds its gradient."""
    n = score.size
    total = 0.0
    for constrained in range(2):
        sign = 1.0 if constrained else -1.0
        forward = np.full((n, 2), -1e30)
        backward = np.zeros((n, 2))
        for i in range(n):
            for s in range(2):
                if constrained and labels[i] >= 0 and labels[i] != s:
                    continue
                own = score[i] if s == 1 else 0.0
                if i == 0:
                    forward[i, s] = own
                else:
                    forward[i, s] = own + np.logaddexp(forward[i - 1, 0] + change[0, s], forward[i - 1, 1] + change[1, s])
        for i in range(n - 2, -1, -1):
            for s in range(2):
                value = -1e30
                for t in range(2):
                    if constrained and labels[i + 1] >= 0 and labels[i + 1] != t:
                        continue
                    own = score[i + 1] if t == 1 else 0.0
                    value = np.logaddexp(value, own + change[s, t] + backward[i + 1, t])
                backward[i, s] = value
        z = np.logaddexp(forward[n - 1, 0], forward[n - 1, 1])
        total += sign * z
        for i in range(n):
            grad_score[i] += sign * np.exp(forward[i, 1] + backward[i, 1] - z)
            if i > 0:
                for s in range(2):
                    for t in range(2):
                        if constrained and labels[i] >= 0 and labels[i] != t:
                            continue
                        own = score[i] if t == 1 else 0.0
                        grad_change[s, t] += sign * np.exp(forward[i - 1, s] + change[s, t] + own + backward[i, t] - z)
    return total


def fit(pages, penalty=1.0, set_weight=None):
    size = len(FEATURE_NAMES)
    set_weight = set_weight or {}

    def loss(theta):
        weights, change = theta[:size], theta[size:].reshape(2, 2)
        value = 0.5 * penalty * float(theta @ theta)
        grad = penalty * theta
        for p in pages:
            if len(p["y"]) == 0 or (p["y"] < 0).all():
                continue
            importance = p.get("weight", 1.0) * set_weight.get(p["set"], 1.0)
            score = p["x"].astype(np.float64) @ weights
            gs, gc = np.zeros(len(score)), np.zeros((2, 2))
            value -= importance * _chain(score, change, p["y"], gs, gc)
            grad[:size] -= importance * (p["x"].T @ gs)
            grad[size:] -= importance * gc.reshape(-1)
        return value, grad

    best = minimize(loss, np.zeros(size + 4), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    theta = best.x
    return Model(theta[:size].astype(np.float32), theta[size:].reshape(2, 2).astype(np.float32))


def kept_text(page, model):
    from dedup.kernel.line_features import decode

    n = len(page["y"])
    keep, scores = np.empty(n, np.bool_), np.empty(n, np.float32)
    fixed = np.where(page["strengths"] >= 1, -1, 0).astype(np.int8)
    decode(page["x"], np.array([0, n]), model.weights, model.change, fixed, keep, scores)
    page["keep"] = keep
    return "\n".join(page["text"][s:e] for (s, e), k in zip(page["spans"], keep, strict=True) if k)


def measure(pages):
    """Scores of pages whose `keep` has been filled."""
    out = {}
    bags = [sets.bag_scores(p["out"], p["page"]["gold"]) for p in pages if p["set"] == "dragnet"]
    if bags:
        out["dragnet P R F"] = [round(float(v), 4) for v in np.mean(bags, axis=0)]
    segments = [(p["out"], p["page"]["must"], p["page"]["must_not"]) for p in pages if p["set"] == "trafilatura"]
    if segments:
        out["trafilatura P R F"] = [round(v, 4) for v in sets.segment_scores(segments)]
    tp = fp = fn = 0
    for p in pages:
        if p["set"] != "claims":
            continue
        kept = [span for span, k in zip(p["spans"], p["keep"], strict=True) if k]
        for s, e in p["page"]["sentences"]:
            covered = sum(max(0, min(e, b) - max(s, a)) for a, b in kept)
            predicted = covered * 2 < e - s
            actual = (s, e) in p["page"]["furniture"]
            tp += predicted and actual
            fp += predicted and not actual
            fn += actual and not predicted
    if tp + fp + fn:
        out["claims furniture P R F"] = [round(tp / max(tp + fp, 1), 4), round(tp / max(tp + fn, 1), 4),
                                         round(2 * tp / max(2 * tp + fp + fn, 1), 4)]  # fmt: skip
    return out


def cross_validate(pages, folds=5, **options):
    groups = sorted({(p["set"], p["group"]) for p in pages})
    order = np.random.default_rng(7).permutation(len(groups))
    fold_of = {groups[g]: int(k % folds) for k, g in enumerate(order)}
    for fold in range(folds):
        train = [p for p in pages if fold_of[p["set"], p["group"]] != fold]
        model = fit(train, **options)
        for p in pages:
            if fold_of[p["set"], p["group"]] == fold:
                p["out"] = kept_text(p, model)
    return measure(pages)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=1.0)
    options = parser.parse_args()
    pages = collect()
    print("cross-validated:", json.dumps(cross_validate(pages, penalty=options.penalty)))
    model = fit(pages, penalty=options.penalty)
    for p in pages:
        p["out"] = kept_text(p, model)
    print("on the training pages:", json.dumps(measure(pages)))
    if options.write:
        named = {name: round(float(w), 4) for name, w in zip(FEATURE_NAMES, model.weights, strict=True)}
        change = [[round(float(v), 4) for v in row] for row in model.change]
        text = json.dumps({"weights": named, "change": change}, indent=1)
        MODEL.write_text(re.sub(r"\[\s+([-\d.]+),\s+([-\d.]+)\s+\]", r"[\1, \2]", text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
