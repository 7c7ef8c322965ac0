"""A logistic regression for each topic, fitted from labelled sentences, with probabilities that were checked."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assets.topics.exemplars import LabelledText
from assets.topics.features import LEAST_KNOWN, FeatureSpace, Matrix, Unit, feature_space

COST = 8.0
"""How much an error costs beside large weights (LIBLINEAR's C); 2 to 16 differ by under a point of cross-fitted F1."""
FOLDS = 3
"""Parts into which the exemplars are cut to see how sure a regression is of sentences it was not fitted on."""
ITERATIONS = 2000
TOLERANCE = 1e-2
"""Of LIBLINEAR: far below what rounding to two decimals lets through."""
DECIMALS = 2
"""Of a probability: machines agree on these."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Regression:
    """What was fitted: weights of features by topic, and the two numbers that make a score a probability."""

    space: FeatureSpace
    topics: tuple[str, ...]
    weights: Floats
    intercepts: Floats
    slope: float
    shift: float

    @cached_property
    def _by_topic(self) -> Floats:
        """The weights with a row a topic: what is gathered for one topic then lies together."""
        return np.ascontiguousarray(self.weights.T)

    def probabilities(self, units: Sequence[Unit]) -> tuple[Floats, Matrix]:
        """Return the probability of each topic in each unit (NaN: too few of its words are known), and the rows."""
        rows, known = self.space.rows(units)
        scores = rows @ self.weights + self.intercepts
        result = np.round(_sigmoid(self.slope * scores + self.shift), DECIMALS)
        result[known < LEAST_KNOWN] = np.nan
        return result, rows

    def scores(self, units: Sequence[Unit]) -> Floats:
        """Return the score of each topic in each unit: over 0 it is more likely than not, as exemplars are."""
        rows, _ = self.space.rows(units)
        scores: Floats = (rows @ self.weights + self.intercepts).round(DECIMALS)
        return scores

    def reasons(self, rows: Matrix, of: Sequence[int], topics: Sequence[int], most: int) -> list[list[str]]:
        """Return the words and pieces of words that spoke most for a topic in a row, the weightiest first.

        ``of`` are the rows, ``topics`` the numbers of the topic asked for in each. Of equals the first is taken.
        """
        places = np.asarray(of, dtype=np.int64)
        starts, sizes = rows.indptr[:-1][places], np.diff(rows.indptr)[places]
        first = np.cumsum(sizes) - sizes
        asked = np.repeat(np.arange(len(places)), sizes)
        entries = np.arange(len(asked)) - first[asked] + starts[asked]
        columns = rows.indices[entries]
        weighed = rows.data[entries] * self._by_topic[np.asarray(topics, dtype=np.int64)[asked], columns]
        spoke = weighed > 0
        asked, columns, weighed = asked[spoke], columns[spoke], weighed[spoke]
        order = np.lexsort((columns, -weighed, asked))
        asked, columns = asked[order], columns[order]
        rank = np.arange(len(asked)) - np.searchsorted(asked, asked)
        result: list[list[str]] = [[] for _ in of]
        for number, column in zip(asked[rank < most].tolist(), columns[rank < most].tolist(), strict=True):
            result[number].append(self.space.names[column])
        return result


def fit(
    units: Sequence[Unit], labels: Sequence[LabelledText], topics: Sequence[str], ruled: Sequence[str]
) -> Regression:
    """Fit a regression for each topic; the same texts give the same regression.

    ``ruled`` are the topics that the rules may be sure of.
    The sigmoid that makes a score a probability is fitted on the scores of sentences that were left out
    (Platt 1999), one for all topics: for each alone there are too few.
    """
    space = feature_space(units, ruled)
    rows, _ = space.rows(units)
    truth = np.array([[topic in label.topics for topic in topics] for label in labels], dtype=np.int8)
    weight = np.array([label.weight for label in labels])
    left_out = np.zeros(truth.shape)
    for fold in range(FOLDS):
        out = np.arange(len(labels)) % FOLDS == fold
        weights, intercepts = _weights(rows[~out], truth[~out], weight[~out])
        left_out[out] = rows[out] @ weights + intercepts
    slope, shift = _platt(left_out.ravel(), truth.ravel(), np.repeat(weight, len(topics)))
    weights, intercepts = _weights(rows, truth, weight)
    return Regression(space, tuple(topics), weights, intercepts, slope, shift)


def _weights(rows: Matrix, truth: npt.NDArray[np.int8], weight: Floats) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((rows.shape[1], truth.shape[1]))
    intercepts = np.full(truth.shape[1], -20.0)
    for number in range(truth.shape[1]):
        if not 0 < truth[:, number].sum() < len(truth):
            continue
        model = LogisticRegression(
            C=COST, solver="liblinear", dual=True, max_iter=ITERATIONS, tol=TOLERANCE, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(rows, truth[:, number], sample_weight=weight)
        weights[:, number], intercepts[number] = model.coef_[0], model.intercept_[0]
    return weights, intercepts


def _platt(scores: Floats, truth: npt.NDArray[np.int8], weight: Floats) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000).fit(
        scores[:, None], truth, sample_weight=weight
    )
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(values, -40, 40)))
