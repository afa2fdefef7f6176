"""Run batches, keep each as it is finished."""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

import pandas as pd

from veille.assumptions import Catalogue
from veille.errors import VeilleError
from veille.spread import spread
from veille.verify.plan import Batch, trial_of
from veille.verify.store import Store


def run(
    wanted: Sequence[Batch], catalogue: Catalogue, store: Store, *, workers: int = 1,
    scheduler: str | None = None, advanced: Callable[[int], object] = lambda worlds: None,
) -> pd.DataFrame:
    """Run the batches that the store does not hold, and give the rows of all.

    Parameters
    ----------
    advanced
        Hears of the worlds that are done, those of an earlier run first.

    Returns
    -------
    pandas.DataFrame
        ``name, seed, value, low, high, planted``, ``seconds`` (of one world of its trial, all its
        estimators together).
    """
    left = store.missing(wanted)
    advanced(sum(len(batch.seeds) for batch in wanted) - sum(len(one.seeds) for one in left))
    for batch, rows in spread(partial(one_batch, catalogue), left, workers, scheduler):
        store.keep(batch, rows)
        advanced(len(batch.seeds))
    return store.rows(wanted)


def one_batch(catalogue: Catalogue, batch: Batch) -> tuple[Batch, pd.DataFrame]:
    """Run one batch, wherever it is."""
    start = perf_counter()
    try:
        rows = trial_of(batch).rows(catalogue, list(batch.seeds))
    except VeilleError as error:  # as it is for people: its own class may not cross processes
        raise VeilleError(f"Essai « {batch.trial} » : {error}") from None
    return batch, rows.assign(seconds=(perf_counter() - start) / len(batch.seeds))
