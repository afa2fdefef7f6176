"""Run every notebook before the book is compiled, several at once, into the cache it will read.

Compiling would run them one after another.  The cache lives in the build folder, which is always
new: no old result can stay.  A notebook that fails is not kept; compiling then runs it again,
and stops with its error.
"""

import argparse
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

TIMEOUT = 300  # seconds for one cell, as in _config.yml


def main() -> None:
    """Fill the cache in the folder given with the notebooks given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("notebooks", nargs="+", type=Path)
    asked = parser.parse_args()
    cache = get_cache(str(asked.cache))
    for path in asked.notebooks:
        cache.add_nb_to_project(str(path.resolve()))
    done = load_executor("local-parallel", cache).run_and_cache(timeout=TIMEOUT)
    print(f"Carnets exécutés : {len(done.succeeded)} sur {len(asked.notebooks)}.")


if __name__ == "__main__":
    main()
