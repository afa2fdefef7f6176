"""The promises of the repository's own files, held together."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
UV = ROOT / ".tools" / "bin" / "uv"


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def uv(*arguments):
    assert UV.exists(), "uv manque : lancez les tests par « make test »"
    return run(UV, *arguments)


def test_requirements_are_those_of_the_lock():
    exported = uv("export", "--quiet", "--locked", "--no-emit-project", "--no-hashes",
                  "--no-annotate", "--no-header")
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout == (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_conda_environment_points_to_the_same_versions():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, *_ = environment["dependencies"]
    version = tuple(map(int, re.fullmatch(r"python=(\d+)\.(\d+)", python).groups()))
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert version >= tuple(map(int, wanted.removeprefix(">=").split(".")))
    assert environment["dependencies"][-1] == {"pip": ["-r requirements.txt", "-e ."]}


def test_the_citation_file_is_valid():
    checked = uv("run", "--quiet", "--isolated", "--locked", "--only-group", "citation",
                 "cffconvert", "--validate")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    module = (ROOT / "src" / "veille" / "__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{project}"' in module
    assert citation == project


def test_make_alone_lists_every_command():
    listed = run("make", "--no-print-directory")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M).group(1).split()
    assert listed.returncode == 0
    assert [line.split()[1] for line in listed.stdout.splitlines()] == phony
    assert all(len(line.split()) > 3 for line in listed.stdout.splitlines())


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_commands_and_files_that_a_page_names_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.M), target
    for path in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:src|book|tests|data_synthetic|\.ci)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path


def test_licences_are_told_apart():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    for word in ("BSD-3-Clause", "CC BY 4.0", "tous droits réservés", "citations"):
        assert word in text


def test_the_layers_import_in_one_direction():
    """Assumptions, then synth and schema, then data, then analysis, then figures."""
    allowed = {
        "assumptions": {"assumptions", "errors"},
        "schema": {"schema", "assumptions", "errors"},
        "synth": {"synth", "schema", "assumptions", "errors", "files", "french", "limits"},
        "figures": {"figures", "french", "assumptions"},
    }
    for layer, reachable in allowed.items():
        for path in (ROOT / "src" / "veille" / layer).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            for module in re.findall(r"^\s*(?:from|import) veille\.(\w+)", source, re.M):
                assert module in reachable, f"{path.name} imports veille.{module}"


def test_every_notebook_is_in_the_book_and_in_the_readme():
    """A notebook that nobody is led to would be run for nothing."""
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert f"- file: notebooks/{path.stem}\n" in contents, path.name
        assert f"](notebooks/{path.name})" in readme, path.name


def test_each_reference_is_there_once_and_in_order():
    text = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,]+),", text, re.M)
    assert keys == sorted(set(keys))
