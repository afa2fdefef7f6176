"""The datasheet of a world (Gebru et al., 2021), in French, beside its files."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from string import Template

from veille.assumptions import Catalogue
from veille.assumptions.vocabulary import AT_RISK, CONTRAST, STATUSES
from veille.french import number, percent, typeset
from veille.schema import TABLES
from veille.synth.setting import Setting

TEMPLATE = Path(__file__).parent / "fiche.md"


def datasheet(setting: Setting, rows: Mapping[str, int]) -> str:
    """Give the Markdown of the datasheet; ``rows`` counts the lines of each table."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return typeset(template.substitute(
        servers=number(setting.n_servers, 0),
        weeks=number(setting.n_weeks, 0),
        seed=setting.seed,
        at_risk=", ".join(AT_RISK.values()),
        contrast=", ".join(CONTRAST.values()),
        tables=_tables(rows),
        records=len(setting.catalogue.records),
        origins=_origins(setting.catalogue),
        limits=_limits(),
    ))


def _tables(rows: Mapping[str, int]) -> str:
    lines = ["| table | une ligne est | lignes |", "|---|---|---:|"]
    lines += [
        f"| `{name}` | {table.description} | {number(rows[name], 0)} |"
        for name, table in TABLES.items()
    ]
    return "\n".join(lines)


def _origins(catalogue: Catalogue) -> str:
    counts = Counter(record.status for record in catalogue.records)
    return ", ".join(
        f"« {label} » {counts[status]} ({percent(counts[status] / len(catalogue.records))})"
        for status, label in STATUSES.items()
    )


def _limits() -> str:
    return "\n".join(
        f"- `{name}` : {table.not_modelled}" for name, table in TABLES.items() if table.not_modelled
    )
