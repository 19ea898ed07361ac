"""Counts over time: a place's whole series is held back under one word if any part of it is small.

What is published: counts of calendar years, by labels decided before; windows of 12 months of places (and
their months, where asked); the months of the group that the places are in. Months of a place whose series
is held back are not known, and the attacker sees all of it together.

Why it holds: let F be the places of a group whose series are held back, and leave every other place as it
is. The months of F together, S(t), are then fixed. In a calendar year Y the months of F are a table with a
row for each place, that adds up to its count of the year A(Y), and a column for each month, that adds up to
S(t). Such a transportation table always has a solution in whole numbers, and so has one in which a place's
part in some months P of the year is any whole number from max(0, A - S(Y without P)) to min(A, S(P)). Years
do not touch each other. A window's bounds are therefore the sums over its one or two years. A small count
of a year may be anything within the policy (it is certified to be, and the counts that change with it are
all of places in F, because a held back year holds back the series); all other counts of a year are taken as
they are. Months of years whose counts are not published are only bound by S, which a place alone in F is
equal to.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from methods.sums import MONTHS_OF_A_YEAR, by_group, windows
from methods.suppression.labels import Counts, Floats, is_small
from methods.suppression.policy import Policy

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Series:
    """Counts by month, and what is said of years.

    Attributes
    ----------
    counts : (places, months)
        Without a gap.
    groups : (places,)
        Number of the group whose months are published.
    year_of : (months,)
        Position of each month's calendar year in the next two; -1 where its count is not published.
    year_low, year_high : (places, years)
        What each count of a year can be.
    year_held : (places, years)
        Whether it is held back.
    by_month : bool
        Whether months are published beside windows, of places whose series are not held back.
    """

    counts: Counts
    groups: NDArray[np.int64]
    year_of: NDArray[np.int64]
    year_low: Floats
    year_high: Floats
    year_held: Flags
    by_month: bool

    def parts(self) -> Counts:
        """Windows of 12 months, and months where they are published, shape (places, parts)."""
        sums = windows(self.counts)
        return np.concatenate([sums, self.counts], axis=1) if self.by_month else sums

    def spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First month of each part, and the month after its last."""
        months = self.counts.shape[1]
        first = np.arange(months - MONTHS_OF_A_YEAR + 1)
        if not self.by_month:
            return first, first + MONTHS_OF_A_YEAR
        every = np.arange(months)
        return np.concatenate([first, every]), np.concatenate([first + MONTHS_OF_A_YEAR, every + 1])


@dataclass(frozen=True)
class SeriesCertificate:
    """Whether small parts of series can be anything within the policy.

    Attributes
    ----------
    cells
        How many small parts there are.
    narrower
        How many of them are shown, or are not certified.
    """

    cells: int
    narrower: int


def protect_series(series: Series, policy: Policy) -> Flags:
    """Which places' whole series to hold back, shape (places,).

    Those with a small part or a year held back; then, while a small part is not certified, the series that
    cures most of them for each count that is lost.
    """
    small = is_small(series.parts(), policy)
    held = np.asarray(small.any(axis=1) | series.year_held.any(axis=1))
    for group in np.unique(series.groups):
        inside = np.flatnonzero(series.groups == group)
        while (left := int((_uncertified(series, held, policy)[inside]).sum())) and not held[inside].all():
            held[_best(series, held, inside, left, policy)] = True
    return held


def certify_series(series: Series, held: Flags, policy: Policy) -> SeriesCertificate:
    """Check what is held back against the attacker described above."""
    small = is_small(series.parts(), policy)
    return SeriesCertificate(int(small.sum()), int(_uncertified(series, held, policy).sum()))


def _best(series: Series, held: Flags, inside: NDArray[np.intp], left: int, policy: Policy) -> int:
    """The series of a group that cures most parts for each count it loses."""
    worth = {}
    for place in inside[~held[inside]]:
        tried = held.copy()
        tried[place] = True
        cured = left - int(_uncertified(series, tried, policy)[inside].sum())
        worth[int(place)] = (cured + 1e-9) / (series.counts[place].sum() + 1)
    return max(worth, key=lambda place: worth[place])


def _uncertified(series: Series, held: Flags, policy: Policy) -> Flags:
    """Small parts that are shown or bounded, shape (places, parts)."""
    low, high = part_bounds(series, held)
    small = is_small(series.parts(), policy)
    open_parts = (low <= policy.least) & (high >= policy.most)
    return np.asarray(small & ~(held[:, None] & open_parts))


def part_bounds(series: Series, held: Flags) -> tuple[Floats, Floats]:
    """Least and most that each part of a series held back can surely be, shape (places, parts)."""
    free = _months_of_held(series, held)
    total = np.pad(free.cumsum(axis=1), ((0, 0), (1, 0)))
    start, end = series.spans()
    # A year more, for parts of years whose counts are not published: there may be none that are.
    year_low, year_high = (np.pad(ends, ((0, 0), (0, 1))) for ends in (series.year_low, series.year_high))
    alone = (np.bincount(series.groups[held], minlength=len(free)) == 1)[series.groups]
    low = np.zeros((len(series.counts), len(start)))
    high = np.zeros_like(low)
    for first, last in _within_years(series.year_of, start, end):
        span = np.where(last > first, total[:, last] - total[:, first], 0)[series.groups]
        year = np.where(last > first, series.year_of[np.minimum(first, len(series.year_of) - 1)], -1)
        bound = year >= 0
        of_year = _year_sums(series, free)[series.groups]
        rest = np.where(bound, of_year[:, year], 0) - span
        high += np.where(bound, np.minimum(year_high[:, year], span), span)
        low += np.where(bound, np.maximum(0.0, year_low[:, year] - rest), np.where(alone[:, None], span, 0))
    return low, high


def _months_of_held(series: Series, held: Flags) -> Counts:
    """Counts by month of the places of each group whose series are held back, shape (groups, months)."""
    return by_group(series.counts[held], series.groups[held], int(series.groups.max()) + 1)


def _year_sums(series: Series, free: Counts) -> Counts:
    sums = np.zeros((len(free), max(series.year_held.shape[1], 1)), dtype=np.int64)
    known = series.year_of >= 0
    np.add.at(sums.T, series.year_of[known], free[:, known].T)
    return sums


def _within_years(
    year_of: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The months of each part in its first year and in its second, which may be none."""
    changes = np.flatnonzero(np.diff(year_of)) + 1
    following = np.append(changes, len(year_of))[np.searchsorted(changes, start, side="right")]
    middle = np.minimum(following, end)
    return [(start, middle), (middle, end)]
