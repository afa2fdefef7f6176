"""What the guard reports: where, which rule, and an excerpt that gives nothing back."""

from dataclasses import dataclass

HIDDEN = "•••"
SHORTEST_SHOWN = 8


@dataclass(frozen=True, order=True)
class Finding:
    """One place where something identifying may be read."""

    path: str
    line: int
    rule: str
    excerpt: str

    def as_json(self) -> dict[str, str | int]:
        """Give the finding as the JSON output writes it."""
        return {"path": self.path, "line": self.line, "rule": self.rule, "excerpt": self.excerpt}


@dataclass(frozen=True)
class Problem:
    """Content that could not be read as what it claims to be; `unreadable` decides the status."""

    rule: str
    reason: str
    line: int = 1
    unreadable: bool = False


def damaged(reason: str, line: int = 1) -> Problem:
    """Say that content is damaged: a finding, and an unreadable input."""
    return Problem("damaged", reason, line, unreadable=True)


def mask(value: str) -> str:
    """Show at most the two ends of a value; the mask says nothing of its length.

    Examples
    --------
    >>> mask("abcdefghij"), mask("abc")
    ('a•••j', '•••')
    """
    shown = "".join(character for character in value if character.isprintable()).strip()
    return HIDDEN if len(shown) < SHORTEST_SHOWN else f"{shown[0]}{HIDDEN}{shown[-1]}"
