"""A list that learns: company decides, a few servers do not, and an anchor may drift."""

import numpy as np
import pandas as pd

from veille.analysis.learning import learned
from veille.analysis.uses import read_uses

NAMES = ["F01·v001", "F01·v002", "F01·v003"]
VARIANTS = pd.DataFrame({
    "family_id": "F01", "variant_id": NAMES, "homonym": False,
    "birth_week": pd.array([None, 1, 1], dtype="Int64"),
    "death_week": pd.array([None] * 3, dtype="Int64"),
})


def made(rows):
    counts = pd.DataFrame([(f"S{s:02d}", w, NAMES[t], c) for s, w, t, c in rows],
                          columns=["server_id", "week", "variant_id", "count"])
    return read_uses(counts, VARIANTS, 6)


def crowd():
    """Twenty servers use the old token; the second is read in ten of them, the third in all."""
    rows = [(s, 0, 0, 9 if s < 10 else 1) for s in range(20)]
    rows += [(s, 2, 1, 1) for s in range(10)] + [(s, 2, 2, 1) for s in range(20)]
    return made(rows)


FLAGGED = np.arange(20) < 10


def test_a_token_of_flagged_servers_enters_and_one_of_all_servers_does_not():
    kept = learned(crowd(), FLAGGED, 3, 0.5)
    assert kept.listed[1].tolist() == [False] * 3 + [True] * 3
    assert not kept.listed[2].any()


def test_few_servers_are_not_enough():
    rows = [(s, 0, 0, 1) for s in range(20)] + [(s, 2, 1, 1) for s in range(2)]
    assert not learned(made(rows), FLAGGED, 3, 0.5).listed[1].any()


def test_nobody_looks_at_a_token():
    assert learned(crowd(), FLAGGED, 3, 0.5).reviewed.sum() == 0


def test_a_drifting_list_flags_the_servers_where_it_catches_most():
    """The flags given are wrong, but only their number counts."""
    kept = learned(crowd(), ~FLAGGED, 3, 0.5, drifting=True)
    assert kept.listed[1, 3]
    assert not learned(crowd(), ~FLAGGED, 3, 0.5).listed[1].any()
