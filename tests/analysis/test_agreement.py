import numpy as np
import pandas as pd
import pytest

from veille.analysis.agreement import agreement


def parameters(*rows):
    return pd.DataFrame(rows, columns=["parameter", "key", "value", "unit", "status"])


def test_the_distance_is_in_standard_errors_of_the_mean():
    servers = pd.DataFrame({"archetype": ["a"] * 4, "members": [8, 10, 12, 14]})
    table = agreement(parameters(("members_mean", "a", 9.0, "members", "measured")), servers)
    error = np.std([8, 10, 12, 14], ddof=1) / 2
    assert table.loc[0, "recovered"] == 11
    assert table.loc[0, "standard_error"] == pytest.approx(error)
    assert table.loc[0, "z"] == pytest.approx(2 / error)


def test_archetypes_that_share_a_value_and_a_status_are_pooled():
    rows = [("members_mean", "a", 9.0, "members", "measured"),
            ("members_mean", "b", 9.0, "members", "measured"),
            ("members_mean", "c", 9.0, "members", "assumed")]
    servers = pd.DataFrame({"archetype": list("abcabc"), "members": range(6)})
    table = agreement(parameters(*rows), servers)
    assert table["archetypes"].tolist() == [("a", "b"), ("c",)]
    assert table["n_servers"].tolist() == [4, 2]


def test_what_cannot_be_compared_is_left_out():
    rows = [("members_mean", "a", 9.0, "members", "measured"),
            ("zipf_exponent", "all", 1.05, "exponent", "assumed")]
    servers = pd.DataFrame({"archetype": ["a", "b"], "members": [1, 2]})
    assert agreement(parameters(*rows), servers).empty


def test_a_world_that_disobeys_is_far_off(large_world):
    """Small types are left out: the mean of a few skewed values is not yet normal."""
    servers = large_world["truth_servers"]
    tampered = servers.assign(image_share=servers["image_share"] / 2)
    honest, caught = (
        agreement(large_world["truth_parameters"], frame).query("n_servers > 100")
        for frame in (servers, tampered)
    )
    assert len(honest) > 50
    assert honest["z"].abs().max() < 5
    assert (caught.loc[caught["parameter"] == "image_share", "z"].abs() > 5).all()
