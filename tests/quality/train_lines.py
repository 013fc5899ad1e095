"""Train the line model of `dedup/cleaning/model.json`, and measure it by cross-validation.

Run by hand: `python tests/quality/train_lines.py [--write]`. Two logistic regressions, the second over the
first's verdicts on the lines around (see `dedup.cleaning.stacking`).
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent))
import cleaning_data as sets

from dedup.cleaning.classify import MODEL, Model, find_forms
from dedup.cleaning.features import FEATURE_NAMES, Part, line_features
from dedup.cleaning.scan import scan
from dedup.cleaning.stacking import STACKED, fill_stacked
from dedup.kernel.line_columns import END, START
from dedup.kernel.line_scores import choose_lines

DATA = Path(__file__).parents[3] / "shared" / "data"
UNKNOWN = -1
FOLDS = 5
# Added to the log odds: chosen on the cross-validated scores of dragnet, -.6 gave F .856 against .846 at 0.
BIAS = -0.4


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


def label_by_sentences(spans, sentences, boilerplate):
    """1 where less than half of a line's characters are boilerplate sentences."""
    out = []
    for start, end in spans:
        inside = [(s, e) for s, e in sentences if s < end and e > start]
        bad = sum(min(e, end) - max(s, start) for s, e in inside if (s, e) in boilerplate)
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
    wires = sets.pq.read_table(DATA / "reuters" / "docs.parquet", columns=["id", "text"]).slice(0, 20000).to_pylist()
    rows += [("wire", w["id"], w["text"], {}) for w in wires[::100] if w["text"]]
    s = scan(*arrays_of([r[2] for r in rows]))
    reasons, strengths = find_forms(s)
    features = line_features(s, reasons, strengths)
    for i, (kind, group, text, p) in enumerate(rows):
        a, b = s.first_line[i], s.first_line[i + 1]
        spans = [(int(x), int(y)) for x, y in s.lines[[START, END], a:b].T]
        lines = [text[x:y] for x, y in spans]
        if kind == "dragnet":
            labels = label_by_gold(lines, p["gold"])
        elif kind == "trafilatura":
            labels = label_by_segments(lines, p["must"], p["must_not"])
        elif kind == "wire":
            labels = [1] * len(lines)
        else:
            labels = label_by_sentences(spans, p["sentences"], p["boilerplate"])
        pages.append(
            {
                "set": kind,
                "group": group,
                "x": features[a:b].copy(),
                "y": np.array(labels, np.int8),
                "spans": spans,
                "text": text,
                "table": s.lines[:, a:b].copy(),
                "page": p,
                "strengths": strengths[a:b].copy(),
            }
        )
    return pages


def line_weights(page):
    """A page counts as a whole, its lines by their words: that is how the bag of words is scored."""
    words = np.minimum(np.expm1(page["x"][:, 1] * 4), 60) + 1
    if page["set"] == "trafilatura":
        return np.full(len(words), 2.0)
    share = {"dragnet": 60, "claims": 60, "wire": 3}[page["set"]]
    return share * words / max(words[page["y"] >= 0].sum(), 1)


def fit_linear(pages, key):
    known = [p["y"] >= 0 for p in pages]
    x = np.vstack([p[key][k] for p, k in zip(pages, known, strict=True)])
    y = np.concatenate([p["y"][k] for p, k in zip(pages, known, strict=True)])
    w = np.concatenate([p["w"][k] for p, k in zip(pages, known, strict=True)])
    model = LogisticRegression(max_iter=2000).fit(x, y, sample_weight=w)
    weights = model.coef_[0].copy()
    weights[0] += model.intercept_[0]  # the first feature is the bias
    return weights.astype(np.float32)


def stack(page, scores):
    out = np.empty((len(STACKED), len(scores)), np.float32)
    part = Part.of(page["table"], np.array([0, len(scores)]))
    fill_stacked(part, scores.astype(np.float32), page["strengths"], out)
    return np.hstack([page["x"], out.T])


def fit(pages):
    """The second score learns from first scores that did not see the page."""
    for fold in sorted({p["fold"] for p in pages}):
        first = fit_linear([p for p in pages if p["fold"] != fold], "x")
        for p in pages:
            if p["fold"] == fold:
                p["x2"] = stack(p, p["x"] @ first)
    return Model(fit_linear(pages, "x"), fit_linear(pages, "x2"))


def apply_model(page, model):
    scores = (stack(page, page["x"] @ model.first) @ model.second).astype(np.float32)
    page["score"] = scores
    keep = np.empty(len(scores), np.bool_)
    fixed = np.where(page["strengths"] >= 1, -1, 0).astype(np.int8)
    choose_lines(page["table"], np.array([0, len(scores)]), scores + np.float32(BIAS), fixed, keep)
    page["keep"] = keep
    page["out"] = "\n".join(page["text"][s:e] for (s, e), k in zip(page["spans"], keep, strict=True) if k)


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
            actual = (s, e) in p["page"]["boilerplate"]
            tp += predicted and actual
            fp += predicted and not actual
            fn += actual and not predicted
    if tp + fp + fn:
        out["claims boilerplate P R F"] = [
            round(tp / max(tp + fp, 1), 4),
            round(tp / max(tp + fn, 1), 4),
            round(2 * tp / max(2 * tp + fp + fn, 1), 4),
        ]
    return out


def cross_validate(pages):
    for fold in range(FOLDS):
        model = fit([p for p in pages if p["fold"] != fold])
        for p in pages:
            if p["fold"] == fold:
                apply_model(p, model)
    return measure(pages)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write model.json")
    parser.add_argument("--skip-validation", action="store_true")
    options = parser.parse_args()
    pages = [p for p in collect() if len(p["y"])]
    groups = sorted({(p["set"], p["group"]) for p in pages})
    order = np.random.default_rng(7).permutation(len(groups))
    fold_of = {groups[g]: int(k % FOLDS) for k, g in enumerate(order)}
    for p in pages:
        p["fold"], p["w"] = fold_of[p["set"], p["group"]], line_weights(p)
    if not options.skip_validation:
        print("cross-validated:", json.dumps(cross_validate(pages)))
    model = fit(pages)
    for p in pages:
        apply_model(p, model)
    print("on the training pages:", json.dumps(measure(pages)))
    if options.write:
        model.second[0] += BIAS
        named = {
            "first": {n: round(float(w), 4) for n, w in zip(FEATURE_NAMES, model.first, strict=True)},
            "second": {n: round(float(w), 4) for n, w in zip(FEATURE_NAMES + STACKED, model.second, strict=True)},
        }
        MODEL.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
