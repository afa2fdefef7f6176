"""Figures: a DataFrame in, a Figure out, no computation."""
