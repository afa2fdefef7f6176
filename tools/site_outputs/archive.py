"""The whole site in one file, to open without a network."""

from pathlib import Path

from .places import ARCHIVE, built, written_whole
from .zipped import write_zip

ROOM = "carnets"  # the folder that appears when the archive is opened
SERVED = ("_headers", "robots.txt", ".nojekyll", "404.html", "404.css")  # what only a host reads


def make_archive(site: Path, folder: Path) -> Path:
    """Write the archive of a site into a folder; give its path.  The same site, the same bytes.

    Raises
    ------
    VeilleError
        If the site is not built.
    """
    path = folder / ARCHIVE
    names = sorted(
        name
        for file in built(site).rglob("*")
        if file.is_file() and (name := file.relative_to(site).as_posix()) not in SERVED
    )
    with written_whole(path) as beside:
        write_zip(beside, ((f"{ROOM}/{name}", (site / name).read_bytes()) for name in names))
    return path
