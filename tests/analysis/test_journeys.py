"""Stays read from journeys: durations, ways, what was witnessed, refusals."""

import numpy as np
import pandas as pd
import pytest

from veille.analysis.journeys import (
    HORIZON,
    LANDMARK,
    QUICK,
    Journeys,
    pace_counts,
    past_counts,
)
from veille.analysis.steps import N_GATES, REPLICATES, read_steps
from veille.errors import VeilleError

LABELS = ["at_risk", "contrast"]


def table(*paths):
    """Build journeys: a path is (member, server, first step, gate, [(week, state)…])."""
    rows = [(member, server, step, week, state, gate)
            for member, server, first, gate, path in paths
            for step, (week, state) in enumerate(path, start=first)]
    return pd.DataFrame(rows, columns=["member_id", "server_id", "step", "week", "state", "gate"])


SERVERS = pd.DataFrame({"server_id": ["A", "B"], "observer_label": LABELS})
ROWS = table(
    ("m1", "A", 1, "payment", [(3, "reading"), (5, "participating"), (11, "reading"),
                               (12, "departed")]),
    ("m2", "A", 0, None, [(4, "gated"), (6, "private_area"), (9, "censored")]),
    ("m3", "B", 1, "activity", [(0, "reading"), (2, "participating"), (3, "gated"),
                                (8, "private_area"), (10, "reported")]),
)


def test_stays_have_their_weeks_ways_and_past():
    steps = read_steps(ROWS, SERVERS, LABELS)
    assert steps.weeks.tolist() == [2, 6, 1, 2, 3, 2, 1, 5, 2]
    assert steps.way.tolist() == [1, 2, 3, 1, 0, 1, 1, 1, 4]
    assert steps.before.tolist() == [0, 2, 6, 0, 2, 0, 2, 1, 5]
    assert steps.since.tolist() == [0, 2, 8, 0, 2, 0, 2, 3, 8]
    assert steps.witnessed.tolist() == [True] * 3 + [False] * 2 + [True] * 4
    assert steps.before_private.tolist() == [True] * 4 + [False] + [True] * 3 + [False]
    assert steps.gate.tolist() == [3] * 3 + [N_GATES - 1] * 2 + [1] * 4
    assert steps.group.tolist() == [0] * 5 + [1] * 4


def test_the_order_of_rows_does_not_matter():
    mixed = ROWS.sample(frac=1, random_state=1)
    one, two = (Journeys.from_tables({"journeys": rows, "servers": SERVERS})
                for rows in (ROWS, mixed))
    for name in ("spells", "since", "after", "pace", "past", "ends"):
        assert (getattr(one, name) == getattr(two, name)).all()


def test_members_of_other_labels_are_left_out():
    steps = read_steps(ROWS, SERVERS, ["contrast"])
    assert steps.weeks.tolist() == [2, 1, 5, 2]
    assert steps.group.tolist() == [0] * 4


def test_members_of_a_server_share_a_replicate_unless_members_are_drawn():
    rows = table(*((f"m{n}", "A", 1, None, [(0, "reading"), (2, "censored")]) for n in range(50)))
    assert np.unique(read_steps(rows, SERVERS, LABELS).replicate).size == 1
    assert np.unique(read_steps(rows, SERVERS, LABELS, "member_id").replicate).size > REPLICATES / 3


def test_a_leap_is_refused_in_french():
    rows = table(("m1", "A", 1, None, [(0, "reading"), (2, "gated")]))
    with pytest.raises(VeilleError, match="« lecture » à « palier franchi » en une étape"):
        read_steps(rows, SERVERS, LABELS)


def test_a_server_without_label_is_refused():
    with pytest.raises(VeilleError, match="« A »"):
        read_steps(ROWS, SERVERS[1:], LABELS)


def test_no_journey_gives_zeros():
    journeys = Journeys.from_tables({"journeys": ROWS[:0], "servers": SERVERS})
    assert journeys.spells.sum() == 0
    assert journeys.members()[["witnessed", "met"]].to_numpy().sum() == 0


def test_spells_count_everybody_and_arrivals_stop_at_the_private_area():
    journeys = Journeys.from_tables({"journeys": ROWS, "servers": SERVERS})
    spells = journeys.spells.sum(axis=(0, 2))
    assert spells[0, 0].tolist() == [3, 1, 0, 1, 0]
    assert spells[0, 1].tolist() == [6, 0, 1, 0, 0]
    assert spells[0, 2].tolist() == [2, 1, 0, 0, 0]
    assert spells[0, 3].tolist() == [3, 0, 0, 0, 0]
    assert spells[1, 3].tolist() == [2, 0, 0, 0, 1]
    since = journeys.since.sum(axis=0)
    assert since[0, :, 0, 0].nonzero()[0].tolist() == [0, 1, 8]
    assert since[0, 1, 0].tolist() == [1, 1, 0, 0, 0]
    assert since[0, 7, 1].tolist() == [1, 0, 1, 0, 0]
    assert since[0, :, 2].sum() == 0  # the member met on the way brings nothing
    assert since[1, 7, 2].tolist() == [1, 1, 0, 0, 0]
    assert since[1, 8:].sum() == 0


def test_the_clock_after_a_step_starts_anew_and_remembers_the_stay():
    rows = table(("m1", "A", 1, None, [(0, "reading"), (QUICK, "participating"), (9, "censored")]),
                 ("m2", "A", 1, None, [(0, "reading"), (QUICK + 1, "participating"),
                                       (8, "gated"), (9, "censored")]))
    after = Journeys.from_tables({"journeys": rows, "servers": SERVERS}).after.sum(axis=0)[0]
    assert after[0, :, 1, 0].sum() == 9 - QUICK
    assert after[0, 0, 1, 0] == 1
    assert after[1, 8 - QUICK - 2, 1].tolist() == [1, 1, 0, 0, 0]


def test_pasts_are_told_apart_in_the_week_where_they_meet():
    steps = read_steps(ROWS, SERVERS, LABELS)
    pace = pace_counts(steps)
    gate, contrast = 1, 1
    assert pace[contrast, gate, 1, 2].tolist() == [[1, 1], [0, 0]]  # 2 weeks in reading: short
    assert pace[contrast, gate, 2, 7].tolist() == [[1, 1], [0, 0]]
    assert pace[0, 3, 0, 8].tolist() == [[0, 0], [1, 0]]  # back after 6 weeks: long
    anew = pace_counts(steps, anew=True)
    assert anew[contrast, gate, 2, 4].tolist() == [[1, 1], [0, 0]]
    assert anew.sum() == pace.sum()


@pytest.mark.parametrize(("weeks", "past"), [(QUICK, 0), (QUICK + 1, 1)])
def test_a_stay_of_the_threshold_is_still_short(weeks, past):
    rows = table(("m1", "A", 1, None, [(0, "reading"), (weeks, "participating"),
                                       (weeks + 1, "censored")]))
    pace = pace_counts(read_steps(rows, SERVERS, LABELS))
    assert pace[0, -1, 1, weeks, past, 0] == 1
    assert pace.sum() == 1


@pytest.mark.parametrize(("week", "beyond"), [(LANDMARK, 1), (LANDMARK + 1, 0)])
def test_a_step_in_the_landmark_week_is_already_made(week, beyond):
    rows = table(("m1", "A", 1, None, [(0, "reading"), (week, "participating"),
                                       (week + 3, "censored")]))
    past = past_counts(read_steps(rows, SERVERS, LABELS))
    assert past[0, -1, 1, :, beyond, 0].sum() == 3
    assert past.sum() == 3


def test_the_landmark_looks_at_the_state_held_that_week():
    rows = table(("m1", "A", 1, None, [(0, "reading"), (10, "participating"), (12, "gated"),
                                       (13, "censored")]),
                 ("m2", "A", 1, None, [(0, "reading"), (3, "participating"), (11, "censored")]))
    past = Journeys.from_tables({"journeys": rows, "servers": SERVERS}).past.sum(axis=(0, 1))
    assert past[1, :, 0, 0].nonzero()[0].tolist() == [10, 11]
    assert past[1, :, 1, 0].nonzero()[0].tolist() == [8, 9, 10]
    assert past[1, 11, 0].tolist() == [1, 1]


def test_ends_count_the_first_one_within_the_horizon():
    rows = table(
        ("m1", "A", 1, None, [(0, "reading"), (HORIZON, "departed")]),
        ("m2", "A", 1, None, [(0, "reading"), (HORIZON + 1, "departed")]),
        ("m3", "A", 0, None, [(5, "private_area"), (6, "departed")]),
        ("m4", "A", 1, None, [(5, "reading"), (6, "reported")]),
    )
    ends = Journeys.from_tables({"journeys": rows, "servers": SERVERS}).ends[0]
    assert ends.tolist() == [[0, 1, 1, 1], [1, 0, 0, 0]]


def test_parts_add_up_to_the_whole():
    whole = Journeys.from_tables({"journeys": ROWS, "servers": SERVERS})
    parts = [Journeys.from_tables({
        "journeys": ROWS[ROWS["server_id"] == code],
        "servers": SERVERS[SERVERS["server_id"] == code]}) for code in ("A", "B")]
    both = parts[0] + parts[1]
    for name in ("spells", "since", "after", "pace", "past", "ends"):
        assert (getattr(both, name) == getattr(whole, name)).all()
