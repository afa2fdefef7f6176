"""The project keeps its own promise: nothing identifying in what it publishes."""

import os
import re
from pathlib import Path

import pytest
import yaml

from veille.guard.allow import EXCEPTIONS
from veille.guard.audit import audit
from veille.guard.walk import files, project_files

ROOT = Path(__file__).resolve().parents[2]


def shown(report):
    return [
        (finding.path, finding.line, finding.rule) for finding in report.findings
    ], report.unreadable


def test_nothing_in_the_files_that_git_follows(allowed):
    assert shown(audit(project_files(ROOT), allowed)) == ([], [])


@pytest.mark.site
def test_nothing_in_the_built_site(allowed):
    site = Path(os.environ.get("VEILLE_SITE", ROOT / "_build" / "html"))
    assert (site / "index.html").is_file(), "le site n’est pas construit : make book"
    assert shown(audit(list(files([site])), allowed)) == ([], [])


def test_the_long_number_of_a_reference_is_allowed_where_a_search_index_cuts_it(allowed):
    """And no other number of the same length is."""
    references = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    number = re.search(r"doi = \{\S*?(?<!\d)(\d{17,20})\}", references)[1]
    assert allowed.permits("snowflake", number, "textes.js")
    assert not allowed.permits("snowflake", number[::-1], "textes.js")


def test_each_exception_has_a_reason_and_none_is_a_whole_domain(allowed):
    read = yaml.safe_load((ROOT / EXCEPTIONS).read_text(encoding="utf-8"))
    for kind in ("valeurs", "formes", "registres", "contenus"):
        assert read[kind]
        for entry in read[kind]:
            assert len(entry["raison"]) > 10
    assert all("*" not in entry["valeur"] for entry in read["valeurs"])


def test_each_exception_is_still_needed(allowed):
    """A form or a value limited to files that no longer exist would hide something one day."""
    read = yaml.safe_load((ROOT / EXCEPTIONS).read_text(encoding="utf-8"))
    for entry in read["valeurs"] + read["formes"]:
        for name in entry.get("fichiers", ()):
            if "*" not in name and "_static" not in name:
                assert (ROOT / name).exists(), name
