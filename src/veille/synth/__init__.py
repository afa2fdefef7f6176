"""The generator: declared assumptions and a seed in, tables and their planted truth out."""

from veille.synth.world import World

__all__ = ["World"]
