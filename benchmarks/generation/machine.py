"""The machine that a run was made on, without anything that names it."""

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path


def describe() -> dict[str, object]:
    """Give the processors, the memory, the system, the versions and the day."""
    return {
        "day": date.today().isoformat(),
        "processors": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "pyarrow": version("pyarrow"),
    }


def _processor() -> str:
    """Give the model of the processor, or its family where the system keeps it to itself."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text().splitlines() if listing.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
