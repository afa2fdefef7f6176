"""Numbers as French writes them."""

from decimal import Decimal

NARROW = "\u202f"
NBSP = "\u00a0"


def french_number(value, digits=6):
    """Give `value` with a comma, thin spaces between thousands, at most `digits` digits.

    >>> french_number(0.05)
    '0,05'
    >>> french_number(True)
    'oui'
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    plain = f"{value:,}" if isinstance(value, int) else f"{Decimal(f'{value:.{digits}g}'):,f}"
    return plain.replace(",", NARROW).replace(".", ",").replace("-", "−")


def percentage(part, whole):
    """Give the share of `part` in `whole`, in whole per cent."""
    return f"{round(100 * part / whole) if whole else 0}{NBSP}%"
