"""The form that every notebook keeps."""

import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECTIONS = [
    "La question",
    "Les données, et ce qu’elles ne contiennent pas",
    "La méthode",
    "Le résultat",
    "Planté et retrouvé",
    "Quand la méthode trompe",
    "Ce que cette analyse ne permet pas de dire",
    "Sources",
]
HIGH_MARKS = re.compile(r"(?<![\s\u00a0\u202f:/])[;!?](?=\s)|[ \w][ ][;:!?»]|« ")


@pytest.fixture(params=NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def outputs(notebook):
    """Outputs that a reader sees."""
    return [(cell, output) for cell in cells(notebook, "code") for output in cell.outputs
            if "scrapbook" not in output.get("metadata", {})]


def kept(notebook):
    """Numbers kept for the essays, by key."""
    return [(output.metadata["scrapbook"]["name"], *output.data.values())
            for cell in cells(notebook, "code") for output in cell.outputs
            if "scrapbook" in output.get("metadata", {})]


def prose(notebook):
    """Markdown without code spans, roles and link targets."""
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    return re.sub(r"\$[^$]*\$|`[^`]*`|\{[a-z:]+\}|\]\([^)]*\)", "", text)


def test_there_are_notebooks():
    assert {"01_donnees", "02_anatomie", "04_mots_cles"} <= {path.stem for path in NOTEBOOKS}


def test_it_is_valid_small_and_of_a_readable_length(path, notebook):
    nbformat.validate(notebook)
    assert path.stat().st_size <= 100_000
    assert 15 <= len(notebook.cells) <= 30


def test_it_was_run_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in cells(notebook, "code")]
    assert counts == list(range(1, len(counts) + 1))


def test_nothing_failed_or_warned(notebook):
    for _, output in outputs(notebook):
        assert output.output_type == "display_data", output


def test_it_has_one_title_and_the_common_sections(notebook):
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    assert len(re.findall(r"^# \S", text, re.M)) == 1
    assert re.findall(r"^## (.+)$", text, re.M) == SECTIONS
    assert notebook.cells[0].source.startswith("# ")


def test_its_first_code_cell_holds_the_parameters(notebook):
    first = cells(notebook, "code")[0]
    assert first.metadata.get("tags") == ["parameters", "hide-input"]
    assert re.search(r"^[A-Z_]+ = ", first.source, re.M)
    assert not re.search(r"^(import|from) ", first.source, re.M)


def test_code_is_folded_on_the_page(notebook):
    assert all("hide-input" in cell.metadata.tags for cell in cells(notebook, "code"))


def test_images_are_not_stored_and_texts_are_no_object_repr(notebook):
    for _, output in outputs(notebook):
        kinds = set(output.data)
        assert not {kind for kind in kinds if kind.startswith("image/")}
        assert "text/plain" in kinds
        for text in output.data.values():
            assert not re.search(r"<[\w.]+ (object )?at 0x|<Figure size|<Axes", text)


def test_numbers_are_rounded(notebook):
    for _, output in outputs(notebook):
        assert not re.search(r"\d[.,]\d{6,}", output.data["text/plain"])


def test_numbers_kept_for_the_essays_have_names_of_their_own_and_are_written(notebook):
    names = [name for name, _ in kept(notebook)]
    assert len(names) == len(set(names))
    for name, text in kept(notebook):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert "nan" not in text
        assert not re.search(r"\d[.,]\d{3,}", text)


def test_figures_have_an_alternative_text_written_for_them(notebook):
    seen = set()
    for cell in cells(notebook, "code"):
        if "report.figure(" not in cell.source:
            continue
        alt = cell.metadata["mystnb"]["image"]["alt"]
        assert len(alt) >= 60
        assert alt.endswith(".")
        assert "·" not in alt
        assert not re.search(r"\.(png|svg)|_images|[ ][:;!?»]", alt)
        assert alt not in seen
        seen.add(alt)
    assert seen


def test_a_table_or_a_sentence_follows_each_figure(notebook):
    sources = [cell.source for cell in cells(notebook, "code")]
    for here, after in zip(sources, [*sources[1:], ""], strict=True):
        if "report.figure(" in here:
            assert "report.table(" in after or "report.say(" in after


def test_code_holds_no_path_no_styler_and_no_private_drawing(notebook):
    for cell in cells(notebook, "code"):
        for banned in ("/home/", "/root/", "/work/", "/tmp/", "C:\\", ".style", "plt.", "read_csv",
                       "RandomState", "class "):
            assert banned not in cell.source, banned
        assert all(seed == "SEED" for seed in re.findall(r"default_rng\((.*?)\)", cell.source))


def test_prose_has_french_typography(notebook):
    text = prose(notebook)
    found = [text[max(0, m.start() - 20):m.end() + 10] for m in HIGH_MARKS.finditer(text)]
    assert found == []
    assert "'" not in text
    assert '"' not in text
    assert "·" not in text


def test_cell_metadata_is_bare(notebook):
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "mystnb", "nbformat"}
    assert notebook.metadata.language_info == {"name": "python"}
