"""SDV: a Gaussian copula learnt from a sample of our rows, then sampled.

SDV cannot make a first row: it learns from data that somebody must have.  The copula needs none
of the neural networks that SDV also carries, so that torch is left out of the environment.
"""

import warnings
from importlib.metadata import metadata, version
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq
from sdv.errors import SynthesizerInputError
from sdv.metadata import Metadata
from sdv.multi_table import HMASynthesizer
from sdv.single_table import GaussianCopulaSynthesizer

from .measure import SCHEMA, Order, Recorder, answer

TABLE = "keyword_counts"
KINDS = {"server_id": "categorical", "week": "numerical", "variant_id": "categorical",
         "count": "numerical"}


def write_copula(order: Order) -> dict[str, object]:
    """Learn, apart from the clock of the rows, then write as many rows as asked."""
    warnings.simplefilter("ignore")
    model = GaussianCopulaSynthesizer(described({TABLE: KINDS}))
    begun = perf_counter()
    model.fit({TABLE: pq.read_table(order.sample).to_pandas()})
    fit = perf_counter() - begun
    record = Recorder(order.folder)
    with record.timing("draw"):
        rows = model.sample(num_rows=order.rows)[TABLE]
    with record.timing("write"):
        record.put(pa.Table.from_pandas(rows, SCHEMA, preserve_index=False))
    return record.close() | {"fit": fit, "version": version("sdv"),
                             "licence": metadata("sdv")["License-Expression"],
                             "three_levels": three_levels()}


def described(
    tables: dict[str, dict[str, str]], links: tuple[tuple[str, str], ...] = ()
) -> Metadata:
    """Describe tables to SDV; a link goes from a parent's ``id`` to its child's ``up``."""
    return Metadata.load_from_dict({
        "METADATA_SPEC_VERSION": "V1",
        "tables": {
            name: {"columns": {column: {"sdtype": kind} for column, kind in columns.items()}}
            | ({"primary_key": "id"} if "id" in columns else {})
            for name, columns in tables.items()
        },
        "relationships": [
            {"parent_table_name": parent, "parent_primary_key": "id",
             "child_table_name": child, "child_foreign_key": "up"}
            for parent, child in links
        ],
    })


def three_levels() -> str:
    """Say whether SDV accepts a table whose parent has a parent: ``accepted`` or ``refused``."""
    tables = {"a": {"id": "id"}, "b": {"id": "id", "up": "id"}, "c": {"up": "id", "x": "numerical"}}
    try:
        HMASynthesizer(described(tables, (("a", "b"), ("b", "c"))))
    except SynthesizerInputError:
        return "refused"
    return "accepted"


if __name__ == "__main__":
    answer(write_copula)
