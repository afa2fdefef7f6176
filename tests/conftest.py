"""Worlds and catalogues that several tests look at; nobody changes them."""

import pandas as pd
import pytest

from veille.assumptions import Catalogue, load_catalogue
from veille.synth import World


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def small_world(catalogue) -> dict[str, pd.DataFrame]:
    return World(catalogue, seed=7, n_servers=150, n_weeks=12).tables()


@pytest.fixture(scope="session")
def large_world(catalogue) -> dict[str, pd.DataFrame]:
    """Several blocks: 6,000 servers."""
    return World(catalogue, seed=11, n_servers=6_000, n_weeks=26).tables()
