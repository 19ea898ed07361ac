"""What late records will add: against published triangles, and against releases whose truth is known."""

import numpy as np
import pytest
from late_records import World, simulated

from methods.reporting_triangle import (
    SETTLED_AGE,
    Step,
    adjusted,
    backtest,
    development,
    projected,
    release_ages,
    release_months,
    steps_of,
    triangle_of,
)

TAYLOR_ASHE = """
357848 1124788 1735330 2218270 2745596 3319994 3466336 3606286 3833515 3901463
352118 1236139 2170033 3353322 3799067 4120063 4647867 4914039 5339085
290507 1292306 2218525 3235179 3985995 4132918 4628910 4909315
310608 1418858 2195047 3757447 4029929 4381982 4588268
443160 1136350 2128333 2897821 3402672 3873311
396132 1333217 2180715 2985752 3691712
440832 1288463 2419861 3483130
359480 1421128 2864498
376686 1363294
344014
"""
"""Taylor and Ashe (1983), as Mack (1993) uses it."""
LATE = 0.02


def rows_of(text):
    return [[float(cell) for cell in line.split()] for line in text.strip().splitlines()]


def steps_of_triangle(rows):
    """A step a column; the variance of the last, of one row, by Mack's own rule."""
    steps = []
    for column in range(len(rows) - 1):
        now, then = (
            np.array([row[column + ahead] for row in rows if len(row) > column + 1]) for ahead in (0, 1)
        )
        one = np.zeros(len(now), dtype=int)
        step, _ = steps_of(now, then, one, one)
        if step is None:
            before, last = steps[-2].variance, steps[-1].variance
            variance = min(last**2 / before, last, before)
            step = Step(then[0] / now[0], variance, 0.0, variance / now[0], 0.0)
        steps.append(step)
    return steps


@pytest.fixture(scope="module")
def published():
    rows = rows_of(TAYLOR_ASHE)
    return rows, steps_of_triangle(rows)


def test_development_factors_are_those_that_mack_published(published):
    _, steps = published
    factors = [round(float(step.factor), 3) for step in steps]
    assert factors == [3.491, 1.747, 1.457, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018]


def test_reserves_and_their_standard_errors_are_those_that_mack_published(published):
    rows, steps = published
    found = [
        (value[0] - row[-1], mse[0] ** 0.5)
        for row in rows[1:]
        for value, mse in [projected([row[-1]], steps[len(row) - 1 :])]
    ]
    assert [round(reserve / 1000) for reserve, _ in found] == [
        95,
        470,
        710,
        985,
        1419,
        2178,
        3920,
        4279,
        4626,
    ]
    assert [round(100 * error / reserve) for reserve, error in found] == [80, 26, 19, 27, 29, 26, 22, 23, 29]
    assert round(sum(reserve for reserve, _ in found)) == 18_680_856


def test_the_standard_error_of_the_total_is_that_which_mack_published(published):
    """The total needs the covariance of rows, which share their factors (Mack 1993, corollary)."""
    rows, steps = published
    ends, errors = [], []
    for row in rows[1:]:
        value, mse = projected([row[-1]], steps[len(row) - 1 :])
        ends.append(value[0])
        errors.append(mse[0])
    total = sum(errors)
    for at, row in enumerate(rows[1:]):
        shared = sum(2 * step.error / step.factor**2 for step in steps[len(row) - 1 :])
        total += ends[at] * sum(ends[at + 1 :]) * shared
    assert round(total**0.5) == 2_447_095
    assert round(100 * total**0.5 / 18_680_856) == 13


def test_ages_are_whole_months_whatever_day_of_the_week_a_release_is():
    about_the_middle = np.array(["2025-01-15", "2025-04-16", "2025-07-16", "2025-10-15"], "datetime64[D]")
    about_the_turn = np.array(["2025-01-05", "2025-04-06", "2025-06-29", "2025-10-05"], "datetime64[D]")
    ends = np.array(["2024-08-31", "2024-09-30"], "datetime64[D]")
    for days in (about_the_middle, about_the_turn):
        assert release_months(days).tolist() == [0, 3, 6, 9]
        assert release_ages(ends, days).tolist() == [[5, 8, 11, 14], [4, 7, 10, 13]]


QUARTERS = np.array(["2025-01-15", "2025-04-16", "2025-07-16", "2025-10-15", "2026-01-14"], "datetime64[D]")


def grown(factors, counties=20, start=100, end="2024-09-30"):
    """A triangle of one period whose counts grow by known factors, one a release."""
    counts = start * np.cumprod([1, *factors])
    releases = QUARTERS[: len(counts)]
    rows = [
        (f"{state}{county:03d}", state, end, day, count)
        for state in (39, 40)
        for county in range(counties)
        for day, count in zip(releases, counts, strict=True)
    ]
    places, states, ends, days, values = zip(*rows, strict=True)
    return triangle_of(places, states, ends, days, values)


def test_counts_that_always_grew_alike_are_carried_on_without_error():
    fit = development(grown([1.2, 1.1, 1.05]))
    assert fit.months == 3
    found = adjusted([103, 103, 103], [4, 7, 10], [39, 40, 39], fit)
    assert found.value == pytest.approx([142.758, 118.965, 108.15])
    assert found.lower.tolist() == [142, 118, 108] and found.upper.tolist() == [143, 119, 109]


def test_what_is_not_shown_or_zero_or_of_an_unknown_age_has_no_adjusted_count():
    fit = development(grown([1.2, 1.1, 1.05]))
    found = adjusted([np.nan, 0, 100, 100], [4, 4, 5, 30], [0, 0, 0, 0], fit)
    assert np.isnan(found.value).all() and np.isnan(found.lower).all() and np.isnan(found.upper).all()


def test_a_release_that_is_missing_is_not_taken_for_a_step():
    whole = grown([1.1, 1.1, 1.1, 1.1])
    kept = [0, 1, 2, 4]
    holed = type(whole)(whole.counts[:, kept], whole.ages[:, kept], whole.jurisdictions, whole.months[kept])
    assert {age: round(step.factor, 6) for age, step in development(holed).of_all.items()} == {4: 1.1, 7: 1.1}


def test_the_lower_limit_falls_below_the_count_only_as_far_as_counts_were_seen_to_fall():
    def limits(falls):
        rising = Step(1.02, 0.5, 0.01, 0.001, falls)
        fit = type(development(grown([1.1, 1.1])))(3, dict.fromkeys(range(4, SETTLED_AGE), rising), {})
        found = adjusted([40], [22], [0], fit)
        return found.lower[0], found.upper[0]

    assert limits(0)[0] == 40
    assert limits(0.01)[0] == 38  # P(Poisson(0.4) > 2) = 0.8%, and P(Poisson(0.4) > 1) = 6.2%
    assert limits(0)[1] == limits(0.01)[1] > 45


def test_two_releases_and_one_held_out_are_too_few_to_test():
    assert backtest(grown([1.2, 1.1]), LATE) is None
    tested = backtest(grown([1.2, 1.2, 1.2]), LATE)
    assert tested is None  # Of the age that is predicted no revision is known.


def coverage(world, releases, seeds):
    """Share of late counts whose settled value lies in the interval, and of figures held out, a seed."""
    settled, held_out = [], []
    for seed in seeds:
        triangle, final = simulated(world, releases, np.random.default_rng(seed))
        now, ages = triangle.counts[:, -1], triangle.ages[:, -1]
        rows = np.flatnonzero((now > 0) & (ages < SETTLED_AGE) & ~np.isnan(final))
        found = adjusted(now[rows], ages[rows], triangle.jurisdictions[rows], development(triangle))
        late = found.value > now[rows] * (1 + LATE)
        held = (found.lower <= final[rows]) & (final[rows] <= found.upper)
        settled.append(held[late].mean())
        held_out.append(backtest(triangle, LATE).coverage)
    return np.array(settled), np.array(held_out)


def test_the_interval_holds_the_settled_count_and_the_release_held_out():
    """Counts of a jurisdiction are late together, so each of the worlds is one observation: with a standard
    deviation of 2 points between them, four are off by 1 point; 90% is 3 such deviations below the mean."""
    settled, held_out = coverage(World(), 4, range(4))
    assert settled.mean() > 0.90
    assert held_out.mean() > 0.90


WORLDS = {
    "usual": World(),
    "small counties": World(median_deaths=15, size_spread=0.6),
    "few counties": World(counties=5),
    "erratic": World(backlog=0.5),
    "even": World(backlog=0.0),
    "fast": World(delay=1.0),
    "rising": World(trend=0.3),
    "taken back": World(taken_back=0.002),
}


@pytest.mark.full
@pytest.mark.parametrize("releases", [4, 8])
@pytest.mark.parametrize("name", WORLDS)
def test_the_interval_holds_in_other_worlds(name, releases):
    settled, held_out = coverage(WORLDS[name], releases, range(20))
    assert settled.mean() > 0.92
    assert held_out.mean() > 0.92
