"""The penalised model, and predictions of servers that it did not see."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from veille.analysis import risk_model
from veille.analysis.discrimination import auc
from veille.analysis.risk_model import (
    PENALTIES,
    best_penalty,
    fit_many,
    folds,
    out_of_fold,
    predict,
)
from veille.errors import VeilleError


def sample(number, seed, slopes=(1.5, 0.0, -1.0)):
    """Draw features and labels of a logistic law."""
    rng = np.random.default_rng(seed)
    features = rng.integers(0, 3, (number, len(slopes))).astype(float)
    chance = 1 / (1 + np.exp(1 - features @ np.array(slopes)))
    return features, rng.random(number) < chance


@pytest.mark.parametrize("penalty", [0.3, 3.0, 300.0])
def test_the_fit_is_that_of_scikit_learn(penalty):
    features, labels = sample(200, 1)
    ours = fit_many(features, labels, np.ones((1, 200)), np.array([penalty]))[0]
    theirs = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=1_000).fit(features, labels)
    assert ours[0] == pytest.approx(theirs.intercept_[0], abs=1e-5)
    assert ours[1:] == pytest.approx(theirs.coef_[0], abs=1e-5)
    assert predict(ours, features) == pytest.approx(theirs.predict_proba(features)[:, 1], abs=1e-5)


def test_fits_made_together_are_those_made_alone():
    features, labels = sample(150, 2)
    weights = (np.random.default_rng(3).random((4, 150)) < 0.8).astype(float)
    together = fit_many(features, labels, weights, np.array([0.3, 1.0, 3.0, 30.0]))
    for row, penalty, found in zip(weights, (0.3, 1.0, 3.0, 30.0), together, strict=True):
        kept = row > 0
        alone = fit_many(features[kept], labels[kept], np.ones((1, kept.sum())),
                         np.array([penalty]))[0]
        assert found == pytest.approx(alone, abs=1e-7)


def test_a_fit_with_one_class_is_refused():
    with pytest.raises(VeilleError, match="Une seule classe"):
        fit_many(np.zeros((5, 2)), np.ones(5, bool), np.ones((1, 5)), np.array([1.0]))


def test_too_few_servers_of_a_class_are_refused():
    with pytest.raises(VeilleError, match="au moins 10"):
        folds(np.r_[np.ones(9, bool), np.zeros(50, bool)], 5, np.random.default_rng(0))


def test_folds_keep_the_shares_of_classes():
    labels = np.r_[np.ones(50, bool), np.zeros(100, bool)]
    place = folds(labels, 5, np.random.default_rng(0))
    assert np.bincount(place[labels]).tolist() == [10] * 5
    assert np.bincount(place[~labels]).tolist() == [20] * 5


def test_noise_calls_for_the_heaviest_penalty():
    """With nothing to learn and many features, shrinking is best in most samples."""
    chosen = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        features = rng.standard_normal((80, 20))
        chosen.append(best_penalty(features, rng.random(80) < 0.5, rng))
    assert np.mean(np.array(chosen) == max(PENALTIES)) > 0.5


def test_predictions_never_use_the_server_they_judge(monkeypatch):
    """Every model fitted is given the labels of other servers than those it predicts."""
    features = np.arange(100.0)[:, None]
    labels = np.arange(100) % 2 == 0
    seen = []
    fit = risk_model.fit_many

    def spying(rows, *others):
        seen.append(set(rows[:, 0]))
        return fit(rows, *others)

    def guarded(model, rows):
        if model.ndim == 1:
            assert not seen[-1] & set(rows[:, 0])
            assert not seen[-2] & set(rows[:, 0])
        return predict(model, rows)

    monkeypatch.setattr(risk_model, "fit_many", spying)
    monkeypatch.setattr(risk_model, "predict", guarded)
    found = out_of_fold(features / 1.0, labels, np.random.default_rng(1))
    assert len(seen) == 10
    assert ((found.probability > 0) & (found.probability < 1)).all()


def test_out_of_fold_noise_ranks_nothing_where_apparent_noise_does():
    """Mean area over 40 samples of noise: at most one half, within five standard errors."""
    nested, apparent = [], []
    for seed in range(40):
        rng = np.random.default_rng(100 + seed)
        features, labels = rng.standard_normal((100, 10)), rng.random(100) < 0.5
        nested.append(auc(out_of_fold(features, labels, rng).probability, labels).value)
        model = fit_many(features, labels, np.ones((1, 100)), np.array([0.3]))[0]
        apparent.append(auc(predict(model, features), labels).value)
    error = np.std(nested, ddof=1) / np.sqrt(40)
    assert np.mean(nested) < 0.5 + 5 * error
    assert np.mean(apparent) > 0.6
