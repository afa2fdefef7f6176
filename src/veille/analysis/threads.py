"""One thread for many small fits: several would spend their time waiting for each other.

Sums are then made in the same order on every machine too.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
T = TypeVar("T")


def one_thread(function: Callable[P, T]) -> Callable[P, T]:
    """Run a function with one thread for linear algebra, whatever the machine offers.

    Examples
    --------
    >>> one_thread(sum)([1, 2])
    3
    """

    @wraps(function)
    def alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with _controller().limit(limits=1):
            return function(*args, **kwargs)

    return alone


@cache
def _controller() -> ThreadpoolController:
    """Look once for the libraries that have been loaded."""
    return ThreadpoolController()
