"""What a long write tells whoever waits for it."""


class Progress:
    """Hear of what is done; this one says nothing."""

    def resumed(self, servers: int, parts: int) -> None:
        """Learn that so many servers, in so many parts, were already made and are kept."""

    def advanced(self, servers: int, rows: int) -> None:
        """Learn that so many more servers are made, with their rows."""

    def warned(self, message: str) -> None:
        """Learn of something the person should know; the work goes on."""
