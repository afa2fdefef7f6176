"""The file ``_headers`` of the site: which header goes with which path.

Its form is that of several static hosts: a path that may end with ``*``, then its headers, each
on an indented line; a line that starts with ``#`` is a remark.  Every rule whose path fits counts.
"""

from pathlib import Path

from veille.errors import VeilleError

NAME = "_headers"


def read_headers(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Give the rules of a file in order: the pattern of a path, and its headers.

    Raises
    ------
    VeilleError
        If the file is missing, or if a line is neither a path nor a header.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VeilleError(
            f"« {path} » ne peut pas être lu : les en-têtes du site y sont attendus."
        ) from error
    rules: list[tuple[str, dict[str, str]]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.strip().partition(":")
        if line.startswith("/"):
            rules.append((line.strip(), {}))
        elif line[0].isspace() and colon and rules:
            rules[-1][1][name.strip()] = value.strip()
        else:
            raise VeilleError(
                f"« {path} », ligne {number} : un chemin qui commence par « / », ou un en-tête en "
                "retrait sous un chemin, est attendu."
            )
    return rules


def headers_for(rules: list[tuple[str, dict[str, str]]], path: str) -> dict[str, str]:
    """Give the headers of a path of the site, such as ``/book/aide.html``."""
    found: dict[str, str] = {}
    for pattern, headers in rules:
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            for name, value in headers.items():
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found
