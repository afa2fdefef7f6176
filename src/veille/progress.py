"""Show how far a long command is: a bar on a terminal, a line now and then in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from tqdm import tqdm

from veille.french import duration, number, percent, typeset
from veille.synth.write import Progress

_EVERY = 30  # seconds between two lines of a log
_BAR = "Fabrication {percentage:3.0f} % |{bar}| {postfix}"


class Shown(Progress):
    """Servers made, their pace and what is left, on the standard error.

    What an earlier command had made counts as done, and not in the pace.
    """

    def __init__(self, servers: int) -> None:
        self._total, self._kept, self._made, self.rows = servers, 0, 0, 0
        self._start = self._last = monotonic()
        self._bar = tqdm(total=servers, bar_format=_BAR, disable=None, file=sys.stderr,
                         mininterval=0.2)

    def resumed(self, servers: int, parts: int) -> None:
        """Count what is kept, and say it."""
        self._kept = servers
        self._bar.update(servers)
        self._say(f"veille : reprise, {number(parts, 0)} parts déjà finies "
                  f"({number(servers, 0)} serveurs) ont été vérifiées et gardées.")

    def advanced(self, servers: int, rows: int) -> None:
        """Count what is made; show it."""
        self._made += servers
        self.rows += rows
        self._bar.set_postfix_str(typeset(self._pace()), refresh=False)
        self._bar.update(servers)
        if self._bar.disable and monotonic() - self._last >= _EVERY:
            self._last = monotonic()
            done = self._kept + self._made
            self._say(f"veille : {number(done, 0)} serveurs sur {number(self._total, 0)} "
                      f"({percent(done / self._total)}), {self._pace()}.")

    def warned(self, message: str) -> None:
        """Say what the person should know."""
        self._say(f"veille : attention, {message}")

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return monotonic() - self._start

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._bar.close()

    def _pace(self) -> str:
        each_second = self._made / max(self.elapsed, 1e-3)
        left = (self._total - self._kept - self._made) / each_second if each_second else 0
        return (f"{number(each_second, 0)} serveurs/s, "
                f"{number(self.rows / max(self.elapsed, 1e-3), 0)} lignes/s, "
                f"reste {duration(left)}")

    def _say(self, line: str) -> None:
        self._bar.write(typeset(line), file=sys.stderr)


@contextmanager
def shown(servers: int) -> Iterator[Shown]:
    """Show the making of so many servers until the block ends, well or not."""
    progress = Shown(servers)
    try:
        yield progress
    finally:
        progress.close()
