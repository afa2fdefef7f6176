"""One plain reading of a text, which still knows where each character stood."""

from veille.guard.characters import plain_characters
from veille.guard.decoding import decode
from veille.guard.defang import refang
from veille.guard.mapped import Mapped
from veille.guard.spelled import gather


def clean(text: Mapped) -> Mapped:
    """Plain characters, decoded, refanged, gathered; twice, for one disguise may hide another."""
    for _ in range(2):
        before = plain_characters(text)
        text = gather(refang(decode(before)))
        if text is before:
            break
    return text
