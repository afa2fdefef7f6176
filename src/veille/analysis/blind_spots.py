"""What a watch saw of each type, what it missed, and what nobody could see; from the truth."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from veille.analysis.exact import Moments, moments
from veille.analysis.summaries import Servers, Summary, Tables
from veille.assumptions.vocabulary import AT_RISK
from veille.errors import VeilleError

SIDES = {
    "seen": "vus",
    "hidden": "visibles, jamais vus",
    "unseeable": "hors de vue",
}


@dataclass(frozen=True, eq=False)
class BlindSpots(Summary):
    """Servers by true type and by side: seen, never seen although they could be, out of sight.

    Attributes
    ----------
    gated
        Exact sums of the planted propensity to put a channel behind a gate, by ``(type, side)``.
    """

    needs: ClassVar[tuple[str, ...]] = ("truth_servers",)

    servers: Servers
    gated: dict[tuple[str, str], Moments]

    @classmethod
    def from_tables(cls, tables: Tables) -> Self:
        """Sum up the servers of one part."""
        truth = tables["truth_servers"]
        side = np.where(truth["observed"], "seen",
                        np.where(truth["seeable"], "hidden", "unseeable"))
        gated = {
            (str(code), str(which)): moments(part.to_numpy())
            for (code, which), part in truth["gated_propensity"].groupby(
                [truth["archetype"].to_numpy(), side])
        }
        return cls(Servers.of({"truth_servers": truth}), gated)

    def number(self, side: str) -> int:
        """Give the servers of one side, all types together."""
        return sum(found.n for (_, which), found in self.gated.items() if which == side)

    def by_type(self) -> pd.DataFrame:
        """Count each type, the least seen first.

        Returns
        -------
        pandas.DataFrame
            ``type``, ``at_risk``, ``seen``, ``hidden``, ``unseeable`` (servers), ``share_seen``
            (of all), and ``gated``, the mean propensity to close a channel.

        Raises
        ------
        VeilleError
            If there is no server.
        """
        rows = []
        for code in sorted({code for code, _ in self.gated}):
            parts = {side: self.gated.get((code, side)) for side in SIDES}
            sizes = {side: part.n if part else 0 for side, part in parts.items()}
            whole = sum((part for part in parts.values() if part), start=_NOTHING)
            rows.append({"type": code, "at_risk": code in AT_RISK, **sizes,
                         "share_seen": sizes["seen"] / whole.n, "gated": whole.mean()})
        if not rows:
            raise VeilleError("Aucun serveur à compter : il en faut au moins un.")
        return pd.DataFrame(rows).sort_values("share_seen", kind="stable", ignore_index=True)

    def mean_gated(self, side: str) -> float:
        """Give the mean propensity to close a channel on one side; missing if it is empty."""
        found = [part for (_, which), part in self.gated.items() if which == side]
        return sum(found, start=_NOTHING).mean()


_NOTHING = Moments(0, np.array([0], dtype=object), np.array([[0]], dtype=object))
