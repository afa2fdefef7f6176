"""Synthetic data and tested methods for studying volunteer watch and moderation."""

__version__ = "0.1.0"
