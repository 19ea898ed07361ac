"""Rules by which counts are often withheld, and which do not hold: for comparison with the one used here.

They follow the design's notes on suppression: only what is small; the next smallest county where one alone is
small; the next smallest in every block of counties that has a small one.
"""

from collections.abc import Callable

import numpy as np

from methods.suppression.labels import Label, is_small
from methods.suppression.policy import Policy
from methods.suppression.years import Year, YearLabels

Rule = Callable[[Year, Policy], YearLabels]


def primary_only(year: Year, policy: Policy) -> YearLabels:
    """Hold back small counts alone."""
    counties, states = (
        np.where(is_small(counts, policy), Label.SMALL, Label.SHOWN).astype(np.int8)
        for counts in (year.counts, year.totals)
    )
    return YearLabels(counties, states)


def smallest_beside_one(year: Year, policy: Policy) -> YearLabels:
    """Where one county of a state is small, hold back the next smallest too: the rule that many use."""
    return _smallest_besides(year, policy, lambda small: small == 1)


def smallest_in_every_block(year: Year, policy: Policy) -> YearLabels:
    """Where any county of a state is small, hold back the next smallest too."""
    return _smallest_besides(year, policy, lambda small: small > 0)


RULES: dict[str, Rule] = {
    "only small counts": primary_only,
    "and the next smallest, where one is small": smallest_beside_one,
    "and the next smallest, where any is small": smallest_in_every_block,
}


def _smallest_besides(year: Year, policy: Policy, when: Callable[[int], bool]) -> YearLabels:
    labels = primary_only(year, policy)
    for state, drug in np.ndindex(year.totals.shape):
        inside = np.flatnonzero(year.states == state)
        counts = year.counts[inside, drug]
        large = inside[counts > policy.most]
        if when(int(is_small(counts, policy).sum())) and len(large):
            labels.counties[large[np.argmin(year.counts[large, drug])], drug] = Label.SECONDARY
    return labels
