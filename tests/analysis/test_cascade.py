"""The steps from truth to view, on a world of four servers and on a planted one."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.cascade import STEPS, cascade, cascade_steps, pick
from veille.synth import World


def tiny_world():
    """Make four servers: d is never seen, a hides its gated channel, b is called at risk."""
    channels = pd.DataFrame(
        [("a", "media", 0, True), ("a", "trade", 2, False), ("b", "media", 1, True),
         ("b", "voice", 0, True), ("c", "media", 0, True), ("d", "media", 1, False)],
        columns=["server_id", "kind", "depth", "visible"],
    ).assign(messages_per_week=1)
    truth = {
        "truth_servers": pd.DataFrame({"server_id": list("abcd"),
                                       "at_risk": [True, False, False, True]}),
        "truth_channels": channels,
    }
    view = {
        "servers": pd.DataFrame({"server_id": list("abc"),
                                 "observer_label": ["at_risk", "at_risk", "contrast"]}),
        "channels": channels[channels["visible"]].drop(columns="visible"),
    }
    return view, truth


def test_each_step_adds_its_own_distortion():
    table = cascade(cascade_steps(*tiny_world()), "gated_share", 10, np.random.default_rng(1))
    means = table.pivot_table("value", "step", "quantity").loc[list(STEPS)]
    assert means["at_risk"].to_list() == [0.75, 0.5, 0.0, 0.25]
    assert means["contrast"].to_list() == [0.25, 0.25, 0.25, 0.0]
    assert means["cost"].iloc[1:].to_list() == [-0.25, -0.5, 0.5]


def test_without_truth_only_the_view_is_left():
    view, _ = tiny_world()
    steps = cascade_steps(view, None)
    assert list(steps) == ["labelled"]
    table = cascade(steps, "depth", 10, np.random.default_rng(2))
    assert table["quantity"].to_list() == ["at_risk", "contrast", "difference"]


def test_the_same_step_twice_costs_nothing_whatever_the_draw():
    steps = cascade_steps(*tiny_world())
    twice = {"truth": steps["truth"], "seen": steps["truth"]}
    cost = pick(cascade(twice, "depth", 30, np.random.default_rng(3)), "seen", "cost")
    assert (cost.value, cost.low, cost.high) == (0, 0, 0)


def test_costs_add_up_to_the_whole_distortion():
    tables = World(seed=3, n_servers=200).structure()
    table = cascade(cascade_steps(tables, tables), "thematic", 20, np.random.default_rng(4))
    total = table.loc[table["quantity"] == "cost", "value"].sum()
    ends = pick(table, "labelled", "difference").value - pick(table, "truth", "difference").value
    assert total == pytest.approx(ends)


def test_hidden_channels_can_only_lower_the_depth():
    tables = World(seed=4, n_servers=200).structure()
    steps = cascade_steps(tables, tables)
    assert (steps["listed"]["depth"] <= steps["seen"]["depth"]).all()
