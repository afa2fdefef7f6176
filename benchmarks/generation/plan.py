"""Who runs, on how many rows, how many times."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contender:
    """One way of making rows: a module of this package, run in a process of its own.

    Attributes
    ----------
    rows
        What it can make in a few seconds; rates are compared, not durations.
    peer
        Whether it lives in the peers' environment.
    """

    name: str
    module: str
    rows: int
    peer: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole run: the contenders in turn, so many rounds, then worlds of growing size.

    Attributes
    ----------
    sizes
        Rows of the largest table, and how many times to make that world.
    """

    contenders: tuple[Contender, ...]
    rounds: int
    sizes: dict[int, int]


CONTENDERS = (
    Contender("floor", "floor", 4_000_000),
    Contender("veille", "blocks", 4_000_000),
    Contender("faker", "peer_faker", 100_000, peer=True),
    Contender("faker_weighted", "peer_faker_weighted", 50_000, peer=True),
    Contender("mimesis", "peer_mimesis", 100_000, peer=True),
    Contender("sdv", "peer_sdv", 500_000, peer=True),
)
DEFAULT = Plan(CONTENDERS, 5, {10**5: 5, 10**6: 5, 10**7: 2})
FULL = Plan(CONTENDERS, 5, DEFAULT.sizes | {10**8: 1})
TINY = Plan((Contender("floor", "floor", 2_000), Contender("veille", "blocks", 2_000)), 1,
            {10**3: 1})
PLANS = {"default": DEFAULT, "full": FULL, "tiny": TINY}
