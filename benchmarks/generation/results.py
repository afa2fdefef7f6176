"""From reports to the committed table: medians over the rounds, and ratios within each round."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from .run import Report

COLUMNS = (
    "part",  # contender, or size
    "name",
    "runs",
    "rows",  # of the largest table
    "all_rows",  # of every table
    "rows_per_second",  # of the largest table: median, slowest and fastest run
    "slowest",
    "fastest",
    "ours_over_this",  # our rate over this one's: median of the rounds, lowest and highest
    "lowest",
    "highest",
    "write_share",  # of the time, in laying out and writing; empty where it is not told apart
    "peak_mb",  # the most memory of any run
    "bytes_per_row",
    "fit_seconds",  # before the first row, for who must learn
)
OURS = "veille"


def table(
    contenders: dict[str, list[Report]], sizes: dict[int, list[Report]]
) -> list[dict[str, object]]:
    """Give the rows of the table, contenders first."""
    ours = [_rate(report) for report in contenders[OURS]]
    rows = [
        _row("contender", name, reports) | _ratios(ours, reports) | {
            "write_share": _significant(median(r["write"] / _seconds(r) for r in reports), 2)}
        for name, reports in contenders.items()
    ]
    return rows + [_row("size", str(size), reports) for size, reports in sizes.items()]


def _row(part: str, name: str, reports: Sequence[Report]) -> dict[str, object]:
    rates = [_rate(report) for report in reports]
    last = reports[-1]
    fits = [report["fit"] for report in reports if "fit" in report]
    return dict.fromkeys(COLUMNS, "") | {
        "part": part,
        "name": name,
        "runs": len(reports),
        "rows": last["rows"],
        "all_rows": last.get("all_rows", last["rows"]),
        "rows_per_second": _significant(median(rates)),
        "slowest": _significant(min(rates)),
        "fastest": _significant(max(rates)),
        "peak_mb": _significant(max(report["peak_mb"] for report in reports)),
        "bytes_per_row": _significant(last["bytes"] / last["rows"]),
        "fit_seconds": _significant(median(fits)) if fits else "",
    }


def _ratios(ours: Sequence[float], reports: Sequence[Report]) -> dict[str, float]:
    ratios = [mine / _rate(report) for mine, report in zip(ours, reports, strict=True)]
    return {"ours_over_this": _significant(median(ratios)), "lowest": _significant(min(ratios)),
            "highest": _significant(max(ratios))}


def _seconds(report: Report) -> float:
    return report["draw"] + report["write"]


def _rate(report: Report) -> float:
    return report["rows"] / _seconds(report)


def _significant(value: float, digits: int = 3) -> float | int:
    """Round to what a timing can tell, and no more."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded.is_integer() else rounded


def versions(contenders: dict[str, list[Report]]) -> Iterator[tuple[str, str]]:
    """Yield the peers' names and versions, each once."""
    for name, reports in contenders.items():
        if "version" in reports[0] and "_" not in name:
            yield name, reports[0]["version"]


def write_table(rows: Sequence[dict[str, object]], path: Path) -> None:
    """Write the table as CSV, beside and then in place."""
    beside = path.with_suffix(".tmp")
    with beside.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    beside.replace(path)
