"""The table of `veille verify`, for a person or a program."""

import json
from collections.abc import Mapping, Sequence
from math import isnan

import pandas as pd

from veille.analysis.trials.trial import Estimator
from veille.french import number, percent, typeset
from veille.verify.judge import BAND, BIAS, MISSES, Judged


def as_json(judged: Sequence[Judged], seed: int) -> str:
    """Give a list of objects, one per estimator; a missing number is null."""
    return _listed([one.as_row() | {"seed": seed} for one in judged])


def as_text(judged: Sequence[Judged]) -> str:
    """Give two lines per estimator, numbers then words, and what to think of them."""
    head = ["estimateur", "planté", "estimé", "biais", "biais rel.", "erreur quadr.",
            "couverture", "échecs", "s/monde", "verdict"]
    rows = [_cells(one) for one in judged]
    width = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    last = len(head) - 1

    def line(row: list[str]) -> str:
        return "  ".join(cell.ljust(size) if place in (0, last) else cell.rjust(size)
                         for place, (cell, size) in enumerate(zip(row, width, strict=True))
                         ).rstrip()

    lines = [line(head)]
    for row, one in zip(rows, judged, strict=True):
        lines += [line(row), f"    {_words(one.estimator)}"]
    return "\n".join([*lines, "", typeset(conclusion(judged))])


def _words(one: Estimator) -> str:
    nominal = "" if one.claim == "none" else f" [annoncé : {percent(one.nominal)}]"
    return typeset(f"{one.estimand} ; {one.method}{nominal}"
                   + (f" ; {one.note}" if one.note else ""))


def conclusion(judged: Sequence[Judged]) -> str:
    """Say in a sentence or two which estimators miss what they claim."""
    claimed = [one for one in judged if one.estimator.valid]
    missed = [one for one in claimed if one.verdict == MISSES]
    worlds = max((one.found.n_worlds + one.found.failures for one in judged), default=0)
    exact = [one for one in claimed if not one.estimator.conservative]
    inside = sum(one.in_band for one in exact)
    said = (f"{len(claimed)} estimateurs prétendent tenir leur niveau (biais sous "
            f"{percent(BIAS)}, sauf note) ; {len(claimed) - len(exact)} d’entre eux au moins, "
            f"{len(exact)} exactement, dont {inside} ont une couverture observée de "
            f"{percent(BAND[0])} à {percent(BAND[1])} sur {number(worlds, 0)} mondes. ")
    if not missed:
        return said + "Aucun n’est démenti au-delà du hasard."
    return said + "Démentis : " + " ; ".join(
        f"{one.estimator.name} ({', '.join(one.faults)})" for one in missed) + "."


def _cells(one: Judged) -> list[str]:
    found = one.found
    return [
        one.estimator.name, number(found.mean_planted, 3), number(found.mean_estimate, 3),
        f"{number(found.bias, 3)} ± {number(found.bias_error, 3)}",
        "–" if isnan(one.relative_bias) else percent(one.relative_bias, 1),
        number(found.rmse, 3),
        "–" if isnan(found.coverage) else
        f"{percent(found.coverage, 1)} [{percent(found.low)} ; {percent(found.high)}]",
        number(found.failures, 0), number(one.seconds, 3), one.verdict,
    ]


def conclusions_as_text(conclusions: pd.DataFrame) -> str:
    """Give one line per conclusion."""
    lines = []
    for row in conclusions.itertuples():
        held = ("indécidable" if isnan(row.holds) else
                f"{percent(row.holds)} [{percent(row.low)} ; {percent(row.high)}]")
        lines.append(f"{row.conclusion:<32}  {'oui' if row.holds_by_default else 'non':<4}"
                     f"{held:>22}{percent(row.too_poor):>8}{row.flipped_by:>4}  {row.said}")
    head = f"{'conclusion':<32}  tient{'tient, tout bougé':>21}{'pauvres':>8}{'  seules':>4}"
    return "\n".join([head, *lines])


def conclusions_as_json(conclusions: pd.DataFrame) -> str:
    """Give a list of objects, one per conclusion; a missing number is null."""
    return _listed(conclusions.to_dict("records"))


def _listed(rows: Sequence[Mapping[str, object]]) -> str:
    rows = [{key: None if isinstance(value, float) and isnan(value) else value
             for key, value in row.items()} for row in rows]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def rounded_csv(frame: pd.DataFrame) -> str:
    """Give a table as CSV, numbers with four significant digits."""
    return frame.to_csv(index=False, float_format="%.4g", lineterminator="\n")
