"""Fits the coefficients of `dedup.passages.condensed` on one half of the PAN 2013 training pairs and prints them.

Run by hand: `python tests/quality/train_condensed.py`. A candidate counts as a condensation if it covers half of a
summary; the half is told by a hash of the suspicious text's id (`pan13.load`).
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from dedup.passages.align import compare_texts, condensations
from dedup.passages.shared import align_tokens
from dedup.text.tokens import tokenize

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from quality import pan13  # noqa: E402


def main() -> None:
    features, labels, groups = [], [], []
    for pair in pan13.load(HERE.parents[2] / "shared" / "data", half=0):
        a, b = tokenize(pair.text_a), tokenize(pair.text_b)
        if not a.starts.size or not b.starts.size:
            continue
        compared = compare_texts(pair.text_a, a, pair.text_b, b, align_tokens(a, b))
        for candidate in condensations(compared, swapped=False):
            start, end = a.starts[candidate.start], a.ends[candidate.end - 1]
            cases = pair.cases if pair.kind == "summary" else []
            features.append(candidate.features)
            labels.append(any(min(end, c[1]) - max(start, c[0]) > (c[1] - c[0]) / 2 for c in cases))
            groups.append(pair.id.split("-source")[0])
    x, y = np.array(features), np.array(labels)
    model = LogisticRegression(C=3, max_iter=10_000)
    guess = cross_val_predict(model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        hits = int(((guess >= threshold) & y).sum())
        print(f"threshold {threshold}: found {hits} of {y.sum()}, false {int((guess >= threshold).sum()) - hits}")
    model.fit(x, y)
    print("COEFFICIENTS =", tuple(round(float(c), 3) for c in model.coef_[0]))
    print("INTERCEPT =", round(float(model.intercept_[0]), 3))


if __name__ == "__main__":
    main()
