"""The planted parameters of a world, read from its own table as the catalogue would give them."""

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from veille.errors import VeilleError


class Values(Protocol):
    """What gives the value of a parameter: a catalogue, or a world's own table."""

    def value(self, name: str) -> float | dict:
        """Give a number, or nested mappings, one level an axis."""


@dataclass(frozen=True, eq=False)
class PlantedValues:
    """Values of ``truth_parameters``.

    Examples
    --------
    >>> PlantedValues(pd.DataFrame({"parameter": ["p", "p"], "key": ["a/x", "b/x"],
    ...                             "value": [1.0, 2.0]})).value("p")
    {'a': {'x': 1.0}, 'b': {'x': 2.0}}
    """

    parameters: pd.DataFrame

    def value(self, name: str) -> float | dict:
        """Give one parameter; codes that share a value are not folded together.

        Raises
        ------
        VeilleError
            If the table does not hold it.
        """
        rows = self.parameters[self.parameters["parameter"] == name]
        if rows.empty:
            raise VeilleError(f"« {name} » manque dans « truth_parameters » : le paramètre planté "
                              "est attendu.")
        found: dict = {}
        for key, value in zip(rows["key"], rows["value"], strict=True):
            if key == "all":
                return float(value)
            *outer, last = key.split("/")
            inner = found
            for code in outer:
                inner = inner.setdefault(code, {})
            inner[last] = float(value)
        return found
