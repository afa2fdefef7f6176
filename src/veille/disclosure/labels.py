"""Rows put into cells: every column becomes labels, read alike today and in a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from veille.errors import VeilleError

EMPTY, WHOLE = "(vide)", "Ensemble"
MAX_LABELS = 2_000


@dataclass(frozen=True)
class Coded:
    """One column as labels: ``labels[codes[i]]`` is that of row i."""

    labels: tuple[str, ...]
    codes: np.ndarray


def coded(frame: pd.DataFrame, column: str) -> Coded:
    """Give the labels of a column, sorted as its values are, a missing one last.

    Raises
    ------
    VeilleError
        If the column is absent or there twice, has too many labels, or has two values that
        read alike, such as the number 1 and the text "1".
    """
    values = one_column(frame, column)
    try:
        codes, uniques = pd.factorize(values, sort=True)
    except TypeError:  # values that cannot be compared, or hashed
        try:
            codes, uniques = pd.factorize(values)
        except TypeError:
            raise VeilleError(f"La colonne « {column} » ne contient pas des catégories : des "
                              "textes, des nombres ou des booléens sont attendus.") from None
    labels = [_text(value) for value in uniques]
    if (codes < 0).any():
        codes = np.where(codes < 0, len(labels), codes)
        labels.append(EMPTY)
    _check(column, labels)
    return Coded(tuple(labels), np.asarray(codes, dtype=np.int64))


def one_column(frame: pd.DataFrame, column: str) -> pd.Series:
    """Give a column that must be there once."""
    found = sum(name == column for name in frame.columns)
    if found != 1:
        state = "manque" if not found else "est en double"
        raise VeilleError(f"La colonne « {column} » {state} : elle est attendue une seule fois.")
    return frame[column]


def kept(frame: pd.DataFrame, columns: Mapping[str, Coded], where: Mapping[str, Sequence[str]]
         ) -> np.ndarray:
    """Say which rows have one of the labels asked for, in every column named."""
    rows = np.ones(len(frame), dtype=bool)
    for name, wanted in where.items():
        right = np.isin(np.array([*columns[name].labels, ""], dtype=object), list(wanted))
        rows &= right[columns[name].codes]
    return rows


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check(column: str, labels: list[str]) -> None:
    if len(labels) > MAX_LABELS:
        raise VeilleError(f"La colonne « {column} » a {len(labels)} valeurs : au plus "
                          f"{MAX_LABELS} sont attendues ; regroupez-les.")
    if len(set(labels)) < len(labels):
        raise VeilleError(f"Deux valeurs de la colonne « {column} » s’écrivent de la même façon : "
                          "des catégories qui se distinguent à la lecture sont attendues.")
    if WHOLE in labels:
        raise VeilleError(f"La colonne « {column} » contient « {WHOLE} », qui nomme les totaux : "
                          "un autre mot est attendu.")
