"""Zip files whose bytes depend on nothing but what they hold."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can tell: it says nothing
READABLE = 0o644 << 16
UNIX = 3  # written as if from one system, whatever the machine


def write_zip(
    path: Path, members: Iterable[tuple[str, bytes]], stored: Sequence[str] = ()
) -> None:
    """Write a zip of named contents, in the order given, without date, account or machine."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, FIXED)
            member.create_system, member.external_attr = UNIX, READABLE
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, how, 9)
