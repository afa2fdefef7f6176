"""What a run of `make bench` found, from its committed table: rates, ratios, cost against size."""

import csv
import json
from datetime import date
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from veille.french import number, percent, significant
from veille_site.blocks import bullet_list, paragraph, table
from veille_site.help_lines import french_date

RESULTS = Path(__file__).parents[3] / "benchmarks" / "results"
NAMES = {
    "floor": "Plancher : tirages bruts de numpy",
    "veille": "Ce projet",
    "faker": "Faker, valeurs équiprobables",
    "faker_weighted": "Faker, fréquences des variantes",
    "mimesis": "Mimesis, valeurs équiprobables",
    "sdv": "SDV, copule gaussienne",
}
FLOOR, FAKER, FLAT, MEMORY = 2.5, 100, 2, 500  # what we promise; see book/performances.md
RATES = ("Qui fait les lignes", "Lignes par seconde", "Notre vitesse sur la sienne",
         "Part de l’écriture", "Mémoire", "Octets par ligne")
SIZES = ("Lignes de la plus grande table", "Lignes en tout", "Secondes par million de lignes",
         "Mémoire", "Mesures")


def load(folder):
    """Give the rows of the table, numbers as numbers, and what is known of the machine."""
    try:
        with (folder / "generation.csv").open(encoding="utf-8", newline="") as stream:
            rows = [{name: typed(text) for name, text in row.items()}
                    for row in csv.DictReader(stream)]
        return rows, json.loads((folder / "generation.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ExtensionError(f"{error.filename} manque : « make bench » l’écrit.") from error


def typed(text):
    """Give a number where the text is one, nothing where it is empty."""
    try:
        return float(text)
    except ValueError:
        return text or None


def contenders(rows):
    """Give the rows of the contenders, by name."""
    return {row["name"]: row for row in rows if row["part"] == "contender"}


def sizes(rows):
    """Give the rows of the worlds, the smallest first."""
    return sorted((row for row in rows if row["part"] == "size"), key=lambda row: row["rows"])


def spread(rows):
    """Give the cost of a row at the dearest size over that at the cheapest."""
    costs = [1 / row["rows_per_second"] for row in sizes(rows)]
    return max(costs) / min(costs)


def with_range(middle, low, high):
    """Write a number and the range of the runs that it is the median of."""
    return f"{significant(middle)} (de {significant(low)} à {significant(high)})"


def verdict(promise, found, held):
    """Say what was promised, what was found, and whether it holds."""
    return f"{promise} ; mesuré : {found}. {'Cible tenue.' if held else 'Cible non tenue.'}"


def verdicts(rows):
    """Give one sentence per promise."""
    made = contenders(rows)
    floor, faker = 1 / made["floor"]["ours_over_this"], made["faker_weighted"]["ours_over_this"]
    cost, memory = spread(rows), max(row["peak_mb"] for row in sizes(rows))
    return [
        verdict(f"Au plus {number(FLOOR, 1)} fois le temps du plancher", number(floor, 1),
                floor <= FLOOR),
        verdict(f"Au moins {FAKER} fois plus de lignes par seconde que Faker, quand il suit les "
                "fréquences des variantes", significant(faker, 2), faker >= FAKER),
        verdict("Un coût par ligne qui ne dépend pas de la taille : d’une taille à l’autre, "
                f"moins du double (rapport de {FLAT})", number(cost, 2), cost <= FLAT),
        verdict(f"Moins de {MEMORY} Mo de mémoire, quelle que soit la taille",
                f"{number(memory, 0)} Mo", memory < MEMORY),
    ]


def rates_row(row):
    """Give the cells of one contender, in the order of RATES."""
    ours = row["name"] == "veille"
    rate = with_range(row["rows_per_second"], row["slowest"], row["fastest"])
    ratio = with_range(row["ours_over_this"], row["lowest"], row["highest"])
    return [NAMES[row["name"]], rate, "1" if ours else f"× {ratio}", percent(row["write_share"]),
            f"{number(row['peak_mb'], 0)} Mo", significant(row["bytes_per_row"], 2)]


def sizes_row(row):
    """Give the cells of one world, in the order of SIZES."""
    seconds = [1e6 / row[name] for name in ("rows_per_second", "fastest", "slowest")]
    cost = with_range(*seconds) if row["runs"] > 1 else significant(seconds[0])
    return [number(row["rows"], 0), number(row["all_rows"], 0), cost,
            f"{number(row['peak_mb'], 0)} Mo", number(row["runs"], 0)]


def machine(about):
    """Say on what the run was made, and with what."""
    peers = ", ".join(f"{NAMES[name].split(',')[0]} {version}"
                      for name, version in about["peers"].items())
    return (
        f"Mesuré le {french_date(date.fromisoformat(about['day']))} : {about['system']}, "
        f"{about['processors']} processeurs ({about['processor']}), {about['memory_gb']} Go de "
        f"mémoire ; Python {about['python']}, numpy {about['numpy']}, pyarrow {about['pyarrow']} ; "
        f"{peers}."
    )


def about_faker(rows):
    """Say how far both the project and the floor are from Faker at its simplest."""
    made = contenders(rows)
    simplest = made["faker"]["ours_over_this"]
    floor = made["floor"]["rows_per_second"] / made["faker"]["rows_per_second"]
    return (
        f"Quand Faker tire des valeurs équiprobables, nous allons {significant(simplest, 2)} fois "
        f"plus vite, et le plancher {significant(floor, 2)} fois."
    )


def about_sdv(rows, about):
    """Say what SDV asks for before the first row, and what it accepts."""
    fit = significant(contenders(rows)["sdv"]["fit_seconds"], 2)
    licence = about["sdv"]["licence"]
    freedom = ", qui n’est pas une licence libre" if licence.startswith("BUSL") else ""
    levels = {"refused": "refuse", "accepted": "accepte"}[about["sdv"]["three_levels"]]
    return (
        f"SDV apprend d’abord, pendant {fit} secondes ici, à partir d’un échantillon de nos lignes "
        f"qu’il faut donc déjà avoir. Licence : {licence}{freedom}. La version "
        f"mesurée {levels} trois tables liées l’une à l’autre en chaîne."
    )


PARTS = {
    "cibles": lambda rows, about: bullet_list([[line] for line in verdicts(rows)]),
    "vitesse": lambda rows, about: cells(RATES, map(rates_row, contenders(rows).values())),
    "taille": lambda rows, about: cells(SIZES, map(sizes_row, sizes(rows))),
    "machine": lambda rows, about: paragraph(machine(about)),
    "faker": lambda rows, about: paragraph(about_faker(rows)),
    "sdv": lambda rows, about: paragraph(about_sdv(rows, about)),
}


class Performances(SphinxDirective):
    """Show one of PARTS."""

    required_arguments = 1

    def run(self):
        """Give the nodes of the part that the argument names."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"partie inconnue : {part!r} ; attendu : {', '.join(PARTS)}")
        self.env.note_dependency(str(RESULTS / "generation.csv"))
        return [PARTS[part](*load(RESULTS))]


def cells(headings, rows):
    """Give a table of texts."""
    return table(headings, [[[paragraph(text)] for text in row] for row in rows])


def register(app):
    """Add the directive."""
    app.add_directive("performances", Performances)
