"""Uses as arrays: what is kept, cut and refused."""

import pandas as pd
import pytest

from veille.analysis.uses import read_uses
from veille.errors import VeilleError


def lexicon(**columns):
    frame = pd.DataFrame({
        "family_id": ["F01", "F01", "F02"], "variant_id": ["F01·v001", "F01·v002", "F02·v001"],
        "birth_week": pd.array([None, 3, None], dtype="Int64"),
        "death_week": pd.array([3, None, None], dtype="Int64"),
        "homonym": [False, True, False],
    })
    return frame.assign(**columns)


def counts(rows):
    return pd.DataFrame(rows, columns=["server_id", "week", "variant_id", "count"])


TWO = counts([("S1", 0, "F01·v001", 2), ("S2", 5, "F02·v001", 1), ("S2", 4, "F01·v002", 4)])


def test_lives_are_known_within_the_window():
    uses = read_uses(TWO, lexicon())
    assert uses.n_weeks == 6
    assert uses.alive().sum(axis=1).tolist() == [3, 3, 6]


def test_homonyms_set_aside_stay_in_the_lexicon():
    clean = read_uses(TWO, lexicon()).without_homonyms()
    assert clean.count.sum() == 3
    assert clean.tokens.size == 3
    assert clean.counted().tolist() == [True, False, True]


def test_servers_are_pooled_by_token_and_week():
    weekly = read_uses(TWO, lexicon()).pooled()
    assert weekly.totals().tolist() == [2, 4, 1]
    assert weekly.weekly[1].tolist() == [0, 0, 0, 0, 4, 0]
    assert weekly.of_family(0).totals().tolist() == [2, 4, 0]


def test_by_server_adds_up():
    uses = read_uses(TWO, lexicon())
    assert uses.by_server(uses.token, 3).tolist() == [[2, 0, 0], [0, 4, 1]]


def test_an_empty_table_is_refused_in_french():
    with pytest.raises(VeilleError, match="Aucun emploi"):
        read_uses(counts([]), lexicon())


def test_a_token_outside_the_lexicon_is_named():
    with pytest.raises(VeilleError, match="F09·v999"):
        read_uses(counts([("S1", 0, "F09·v999", 1)]), lexicon())
