"""French spaces: non-breaking where a line must not break, in text only."""

from docutils import nodes
from sphinx.transforms import SphinxTransform

from veille.french import typeset

# Code and formulas are quoted as they are: a space there is part of the quotation.
VERBATIM = (
    nodes.literal,
    nodes.FixedTextElement,
    nodes.math,
    nodes.math_block,
    nodes.raw,
)


def is_verbatim(node):
    """Say whether `node` stands inside code, a formula or raw output."""
    while node is not None:
        if isinstance(node, VERBATIM):
            return True
        node = node.parent
    return False


class FrenchSpaces(SphinxTransform):
    """Apply `typeset` to texts and alternative texts."""

    # After smart quotes (750), which write « and », and before titles are collected (880).
    default_priority = 860

    def apply(self, **kwargs):
        """Rewrite the texts of the document in place."""
        for text in list(self.document.findall(nodes.Text)):
            if not is_verbatim(text.parent):
                self._rewrite(text)
        for image in self.document.findall(nodes.image):
            if image.get("alt"):
                image["alt"] = typeset(image["alt"])

    @staticmethod
    def _rewrite(text):
        spaced = typeset(str(text))
        if spaced != str(text):
            text.parent.replace(text, nodes.Text(spaced))


def register(app):
    """Add the transform."""
    app.add_transform(FrenchSpaces)
