"""What late records will still add to a count, learned from how earlier releases were revised.

The method is the chain ladder with the standard error of Mack (1993): a count of one age is multiplied by the
factor by which counts of that age grew from one release to the next, and so on to the next age. Its rows are
a place and period, its columns the age at release. It is used because every release holds every period again,
so that factors of all ages are known from few releases, and because it takes totals as they are published:
12-month-ending counts overlap, and may fall, which a model of the delays of single deaths (Höhle and an der
Heiden 2014) does not allow.

Mack's variance, proportional to the count, is taken as proportional to the events that come or go (as in the
overdispersed Poisson model of Renshaw and Verrall 1998), so that a jurisdiction that is late has the wider
intervals. Counties of one jurisdiction are late together, so a part proportional to the square of those
events is added, which varies from release to release and is estimated by moments (Bühlmann and Straub 1970);
a jurisdiction is taken to be off the same way in all steps. The limits are those of a gamma distribution of
that mean and variance, rounded outward to whole numbers, because small counts are not normal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, pdtrik

from methods.rates import Floats

Whole = NDArray[np.int_]
DAYS_OF_MONTH: Final = 365.25 / 12
LEAST_RELEASES: Final = 4
"""The newest is held out to test the method, and three leave two steps, the fewest that differ from each
other."""
SETTLED_AGE: Final = 24
"""Months after which a count is taken for final: a year's deaths are final about eleven months after it, and
every month of a 12-month window that is so old lies in such a year."""
ENOUGH_EVENTS: Final = 500
"""Events a factor of one jurisdiction is of, or else it is that of all: where 10% are late, their Poisson
error is then 1.4% of the count."""
TAIL: Final = 0.025
LEAST_ERROR: Final = 1e-9
"""Of a count of which nothing ever changed."""


@dataclass(frozen=True)
class Triangle:
    """Counts as several releases have them.

    Attributes
    ----------
    counts
        Shape (rows, releases): a row is a place and period, releases ascend; NaN where none is shown.
    ages
        Shape (rows, releases): whole months from the end of the period to the release.
    jurisdictions
        Shape (rows,): number of the jurisdiction that a row lies in.
    months
        Shape (releases,): when each was released, in whole months after the first.
    """

    counts: Floats
    ages: Whole
    jurisdictions: Whole
    months: Whole

    def until(self, release: int) -> "Triangle":
        """The same without the releases from one on."""
        return Triangle(
            self.counts[:, :release], self.ages[:, :release], self.jurisdictions, self.months[:release]
        )


@dataclass(frozen=True)
class Step:
    """How counts of one age develop until the next release.

    Attributes
    ----------
    factor
        Count then over count now.
    variance
        Variance of the count then, an event of the count now (Mack's sigma squared).
    shared
        Variance of the factor itself, from one jurisdiction and release to another.
    error
        Variance of the factor as it is estimated.
    falls
        Events taken back, an event of the count now.
    """

    factor: float
    variance: float
    shared: float
    error: float
    falls: float


@dataclass(frozen=True)
class Adjusted:
    """Counts as they will stand, with the 95% interval; arrays of one shape, NaN where not known."""

    value: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Backtest:
    """How predictions of a release that was held out turned out.

    Attributes
    ----------
    figures
        How many were predicted.
    covered
        How many lay within their 95% interval.
    median_width
        Of the intervals, as a share of the count.
    """

    figures: int
    covered: int
    median_width: float

    @property
    def coverage(self) -> float:
        """Share within the interval."""
        return self.covered / self.figures


@dataclass(frozen=True)
class Development:
    """Steps by age, of a jurisdiction where it has enough events, and of all.

    Attributes
    ----------
    months
        From one release to the next.
    of_all
        Age in months → its step.
    own
        Jurisdiction and age → its step.
    """

    months: int
    of_all: dict[int, Step]
    own: dict[tuple[int, int], Step]

    def steps(self, jurisdiction: int, age: int, until: int = SETTLED_AGE) -> list[Step]:
        """The steps from an age on, as far as they are known, until the count is so many months old."""
        found: list[Step] = []
        while age < until and age in self.of_all:
            found.append(self.own.get((jurisdiction, age), self.of_all[age]))
            age += self.months
        return found


def release_months(days: ArrayLike) -> Whole:
    """Whole months from the first of some ascending release days (`datetime64[D]`), the nearest number: they
    are on days of the week, so that calendar months between them vary."""
    since_first = np.asarray(days, "datetime64[D]") - np.asarray(days, "datetime64[D]")[:1]
    return np.rint(since_first.astype(int) / DAYS_OF_MONTH).astype(int)


def release_ages(ends: ArrayLike, days: ArrayLike) -> Whole:
    """Whole months from the end of each period to each release, shape (periods, releases).

    Calendar months to the first release, and `release_months` after it, so that a period is a step older at
    each release of a regular series, and no two periods are of one age.
    """
    first = np.asarray(days, "datetime64[M]")[:1].astype(int)
    calendar = first - np.asarray(ends, "datetime64[M]").astype(int)
    return calendar[:, None] + release_months(days)[None, :]


def triangle_of(
    places: ArrayLike, jurisdictions: ArrayLike, ends: ArrayLike, releases: ArrayLike, counts: ArrayLike
) -> Triangle:
    """Arrange counts, one a place, period and release, as a triangle.

    Parameters
    ----------
    places, jurisdictions
        Code of each place and number of its jurisdiction, shape (n,).
    ends, releases
        Last day of the period and day of the release, `datetime64[D]`, shape (n,).
    counts
        Shape (n,); NaN where none is shown.
    """
    days, column = np.unique(np.asarray(releases, "datetime64[D]"), return_inverse=True)
    _, place = np.unique(np.asarray(places), return_inverse=True)
    period_ends, period = np.unique(np.asarray(ends, "datetime64[D]"), return_inverse=True)
    keys, first, row = np.unique(place * len(period_ends) + period, return_index=True, return_inverse=True)
    table = np.full((len(keys), len(days)), np.nan)
    table[row, column] = np.asarray(counts, dtype=float)
    ages = release_ages(period_ends[period[first]], days)
    return Triangle(table, ages, np.asarray(jurisdictions, dtype=int)[first], release_months(days))


def development(triangle: Triangle) -> Development:
    """Estimate how counts of each age develop from one release to the next.

    Releases that follow each other in the usual number of months (the median) are compared; others, such as
    those on both sides of one that is not held, are not. A count of zero tells nothing of a factor.
    """
    gaps = np.diff(triangle.months)
    usual = int(np.median(gaps)) if len(gaps) else 0
    steps = np.flatnonzero((gaps == usual) & (gaps > 0))
    now, then, age = triangle.counts[:, steps], triangle.counts[:, steps + 1], triangle.ages[:, steps]
    row, step = np.nonzero((now > 0) & ~np.isnan(then) & (age < SETTLED_AGE))
    ages, jurisdictions = age[row, step], triangle.jurisdictions[row]
    now, then = now[row, step], then[row, step]
    of_all: dict[int, Step] = {}
    own: dict[tuple[int, int], Step] = {}
    for each in np.unique(ages).tolist():
        here = ages == each
        entire, by_jurisdiction = steps_of(now[here], then[here], jurisdictions[here], step[here])
        if entire is None:
            continue
        of_all[each] = entire
        own |= {(jurisdiction, each): found for jurisdiction, found in by_jurisdiction.items()}
    return Development(usual, of_all, own)


def steps_of(
    now: Floats, then: Floats, jurisdictions: Whole, releases: Whole
) -> tuple[Step | None, dict[int, Step]]:
    """The step of one age: of all places together, and of each jurisdiction with enough events.

    Parameters
    ----------
    now, then
        Counts above zero, and as the next release has them, shape (n,).
    jurisdictions, releases
        Of each count, whole numbers, shape (n,).

    Returns
    -------
    Step or None
        None where no two counts are of one jurisdiction and release, so that their variance is not known.
    dict
        Jurisdiction → its step.
    """
    _, group = np.unique(np.stack([jurisdictions, releases]), axis=1, return_inverse=True)
    group = group.ravel()
    groups = int(group.max()) + 1
    if len(now) == groups:
        return None, {}
    home = np.zeros(groups, dtype=int)
    home[group] = jurisdictions
    sums = _Sums.of_groups(group, now, then)
    squares = np.bincount(group, (then - (sums.then / sums.now)[group] * now) ** 2 / now)
    everywhere = np.zeros_like(home)
    expected = float(np.sum((np.bincount(group) - 1) * sums.moved / sums.now))
    chance = float(squares.sum()) / expected if expected else 0.0
    falls = float(np.sum(np.maximum(now - then, 0)) / np.sum(now))
    shared_by_all, shared_within = (_shared(sums, cluster, chance) for cluster in (everywhere, home))
    entire = _step(sums, chance, shared_by_all, falls)
    own = {}
    for each in np.unique(home).tolist():
        of_it = home == each
        if sums.now[of_it].sum() >= ENOUGH_EVENTS and of_it.sum() > 1:
            own[each] = _step(sums.of(of_it), chance, shared_within, falls)
    return entire, own


@dataclass(frozen=True)
class _Sums:
    """Events of each jurisdiction and release: now, then, and how many came or went."""

    now: Floats
    then: Floats
    moved: Floats

    @classmethod
    def of_groups(cls, group: Whole, now: Floats, then: Floats) -> "_Sums":
        each = (now, then, np.abs(then - now))
        return cls(*(np.bincount(group, events).astype(float) for events in each))

    def of(self, which: NDArray[np.bool_]) -> "_Sums":
        return _Sums(self.now[which], self.then[which], self.moved[which])


def _step(sums: _Sums, chance: float, relative: float, falls: float) -> Step:
    events = float(sums.now.sum())
    moved = float(sums.moved.sum()) / events
    variance, shared = chance * moved, relative * moved**2
    error = variance / events + shared * float(np.sum(sums.now**2)) / events**2
    return Step(float(sums.then.sum()) / events, variance, shared, error, falls)


def _shared(sums: _Sums, cluster: Whole, chance: float) -> float:
    """Squared coefficient of variation of what moves, from group to group of a cluster, beyond chance."""
    _, member = np.unique(cluster, return_inverse=True)
    moving = np.bincount(member, sums.moved)[member] > 0
    sums, (_, member) = sums.of(moving), np.unique(cluster[moving], return_inverse=True)
    now = np.bincount(member, sums.now)
    rate, factor = (np.bincount(member, each) / now for each in (sums.moved, sums.then))
    weight = sums.now * rate[member]
    relative = (sums.then / sums.now - factor[member]) / rate[member]
    each = np.bincount(member, weight)
    exposure = float(np.sum(each - np.bincount(member, weight**2) / each))
    excess = float(np.sum(weight * relative**2)) - (len(weight) - len(now)) * chance
    return max(excess / exposure, 0.0) if exposure > 0 else 0.0


def projected(counts: ArrayLike, steps: Sequence[Step]) -> tuple[Floats, Floats]:
    """Counts after some steps, and the mean squared errors of these predictions (Mack 1993).

    Parameters
    ----------
    counts
        As they are released now, shape (n,).
    steps
        In order; none leaves counts as they are, without error.

    Returns
    -------
    value, mse
        Shape (n,) each.
    """
    value = np.asarray(counts, dtype=float)
    process, shared, error = (np.zeros_like(value) for _ in range(3))
    for step in steps:
        process = step.factor**2 * process + step.variance * value
        shared = step.factor * shared + np.sqrt(step.shared) * value
        error = step.factor**2 * error + step.error * value**2
        value = step.factor * value
    return value, process + shared**2 + error


def adjusted(
    counts: ArrayLike,
    ages: ArrayLike,
    jurisdictions: ArrayLike,
    fit: Development,
    until: ArrayLike = SETTLED_AGE,
) -> Adjusted:
    """Counts as they will stand at an age, with the interval in which 95% of them will lie.

    The limits assume that later releases revise counts as those held did. The lower one lies below the
    released count by no more than what the agency took back of counts of such ages, so that where none was
    seen to fall it is the released count at least.

    Parameters
    ----------
    counts, ages, jurisdictions
        Shape (n,): the counts released, their ages in months and their jurisdictions.
    until
        Age in months, of each or of all.

    Returns
    -------
    Adjusted
        Of shape (n,); NaN for a count that is not shown, is zero, or of whose age no revision is known.
    """
    released = np.asarray(counts, dtype=float)
    value, lower, upper = (np.full(released.shape, np.nan) for _ in range(3))
    keys = np.stack([*np.broadcast_arrays(jurisdictions, ages, until)]).reshape(3, -1).astype(int)
    groups, member = np.unique(keys, axis=1, return_inverse=True)
    for number, (jurisdiction, age, last) in enumerate(groups.T.tolist()):
        steps = fit.steps(jurisdiction, age, last)
        rows = np.flatnonzero((member.ravel() == number) & (released > 0))
        if steps and len(rows):
            value[rows], mse = projected(released[rows], steps)
            falls = sum(step.falls for step in steps)
            lower[rows], upper[rows] = _limits(released[rows], value[rows], mse, falls)
    return Adjusted(value, lower, upper)


def _limits(released: Floats, value: Floats, mse: Floats, falls: float) -> tuple[Floats, Floats]:
    """Whole numbers around predicted counts."""
    scale = np.maximum(mse, LEAST_ERROR) / value
    lower, upper = (gammaincinv(value / scale, tail) * scale for tail in (TAIL, 1 - TAIL))
    taken_back = np.ceil(pdtrik(1 - TAIL, released * falls)) if falls > 0 else 0.0
    return np.maximum(np.floor(lower), released - taken_back), np.ceil(upper)


def backtest(triangle: Triangle, late_share: float, ahead: int = 1) -> Backtest | None:
    """Predict the newest release from earlier ones, and count how often the interval holds what it says.

    Parameters
    ----------
    late_share
        Counts are predicted of which more than this share was expected to be late.
    ahead
        How many releases before the newest one the prediction is made.

    Returns
    -------
    Backtest or None
        None where fewer than `LEAST_RELEASES` are held, or no count could be predicted.
    """
    known = triangle.until(len(triangle.months) - ahead)
    if len(known.months) < LEAST_RELEASES - 1:
        return None
    fit = development(known)
    if triangle.months[-1] - known.months[-1] != ahead * fit.months:
        return None
    now, then, ages = known.counts[:, -1], triangle.counts[:, -1], known.ages[:, -1]
    rows = np.flatnonzero((now > 0) & ~np.isnan(then))
    now, then, ages, where = now[rows], then[rows], ages[rows], known.jurisdictions[rows]
    late = adjusted(now, ages, where, fit).value > now * (1 + late_share)
    now, then, ages, where = now[late], then[late], ages[late], where[late]
    said = adjusted(now, ages, where, fit, ages + ahead * fit.months)
    if not len(now):
        return None
    covered = (said.lower <= then) & (then <= said.upper)
    return Backtest(len(now), int(covered.sum()), float(np.median((said.upper - said.lower) / now)))
