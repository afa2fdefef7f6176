"""The guard: nothing identifying in any published byte."""
