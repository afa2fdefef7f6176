"""Compare the site with the default theme and with furo, on the same pages of the same book.

    make book
    uv pip install --target /tmp/furo furo
    python -m benchmarks.pages --furo /tmp/furo
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd
from benchmarks.pages.measure import measure
from benchmarks.pages.variants import ROOT, build

RESULTS = ROOT / "benchmarks" / "results" / "site.csv"


def main() -> None:
    """Build the variants in a temporary folder, measure each, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--furo", type=Path, help="dossier où furo a été installé")
    parser.add_argument("--before", type=Path, help="un site construit avant ce thème")
    asked = parser.parse_args()
    rows = measure("veille", ROOT / "_build" / "html")
    with tempfile.TemporaryDirectory() as folder:
        default = build("sphinx_book_theme", Path(folder, "default"))
        rows += measure("thème par défaut", default)
        if asked.furo:
            rows += measure("furo", build("furo", Path(folder, "furo"), asked.furo))
    if asked.before:
        rows += measure("thème par défaut, adapté", asked.before)
    pd.DataFrame(rows).to_csv(RESULTS, index=False)
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
