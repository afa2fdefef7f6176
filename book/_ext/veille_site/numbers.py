"""Numbers as French writes them."""

from decimal import Decimal

from veille.french import NARROW


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
