"""What every contender shares: the clock, the memory, and one Parquet file made alike.

Peers import this too, from an environment that lacks the rest of the project.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema([("server_id", pa.string()), ("week", pa.int64()),
                    ("variant_id", pa.string()), ("count", pa.int64())])
ROW_GROUP = 50_000  # close to what a block of a thousand servers gives
SEED = 2026


@dataclass(frozen=True)
class Order:
    """What a contender is asked for.

    Attributes
    ----------
    rows
        How many to write; one that works by batches may write a few more.
    folder
        Where to write; emptied by whoever gives the order.
    sample
        A Parquet file of true rows: the labels to draw from, and what to learn from.
    servers
        How many servers the world has, for the orders that ask for a whole one.
    """

    rows: int
    folder: Path
    sample: Path
    servers: int = 0


class Recorder:
    """Time the drawing and the writing of rows apart; write them all in the same way."""

    def __init__(self, folder: Path) -> None:
        self.rows = 0
        self.seconds = {"draw": 0.0, "write": 0.0}
        self.path = folder / "rows.parquet"
        self._file: pq.ParquetWriter | None = None

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        begun = perf_counter()
        yield
        self.seconds[stage] += perf_counter() - begun

    def put(self, table: pa.Table) -> None:
        """Write a table after the others."""
        if self._file is None:
            self._file = pq.ParquetWriter(
                self.path, table.schema, compression="zstd", store_schema=False
            )
        self._file.write_table(table, row_group_size=ROW_GROUP)
        self.rows += len(table)

    def close(self) -> dict[str, float]:
        """Finish the file; give the rows, the bytes, the seconds of each stage."""
        with self.timing("write"):
            self._file.close()
        return {"rows": self.rows, "bytes": self.path.stat().st_size, **self.seconds}


def labels(order: Order) -> tuple[list[str], list[str]]:
    """Give the servers and the variants of the sample, sorted."""
    sample = pq.read_table(order.sample)
    return tuple(sorted(sample[name].unique().to_pylist()) for name in ("server_id", "variant_id"))


def peak_megabytes() -> float:
    """Give the most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def answer(contender: Callable[[Order], dict[str, object]]) -> None:
    """Run a contender on the order given as JSON, and print its report as JSON."""
    asked = json.loads(sys.argv[1])
    order = Order(asked["rows"], Path(asked["folder"]), Path(asked["sample"]), asked["servers"])
    report = contender(order)
    print(json.dumps(report | {"peak_mb": peak_megabytes()}))
