"""What is to be run: trials cut into batches of worlds, each with seeds of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import numpy as np

import veille
from veille.analysis.trials import chosen
from veille.analysis.trials.trial import Trial
from veille.assumptions import Catalogue
from veille.errors import VeilleError
from veille.synth.write.plan import fingerprint

FEWEST, PER_BATCH = 10, 50
_LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn")


@dataclass(frozen=True)
class Batch:
    """Some worlds of one trial.

    Attributes
    ----------
    trial
        Its name.
    key
        Where its rows are kept: says the trial, the batch, its seeds and what made it.
    """

    trial: str
    seeds: tuple[int, ...]
    key: str


def world_seeds(name: str, seed: int, n_worlds: int) -> list[int]:
    """Give the seeds of the worlds of a trial: those of two trials, or two seeds, are unrelated.

    Examples
    --------
    >>> world_seeds("load", 1, 2) == world_seeds("load", 1, 3)[:2]
    True
    """
    entropy = [seed, crc32(name.encode())]
    return [int(np.random.SeedSequence([*entropy, place]).generate_state(1, np.uint64)[0] >> 1)
            for place in range(n_worlds)]


def batches(
    trials: Iterable[Trial], catalogue: Catalogue, seed: int, n_worlds: int
) -> list[Batch]:
    """Cut the trials into batches of about `PER_BATCH` worlds.

    Raises
    ------
    VeilleError
        If there are fewer than `FEWEST` worlds.
    """
    if n_worlds < FEWEST:
        raise VeilleError(f"{n_worlds} mondes sont demandés : au moins {FEWEST} sont attendus.")
    found = []
    for trial in trials:
        seeds = world_seeds(trial.name, seed, n_worlds)
        for place, part in enumerate(np.array_split(seeds, -(-n_worlds // PER_BATCH))):
            own = tuple(int(one) for one in part)
            found.append(Batch(trial.name, own, _key(trial, place, own, catalogue)))
    return found


def trial_of(batch: Batch) -> Trial:
    """Give the trial of a batch, with all its estimators."""
    return next(trial for trial in chosen(None) if trial.name == batch.trial)


@cache
def made_with() -> str:
    """Name what decides of the numbers: the code, and the libraries under it."""
    home, code = Path(veille.__file__).parent, hashlib.sha256()
    for folder in ("assumptions", "schema", "synth", "analysis"):
        for path in sorted((home / folder).rglob("*.*")):
            if path.suffix in (".py", ".yaml"):
                code.update(path.read_bytes())
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"veille {veille.__version__} [{code.hexdigest()[:12]}], {libraries}"


def _key(trial: Trial, place: int, seeds: tuple[int, ...], catalogue: Catalogue) -> str:
    said = repr((trial.n_servers, seeds, fingerprint(catalogue), made_with()))
    return f"{trial.name}-{place:04d}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
