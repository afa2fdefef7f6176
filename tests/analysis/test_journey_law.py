"""The exact law of journeys: a plain chain without momentum, the generator's worlds with one."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.journey_law import base_rates, journey_law
from veille.analysis.journey_targets import (
    likeness,
    scale_of,
    spread,
    true_gates,
    witnessed,
)
from veille.analysis.journey_view import view_steps
from veille.analysis.multistate import markov_occupation, probabilities
from veille.analysis.planted import PlantedValues
from veille.assumptions.vocabulary import ARCHETYPES, CLOSED_GATES
from veille.errors import VeilleError
from veille.synth import World
from veille.synth.world import planted_parameters

WEEKS = 20
ENDS = ("private_area", "departed", "reported")


@pytest.fixture(scope="module")
def marked(catalogue):
    """Assumptions with a strong memory, nobody lost, and no server that ends."""
    return catalogue.replace(
        journey_momentum=1.6, followed_members=20, follow_loss_rate=0.0,
        voluntary_end_rate={"at_risk": 0.0, "contrast": 0.0},
        service_closure_rate=dict.fromkeys(ARCHETYPES, 0.0))


@pytest.fixture(scope="module")
def world(marked):
    return World(marked, seed=31, n_servers=3_000, n_weeks=40).topics("journeys")


def first_ends(rows, weeks):
    """Give each member's first end within some weeks of their first row, or None."""
    start = rows.groupby("member_id")["week"].transform("first")
    ends = rows[rows["state"].isin(ENDS) & (rows["week"] - start <= weeks)]
    return ends.drop_duplicates("member_id").set_index("member_id")["state"]


def test_without_momentum_it_is_a_markov_chain(catalogue):
    law = journey_law(catalogue.replace(journey_momentum=0.0), WEEKS)
    weekly = probabilities(base_rates(catalogue))
    assert law.arrival == pytest.approx(markov_occupation(weekly, WEEKS)[..., 3:])
    for pace in (0, 1):
        assert law.entered[:, :, pace] == pytest.approx(
            markov_occupation(weekly, WEEKS, start=1)[..., 3:])


def test_the_shortest_way_in_is_made_of_short_stays(catalogue):
    """Three steps in three weeks: a stay of the threshold, one week here, is short."""
    own = catalogue.replace(journey_quick_weeks=1, journey_momentum=1.0)
    expected = np.ones((len(ARCHETYPES), len(CLOSED_GATES)))
    for state, factor in enumerate((1, np.exp(0.5), np.exp(0.5))):
        rates = base_rates(own)[:, :, state].copy()
        rates[..., 0] *= factor
        expected *= probabilities(rates)[..., 0]
    assert journey_law(own, 3).arrival[:, :, 3, 0] == pytest.approx(expected)


def test_the_generator_ends_journeys_by_this_law(marked, world):
    """Members followed long enough, by type and gate; each end within five standard errors."""
    rows = world["truth_journeys"]
    first = rows.drop_duplicates("member_id")
    first = first[first["week"] <= 40 - 1 - WEEKS].set_index("member_id")
    kind = first["server_id"].map(world["truth_servers"].set_index("server_id")["archetype"])
    end = first_ends(rows, WEEKS).reindex(first.index)
    law = journey_law(marked, WEEKS)
    gaps = []
    for code, group in end.groupby(kind):
        counts = spread(kind[group.index], first["gate"][group.index])
        expected = law.mean(counts)[-1]
        for place, name in enumerate(ENDS):
            error = np.sqrt(expected[place] * (1 - expected[place]) / len(group))
            gaps.append(((group == name).mean() - expected[place]) / error)
        assert len(group) > 300, code
    assert len(gaps) == 3 * len(ARCHETYPES)
    assert np.abs(gaps).max() < 5


def test_the_generator_remembers_as_this_law_says(marked, world):
    """From the step into participation, by the stay in reading; five standard errors."""
    rows = world["truth_journeys"]
    ahead = 12
    second = rows[rows["step"] == 2].set_index("member_id")
    second = second[(second["state"] == "participating") & (second["week"] <= 39 - ahead)]
    first = rows[rows["step"] == 1].set_index("member_id").reindex(second.index)
    kind = first["server_id"].map(world["truth_servers"].set_index("server_id")["archetype"])
    end = first_ends(rows[rows["step"] >= 2], ahead).reindex(second.index)
    law = journey_law(marked, ahead)
    quick = second["week"] - first["week"] <= marked.value("journey_quick_weeks")
    for pace, chosen in enumerate((quick, ~quick)):
        counts = spread(kind[chosen], first["gate"][chosen])
        expected = (counts * law.entered[:, :, pace, -1, 0]).sum() / counts.sum()
        error = np.sqrt(expected * (1 - expected) / counts.sum())
        assert abs((end[chosen] == "private_area").mean() - expected) < 5 * error
    assert (law.entered[:, :, 0, -1, 0] > law.entered[:, :, 1, -1, 0]).all()


def test_slowing_a_step_is_the_law_of_slower_assumptions(catalogue):
    slower = {code: dict(rates) for code, rates in catalogue.value("progress_rate").items()}
    for rates in slower.values():
        rates["participating"] *= 0.5
    moved = journey_law(catalogue.replace(progress_rate=slower), WEEKS)
    assert journey_law(catalogue, WEEKS, scale_of(1)).arrival == pytest.approx(moved.arrival)


def test_a_world_tells_its_own_law(catalogue):
    values = PlantedValues(planted_parameters(catalogue))
    assert journey_law(values, 6).arrival == pytest.approx(journey_law(catalogue, 6).arrival)


def test_a_parameter_that_is_not_planted_is_refused():
    with pytest.raises(VeilleError, match="« absent »"):
        PlantedValues(pd.DataFrame({"parameter": [], "key": [], "value": []})).value("absent")


def test_witnessed_arrivals_and_their_first_step(world):
    """Rebuilt member by member from their rows."""
    found = witnessed(world["journeys"], world["truth_journeys"], world["truth_servers"])
    gates = true_gates(world["truth_journeys"])
    seen = 0
    for member, rows in list(world["journeys"].groupby("member_id"))[:400]:
        if rows["step"].iloc[0] == 0:
            assert member not in found.index
            continue
        expected = -1
        if rows["state"].iloc[1] == "participating":
            expected = int(rows["week"].iloc[1] - rows["week"].iloc[0] > 4)
        assert found.loc[member, "entered"] == expected
        assert found.loc[member, "gate"] == gates[member]
        seen += expected >= 0
    assert seen > 20


def test_members_of_one_type_are_not_alike_beyond_chance(catalogue):
    law = journey_law(catalogue, WEEKS)
    counts = np.zeros((len(ARCHETYPES), len(CLOSED_GATES)))
    counts[0] = 5
    assert likeness(law, counts) == pytest.approx(0, abs=1e-12)
    counts[6] = 5
    low, high = (law.arrival[kind, :, -1, 0].mean() for kind in (0, 6))
    mean = (low + high) / 2
    assert likeness(law, counts) == pytest.approx((high - low) ** 2 / 4 / (mean * (1 - mean)))


def test_the_view_keeps_fewer_members_at_each_step(catalogue):
    tables = World(catalogue, seed=8, n_servers=400, n_weeks=30).topics("structure", "journeys")
    found = view_steps(tables, catalogue, "at_risk").set_index("step")
    truth = tables["truth_servers"].set_index("server_id")["at_risk"]
    every = tables["truth_journeys"].query("step == 1")["server_id"]
    assert found.loc["truth", "members"] == every.map(truth).sum()
    seen = every[every.isin(tables["servers"]["server_id"])]
    assert found.loc["seen", "members"] == seen.map(truth).sum()
    label = tables["servers"].set_index("server_id")["observer_label"]
    assert found.loc["labelled", "members"] == (seen.map(label) == "at_risk").sum()
    assert found.loc["witnessed", "members"] < found.loc["labelled", "members"]
    parts = found[["private", "departed", "reported"]]
    assert ((parts > 0) & (parts < 1)).all(axis=None)
