"""One plain reading of a text, which still knows where each character stood."""

from veille.guard.characters import plain_characters
from veille.guard.decoding import decode
from veille.guard.defang import refang
from veille.guard.mapped import Mapped, changed_lines
from veille.guard.spelled import gather


def clean(text: Mapped) -> Mapped:
    """Plain characters, decoded, refanged, gathered; twice, for one disguise may hide another."""
    before = plain_characters(text)
    after = _undisguised(before)
    if after is before:
        return after
    return after.rewrite(changed_lines(before.text, after.text), _again)


def _undisguised(text: Mapped) -> Mapped:
    return gather(refang(decode(text)))


def _again(text: Mapped) -> Mapped:
    return _undisguised(plain_characters(text))
