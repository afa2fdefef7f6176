"""Our generator: the rows of ``keyword_counts`` alone, block after block."""

from veille.assumptions import load_catalogue
from veille.schema import TABLES
from veille.synth import World
from veille.synth.blocks import draw_block
from veille.synth.columns import Rows, to_arrow
from veille.synth.setting import BLOCK

from .measure import SEED, Order, Recorder, answer

TABLE = "keyword_counts"
FEWEST = 20  # rows that a server gives at the very least, on average: bounds the world's size


def write_blocks(order: Order) -> dict[str, object]:
    """Write whole blocks until there are as many rows as asked; give their servers too."""
    world = World(load_catalogue(), SEED, BLOCK + order.rows // FEWEST)
    record, block = Recorder(order.folder), 0
    while record.rows < order.rows:
        with record.timing("draw"):
            drawn = draw_block(world.setting, world.lexicon, block, ("language",))[TABLE]
        with record.timing("write"):
            write_rows(record, drawn)
        block += 1
    return record.close() | {"servers": block * BLOCK}


def write_rows(record: Recorder, rows: Rows) -> None:
    """Write the rows of a block: the only line to change when the project has its own writer."""
    record.put(to_arrow(rows, TABLES[TABLE]))


if __name__ == "__main__":
    answer(write_blocks)
