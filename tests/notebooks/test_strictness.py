"""The comparison of stored outputs must be able to fail, and say where."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = """\
from matplotlib.figure import Figure

from veille import report

drawn = Figure()
drawn.subplots().plot([1, 2])
report.figure(drawn, "Une droite")
report.say("La part est de 0,25.")
"""


def make(path, stored):
    cell = nbformat.v4.new_code_cell(SOURCE, execution_count=1)
    cell.outputs = [
        nbformat.v4.new_output("display_data", {"text/plain": "Une droite"}),
        nbformat.v4.new_output("display_data", {"text/markdown": stored, "text/plain": stored}),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


def compare(path):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-p", "conftest",
         "-p", "no:cacheprovider", "--nbval", "--nbval-sanitize-with",
         ROOT / "tests/notebooks/sanitize.cfg", path],
        capture_output=True, text=True, cwd=path.parent, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tiny.ipynb"


def test_an_unchanged_notebook_passes_although_its_image_is_not_stored(path):
    make(path, "La part est de 0,25.")
    done = compare(path)
    assert done.returncode == 0, done.stdout


def test_one_changed_number_fails_and_names_its_cell(path):
    make(path, "La part est de 0,26.")
    done = compare(path)
    assert done.returncode == 1
    assert "Cell 0" in done.stdout
    assert "0,26" in done.stdout


def test_at_most_three_rules_may_blur_the_comparison():
    rules = (ROOT / "tests/notebooks/sanitize.cfg").read_text(encoding="utf-8")
    assert rules.count("[") <= 3
