"""The command ``veille audit``."""

import argparse
import json
import sys
from pathlib import Path

from veille.errors import VeilleError
from veille.french import number, typeset
from veille.guard.allow import find_root, load
from veille.guard.finding import Finding

CLEAN, FOUND, UNREADABLE = 0, 1, 2
RULES = {
    "address": "adresse hors de la liste permise",
    "invitation": "invitation ou lien de message",
    "shortener": "adresse raccourcie",
    "file_locker": "hébergeur de fichiers",
    "onion": "adresse cachée",
    "email": "adresse électronique",
    "phone": "numéro de téléphone",
    "mention": "mention",
    "snowflake": "identifiant de plateforme",
    "handle": "pseudonyme ou étiquette",
    "ip": "adresse IP",
    "machine": "nom de machine ou de compte",
    "home_path": "dossier personnel",
    "iban": "compte bancaire",
    "wallet": "portefeuille ou paiement",
    "hash": "empreinte",
    "timestamp": "moment plus fin qu’un jour",
    "gps": "position",
    "exif": "métadonnées d’image",
    "unknown_format": "format inconnu",
    "damaged": "contenu endommagé",
    "limit": "trop grand ou trop profond",
}


def add_audit(commands: argparse._SubParsersAction) -> None:
    """Add ``audit`` to the commands."""
    parser = commands.add_parser(
        "audit",
        help="cherche ce qui permettrait de reconnaître quelqu’un",
        description="Cherche dans des fichiers ce qui permettrait de retrouver une personne, un "
                    "espace ou "
        "une machine. Sans chemin, lit les fichiers suivis du projet. Ce qui est trouvé n’est "
        "jamais réécrit.",
        epilog="code de sortie : 0 rien, 1 des trouvailles, 2 mauvais usage ou fichier illisible",
    )
    parser.add_argument(
        "paths",
        metavar="CHEMIN",
        type=Path,
        nargs="*",
        help="fichiers ou dossiers (par défaut, le projet)",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        dest="form",
        help="forme du rapport (par défaut text)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Audit what the options name, write the report, give the exit status."""
    from veille.guard.audit import audit
    from veille.guard.walk import files, project_files

    try:
        root = find_root(Path.cwd())
        paths = list(files(options.paths)) if options.paths else project_files(_project(root))
        report = audit(paths, load(root))
    except VeilleError as error:
        print(typeset(f"veille : {error}"), file=sys.stderr)
        return UNREADABLE
    (_as_json if options.form == "json" else _as_text)(report.findings, len(paths))
    for message in dict.fromkeys(report.unreadable):
        print(typeset(f"veille : {message}"), file=sys.stderr)
    return UNREADABLE if report.unreadable else FOUND if report.findings else CLEAN


def _project(root: Path | None) -> Path:
    here = Path.cwd()
    return root if root and root in (here, *here.parents) else here


def _as_json(findings: list[Finding], count: int) -> None:
    json.dump([finding.as_json() for finding in findings], sys.stdout, ensure_ascii=False, indent=1)
    print()


def _as_text(findings: list[Finding], count: int) -> None:
    for finding in findings:
        print(typeset(f"{finding.path}:{finding.line} : {RULES[finding.rule]} : {finding.excerpt}"))
    plural = "s" if count > 1 else ""
    many = "s" if len(findings) > 1 else ""
    said = f"{number(len(findings), 0)} trouvaille{many}" if findings else "rien à signaler"
    print(typeset(f"{number(count, 0)} fichier{plural} lu{plural} : {said}."))
