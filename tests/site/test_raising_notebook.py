"""A notebook that raises must stop the build, with the options that the book really uses."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("jupyter-book")
LINKED = ("aide", "naviguer", "emporter", "charte", "reproduire")
COMMAND = [str(PROGRAM), "build", ".", "-n", "-W", "--keep-going"]


def write_book(folder, code):
    """Write a book of one page and one notebook, with the real configuration."""
    (folder / "book").mkdir(parents=True)
    for name in ("_ext", "_theme", "_racine", "_data"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    shutil.copy(ROOT / "_config.yml", folder)
    # The header and the footer of every page link to these.
    for name in ("index", *LINKED):
        (folder / "book" / f"{name}.md").write_text(f"# Page {name}\n", encoding="utf-8")
    (folder / "book" / "references.bib").write_text("", encoding="utf-8")
    chapters = [{"file": f"book/{name}"} for name in LINKED]
    toc = {"format": "jb-book", "root": "book/index", "chapters": [*chapters, {"file": "carnet"}]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Un carnet", id="titre"),
            nbformat.v4.new_code_cell(code, id="calcul"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "carnet.ipynb")


@pytest.mark.parametrize(
    ("code", "succeeds"), [("print(1 + 1)", True), ("raise ValueError('planté')", False)]
)
def test_build_status_follows_the_notebook(tmp_path, code, succeeds):
    """Zero when the notebook runs, something else when it raises."""
    folder = tmp_path / "livre"
    write_book(folder, code)
    ended = subprocess.run(
        COMMAND,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    said = ended.stdout + ended.stderr
    assert (ended.returncode == 0) is succeeds, said
    if succeeds:
        assert "2" in (folder / "_build/html/carnet.html").read_text(encoding="utf-8")
    else:
        assert "planté" in said  # it failed for the notebook, not for something else
