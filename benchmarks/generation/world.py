"""A whole world, every table, checked and registered, as the command ``veille generate`` does."""

from time import perf_counter

from veille.assumptions import load_catalogue
from veille.synth import World
from veille.synth.write import write_world

from .blocks import TABLE
from .measure import SEED, Order, answer


def write_whole(order: Order) -> dict[str, object]:
    """Write a world of so many servers; give the rows of the largest table, and of all."""
    catalogue = load_catalogue()
    # A first small world loads what is loaded once: a process that starts is not what we measure.
    write_world(World(catalogue, SEED, 10, 4), order.folder / "first", "parquet")
    begun = perf_counter()
    written = write_world(World(catalogue, SEED, order.servers), order.folder / "world", "parquet")
    seconds = perf_counter() - begun
    return {"rows": written.rows[TABLE], "all_rows": sum(written.rows.values()),
            "bytes": written.size, "draw": seconds, "write": 0.0}


if __name__ == "__main__":
    answer(write_whole)
