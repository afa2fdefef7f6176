"""Run notebooks from top to bottom and store them as the repository wants them.

Outputs keep their text; images are left out (the book draws them at each build).  Code cells
are folded on the page.  A notebook that raises is left as it was.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
IMAGES = ("image/svg+xml", "image/png", "image/jpeg")
FOLDED = "hide-input"  # readers of the book unfold the code if they want it
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def refresh(path: Path) -> None:
    """Execute one notebook and write it back, normalised."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, kernel_name="python3",
                   resources={"metadata": {"path": str(path.parent)}}).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"c{number:02d}"
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            others = [tag for tag in cell.metadata.get("tags", []) if tag != FOLDED]
            cell.metadata["tags"] = [*others, FOLDED]
        for output in cell.get("outputs", []):
            for image in IMAGES:
                output.get("data", {}).pop(image, None)
    nbformat.validate(notebook)
    scratch = path.with_suffix(".ipynb.new")
    nbformat.write(notebook, scratch)
    scratch.replace(path)


def main() -> int:
    """Refresh the notebooks named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path,
                        default=sorted((ROOT / "notebooks").glob("*.ipynb")))
    failed = 0
    for path in parser.parse_args().notebooks:
        try:
            refresh(path)
        except CellExecutionError as error:
            print(f"{path.name} : une cellule échoue, le carnet est laissé tel quel.\n{error}",
                  file=sys.stderr)
            failed = 1
        else:
            print(f"{path.name} : exécuté et enregistré.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
