"""Results that take too long for a notebook: committed, with the commands that make them again.

``make results`` writes them all to ``results/``.
"""

import json
from pathlib import Path

import pandas as pd

from veille.errors import VeilleError
from veille.french import percent, typeset

FOLDER = Path(__file__).parents[2] / "results"
COVERAGE, CONCLUSIONS, FACTORS = "coverage.json", "conclusions.csv", "facteurs.csv"
OFTEN = 0.9  # share of the worlds where everything moves, from which a conclusion is said to hold

HOLDS, DEPENDS, FAILS = "tient", "dépend d’une hypothèse", "ne tient pas"


def coverage() -> pd.DataFrame:
    """Give the table of ``veille verify``: one row per estimator (see `Judged.as_row`)."""
    frame = pd.DataFrame(json.loads(_text(COVERAGE)))
    numbers = ["mean_planted", "mean_estimate", "bias", "bias_error", "rmse", "coverage", "low",
               "high", "relative_bias"]
    return frame.assign(**{name: frame[name].astype(float) for name in numbers})


def conclusions() -> pd.DataFrame:
    """Give the conclusions of ``veille sensitivity``, with a ``verdict``.

    `HOLDS`: in every world as the catalogue has it, when any one assumption goes to either end of
    its range, and in nine tenths at least of the worlds where all move at once.  `DEPENDS`: as
    the catalogue has it, but not all of that.  `FAILS`: not even as the catalogue has it.
    """
    frame = _table(CONCLUSIONS, {"notebook": str})
    sure = (frame["flipped_by"] == 0) & (frame["holds"] >= OFTEN)
    verdict = sure.map({True: HOLDS, False: DEPENDS}).where(frame["holds_by_default"], FAILS)
    return frame.assign(verdict=verdict)


def factors() -> pd.DataFrame:
    """Give, for each conclusion and assumption, what moving it does (see `by_factor`)."""
    return _table(FACTORS, {"topic": str})


def survival(notebook: str) -> str:
    """Say, in French, which conclusions of a notebook depend on what was assumed.

    Parameters
    ----------
    notebook
        Its number, in two digits.

    Raises
    ------
    VeilleError
        If no conclusion of that notebook was tried.
    """
    every = conclusions()
    own = every[every["notebook"] == notebook]
    if own.empty:
        raise VeilleError(f"Aucune conclusion du carnet {notebook} n’a été éprouvée.")
    moved = factors()
    held = own[own["verdict"] == HOLDS]
    sentences = []
    if len(held):
        sentences.append("Déplacer les hypothèses, une à une puis ensemble, ne renverse pas : "
                         + _joined(held["said"]) + ".")
    for row in own[own["verdict"] != HOLDS].itertuples():
        sentences.append(_fragile(row, moved[moved["conclusion"] == row.conclusion]))
    return typeset(" ".join(sentences))


def overturning(own: pd.DataFrame) -> list[str]:
    """Name the assumptions of `factors` that alone overturn a conclusion, and at which end."""
    ends = [(row.label, side) for row in own.itertuples()
            for side, flips in (("au plus bas", row.flips_low), ("au plus haut", row.flips_high))
            if flips]
    return [f"{label[0].lower()}{label[1:]} ({side})" for label, side in ends]


def _fragile(row: tuple, own: pd.DataFrame) -> str:
    if not row.holds_by_default:
        return f"« {row.said.rstrip('.')} » ne tient pas dans tous les mondes du catalogue."
    alone = overturning(own)
    why = []
    if alone:
        shown = alone[:3] + (["…"] if len(alone) > 3 else [])
        why.append(f"suffit à la renverser, seule : {' ; '.join(shown)}")
    if row.holds < OFTEN:
        why.append(f"quand toutes bougent, elle ne tient que {percent(row.holds)} du temps")
    return (f"« {row.said.rstrip('.')} » dépend de ce que nous avons supposé : "
            + " ; ".join(why) + ".")


def _joined(said: pd.Series) -> str:
    return " ; ".join(f"« {text.rstrip('.')} »" for text in said)


def _table(name: str, types: dict[str, type]) -> pd.DataFrame:
    _text(name)
    return pd.read_csv(FOLDER / name, dtype=types)


def _text(name: str) -> str:
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except OSError as error:
        raise VeilleError(f"« results/{name} » ne peut pas être lu ({error.strerror}) : un fichier "
                          "que make results écrit est attendu.") from error
