"""Builds of the same book with other themes, to compare them with ours on the same pages.

Each is the project's own configuration with the theme's part replaced; the executed notebooks are
those of the last ``make book``.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHARED = ["myst_nb", "jupyter_book", "sphinx_external_toc", "sphinx_comments",
          "sphinxcontrib.bibtex"]
DEFAULT = ["sphinx_togglebutton", "sphinx_copybutton", "sphinx_thebe", "sphinx_design",
           "sphinx_book_theme"]
OURS = ("html_theme", "html_theme_path", "html_theme_options", "html_extra_path",
        "html_static_path", "html_permalinks", "html_copy_source", "html_show_sourcelink",
        "html_use_index", "html_domain_indices", "html_math_renderer")
# The parts of our extension that a page needs to exist at all, whatever its theme.
PAGES_NEED = "veille_site"


def config(theme: str) -> dict:
    """Give the configuration of the book under a theme: ``sphinx_book_theme`` or ``furo``."""
    read = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings = {name: value for name, value in read["sphinx"]["config"].items()
                if name not in OURS}
    extra = DEFAULT if theme == "sphinx_book_theme" else [
        one for one in DEFAULT if one not in ("sphinx_book_theme", "sphinx_thebe")]
    settings["extensions"] = [*SHARED, *extra, PAGES_NEED]
    settings |= {"veille_corrections": False, "html_math_renderer": "mathjax"}
    if theme != "sphinx_book_theme":
        settings |= {"html_theme": theme, "html_theme_options": {}}
    read["sphinx"]["config"] = settings
    return read


def build(theme: str, out: Path, packages: Path | None = None) -> Path:
    """Build the book under a theme in ``out``; give the folder of its pages.

    ``packages`` is a folder where a theme that is not ours to depend on has been installed.
    """
    source = out / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(
        ".git", ".venv", ".tools", "html", ".doctrees", "__pycache__"))
    (source / "_config.yml").write_text(
        yaml.safe_dump(config(theme), allow_unicode=True), encoding="utf-8")
    path = [str(packages)] if packages else []
    subprocess.run(
        [Path(sys.executable).parent / "jupyter-book", "build", source, "--keep-going"], check=True,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": ":".join(path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return source / "_build" / "html"
