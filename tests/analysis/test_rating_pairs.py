"""Notes of two raters, side by side."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.rating_pairs import pair_notes, rated
from veille.assumptions.vocabulary import SIGNS
from veille.errors import VeilleError
from veille.synth import World


def ratings(rows):
    """Make ratings from (server, rater, number of first signs noted)."""
    return pd.DataFrame([
        {"server_id": server, "rater_id": rater}
        | {sign: place < count for place, sign in enumerate(SIGNS)}
        for server, rater, count in rows
    ])


def test_notes_of_a_server_meet_whatever_the_order_of_rows():
    notes = pair_notes(ratings([("b", "R2", 1), ("a", "R1", 3), ("b", "R1", 2), ("a", "R2", 7)]))
    assert notes.server_id.tolist() == ["a", "b"]
    assert notes.first.sum(axis=1).tolist() == [3, 2]
    assert notes.second.sum(axis=1).tolist() == [7, 1]
    assert notes.score.tolist() == [5.0, 1.5]
    assert notes.agreed.tolist() == [3, 1]


def test_a_server_that_one_alone_rated_is_left_out():
    notes = pair_notes(ratings([("a", "R1", 3), ("c", "R2", 2), ("b", "R1", 2), ("b", "R2", 7)]))
    assert notes.server_id.tolist() == ["b"]


def test_nobody_rated_twice_is_refused():
    with pytest.raises(VeilleError, match="deux personnes"):
        pair_notes(ratings([("a", "R1", 3), ("b", "R2", 2)]))


def test_truth_goes_with_its_server():
    tables = World(seed=3, n_servers=120).topics("structure", "ratings")
    shuffled = {name: frame.sample(frac=1, random_state=4) for name, frame in tables.items()}
    known = rated(shuffled)
    truth = tables["truth_servers"].set_index("server_id").loc[known.notes.server_id]
    assert (known.at_risk == truth["at_risk"].to_numpy()).all()
    assert (known.archetype == truth["archetype"].to_numpy()).all()
    signs = tables["truth_ratings"].set_index("server_id").loc[known.notes.server_id]
    assert (known.present == signs[list(SIGNS)].to_numpy()).all()
    labels = tables["servers"].set_index("server_id").loc[known.notes.server_id, "observer_label"]
    assert (known.label == (labels == "at_risk").to_numpy()).all()
    assert np.isin(known.notes.each, (0, 1, 2)).all()
