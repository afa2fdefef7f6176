"""The label may be wrong: correct a comparison with a few servers whose class was checked.

The audit is a second phase of sampling: servers are drawn within each label, checked, and
weighted by how many of that label they stand for.  Nothing is assumed of the errors, and the
price is that only audited servers speak.  The correction by a table of errors, common for rates
(Rogan and Gladen, 1978), uses every server but assumes that errors strike blindly within a class.
"""

import numpy as np
import pandas as pd

from veille.analysis.replicates import class_means, summarise
from veille.analysis.resampling import Estimate
from veille.errors import VeilleError


def draw_audit(
    called: pd.Series, at_risk: pd.Series, size: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw servers to check, as many in each label as it allows.

    Parameters
    ----------
    called
        Indexed by server: the observer calls it at risk.
    at_risk
        Indexed by server: what a check would find.
    size
        Servers to check, at least 2; a label that has fewer than half of it is checked whole.

    Returns
    -------
    pandas.DataFrame
        Indexed by checked server: ``called``, ``at_risk``, and ``weight``, the servers of that
        label that it stands for.
    """
    if size < 2 or called.nunique() < 2:
        raise VeilleError(
            f"Contrôle de {size} serveur(s), {called.nunique()} classement(s) présent(s) : "
            "au moins 2 serveurs et les deux classements sont attendus."
        )
    parts = []
    for label in (True, False):
        group = called.index[called == label]
        drawn = rng.choice(group.to_numpy(), min(size // 2, group.size), replace=False)
        parts.append(pd.DataFrame({"called": label, "weight": group.size / drawn.size},
                                  index=pd.Index(drawn, name="server_id")))
    audit = pd.concat(parts)
    return audit.assign(at_risk=at_risk.reindex(audit.index).to_numpy(dtype=bool))


def table_correction(
    values: pd.Series, called: pd.Series, audit: pd.DataFrame, counts: np.ndarray
) -> Estimate:
    """Give the difference of class means undone by the table of errors of an audit.

    Among servers called at risk, a share ``a`` is; among the others, a share ``b``.  If a wrong
    label told nothing about the measure, the two means by label would be mixtures of the two
    class means in these shares, and their difference the true one times ``a - b``.

    Parameters
    ----------
    values, called
        Indexed by server, as observed.
    counts
        From `veille.analysis.replicates.draw_counts`, one column per server of ``values``.
    """
    label = called.to_numpy(dtype=bool)
    checked = audit["at_risk"].reindex(called.index)
    found = np.where(checked.isna(), np.nan, checked.eq(True))
    measured = values.to_numpy(dtype=float)
    gap = class_means(measured, label, counts) - class_means(measured, ~label, counts)
    worth = class_means(found, label, counts) - class_means(found, ~label, counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        replicates = gap / worth
    return summarise(replicates)
