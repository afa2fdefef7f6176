"""The floor: numpy draws of the same columns, without any structure, written to Parquet.

Whoever makes these columns does at least this: one integer per cell, from the generator that numpy
gives by default, text as codes into labels that are already there, batches that fit in the cache.
"""

import numpy as np
import pyarrow as pa

from .measure import ROW_GROUP, SEED, Order, Recorder, answer, labels

WEEKS, LARGEST_COUNT = 52, 5


def write_floor(order: Order) -> dict[str, object]:
    """Write as many rows as asked; give the report of the recorder."""
    servers, variants = (pa.array(names) for names in labels(order))
    rng = np.random.default_rng(SEED)
    record = Recorder(order.folder)
    while record.rows < order.rows:
        size = min(ROW_GROUP, order.rows - record.rows)
        with record.timing("draw"):
            server = rng.integers(0, len(servers), size, dtype=np.int32)
            week = rng.integers(0, WEEKS, size)
            variant = rng.integers(0, len(variants), size, dtype=np.int32)
            count = rng.integers(1, LARGEST_COUNT + 1, size)
        with record.timing("write"):
            record.put(pa.table({
                "server_id": pa.DictionaryArray.from_arrays(server, servers),
                "week": week,
                "variant_id": pa.DictionaryArray.from_arrays(variant, variants),
                "count": count,
            }))
    return record.close()


if __name__ == "__main__":
    answer(write_floor)
