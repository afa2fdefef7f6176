"""Faker again, asked for the frequencies of the variants: the least of what our rows carry."""

from collections import Counter, OrderedDict

import pyarrow.parquet as pq

from .measure import Order, answer, labels
from .peer_faker import write_faker


def write_weighted(order: Order) -> dict[str, object]:
    """Write rows whose variants have the frequencies of the sample."""
    servers, _ = labels(order)
    found = Counter(pq.read_table(order.sample)["variant_id"].to_pylist())
    total = found.total()
    weights = OrderedDict((name, times / total) for name, times in found.most_common())
    return write_faker(order, tuple(servers), weights)


if __name__ == "__main__":
    answer(write_weighted)
