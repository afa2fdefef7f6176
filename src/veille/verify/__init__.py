"""Try every headline estimator on many fresh worlds, and set it against what was planted.

`plan` cuts the work, `run` does it, `store` keeps what is done, `judge` makes the table, `show`
writes it, `command` is ``veille verify``.  Nothing is imported here: the command answers ``--help``
before pandas is loaded.
"""
