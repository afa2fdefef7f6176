"""How a table is described: columns, bounds, keys. The tables themselves are in `tables`."""

from dataclasses import dataclass, field

DTYPES = ("string", "integer", "number", "boolean")


@dataclass(frozen=True)
class Column:
    """One column: its type, unit (French, empty if none), bounds or allowed codes.

    ``pattern`` is a regular expression that the whole value must match.
    """

    name: str
    dtype: str
    description: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    categories: dict[str, str] = field(default_factory=dict)
    pattern: str = ""
    nullable: bool = False

    def __post_init__(self) -> None:
        """Refuse a column that could not be checked."""
        if self.dtype not in DTYPES:
            raise ValueError(f"column {self.name}: unknown type {self.dtype}")
        if not self.description:
            raise ValueError(f"column {self.name}: no description")


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values, where none is missing, must all stand in another table.

    ``across`` says that the row they lead to may belong to another block: the generator, which
    holds one block at a time, then leaves the check to whoever reads the whole.
    """

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    across: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns and its keys.

    ``observed`` is false for the planted truth, which an observer never sees.
    ``not_modelled`` says, in French, what the generator leaves out of this table.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    observed: bool = True
    not_modelled: str = ""

    def __post_init__(self) -> None:
        """Refuse keys over columns that do not exist."""
        names = self.column_names
        keys = [*self.primary_key, *(c for key in self.foreign_keys for c in key.columns)]
        missing = [name for name in keys if name not in names]
        if missing or len(set(names)) != len(names):
            raise ValueError(f"table {self.name}: bad keys or doubled columns {missing}")

    @property
    def column_names(self) -> list[str]:
        """The columns, in the order of the files."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Give a column by its name."""
        return next(column for column in self.columns if column.name == name)
