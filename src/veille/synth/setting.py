"""The setting of a world: its catalogue, seed and size, and the numbers ready for arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import ARCHETYPES, AT_RISK, AXES, class_of
from veille.errors import VeilleError
from veille.limits import MAX_SEED, MAX_SERVERS, MAX_WEEKS

BLOCK = 1_000  # servers that share their random streams; a partition is a run of whole blocks


@dataclass(frozen=True)
class Setting:
    """Everything a block needs to be made alone.

    Attributes
    ----------
    seed
        Of the whole world, from 0 to 2**63 - 1.
    n_servers
        Seen and unseen together, at least 10.
    n_weeks
        Length of the window; weeks are numbered from 0.
    """

    catalogue: Catalogue
    seed: int
    n_servers: int
    n_weeks: int

    def __post_init__(self) -> None:
        """Refuse sizes that make no world."""
        _within("la graine (seed)", self.seed, 0, MAX_SEED)
        _within("le nombre de serveurs", self.n_servers, 10, MAX_SERVERS)
        _within("le nombre de semaines", self.n_weeks, 4, MAX_WEEKS)
        largest = self.number("members_max")
        if self.array("members_mean").max() >= largest:
            raise VeilleError(
                f"« members_mean » vaut jusqu’à {self.array('members_mean').max():g} : une moyenne "
                f"plus petite que « members_max » ({largest:g}) est attendue."
            )

    @property
    def n_blocks(self) -> int:
        """How many blocks the world has; the last one may be short."""
        return -(-self.n_servers // BLOCK)

    def block_index(self, block: int) -> np.ndarray:
        """Give the server indices of a block."""
        return np.arange(block * BLOCK, min((block + 1) * BLOCK, self.n_servers))

    def number(self, name: str) -> float:
        """Give a scalar parameter."""
        return self._numbers[name]

    def array(self, name: str) -> np.ndarray:
        """Give a parameter as an array, one dimension per axis, in the order of the vocabulary."""
        return self._arrays[name]

    @cached_property
    def _numbers(self) -> dict[str, float]:
        from veille.assumptions.parameters import PARAMETERS

        return {name: float(self.catalogue.value(name))
                for name, spec in PARAMETERS.items() if not spec.axes}

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        from veille.assumptions.parameters import PARAMETERS

        return {
            name: _as_array(self.catalogue.value(name), spec.axes)
            for name, spec in PARAMETERS.items()
            if spec.axes
        }

    @cached_property
    def archetype_probabilities(self) -> np.ndarray:
        """Probability of each archetype, both classes together; sums to one."""
        share = self.number("at_risk_share")
        weight = np.where(at_risk_mask(), share, 1 - share)
        return weight * self.array("archetype_mix")


def at_risk_mask() -> np.ndarray:
    """Say, archetype by archetype, which are at risk."""
    return np.array([code in AT_RISK for code in ARCHETYPES])


def class_numbers() -> np.ndarray:
    """Give each archetype's class as a number, in the order of the class axis."""
    classes = list(AXES["class"])
    return np.array([classes.index(class_of(code)) for code in ARCHETYPES])


def _as_array(value: dict, axes: tuple[str, ...]) -> np.ndarray:
    if len(axes) == 1:
        return np.array([value[code] for code in AXES[axes[0]]], dtype=float)
    return np.array([_as_array(value[code], axes[1:]) for code in AXES[axes[0]]])


def _within(what: str, found: object, low: int, high: int) -> None:
    if not isinstance(found, int | np.integer) or not low <= found <= high:
        raise VeilleError(
            f"{what} vaut « {found} » : un entier de {low} à {high} est attendu."
        )
