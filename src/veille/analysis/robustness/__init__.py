"""Which conclusions of the notebooks survive when the assumptions move over their ranges."""
