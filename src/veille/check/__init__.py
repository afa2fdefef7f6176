"""Say whether somebody else's files can take the place of the synthetic ones, and what is wrong.

Everything is read before anything is said; nothing is changed; no value of a file is repeated.
"""
