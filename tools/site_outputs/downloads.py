"""The folder to publish: the built site, what one can take away of it, and the page that says so.

The built site itself is left as it is: its page « Emporter » says that nothing is there to take,
which stays true in the archive.
"""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from veille.errors import VeilleError
from veille.french import typeset

from .places import ARCHIVE, EPUB, FOLDER, PDF, built, size

PAGE, MISSING = "book/emporter.html", "404.html"
BASE = re.compile(r"(?:/[\w.-]+)*")
PLACE = re.compile(r'(<div class="[^"]*\btelechargements\b[^"]*">).*?(</div>)', re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """One thing to take away: its file, and what the page says of it."""

    name: str
    what: str


KINDS = (
    Kind(ARCHIVE, "Le site entier, à ouvrir sans connexion"),
    Kind(PDF, "Le livre en PDF, à lire ou à imprimer"),
    Kind(EPUB, "Le livre en EPUB, pour une liseuse ou un téléphone"),
)


def publish(site: Path, outputs: Path, folder: Path, base: str = "") -> list[Path]:
    """Put the site and its downloads in a folder; give the files that can be downloaded.

    ``base`` is the path under which the host will show the site, ``/carnets`` for instance: the
    page of what is missing is shown at any depth, and its links start from there.

    Raises
    ------
    VeilleError
        If the site is not built, if an output is missing, if the folder holds something else, or
        if the base is not a path.
    """
    if not BASE.fullmatch(base):
        raise VeilleError(f"Base « {base} » : rien, ou un chemin comme « /carnets », est attendu.")
    built(site)
    found = [outputs / kind.name for kind in KINDS]
    missing = [path.name for path in found if not path.is_file()]
    if missing:
        raise VeilleError(
            f"« {outputs} » ne contient pas {', '.join(missing)} : lancez d’abord "
            "« make archive », « make pdf » et « make epub »."
        )
    if folder.exists() and not (folder / FOLDER).is_dir():
        raise VeilleError(
            f"« {folder} » contient autre chose qu’une publication : un dossier absent ou fait "
            "par cette commande est attendu."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".publication") as scratch:
        whole = Path(scratch, "site")
        shutil.copytree(site, whole)
        (whole / FOLDER).mkdir()
        for path in found:
            shutil.copy(path, whole / FOLDER / path.name)
        _tell(whole / PAGE, found)
        _root(whole / MISSING, base)
        (whole / ".nojekyll").touch()  # else some hosts leave out what starts with « _ »
        if folder.exists():
            os.replace(folder, Path(scratch, "ancien"))
        os.replace(whole, folder)
    return [folder / FOLDER / path.name for path in found]


def _root(page: Path, base: str) -> None:
    if base and page.is_file():
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace('href="/', f'href="{base}/'), encoding="utf-8")


def _tell(page: Path, files: list[Path]) -> None:
    """Write on the page « Emporter » what can be downloaded, and how big it is."""
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise VeilleError(
            f"« {page} » manque : cette page du site est attendue ; relancez « make book »."
        ) from error
    filled, count = PLACE.subn(lambda found: found[1] + listed(files) + found[2], text)
    if count != 1:
        raise VeilleError(
            f"« {page.name} » a {count} endroits pour les téléchargements : un seul élément de "
            "classe « telechargements » est attendu."
        )
    page.write_text(filled, encoding="utf-8")


def listed(files: list[Path]) -> str:
    """Give the list of links to the files, with their sizes, as seen from the page."""
    kinds = {kind.name: kind.what for kind in KINDS}
    lines = [
        f'<li><a href="../{FOLDER}/{path.name}" download>{escape(kinds[path.name])}</a>, '
        f"{size(path)} (<code>{path.name}</code>)</li>"
        for path in files
    ]
    return typeset("<ul>" + "".join(lines) + "</ul>")
