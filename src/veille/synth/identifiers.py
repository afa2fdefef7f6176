"""Opaque server identifiers, drawn for one world alone."""

import numpy as np

from veille.synth.streams import integers_from

CAPACITY = 99_999_989  # the largest prime below 10**8: eight digits, no platform uses so few


def server_ids(seed: int, index: np.ndarray) -> np.ndarray:
    """Give the identifier of each server index, such as ``S01234567``.

    The map is one-to-one on ``[0, CAPACITY)`` and depends on the seed: an identifier says
    nothing of the order in which servers were made, and two worlds share no numbering.
    """
    first, second = integers_from(seed, "identifiers", 2)
    factor, shift = 1 + first % (CAPACITY - 1), second % CAPACITY
    number = (index.astype(np.uint64) * np.uint64(factor) + np.uint64(shift)) % np.uint64(CAPACITY)
    return numbered("S", number, 8)


def numbered(prefix: str, number: np.ndarray, width: int) -> np.ndarray:
    """Write whole numbers after a prefix, with leading zeros up to ``width`` digits."""
    if number.size == 0:  # numpy cannot pad nothing
        return np.empty(0, dtype=f"U{len(prefix) + width}")
    return np.char.add(prefix, np.char.zfill(number.astype("U20"), width))
