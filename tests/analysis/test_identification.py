"""Who looks like nobody else, what attacks get, and what noise costs: against known answers."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis import attacks
from veille.analysis.noisy import noise, noisy, relative_error
from veille.analysis.private_log import (
    QUASI,
    SENSITIVE,
    SINCE_BEFORE,
    STILL_THERE,
    Publication,
    coarser,
    people,
    publish,
)
from veille.analysis.protections import LEAST_K, protected_files, series, worth
from veille.analysis.uniqueness import Kinds, k_of, kinds, link_risk, naive_uniqueness
from veille.disclosure import Rules
from veille.disclosure.noise import _draw, count_half_width
from veille.synth import World


@pytest.fixture(scope="module")
def everybody(catalogue):
    return people(World(catalogue, 31, 3_000).topics("load")["shifts"])


def crowd(kinds_of_people, published):
    """People of the kinds named, published or not."""
    frame = pd.DataFrame({"kind": list(kinds_of_people)})
    frame = frame.assign(**dict.fromkeys(QUASI, "x"), **{SENSITIVE: False})
    frame["arrival"] = frame["kind"]
    return Publication(frame, np.array(published, dtype=bool), 0.5)


def test_people_are_summed_up_from_their_weeks():
    shifts = pd.DataFrame({
        "volunteer_id": ["V1", "V1", "V1", "V2", "V2", "V3"], "week": [0, 5, 9, 0, 9, 9],
        "hours": [2.0, 0.0, 4.0, 1.0, 0.0, 0.0],
        "support": [False, False, True, False, False, True],
        "distress_score": pd.array([10, None, 60, None, None, 90], dtype="Int64")})
    found = people(shifts).set_index("volunteer_id")
    assert list(found.index) == ["V1", "V2"]
    assert found.loc["V1"].tolist() == [SINCE_BEFORE, STILL_THERE, 3, "oui", True]
    assert found.loc["V2"].tolist() == [SINCE_BEFORE, "mois 01", 1, "non", False]


def test_less_detail_merges_kinds_and_splits_none(everybody):
    fine, less = k_of(everybody), k_of(coarser(everybody))
    assert (less >= fine).all()
    assert less.mean() > 2 * fine.mean()
    assert set(coarser(everybody)["arrival"]) <= {SINCE_BEFORE, "premier semestre",
                                                  "second semestre"}


def test_risks_of_a_small_crowd_are_those_counted_by_hand():
    publication = crowd("aabbbcd", [1, 0, 1, 1, 0, 1, 0])
    seen = kinds(publication)
    assert seen.right_link == 2 / 3  # a and c are published alone; a has a look-alike
    assert seen.uniques_kept == 1 / 2
    assert seen.unique_in_population == 2 / 7
    assert naive_uniqueness(seen).value == 2 / 4
    assert attacks.single_out(publication).rate == 1 / 2
    assert attacks.link(publication).rate == 2 / 3
    found = link_risk(seen)
    assert found.value == 2 / (2 + 2 * 1)
    assert 0 < found.low < found.value < found.high < 1


def test_where_nothing_can_be_estimated_nothing_is():
    nobody_twice = Kinds(np.array([1, 1]), np.array([1, 1]), 0.5)
    nobody_once = Kinds(np.array([4]), np.array([3]), 0.5)
    for seen in (nobody_twice, nobody_once):
        assert np.isnan(link_risk(seen).value)


def test_the_unpublished_look_alikes_are_estimated_without_bias():
    """The identity of binomial moments, on a fixed population, within 5 standard errors."""
    rng = np.random.default_rng(3)
    whole, fraction = np.repeat([1, 2, 3, 5, 8], 40), 0.4
    gaps = []
    for _ in range(4_000):
        seen = rng.binomial(whole, fraction)
        others = (whole - 1)[seen == 1].sum()
        gaps.append(2 * (1 - fraction) / fraction * (seen == 2).sum() - others)
    gaps = np.array(gaps)
    assert abs(gaps.mean()) < 5 * gaps.std() / np.sqrt(gaps.size)


def test_inference_is_owed_to_the_publication_only_where_it_tells_something():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({name: rng.integers(0, 3, 3_000).astype(str) for name in QUASI})
    blind = publish(frame.assign(**{SENSITIVE: rng.random(3_000) < 0.5}), 0.5, rng)
    told = publish(frame.assign(**{SENSITIVE: frame["arrival"] == "1"}), 0.5, rng)
    found = attacks.infer(told)
    assert found.rate == found.rate_without == 1.0
    own = attacks.infer(blind)
    assert own.rate_without == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(1_500))
    assert own.rate > own.rate_without  # one's own row weighs in the majority
    assert own.owed == pytest.approx((own.rate - own.rate_without) / (1 - own.rate_without))


def test_protected_files_keep_no_rare_row(everybody):
    files = protected_files(publish(everybody, 0.5, np.random.default_rng(1)))
    last = list(files.values())[-1]
    assert k_of(last.sample).min() >= LEAST_K
    measured = [worth(one) for one in files.values()]
    assert measured[0].uniques > measured[1].uniques > measured[2].uniques == 0
    assert measured[0].rows == measured[1].rows > measured[2].rows


def test_a_series_of_tables_gives_back_what_a_minimum_alone_hides_and_nothing_else(catalogue):
    many = people(World(catalogue, 4_242, 6_000).topics("load")["shifts"])
    naive, solved = (series(many, Rules(), solved=how) for how in (False, True))
    assert naive.given_back[-1] > 0.5 * naive.hidden[-1] > 0
    assert solved.given_back == [0] * len(solved.tables)
    assert naive.hidden == sorted(naive.hidden)


def test_the_noise_of_a_page_has_the_law_of_a_real_one():
    """Two samples of the same discrete law, value by value within 5 standard errors."""
    rng, size = np.random.default_rng(6), 4_000
    ours = noise(0.7, rng, size)
    real = np.array([_draw(np.zeros(0, dtype=np.int64), 1, 1, 0.7) for _ in range(size)])
    for value in range(-4, 5):
        shares = (ours == value).mean(), (real == value).mean()
        exact = np.tanh(0.35) * np.exp(-0.7 * abs(value))
        for share in shares:
            assert abs(share - exact) < 5 * np.sqrt(exact * (1 - exact) / size)


def test_a_noisy_count_carries_the_interval_of_its_law():
    found = noisy(100, 0.5, np.random.default_rng(1))
    assert found.high - found.low == 2 * count_half_width(0.5)
    assert relative_error(100, 0.5) == count_half_width(0.5) / 100
