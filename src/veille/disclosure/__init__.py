"""What may be published of private rows, so that nothing hidden can be found again."""

from veille.disclosure.asked import Request
from veille.disclosure.deduced import deduced, naive
from veille.disclosure.ledger import Ledger
from veille.disclosure.noise import Noisy, noisy_count, noisy_mean, set_budget
from veille.disclosure.release import exposed, means, protect, together
from veille.disclosure.released import Released
from veille.disclosure.rules import Rules

__all__ = ["Ledger", "Noisy", "Released", "Request", "Rules", "deduced", "exposed", "means",
           "naive", "noisy_count", "noisy_mean", "protect", "set_budget", "together"]
