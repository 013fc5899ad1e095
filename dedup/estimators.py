"""scikit-learn estimators over the same functions as `dedup.run` and `dedup.score`.

`MinHashVectorizer` makes signatures, `NearDuplicateClusterer` labels texts, `NoveltyScorer` scores texts against those
that it was fitted on. All clone, go into pipelines, and are saved as JSON and npz: no pickle.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.errors import InputError, MissingExtraError
from dedup.jobs.api import run
from dedup.jobs.score import score
from dedup.settings import Settings
from dedup.sketching.interop import signatures_of, text_column

try:
    from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    raise MissingExtraError("scikit-learn", "sklearn", "for the estimators") from error

__all__ = ["MinHashVectorizer", "NearDuplicateClusterer", "NoveltyScorer"]


class _Saved(BaseEstimator):  # type: ignore[misc]
    """Saves parameters as JSON and what was fitted as npz."""

    _fitted: tuple[str, ...] = ()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write `path` (JSON: class and parameters) and, where something was fitted, `path` + `.npz`.

        Raises:
            OSError: A file can't be written.
        """
        parameters = {"class": type(self).__name__, "parameters": self.get_params()}
        Path(path).write_text(json.dumps(parameters, indent=1) + "\n", encoding="utf-8")
        arrays = {name: getattr(self, name) for name in self._fitted if hasattr(self, name)}
        if arrays:
            np.savez_compressed(f"{os.fspath(path)}.npz", **arrays)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote.

        Raises:
            InputError: The file holds another estimator, or none.
        """
        try:
            stored = json.loads(Path(path).read_text(encoding="utf-8"))
            parameters = stored["parameters"] if stored["class"] == cls.__name__ else None
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: not an estimator that `save` wrote") from error
        if parameters is None:
            raise InputError(f"{path}: holds a {stored['class']}, not a {cls.__name__}")
        made = cls(**parameters)
        arrays = Path(f"{os.fspath(path)}.npz")
        if arrays.exists():
            with np.load(arrays, allow_pickle=False) as found:
                for name in cls._fitted:
                    if name in found:
                        setattr(made, name, found[name])
        return made


class MinHashVectorizer(TransformerMixin, _Saved):  # type: ignore[misc]
    """Texts to MinHash signatures, equal to datasketch's (scheme `affine32`).

    Two texts' Jaccard is estimated by the share of equal columns. Nothing is learnt: `fit` only checks the parameters.

    Attributes:
        num_perm: Permutations, 16 to 1024: columns of the result.
        shingle_size: Tokens per shingle, 1 to 32.
        seed: Seed of shingle hash and permutations.
    """

    def __init__(self, num_perm: int = 128, shingle_size: int = 5, seed: int = 1) -> None:
        self.num_perm = num_perm
        self.shingle_size = shingle_size
        self.seed = seed

    def fit(self, X: Sequence[str] | None = None, y: object = None) -> Self:  # noqa: N803 - scikit-learn's names
        """Check the parameters.

        Raises:
            SettingsError: One of them is out of range.
        """
        self._settings()
        return self

    def transform(self, X: Sequence[str]) -> NDArray[np.uint32]:  # noqa: N803
        """Return the signatures of texts: uint32[n, num_perm]."""
        return signatures_of(X, self._settings())

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return `minhash0`, `minhash1` and so on."""
        return np.array([f"minhash{i}" for i in range(self.num_perm)], object)

    def _settings(self) -> Settings:
        return Settings(num_perm=self.num_perm, shingle_size=self.shingle_size, seed=self.seed)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 - scikit-learn's own class
        return _text_tags(super().__sklearn_tags__())


class NearDuplicateClusterer(ClusterMixin, _Saved):  # type: ignore[misc]
    """Labels texts: those that a dedup pass ties together get one label.

    Attributes:
        threshold: Jaccard from which two texts are near-duplicates, 0 < t ≤ 1.
        containment: Share of one text in the other from which it is contained; None leaves the default.
        shingle_size: Tokens per shingle.
        seed: Seed of shingle hash and permutations.
        labels_: int64[n], clusters numbered by their first text, after `fit`.
        kept_: bool[n], True for the texts that a pass would keep, after `fit`.
    """

    _fitted = ("labels_", "kept_")

    def __init__(
        self, threshold: float = 0.5, containment: float | None = None, shingle_size: int = 5, seed: int = 1
    ) -> None:
        self.threshold = threshold
        self.containment = containment
        self.shingle_size = shingle_size
        self.seed = seed

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803
        """Compare the texts, whole, and label them.

        Raises:
            InputError: A value is no text.
            SettingsError: A parameter is out of range.
        """
        settings = Settings(threshold=self.threshold, shingle_size=self.shingle_size, seed=self.seed, clean=False)
        if self.containment is not None:
            settings = settings.with_(containment=self.containment)
        texts = text_column(X).to_pylist()
        found = run([Article(id=str(i), text=text) for i, text in enumerate(texts)], settings)
        cluster_of = np.arange(len(texts))
        for cluster in found.clusters:
            members = [int(name) for name in cluster.members]
            cluster_of[members] = min(members)
        self.labels_ = np.unique(cluster_of, return_inverse=True)[1].astype(np.int64)
        self.kept_ = np.ones(len(texts), np.bool_)
        self.kept_[[int(removal.id) for removal in found.removed]] = False
        return self

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        return _text_tags(super().__sklearn_tags__())


class NoveltyScorer(TransformerMixin, _Saved):  # type: ignore[misc]
    """Scores texts against those that it was fitted on: novelty is the share of words in no passage that both have.

    Attributes:
        threshold: Jaccard from which two texts are near-duplicates.
        novelty_known: Novelty below which `predict` says -1 (known), 0 to 1.
        shingle_size: Tokens per shingle.
        seed: Seed of shingle hash and permutations.
        known_: The texts that it was fitted on, after `fit`.
    """

    _fitted = ("known_",)

    def __init__(
        self, threshold: float = 0.5, novelty_known: float = 0.2, shingle_size: int = 5, seed: int = 1
    ) -> None:
        self.threshold = threshold
        self.novelty_known = novelty_known
        self.shingle_size = shingle_size
        self.seed = seed

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803
        """Remember the texts.

        Raises:
            InputError: A value is no text.
            SettingsError: A parameter is out of range.
        """
        self._settings()
        self.known_ = np.array(text_column(X).to_pylist(), np.str_)
        return self

    def score_samples(self, X: Sequence[str]) -> NDArray[np.float64]:  # noqa: N803
        """Return each text's novelty: float64[n], 0 for a text that is known whole, 1 for one that shares nothing."""
        check_is_fitted(self, "known_")
        texts = text_column(X).to_pylist()
        with tempfile.TemporaryDirectory() as folder, Corpus(Path(folder) / "known.db", self._settings()) as corpus:
            corpus.add(Article(id=str(i), text=text) for i, text in enumerate(self.known_.tolist()))
            return np.array([score(Article(id="?", text=text), corpus).novelty for text in texts], np.float64)

    def transform(self, X: Sequence[str]) -> NDArray[np.float64]:  # noqa: N803
        """Return novelty as one column: float64[n, 1]."""
        return self.score_samples(X)[:, None]

    def predict(self, X: Sequence[str]) -> NDArray[np.int64]:  # noqa: N803
        """Return 1 for a new text and -1 for a known one: int64[n]."""
        return np.where(self.score_samples(X) < self.novelty_known, -1, 1).astype(np.int64)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return `novelty`."""
        return np.array(["novelty"], object)

    def _settings(self) -> Settings:
        return Settings(
            threshold=self.threshold, novelty_known=self.novelty_known, shingle_size=self.shingle_size, seed=self.seed,
            novelty_new=max(self.novelty_known, 0.8), clean=False,
        )  # fmt: skip

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        return _text_tags(super().__sklearn_tags__())


def _text_tags(tags: Any) -> Any:  # noqa: ANN401
    tags.input_tags.string = True
    tags.input_tags.two_d_array = False
    tags.input_tags.one_d_array = True
    return tags
