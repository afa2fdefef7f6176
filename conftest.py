"""Let nbval compare every output but the image itself, which notebooks do not store."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Add SVG to the image types that nbval leaves out by itself; figures keep their text form."""
    skipped = getattr(item.parent, "skip_compare", None)
    if skipped is not None and "image/svg+xml" not in skipped:
        item.parent.skip_compare = (*skipped, "image/svg+xml")
