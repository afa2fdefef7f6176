"""Comparisons from sums, against the same comparisons from every server."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu, ttest_1samp, ttest_ind

from veille.analysis.effects import cliffs_delta, compare
from veille.analysis.exact import delta_estimate, tally
from veille.analysis.replicates import draw_counts
from veille.analysis.shapes import Shapes, seen_shapes
from veille.analysis.structure import MEASURES, measure
from veille.errors import VeilleError
from veille.synth import World

NAMES = [*MEASURES, "moderators"]


@pytest.fixture(scope="module")
def tables():
    return World(seed=12, n_servers=900).structure()


@pytest.fixture(scope="module")
def shapes(tables):
    return Shapes.from_tables(tables, (0.5, 1.0))


@pytest.fixture(scope="module")
def split(tables):
    frame = seen_shapes(tables, (0.5, 1.0))
    return frame, (tables["servers"]["observer_label"] == "at_risk").to_numpy()


@pytest.mark.parametrize("name", [*NAMES, "restored/0"])
def test_means_and_differences_are_those_of_scipy(name, shapes, split):
    """A value is rounded by 2**-17 at most, and so is a mean."""
    frame, at_risk = split
    one, two = (frame.loc[side, name].dropna() for side in (at_risk, ~at_risk))
    found, mean = shapes.difference("label", name), shapes.mean("label", "at_risk", name)
    welch = ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    alone = ttest_1samp(one, 0).confidence_interval(0.95)
    assert found.value == pytest.approx(one.mean() - two.mean(), abs=2**-16)
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high), abs=2**-15)
    assert (mean.low, mean.high) == pytest.approx((alone.low, alone.high), abs=2**-15)


@pytest.mark.parametrize("name", NAMES)
def test_the_delta_is_that_of_every_pair(name, shapes, split):
    frame, at_risk = split
    known = frame[name].notna().to_numpy()
    values = frame.loc[known, name].to_numpy()
    expected = cliffs_delta(values, at_risk[known], np.ones((1, known.sum())))[0]
    assert shapes.compare(name).delta.value == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_intervals_are_near_those_of_the_bootstrap(name, shapes, split):
    """A twelfth of the width: the Monte Carlo error of 2,000 draws, and a skewed law."""
    frame, at_risk = split
    counts = draw_counts(2_000, np.random.default_rng(1), at_risk)
    sums, drawn = shapes.compare(name), compare(frame[name], at_risk, counts)
    for part in ("at_risk", "contrast", "difference", "delta"):
        one, two = getattr(sums, part), getattr(drawn, part)
        for edge in ("low", "high"):
            assert getattr(one, edge) == pytest.approx(getattr(two, edge),
                                                       abs=(two.high - two.low) / 12)


def test_the_delta_and_its_interval_hold_a_known_value():
    """Normal laws a half apart, 500 times: P(X > Y) - P(X < Y) = 0.276."""
    rng, held, planted = np.random.default_rng(2), 0, 0.27633
    for _ in range(500):
        one, two = rng.normal(0.5, 1, 40), rng.normal(0, 1, 60)
        held += delta_estimate(tally(one), tally(two)).covers(planted)
    assert abs(held / 500 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 500)


def test_the_delta_of_ties_is_that_of_mann_and_whitney():
    rng = np.random.default_rng(3)
    one, two = rng.integers(0, 4, 30), rng.integers(0, 5, 50)
    expected = 2 * mannwhitneyu(one, two).statistic / 1500 - 1
    assert delta_estimate(tally(one), tally(two)).value == pytest.approx(expected)


def test_the_curve_follows_the_stated_visibilities(shapes):
    curve = shapes.sensitivity()
    assert curve["visibility"].to_list() == [0.5, 1.0]
    assert curve["at_risk"].is_monotonic_decreasing
    assert (curve["difference_low"] < curve["difference"]).all()


def test_bins_hold_every_server_with_a_share(shapes, split):
    bins = shapes.histogram()
    frame, at_risk = split
    for code, side in (("at_risk", at_risk), ("contrast", ~at_risk)):
        share = frame.loc[side, "gated_share"].dropna()
        found = bins.loc[bins["label"] == code, "servers"].to_numpy()
        assert found.tolist() == np.histogram(share, 20, (0, 1))[0].tolist()
        assert found.sum() + shapes.missing[code] == side.sum() == shapes.n_servers(code)


def test_true_types_are_those_of_whole_servers(tables, shapes):
    truth = tables["truth_servers"].set_index("server_id")
    whole = measure(tables["truth_channels"], truth.index.to_series())["gated_share"]
    table = shapes.means("type", "gated_share").set_index("group")
    expected = whole.groupby(truth["archetype"]).mean()
    assert table["value"].to_dict() == pytest.approx(expected.to_dict(), abs=2**-16)
    assert table["value"].is_monotonic_increasing
    assert table["n"].sum() == whole.notna().sum()


def test_labels_are_counted_with_types(tables, shapes):
    truth = tables["truth_servers"].set_index("server_id")["archetype"]
    servers = tables["servers"]
    both = servers["observer_label"], truth.loc[servers["server_id"]].to_numpy()
    expected = pd.Series(list(zip(*both, strict=True))).value_counts()
    assert dict(shapes.labels) == expected.to_dict()


def test_without_truth_the_view_is_left(tables):
    view = {name: tables[name] for name in ("servers", "channels")}
    found = Shapes.from_tables(view)
    assert not found.labels
    assert {group for group, _, _ in found.sums} == {"label"}


def test_an_absent_class_is_refused_by_its_french_name(tables):
    servers = tables["servers"]
    only = servers[servers["observer_label"] == "contrast"]
    found = Shapes.from_tables({"servers": only, "channels": tables["channels"]})
    with pytest.raises(VeilleError, match="« à risque »"):
        found.compare("depth")
