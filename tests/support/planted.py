"""What the tests of planted laws share."""

from dataclasses import replace

import numpy as np

from veille.assumptions import Catalogue

FIVE = 5


def close(values, expected=0.0):
    """Say whether the mean of uncorrelated values is within five standard errors.

    Residuals of draws made step after step are martingale differences: uncorrelated, they have
    the standard error of independent values.
    """
    values = np.asarray(values, dtype=float)
    return abs(values.mean() - expected) < FIVE * values.std(ddof=1) / np.sqrt(values.size)


def freely(catalogue, **values):
    """Give a catalogue with other values, as far as the generator can go."""
    return Catalogue(tuple(
        replace(record, value=values[record.parameter], range=(record.spec.low,
                                                               record.spec.high))
        if record.parameter in values else record
        for record in catalogue.records
    ))
