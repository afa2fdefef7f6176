"""Mimesis: rows as its documentation writes them, a schema of fields."""

from importlib.metadata import version

import pyarrow as pa
from mimesis import Field, Schema

from .measure import SCHEMA, SEED, Order, Recorder, answer, labels


def write_mimesis(order: Order) -> dict[str, object]:
    """Write as many rows as asked; every value is as likely."""
    servers, variants = labels(order)
    field = Field(seed=SEED)
    schema = Schema(
        lambda: {
            "server_id": field("choice", items=servers),
            "week": field("integer_number", start=0, end=51),
            "variant_id": field("choice", items=variants),
            "count": field("integer_number", start=1, end=5),
        },
        iterations=order.rows,
    )
    record = Recorder(order.folder)
    with record.timing("draw"):
        rows = schema.create()
    with record.timing("write"):
        record.put(pa.Table.from_pylist(rows, SCHEMA))
    return record.close() | {"version": version("mimesis")}


if __name__ == "__main__":
    answer(write_mimesis)
