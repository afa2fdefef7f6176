"""What the system refused, in words."""

import errno
from pathlib import Path

from veille.errors import VeilleError

_CAUSES = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "quota dépassé",
    errno.ENOENT: "emplacement inexistant",
    errno.ENOTDIR: "un fichier tient la place d’un dossier",
    errno.ENAMETOOLONG: "nom ou chemin trop long",
    errno.EIO: "erreur du disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ELOOP: "liens qui tournent en rond",
    errno.ENOTEMPTY: "le dossier vient d’être rempli par ailleurs",
    errno.EXDEV: "disques différents",
}


class Interrupted(KeyboardInterrupt):
    """The person stopped the command; the message says what is kept."""


def unwritable(place: Path, error: OSError) -> VeilleError:
    """Give the error to raise when a place cannot be written, with its cause."""
    cause = _CAUSES.get(error.errno, f"erreur système {error.errno}")
    return VeilleError(
        f"Impossible d’écrire dans « {place} » ({cause}) : un emplacement où "
        "écrire, avec assez de place, est attendu."
    )


def short_of_memory() -> VeilleError:
    """Give the error to raise when a block does not fit in memory."""
    return VeilleError(
        "La mémoire manque : 0,5 Go par processus est attendu. Réduisez --workers."
    )
