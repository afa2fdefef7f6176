"""What a check found: faults by file, column and row, warnings, and what will not run."""

from dataclasses import dataclass, field

SHOWN = 5  # rows named for one fault; the count says how many there are


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one column of one file.

    Attributes
    ----------
    file
        Its name in the folder.
    column
        The column of the schema; empty when the fault is of the whole file.
    rows
        The first rows at fault: lines of the file as an editor counts them for a CSV, rows of
        data from 1 for Parquet; empty when the fault is of the whole file.
    count
        How many rows are at fault.
    expected, found
        What is expected, and what kind of thing is there instead: never a value.
    """

    file: str
    column: str
    expected: str
    found: str
    rows: tuple[int, ...] = ()
    count: int = 0

    def __str__(self) -> str:
        """Word the fault in French, on one line."""
        where = f"colonne « {self.column} », " if self.column else ""
        return f"{where}{self._places()}{self.expected} ; trouvé : {self.found}"

    def _places(self) -> str:
        if not self.rows:
            return ""
        shown = ", ".join(map(str, self.rows))
        more = f" et {self.count - len(self.rows)} autres" if self.count > len(self.rows) else ""
        return f"ligne{'s' if self.count > 1 else ''} {shown}{more} : "


@dataclass(frozen=True)
class Report:
    """Everything that was found in a folder.

    Attributes
    ----------
    rows
        Rows read, by table.
    faults, warnings
        What must be mended; what deserves a look.
    stopped
        Notebooks that cannot run on the folder, each with the tables it lacks.
    """

    rows: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    stopped: dict[str, tuple[str, ...]] = field(default_factory=dict)
