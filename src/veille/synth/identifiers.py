"""Opaque identifiers, drawn for one world alone."""

import numpy as np

from veille.limits import LONG_CAPACITY, OFFSPRING
from veille.synth.streams import integers_from

CAPACITY = 99_999_989  # the largest prime below 10**8: eight digits, no platform uses so few
_TEAM_CAPACITY = 9_999_991  # the largest prime below 10**7


def server_ids(seed: int, index: np.ndarray) -> np.ndarray:
    """Give the identifier of each server index, such as ``S01234567``.

    The map is one-to-one on ``[0, CAPACITY)`` and depends on the seed: an identifier says
    nothing of the order in which servers were made, and two worlds share no numbering.
    """
    return numbered("S", _shuffled(seed, "identifiers", index, CAPACITY), 8)


def offspring_ids(
    seed: int, prefix: str, purpose: str, index: np.ndarray, rank: np.ndarray
) -> np.ndarray:
    """Give identifiers such as ``M012345678`` to what hangs on a server.

    Parameters
    ----------
    index
        Of the server.
    rank
        Of the row under that server, below `OFFSPRING`.
    """
    place = index.astype(np.uint64) * np.uint64(OFFSPRING) + rank.astype(np.uint64)
    return numbered(prefix, _shuffled(seed, purpose, place, LONG_CAPACITY), 9)


def team_ids(seed: int, index: np.ndarray) -> np.ndarray:
    """Give the identifier of each team index, such as ``T0123456``."""
    return numbered("T", _shuffled(seed, "teams", index, _TEAM_CAPACITY), 7)


def _shuffled(seed: int, purpose: str, index: np.ndarray, modulus: int) -> np.ndarray:
    first, second = integers_from(seed, purpose, 2)
    factor, shift = 1 + first % (modulus - 1), second % modulus
    return (index.astype(np.uint64) * np.uint64(factor) + np.uint64(shift)) % np.uint64(modulus)


def numbered(prefix: str, number: np.ndarray, width: int) -> np.ndarray:
    """Write whole numbers after a prefix, on ``width`` digits with leading zeros."""
    size = len(prefix) + width
    letters = np.empty((number.size, size), dtype=np.uint32)  # one code point per letter
    letters[:, :len(prefix)] = [ord(letter) for letter in prefix]
    rest = number.astype(np.uint64)
    for place in range(size - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, np.uint64(10))
        letters[:, place] = digit + ord("0")
    return letters.view(f"U{size}").ravel()
