"""Two forms, so many reports by each: the difference of their shares, and their odds."""

from dataclasses import dataclass

from scipy.stats.contingency import odds_ratio

from veille.analysis.coverage import wilson
from veille.analysis.resampling import Estimate


@dataclass(frozen=True)
class TwoForms:
    """So many successes out of so many trials, by the first form and by the second."""

    first: tuple[int, int]
    second: tuple[int, int]

    def difference(self) -> Estimate:
        """Give the first share minus the second, with the interval of Newcombe (1998, method 10).

        It joins the Wilson intervals of the two shares, and keeps within -1 and 1.

        Examples
        --------
        >>> found = TwoForms((56, 70), (48, 80)).difference()
        >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
        (0.2, 0.0524, 0.3339)
        """
        (one, of_one), (two, of_two) = self.first, self.second
        share, other = one / of_one, two / of_two
        low, high = wilson(one, of_one)
        below, above = wilson(two, of_two)
        down = ((share - low) ** 2 + (above - other) ** 2) ** 0.5
        up = ((high - share) ** 2 + (other - below) ** 2) ** 0.5
        return Estimate(share - other, share - other - down, share - other + up)

    def odds_ratio(self) -> Estimate:
        """Give the conditional odds ratio with its exact interval, as in Fisher's exact test.

        It is infinite, and so is its upper bound, if the first form never fails or the second
        never works.
        """
        (one, of_one), (two, of_two) = self.first, self.second
        found = odds_ratio([[one, of_one - one], [two, of_two - two]])
        ends = found.confidence_interval(0.95)
        return Estimate(float(found.statistic), float(ends.low), float(ends.high))
