"""What each mark of a figure is called, where its own label is empty.

A figure names its marks in three ways: a label on the mark, a legend whose entries repeat its
colour and shape, or a title that reads « ● one thing  ■ another ».
"""

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.markers import MarkerStyle

GLYPHS = {"●": "o", "■": "s", "◆": "D", "▲": "^", "▼": "v", "▬": "bar"}
SPOKEN = re.compile(f"([{''.join(GLYPHS)}])([^{''.join(GLYPHS)}]+)")


def colour(artist: object) -> str | None:
    """Give the colour of a mark, the first one where it has several."""
    for name in ("get_color", "get_facecolor", "get_edgecolor"):
        if hasattr(artist, name):
            found = np.atleast_1d(getattr(artist, name)())
            if len(found):
                return to_hex(found[0] if np.ndim(found) > 1 or found.dtype.kind in "UO" else found)
    return None


def shape(artist: object) -> str | None:
    """Give the marker of a mark, by its letter."""
    if isinstance(artist, PathCollection):
        drawn = artist.get_paths()[0].vertices
        return next((letter for letter in GLYPHS.values() if letter != "bar"
                     and _same(drawn, MarkerStyle(letter))), None)
    marker = getattr(artist, "get_marker", lambda: None)()
    return marker if isinstance(marker, str) and marker not in ("None", "", " ") else None


def _same(vertices: np.ndarray, style: MarkerStyle) -> bool:
    own = style.get_path().transformed(style.get_transform()).vertices
    return own.shape == vertices.shape and bool(np.allclose(own, vertices))


def named_by_legend(axes: Axes) -> dict[str, str]:
    """Give the name that a legend gives to each colour, of the panel or of the whole figure."""
    legends = [axes.get_legend(), *axes.figure.legends]
    return {colour(handle): text.get_text() for legend in legends if legend
            for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True)}


def named_by_text(axes: Axes) -> dict[str, str]:
    """Give the words written in each colour beside the marks of a panel, black and white aside."""
    words = {colour(text): SPOKEN.sub(r"\2", text.get_text()).strip() for text in axes.texts}
    return {shade: word for shade, word in words.items()
            if shade not in ("#ffffff", "#000000") and any(letter.isalpha() for letter in word)}


def named_by_title(title: str) -> dict[str, str]:
    """Give the name that a title gives to each marker.

    >>> named_by_title("● à risque    ■ témoin")
    {'o': 'à risque', 's': 'témoin'}
    """
    return {GLYPHS[glyph]: " ".join(words.split()) for glyph, words in SPOKEN.findall(title)}


def without_marks(title: str) -> str:
    """Give a title without the marks that it explains.

    >>> without_marks("par classe ● un  ■ deux")
    'par classe'
    """
    return " ".join(SPOKEN.sub("", title).split())
