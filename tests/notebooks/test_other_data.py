"""Every notebook runs with other parameters, on another world, and on data without any truth."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from veille.report import UNSEEN
from veille.synth import World
from veille.synth.write import write_world

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# Of data that are not the project's, nothing shows a small count or somebody's identifier.
TELLING = re.compile(r"(?<![\d,\u202f])[1-9] (?:serveurs?|signalements?|personnes?|salons?)\b|"
                     r"\b[STVP][0-9]{7,9}\b")
QUICK = {"N_WORLDS": 6, "N_BOOT": 60, "WORLD_SERVERS": 200, "SEED": 5, "FIRST_SEED": 31}


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
            (seen / path.name).write_bytes(path.read_bytes())
    return {"whole": whole, "seen": seen}


def with_parameters(notebook, values):
    """Change what the parameters cell sets, as a researcher would by hand."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    for name, value in values.items():
        cell.source = re.sub(rf"^{name} = \S+", f"{name} = {value}", cell.source, flags=re.M)
    return notebook


@pytest.mark.parametrize("data", ["whole", "seen"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")
def test_it_runs_elsewhere(path, data, folders, monkeypatch):
    monkeypatch.setenv("VEILLE_DATA", str(folders[data]))
    stored = nbformat.read(path, as_version=4)
    notebook = with_parameters(nbformat.read(path, as_version=4), QUICK)
    assert notebook != stored
    NotebookClient(notebook, timeout=300, kernel_name="python3",
                   resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert shown
    for output in shown:
        assert output.output_type == "display_data", output
        for kind in ("text/plain", f"{UNSEEN}text/plain"):
            assert "nan" not in output.data.get(kind, "").lower().split()
            assert not TELLING.search(output.data.get(kind, ""))
