"""The one error that the command line turns into a message for people."""


class VeilleError(Exception):
    """Something the person can mend; the message is French and says what was found and expected."""
