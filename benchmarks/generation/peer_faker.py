"""Faker: rows as its documentation writes them, one call per cell; every value is as likely."""

from importlib.metadata import version

import pyarrow as pa
from faker import Faker

from .measure import SCHEMA, SEED, Order, Recorder, answer, labels


def write_uniform(order: Order) -> dict[str, object]:
    """Write rows whose servers and variants are all as frequent."""
    return write_faker(order, *map(tuple, labels(order)))


def write_faker(order: Order, servers: object, variants: object) -> dict[str, object]:
    """Write as many rows as asked, with elements as `random_element` takes them."""
    fake = Faker()
    fake.seed_instance(SEED)
    record = Recorder(order.folder)
    with record.timing("draw"):
        rows = [
            {
                "server_id": fake.random_element(servers),
                "week": fake.random_int(0, 51),
                "variant_id": fake.random_element(variants),
                "count": fake.random_int(1, 5),
            }
            for _ in range(order.rows)
        ]
    with record.timing("write"):
        record.put(pa.Table.from_pylist(rows, SCHEMA))
    return record.close() | {"version": version("faker")}


if __name__ == "__main__":
    answer(write_uniform)
