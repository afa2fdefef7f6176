"""Formulas as MathML, written at build time: no script and no other host in the page."""

import html

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)


def aligned(latex):
    """Give `latex` in a form that latex2mathml lays out line by line.

    It knows `align*`, not `aligned`; lines without an environment get one.
    """
    for name in ("aligned", "split"):
        latex = latex.replace(f"{{{name}}}", "{align*}")
    several = "\\\\" in latex and "\\begin" not in latex
    return f"\\begin{{align*}}{latex}\\end{{align*}}" if several else latex


def mathml(latex, display, location=None):
    """Give the MathML of `latex`; warn, and show the source, where it cannot be converted."""
    try:
        return convert(latex, display=display)
    except Exception as error:  # latex2mathml raises many unrelated types
        logger.warning("formule illisible %r : %s", latex, error, location=location)
        return f"<code>{html.escape(latex)}</code>"


def visit_inline(self, node):
    """Write an inline formula."""
    self.body.append(mathml(node.astext(), "inline", node))
    raise nodes.SkipNode


def visit_block(self, node):
    """Write a displayed formula, in a box that scrolls when the screen is narrow."""
    self.body.append(self.starttag(node, "div", CLASS="math", TABINDEX="0", ROLE="group"))
    self.body[-1] = self.body[-1].replace(">", ' aria-label="Formule">', 1)
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(mathml(aligned(node.astext()), "block", node))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def register(app):
    """Offer the renderer that `html_math_renderer: mathml` asks for."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(visit_inline, None), block_renderers=(visit_block, None)
    )
