"""Every headline estimator of the notebooks, with the truth that it is judged against.

An estimator is judged by ``veille verify`` because it stands here: one module per notebook, each
with its `Trial`.  A cell of a notebook that gives an estimate names its row by a tag,
``estimateur:NAME``; a test holds both lists together.
"""

from difflib import get_close_matches
from importlib import import_module

from veille.analysis.trials.trial import Estimator, Trial
from veille.errors import VeilleError

MODULES = ("anatomy", "typology", "language", "drift", "dynamics", "indicators", "reporting",
           "closures", "load", "blind_spots", "identification")


def trials() -> list[Trial]:
    """Give every trial, in the order of the notebooks."""
    return [trial for module in MODULES
            for trial in import_module(f"{__name__}.{module}").TRIALS]


def estimators() -> dict[str, Estimator]:
    """Give every estimator, by name."""
    return {one.name: one for trial in trials() for one in trial.estimators}


def chosen(names: list[str] | None) -> list[Trial]:
    """Give the trials that hold the estimators named, or all of them.

    A name may be that of a notebook, such as ``08``: all its estimators are then meant.

    Raises
    ------
    VeilleError
        If a name is unknown; the message gives those that exist.

    Examples
    --------
    >>> [trial.name for trial in chosen(["10"])]
    ['load']
    """
    if not names:
        return trials()
    known = estimators()
    notebooks = {trial.notebook for trial in trials()}
    unknown = [name for name in names if name not in known and name not in notebooks]
    if unknown:
        raise VeilleError(
            f"Estimateur inconnu : « {unknown[0]} » ; le numéro d’un carnet "
            f"({', '.join(sorted(notebooks))}), ou un nom tel que "
            f"{', '.join(_near(unknown[0], known))}, est attendu.")
    kept = [trial.only(names) for trial in trials()]
    return [trial for trial in kept if trial.estimators]


def _near(name: str, known: dict[str, Estimator]) -> list[str]:
    """Give the names that look most like one, those of its notebook first."""
    same = [one for one in known if one[:2] == name[:2]]
    return get_close_matches(name, known, 3, 0.5) or same[:6] or list(known)[:6]
