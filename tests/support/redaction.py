"""What redacted text must no longer hold, however it was written."""

from veille.guard.blobs import blobs
from veille.guard.clean import clean
from veille.guard.mapped import Mapped
from veille.redact.folding import skeleton


def still_reads(value, output):
    """Say whether a value, in its plain form, can still be read in a text."""
    known = skeleton(clean(Mapped(value)).text)
    inside = [blob.data.decode("utf-8", "replace") for blob in blobs(output)]
    return any(known in skeleton(clean(Mapped(text)).text) for text in (output, *inside)) or (
        len(value) > 5 and value in output)
