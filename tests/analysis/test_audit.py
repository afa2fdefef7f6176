"""Corrections of a label: exact when every server is checked, refused when none can be."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.audit import draw_audit, table_correction
from veille.analysis.effects import mean_difference
from veille.errors import VeilleError


def servers(**columns):
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"s{i:04d}" for i in range(size)],
                                                name="server_id"))


def blind_world(n_servers, seed):
    """Make servers whose label errs without regard to the measure."""
    rng = np.random.default_rng(seed)
    at_risk = rng.random(n_servers) < 0.4
    called = np.where(rng.random(n_servers) < 0.2, ~at_risk, at_risk)
    return servers(at_risk=at_risk, called=called, y=rng.random(n_servers) + at_risk)


def test_the_weights_stand_for_every_server_of_their_label():
    world = blind_world(500, 1)
    audit = draw_audit(world["called"], world["at_risk"], 60, np.random.default_rng(2))
    assert audit.index.is_unique
    assert (audit["called"] == world["called"].loc[audit.index]).all()
    assert (audit["at_risk"] == world["at_risk"].loc[audit.index]).all()
    sums = audit.groupby("called")["weight"].sum()
    assert sums.to_dict() == pytest.approx(world["called"].value_counts().to_dict())
    assert (audit["called"].value_counts() == 30).all()


def test_a_small_label_is_checked_whole():
    world = servers(called=[True] * 3 + [False] * 40, at_risk=[True] * 43)
    audit = draw_audit(world["called"], world["at_risk"], 20, np.random.default_rng(3))
    assert audit["called"].value_counts().to_dict() == {False: 10, True: 3}
    assert (audit.loc[audit["called"], "weight"] == 1).all()


@pytest.mark.parametrize(("called", "size"), [([True, True], 2), ([True, False], 1), ([], 10)])
def test_an_audit_that_cannot_be_drawn_is_refused(called, size):
    world = servers(called=called, at_risk=called)
    with pytest.raises(VeilleError, match="Contrôle"):
        draw_audit(world["called"], world["at_risk"], size, np.random.default_rng(4))


def test_checking_every_server_gives_the_true_difference():
    world = blind_world(200, 5)
    audit = draw_audit(world["called"], world["at_risk"], 400, np.random.default_rng(6))
    found = mean_difference(world["y"].loc[audit.index], audit["at_risk"], np.ones((2, 200)),
                            audit["weight"])
    true = world.groupby("at_risk")["y"].mean()
    assert found.value == pytest.approx(true[True] - true[False])


def test_the_table_of_errors_is_right_when_errors_are_blind():
    """The measure is the class itself: labels only dilute, and the table undoes it exactly."""
    world = blind_world(300, 7).assign(y=lambda frame: frame["at_risk"].astype(float))
    audit = draw_audit(world["called"], world["at_risk"], 600, np.random.default_rng(8))
    found = table_correction(world["y"], world["called"], audit, np.ones((3, 300)))
    assert found.value == pytest.approx(1)


def test_the_table_of_errors_is_wrong_when_errors_follow_the_measure():
    """Contrast servers called at risk are exactly those with a high measure."""
    world = servers(at_risk=[True] * 4 + [False] * 8, called=[True] * 6 + [False] * 6,
                    y=[1.0] * 4 + [1.0] * 2 + [0.0] * 6)
    audit = draw_audit(world["called"], world["at_risk"], 24, np.random.default_rng(9))
    found = table_correction(world["y"], world["called"], audit, np.ones((3, 12)))
    assert found.value == pytest.approx(1 / (4 / 6))
    assert found.value > world.groupby("at_risk")["y"].mean().diff().iloc[1]
