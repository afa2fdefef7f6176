"""Every notebook runs with other parameters, on another world, and on data without any truth."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from cells import outputs_of

from veille.check.folder import check_folder
from veille.report import UNSEEN
from veille.synth import World
from veille.synth.write import write_world

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# Of data that are not the project's, nothing shows a small count or somebody's identifier.
TELLING = re.compile(r"(?<![\d,\u202f])[1-9] (?:serveurs?|signalements?|personnes?|salons?)\b|"
                     r"\b[STVP][0-9]{7,9}\b")
QUICK = {"N_WORLDS": 6, "N_BOOT": 60, "WORLD_SERVERS": 200, "SEED": 5, "FIRST_SEED": 31,
         "N_WINDOW_WORLDS": 4, "N_NETWORK_WORLDS": 3, "N_RATE_WORLDS": 3, "RATE_SERVERS": 300,
         "N_UPKEEP_WORLDS": 3, "N_SLOW_WORLDS": 6, "N_CURVE_WORLDS": 6, "LARGEST": 6, "YEARS": 60,
         "N_PATHS": 2}


@pytest.fixture(scope="module")
def folders(tmp_path_factory, catalogue):
    """Another world, from other assumptions, whole and without its truth."""
    other = catalogue.replace(gated_visibility=0.4, at_risk_share=0.4, variant_half_life=8)
    whole = tmp_path_factory.mktemp("data") / "whole"
    write_world(World(other, seed=99, n_servers=500, n_weeks=30), whole)
    seen = tmp_path_factory.mktemp("data") / "seen"
    seen.mkdir()
    for path in whole.glob("*.csv"):
        if not path.name.startswith("truth_"):
            _as_somebody_else_writes(path, seen / path.name)
    assert check_folder(seen).faults == check_folder(whole).faults == ()
    return {"whole": whole, "seen": seen}


def _as_somebody_else_writes(path, target):
    """Write a table as a spreadsheet would: other order, byte-order mark, other line ends."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows[rows.columns[::-1]].to_csv(target, index=False, encoding="utf-8-sig",
                                    lineterminator="\r\n")


def with_parameters(notebook, values):
    """Change what the parameters cell sets, as a researcher would by hand."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    for name, value in values.items():
        cell.source = re.sub(rf"^{name} = \S+", f"{name} = {value}", cell.source, flags=re.M)
    return notebook


@pytest.mark.parametrize("data", ["whole", "seen"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_it_runs_elsewhere(path, data, folders):
    stored = nbformat.read(path, as_version=4)
    notebook = with_parameters(nbformat.read(path, as_version=4), QUICK)
    assert notebook != stored
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    shown = outputs_of(cells, path.parent, {"VEILLE_DATA": str(folders[data])})
    assert shown
    for output in shown:
        assert output["type"] == "display_data", output
        for kind in ("text/plain", f"{UNSEEN}text/plain"):
            assert "nan" not in output["data"].get(kind, "").lower().split()
            assert not TELLING.search(output["data"].get(kind, ""))
