"""What the site needs beyond Jupyter Book: French typography, checks, catalogue pages."""

from veille_site import (
    alternatives,
    bibliography,
    citation,
    content_notes,
    dictionary,
    epreuve,
    finish,
    formulas,
    frame,
    help_lines,
    hypotheses,
    journal,
    passages,
    performances,
    search_texts,
    site_measures,
    typography,
)

PARTS = (
    typography,
    alternatives,
    formulas,
    finish,
    frame,
    bibliography,
    citation,
    content_notes,
    help_lines,
    hypotheses,
    journal,
    dictionary,
    epreuve,
    passages,
    performances,
    search_texts,
    site_measures,
)


def setup(app):
    """Register every part with Sphinx."""
    for part in PARTS:
        part.register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
