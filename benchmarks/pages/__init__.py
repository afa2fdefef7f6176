"""Benchmarks of the built site: what a page costs and leaves, beside other themes."""
