"""Named random streams: the only place where a number is drawn.

A stream is named by ``(world seed, table, partition, purpose)``.  Adding a column, a table or a
partition opens new names and moves none of the old ones, and a partition's bytes do not depend
on which other partitions are made, or where.

Block draws use Philox, a counter-based generator (Salmon et al., 2011).  Some quantities must be
known for any server without making its block (the target of an invitation, for instance): they
come from ``uniform_at``, a hash of the server's index with the finaliser of SplitMix64
(Steele, Lea and Flood, 2014).
"""

from hashlib import blake2b

import numpy as np

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


class StreamReuseError(RuntimeError):
    """A stream was opened twice: its second reader would repeat the draws of the first."""


class Streams:
    """Open the named streams of one partition of a world, each at most once."""

    def __init__(self, seed: int, partition: int = 0) -> None:
        self._seed = seed
        self._partition = partition
        self._opened: set[tuple[str, str]] = set()

    def open(self, table: str, purpose: str) -> np.random.Generator:
        """Give the generator of a purpose within a table; opening it twice raises."""
        if (table, purpose) in self._opened:
            raise StreamReuseError(f"stream {table}/{purpose} is already open")
        self._opened.add((table, purpose))
        key = _digest(f"{self._seed}/{table}/{self._partition}/{purpose}", size=16)
        return np.random.Generator(np.random.Philox(_Key(key)))


class _Key(np.random.bit_generator.ISeedSequence):
    """Give Philox its key as it is, in a third of the time: the system is asked for no entropy."""

    def __init__(self, key: bytes) -> None:
        self._words = np.frombuffer(key, dtype="<u8")

    def generate_state(self, n_words: int, dtype: type = np.uint32) -> np.ndarray:
        """Give the key; Philox asks for two words of 64 bits."""
        if (n_words, dtype) != (2, np.uint64):
            raise ValueError(f"two 64-bit words are expected, not {n_words} of {dtype}")
        return self._words


def uniform_at(seed: int, purpose: str, index: np.ndarray) -> np.ndarray:
    """Give, for each server index, a number in [0, 1) that depends on nothing else.

    Parameters
    ----------
    index
        Server indices, any shape, non-negative integers.

    Returns
    -------
    numpy.ndarray
        Same shape, float64, uniform and independent between indices and purposes.
    """
    key = np.frombuffer(_digest(f"{seed}/server/{purpose}", size=16), dtype="<u8")
    state = (index.astype(np.uint64) + np.uint64(1)) * _GOLDEN + key[0]
    return (_finalise(_finalise(state) ^ key[1]) >> np.uint64(11)) * 2.0**-53


def integers_from(seed: int, purpose: str, count: int) -> list[int]:
    """Give a few 64-bit integers that belong to the whole world."""
    return [
        int.from_bytes(_digest(f"{seed}/world/{purpose}/{rank}", size=8), "little")
        for rank in range(count)
    ]


def _finalise(state: np.ndarray) -> np.ndarray:
    state = (state ^ (state >> np.uint64(30))) * _MIX_1
    state = (state ^ (state >> np.uint64(27))) * _MIX_2
    return state ^ (state >> np.uint64(31))


def _digest(name: str, size: int) -> bytes:
    return blake2b(name.encode(), digest_size=size).digest()
