"""The page that shows every estimator against what was planted, from the committed results."""

from sphinx.util.docutils import SphinxDirective

from veille.french import number, percent, typeset
from veille_site.blocks import paragraph, section, table

CLAIMS = {"exact": "tient son niveau", "at_least": "le tient au moins", "none": "rien"}
COLUMNS = ("Estimateur", "Prétend", "Planté", "Retrouvé", "Biais relatif", "Couverture",
           "Sans réponse", "Ce qu’on en sait")
WIDTHS = (24, 9, 8, 9, 9, 13, 8, 20)


class Coverages(SphinxDirective):
    """Show the committed table of ``veille verify``, one section per notebook."""

    def run(self):
        """Give the sections."""
        from veille import results

        frame = results.coverage()
        return [section(self.state.document, f"epreuve-{key}", [f"Carnet {key}"],
                        table(COLUMNS, [cells(row) for row in group.itertuples()],
                              widths=WIDTHS, classes=["catalogue"]))
                for key, group in frame.groupby("notebook")]


class CoveragesInShort(SphinxDirective):
    """Say in a sentence how the table was made and what it shows."""

    def run(self):
        """Give the paragraph."""
        from veille import results

        return [paragraph(summary(results.coverage()))]


def cells(row):
    """Give the cells of one estimator, in the order of COLUMNS."""
    held = f"{percent(row.coverage, 1)} [{percent(row.low)} ; {percent(row.high)}]"
    shown = (CLAIMS[row.claim], number(row.mean_planted, 3), number(row.mean_estimate, 3),
             "–" if row.relative_bias != row.relative_bias else percent(row.relative_bias, 1),
             held, number(row.failures, 0), row.faults or row.note or "–")
    first = [paragraph(typeset(row.estimand)),
             paragraph(typeset(row.method), classes=["precision"])]
    return [first, *([paragraph(typeset(text))] for text in shown)]


def summary(frame):
    """Give the sentence, with its numbers."""
    exact = frame[frame["claim"] == "exact"]
    inside = int(exact["coverage"].between(0.92, 0.98).sum())
    worlds = int((frame["worlds"] + frame["failures"]).max())
    return typeset(
        f"{len(frame)} estimateurs, {number(worlds, 0)} mondes neufs chacun, graine "
        f"{frame['seed'].iloc[0]}. Des {len(exact)} qui prétendent tenir leur niveau de 95 %, "
        f"{inside} ont une couverture observée de 92 à 98 %.")


def register(app):
    """Add the directives."""
    app.add_directive("epreuve", Coverages)
    app.add_directive("epreuve-en-bref", CoveragesInShort)
