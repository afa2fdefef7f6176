"""The notes of two raters side by side, and the scores made of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.assumptions.vocabulary import RATERS, SIGNS
from veille.errors import VeilleError

RATED_FROM = ("ratings", "servers", "truth_servers", "truth_ratings")


@dataclass(frozen=True, eq=False)
class Notes:
    """What two people noted of the servers that both rated.

    Attributes
    ----------
    server_id
        Servers, shape ``(n_servers,)``.
    first, second
        Notes of each, shape ``(n_servers, n_signs)``, signs in the order of the vocabulary.
    """

    server_id: np.ndarray
    first: np.ndarray
    second: np.ndarray

    @property
    def each(self) -> np.ndarray:
        """How many people noted each sign, 0 to 2, shape ``(n_servers, n_signs)``."""
        return self.first.astype(int) + self.second

    @property
    def score(self) -> np.ndarray:
        """The additive score: mean number of signs noted by the two people, from 0 to 7."""
        return self.each.sum(axis=1) / 2

    @property
    def agreed(self) -> np.ndarray:
        """How many signs both people noted."""
        return (self.each == 2).sum(axis=1)


def pair_notes(ratings: pd.DataFrame) -> Notes:
    """Put the notes of the two raters side by side; servers that one alone rated are left out.

    Parameters
    ----------
    ratings
        The table ``ratings``.

    Raises
    ------
    VeilleError
        If no server was rated by both.

    Examples
    --------
    >>> from veille import data
    >>> notes = pair_notes(data.load("ratings"))
    >>> notes.first.shape[1], bool((notes.agreed <= notes.score).all())
    (7, True)
    """
    first, second = (
        ratings[ratings["rater_id"] == rater].set_index("server_id")[list(SIGNS)]
        for rater in RATERS
    )
    common = first.index[first.index.isin(second.index)]
    if common.empty:
        raise VeilleError("Aucun serveur évalué par deux personnes : un au moins est "
                          "attendu.")
    return Notes(common.to_numpy(), first.to_numpy(bool)[first.index.isin(common)],
                 second.loc[common].to_numpy(bool))


@dataclass(frozen=True, eq=False)
class Rated:
    """Rated servers whose truth is known.

    Attributes
    ----------
    notes
        What the two people noted.
    at_risk, label
        True class, and what the watch called at risk; booleans, shape ``(n_servers,)``.
    archetype
        True type, shape ``(n_servers,)``.
    present
        Signs that the server bears, booleans, shape ``(n_servers, n_signs)``.
    """

    notes: Notes
    at_risk: np.ndarray
    label: np.ndarray
    archetype: np.ndarray
    present: np.ndarray


def rated(tables: Mapping[str, pd.DataFrame]) -> Rated:
    """Join the tables of `RATED_FROM`, of one world.

    Examples
    --------
    >>> from veille.synth import World
    >>> known = rated(World(seed=1, n_servers=100).topics("structure", "ratings"))
    >>> known.present.shape == known.notes.first.shape
    True
    """
    notes = pair_notes(tables["ratings"])
    servers, truth, signs = (
        tables[name].set_index("server_id").loc[notes.server_id]
        for name in ("servers", "truth_servers", "truth_ratings")
    )
    return Rated(notes, truth["at_risk"].to_numpy(bool),
                 (servers["observer_label"] == "at_risk").to_numpy(),
                 truth["archetype"].to_numpy(str), signs[list(SIGNS)].to_numpy(bool))
