"""What may be published of private rows, so that nothing hidden can be found again."""

from veille.disclosure.asked import Request
from veille.disclosure.ledger import Ledger
from veille.disclosure.release import means, protect
from veille.disclosure.released import Released
from veille.disclosure.rules import Rules

__all__ = ["Ledger", "Released", "Request", "Rules", "means", "protect"]
