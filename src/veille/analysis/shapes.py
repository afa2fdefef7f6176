"""How servers are organised, summed up by label and by type; every comparison reads the sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from veille.analysis.effects import Contrast
from veille.analysis.exact import (
    Moments,
    delta_estimate,
    difference_estimate,
    mean_estimate,
    moments,
    tally,
)
from veille.analysis.resampling import Estimate
from veille.analysis.structure import MEASURES, measure
from veille.analysis.summaries import Servers, Stated, Summary, Tables, known_of
from veille.analysis.visibility import gated_share_given
from veille.assumptions.vocabulary import CLASSES
from veille.errors import VeilleError

STAFF = "moderators"
BINS = 20


@dataclass(frozen=True, eq=False)
class Shapes(Summary):
    """Measures of servers, summed up.

    Attributes
    ----------
    servers
        Those of the parts, seen or not.
    listed
        Channels listed.
    sums
        Exact sums by ``(group, code, measure)``.  Groups are ``label`` (the watch's, over seen
        servers), ``class`` and ``type`` (the true ones, over all servers with all their channels)
        and ``seen_type`` (over seen servers, staff alone).  Measures are those of `MEASURES`,
        ``moderators``, and ``restored/0``, ``restored/1``… for the gated share once hidden
        channels are put back, one for each stated visibility.
    values
        Servers by value, in steps, by ``(label, measure)``.
    bins
        Servers by gated share, in `BINS` equal bins, by label; shape ``(BINS,)``.
    missing
        Seen servers by label where nothing is listed beyond the entrance.
    labels
        Seen servers by label and true type.
    visibilities
        Those stated.
    """

    needs: ClassVar[tuple[str, ...]] = ("servers", "channels")
    welcomes: ClassVar[tuple[str, ...]] = ("truth_servers", "truth_channels")

    servers: Servers
    listed: int
    sums: dict[tuple[str, str, str], Moments]
    values: dict[tuple[str, str], Counter]
    bins: dict[str, np.ndarray]
    missing: Counter
    labels: Counter
    visibilities: Stated

    @classmethod
    def from_tables(cls, tables: Tables, visibilities: Sequence[float] = ()) -> Self:
        """Measure the servers of one part, and sum up.

        Parameters
        ----------
        visibilities
            Values that the visibility of a gated channel may take, above 0 and at most 1.
        """
        servers = tables["servers"].set_index("server_id")
        label = servers["observer_label"]
        seen = seen_shapes(tables, visibilities)
        sums = _by_group("label", label, seen)
        known = [*MEASURES, STAFF]
        values = {(code, name): tally(seen.loc[label == code, name].dropna())
                  for code in CLASSES for name in known if (label == code).any()}
        share = seen["gated_share"]
        bins = {code: np.histogram(share[label == code].dropna(), BINS, (0, 1))[0]
                for code in CLASSES}
        labels: Counter = Counter()
        if "truth_servers" in tables:
            truth = tables["truth_servers"].set_index("server_id")
            sums |= _true_sums(truth, tables.get("truth_channels"), seen[[STAFF]])
            labels = Counter(zip(label, known_of(truth["archetype"], label.index), strict=True))
        return cls(Servers.of(tables), len(tables["channels"]), sums, values, bins,
                   Counter(label[share.isna()]), labels, Stated(tuple(visibilities)))

    def of(self, group: str, code: str, name: str) -> Moments:
        """Give the sums of one measure in one group.

        Raises
        ------
        VeilleError
            If no server of the group has a value.
        """
        found = self.sums.get((group, code, name))
        if found is None or not found.n:
            label = CLASSES.get(code, code)
            raise VeilleError(f"Aucun serveur « {label} » mesuré : il en faut au moins un.")
        return found

    def n_servers(self, code: str) -> int:
        """Give the seen servers of one label."""
        found = self.sums.get(("label", code, STAFF))
        return found.n if found else 0

    def mean(self, group: str, code: str, name: str) -> Estimate:
        """Give the mean of a measure in a group, with its interval."""
        return mean_estimate(self.of(group, code, name))

    def difference(self, group: str, name: str) -> Estimate:
        """Give the mean at risk minus the mean of contrast, with its interval."""
        return difference_estimate(*(self.of(group, code, name) for code in CLASSES))

    def compare(self, name: str) -> Contrast:
        """Compare the two labels on one measure."""
        sizes = [self.of("label", code, name).n for code in CLASSES]
        delta = delta_estimate(*(self.values[code, name] for code in CLASSES))
        return Contrast(*(self.mean("label", code, name) for code in CLASSES),
                        self.difference("label", name), delta, *sizes)

    def sensitivity(self) -> pd.DataFrame:
        """Compare the labels for each stated visibility.

        Returns
        -------
        pandas.DataFrame
            ``visibility``, and for ``at_risk``, ``contrast`` and ``difference`` the value and the
            bounds (``…_low``, ``…_high``).
        """
        rows = []
        for place, visibility in enumerate(self.visibilities.value):
            name, row = f"restored/{place}", {"visibility": visibility}
            found = {code: self.mean("label", code, name) for code in CLASSES}
            for code, part in (found | {"difference": self.difference("label", name)}).items():
                row |= {code: part.value, f"{code}_low": part.low, f"{code}_high": part.high}
            rows.append(row)
        return pd.DataFrame(rows)

    def means(self, group: str, name: str) -> pd.DataFrame:
        """Give the mean of each code of a group, lowest first: ``group, value, low, high, n``."""
        codes = sorted(code for kind, code, measured in self.sums
                       if (kind, measured) == (group, name))
        rows = [(code, *_flat(self.mean(group, code, name)), self.of(group, code, name).n)
                for code in codes if self.sums[group, code, name].n]
        table = pd.DataFrame(rows, columns=["group", "value", "low", "high", "n"])
        return table.sort_values("value", ignore_index=True)

    def histogram(self) -> pd.DataFrame:
        """Give servers by label and gated share: ``label, left, width, servers``."""
        return pd.concat([
            pd.DataFrame({"label": code, "left": np.arange(BINS) / BINS, "width": 1 / BINS,
                          "servers": self.bins[code]})
            for code in CLASSES
        ], ignore_index=True)


def seen_shapes(tables: Tables, visibilities: Sequence[float] = ()) -> pd.DataFrame:
    """Measure each seen server from the channels listed; the columns are those of `Shapes.sums`."""
    servers = tables["servers"].set_index("server_id")
    ids = servers.index.to_series()
    frame = _measured(tables["channels"], ids).assign(**{STAFF: servers["moderators_per_1000"]})
    for place, visibility in enumerate(visibilities):
        frame[f"restored/{place}"] = gated_share_given(tables["channels"], ids, visibility)
    return frame


def _true_sums(
    truth: pd.DataFrame, channels: pd.DataFrame | None, staff: pd.DataFrame
) -> dict[tuple[str, str, str], Moments]:
    """Sum up by true type: what is seen of staff, and the whole organisation if it is known."""
    sums = _by_group("seen_type", known_of(truth["archetype"], staff.index), staff)
    if channels is None:
        return sums
    whole = _measured(channels, truth.index.to_series())
    code = truth["at_risk"].map({True: "at_risk", False: "contrast"})
    return sums | _by_group("class", code, whole) | _by_group("type", truth["archetype"], whole)


def _measured(channels: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Measure servers; a part without any channel leaves them without a value."""
    if channels.empty or ids.empty:
        return pd.DataFrame(np.nan, index=ids.index, columns=list(MEASURES))
    return measure(channels, ids)


def _by_group(
    group: str, codes: pd.Series, frame: pd.DataFrame
) -> dict[tuple[str, str, str], Moments]:
    return {
        (group, str(code), name): moments(part[name].dropna().to_numpy())
        for code, part in frame.groupby(codes.to_numpy())
        for name in frame.columns
    }


def _flat(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high
