"""What is allowed: the project's own references and help lines, and exceptions with reasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

import yaml
from pybtex.database import BibliographyData, parse_string
from pybtex.exceptions import PybtexError

from veille.errors import VeilleError
from veille.guard.clean import clean
from veille.guard.mapped import Mapped
from veille.guard.rules.addresses import trim
from veille.guard.rules.snowflakes import LONG_NUMBER

EXCEPTIONS = ".veille-audit.yaml"
HELP_LINES, REFERENCES = Path("book/_data/aide.yml"), Path("book/references.bib")
_COUNTRY = ("33", "32", "41", "352", "1")
_PHONE_LIKE = re.compile(r"\+?\d[\d \-./()]{1,18}\d")
_SCHEME = re.compile(r"^https?://", re.I)


@dataclass(frozen=True)
class Allowance:
    """One allowed value or form, why, and the only files where it is allowed, if it says."""

    value: str
    reason: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Allowed:
    """Everything that may be published although a rule recognises it."""

    root: Path | None = None
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    values: tuple[Allowance, ...] = ()
    forms: tuple[Allowance, ...] = ()
    registries: tuple[Allowance, ...] = ()
    files: frozenset[str] = frozenset()

    def permits(self, rule: str, value: str, path: str) -> bool:
        """Say whether a value found in a file is a published or excepted one."""
        if rule == "phone" and number(value) in self.phones:
            return True
        if rule not in ("phone", "hash") and address(value) in self.addresses:
            return True
        if rule == "hash" and self.is_registry(path):
            return True
        return any(_applies(exception, path) for exception in self.index.get(address(value), ()))

    @cached_property
    def index(self) -> dict[str, list[Allowance]]:
        """The exceptions by their value in plain form."""
        found: dict[str, list[Allowance]] = {}
        for exception in self.values:
            found.setdefault(address(exception.value), []).append(exception)
        return found

    def is_registry(self, path: str) -> bool:
        """Say whether a file exists to hold fingerprints."""
        name = Path(path).name
        return name == EXCEPTIONS or any(fnmatch(name, entry.value) for entry in self.registries)

    def forms_of(self, path: str) -> list[re.Pattern]:
        """Give the machine-written forms that are blanked in a file before it is read."""
        return [re.compile(form.value) for form in self.forms if _applies(form, path)]


def _applies(exception: Allowance, path: str) -> bool:
    if not exception.files or Path(path).name == EXCEPTIONS:
        return True
    return any(fnmatch(path, name) or fnmatch(path, f"*/{name}") for name in exception.files)


def address(value: str) -> str:
    """Bring an address to the form in which two are compared: no scheme, no final sign."""
    plain = _SCHEME.sub("", trim(clean(Mapped(value.strip())).text)).removeprefix("//")
    host, slash, path = plain.partition("/")
    return trim(host.lower() + (slash + path).rstrip("/"))


def number(value: str) -> str:
    """Give the digits of a telephone number, without its international prefix."""
    digits = re.sub(r"\D", "", value.replace("(0)", ""))
    if value.strip().startswith(("+", "00")) or re.match(r"(?i)(?:tel|sms):\+", value):
        digits = digits.removeprefix("00")
        for code in _COUNTRY:
            if digits.startswith(code):
                return digits[len(code) :].lstrip("0")
    return digits.lstrip("0") if len(digits) < 11 else digits.removeprefix("1")


def load(root: Path | None) -> Allowed:
    """Read what a project allows; a project without these files allows nothing."""
    if root is None:
        return Allowed()
    exceptions = _exceptions(root / EXCEPTIONS)
    addresses, phones = set(), set()
    for value in _references(root / REFERENCES):
        addresses.add(address(value))
        addresses.update(LONG_NUMBER.findall(value))  # as a search index cuts a DOI
    for kind, value in _help_lines(root / HELP_LINES):
        if kind == "web":
            host = address(value)
            addresses |= {host, host.removeprefix("www."), f"www.{host.removeprefix('www.')}"}
        phones |= (
            {number(found) for found in _PHONE_LIKE.findall(value)} if kind != "web" else set()
        )
    return Allowed(root, frozenset(addresses), frozenset(phones), **exceptions)


def _exceptions(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        lists = {
            name: tuple(
                Allowance(str(entry["valeur"]), entry["raison"], tuple(entry.get("fichiers", ())))
                for entry in read.get(french) or ()
            )
            for name, french in (
                ("values", "valeurs"),
                ("forms", "formes"),
                ("registries", "registres"),
            )
        }
        return lists | {
            "files": frozenset(
                entry["valeur"] for entry in read.get("contenus") or () if entry["raison"]
            )
        }
    except (
        yaml.YAMLError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        UnicodeDecodeError,
    ) as error:
        raise VeilleError(
            f"« {path} » est illisible ({type(error).__name__}) : une liste YAML d’entrées "
            "« valeur » et « raison » est attendue."
        ) from error


def _references(path: Path) -> Iterator[str]:
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    for entry in _entries(path, text).entries.values():
        fields = entry.fields
        if "doi" in fields:
            yield f"https://doi.org/{fields['doi']}"
        if "eprint" in fields:
            yield f"https://arxiv.org/abs/{fields['eprint']}"
        if "url" in fields:
            yield fields["url"].replace("\\", "")


def _entries(path: Path, text: str) -> BibliographyData:
    try:
        return parse_string(text, "bibtex")
    except PybtexError as error:
        raise VeilleError(
            f"« {path} » est illisible ({type(error).__name__}) : une bibliographie "
            "BibTeX est attendue."
        ) from error


def _help_lines(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    try:
        lines = yaml.safe_load(path.read_text(encoding="utf-8")) or ()
        for line in lines:
            for contact in line.get("contact") or ():
                for kind, value in contact.items():
                    yield kind, str(value)
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise VeilleError(
            f"« {path} » est illisible ({type(error).__name__}) : la liste YAML des "
            "lignes d’aide est attendue."
        ) from error


def find_root(start: Path) -> Path | None:
    """Give the project a folder is in; failing that, the one this program was installed from."""
    here = Path(__file__).resolve()
    for folder in (start.resolve(), *start.resolve().parents, here.parents[3]):
        if (folder / EXCEPTIONS).is_file():
            return folder
    return None
