"""Code cells of notebooks: one French summary, and no more markup than the colours need."""

import re

# Pygments' classes, by the family that the style sheet colours; every other span says nothing.
FAMILIES = {"c": re.compile(r"c\w?"), "k": re.compile(r"k\w?|ow"), "s": re.compile(r"s\w?"),
            "m": re.compile(r"m\w?")}
# A name, a dot and a name look like an address, and so to the guard, unless a tag parts them.
JOINTS = {".", "@"}
SUMMARY = "Code de cette étape"


def family(names):
    """Give the family of a span of code, or None where its colour would not differ."""
    return next((key for key, known in FAMILIES.items() for name in names
                 if known.fullmatch(name)), None)


def slim_code(soup):
    """Keep the spans that have a colour, and let the keyboard scroll the block."""
    for block in soup.select("div.highlight pre"):
        block["tabindex"] = "0"
        for span in block.find_all("span"):
            kept = family(span.get("class", []))
            if span.get_text() in JOINTS:
                kept = "o"
            if kept:
                span["class"] = [kept]
            else:
                span.unwrap()
        block.smooth()


def name_code(soup):
    """Give each folded cell a plain summary instead of two titles and an English label."""
    for details in soup.select("details.hide"):
        details.attrs = {"class": ["code"]}
        details.summary.attrs = {}
        details.summary.string = SUMMARY
