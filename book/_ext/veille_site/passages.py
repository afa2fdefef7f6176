"""Hard passages: closed until the reader opens them, with native disclosure."""

from docutils import nodes
from docutils.parsers.rst import Directive

OPENING = '<details class="passage-difficile"><summary>Passage difficile : {}</summary>'


class HardPassage(Directive):
    """A passage whose summary says what it holds; nothing in it is read unless opened."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        """Give the closed passage."""
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        summary = OPENING.format(self.arguments[0])
        return [nodes.raw("", summary, format="html"), body,
                nodes.raw("", "</details>", format="html")]


def register(app):
    """Add the directive."""
    app.add_directive("passage-difficile", HardPassage)
