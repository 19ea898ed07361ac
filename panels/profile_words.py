"""The sentences of a profile's figures, the same on charts, in lists and in what stands out."""

from components.numbers import counted, number, signed_percent
from components.periods import period_phrase
from model import catalog
from queries.profile_results import Reading, ShareCounts
from queries.results import Estimate


def decimals_of(reading: Reading) -> int:
    """Digits behind the point of that measure."""
    return catalog.INDICATORS[reading.indicator].decimals_of(reading.measure)


def unit_of(reading: Reading) -> str:
    """Its unit, as it stands behind a number."""
    entry, measure = catalog.INDICATORS[reading.indicator], reading.measure
    if measure == "rate":
        return f"{entry.unit} per {catalog.RATE_PER:,}"
    return f"% of {entry.unit}" if measure == "share" else entry.unit


def value_words(reading: Reading) -> str:
    """A figure with its unit and interval, or why there is none."""
    if reading.value is None:
        words = catalog.status_words(reading.status, reading.indicator)
        return words[0].upper() + words[1:]
    digits, unit = decimals_of(reading), unit_of(reading)
    joint = "" if unit.startswith("%") else " "
    return f"{number(reading.value, digits)}{joint}{unit}{interval_of(reading)}"


def interval_of(reading: Reading) -> str:
    """The interval of a figure in brackets; empty where it has none."""
    if reading.lower is None or reading.upper is None:
        return ""
    digits = decimals_of(reading)
    return f" (95% interval {number(reading.lower, digits)} to {number(reading.upper, digits)})"


def counties_words(reading: Reading) -> str:
    """How many counties of a group are in its figure: "90 of 93 counties released with a population"."""
    rated = " with a population" if reading.measure == "rate" else ""
    return f"{number(reading.summed)} of {number(reading.counties)} counties released{rated}"


def period_words(reading: Reading) -> str:
    """The period of a figure: "12 months ending June 2026"."""
    if reading.start is None:
        return period_phrase(reading.kind, reading.end, reading.end)
    return period_phrase(reading.kind, reading.start, reading.end)


def is_points(reading: Reading) -> bool:
    """Whether its change is in percentage points."""
    return reading.measure == "share"


def amount_of_change(reading: Reading, change: Estimate) -> str:
    """ "+3.1%" or "+1.1 points"."""
    if not is_points(reading):
        return signed_percent(change.value)
    return f"{signed_percent(change.value).removesuffix('%')} points"


def change_words(reading: Reading) -> str:
    """The change on a year earlier with what makes it unsure.

    The earlier figure where chance is not assessed; empty where neither can be stated.
    """
    change = reading.change
    if change is None:
        return ""
    if not change.is_assessed:
        basis = " (predicted counts, without an interval)" if reading.predicted else ""
        return f"{number(change.before, decimals_of(reading))} a year earlier{basis}"
    words = f"{amount_of_change(reading, change)} on a year earlier"
    notes = []
    if reading.predicted:
        notes.append("predicted counts")
    if reading.counties:
        notes.append(f"in the {counted(reading.compared, 'county', 'counties')} released in both years")
    notes.append(limits_words(reading, change))
    if reading.counts:
        notes.append(counts_words(reading, reading.counts))
    if not change.direction:
        words += ", no clear change"
    if reading.incomplete:
        words += ", reports incomplete"
    elif reading.change_status == "unreliable":
        words += ", unreliable"
    return f"{words} ({'; '.join(notes)})" if notes else words


def counts_words(reading: Reading, counts: ShareCounts) -> str:
    """The counts behind a share: "1,024 of 7,000 reports, 1,500 of 11,000 a year earlier"."""
    unit = catalog.INDICATORS[reading.indicator].unit
    return (
        f"{number(counts.part)} of {number(counts.whole)} {unit}, "
        f"{number(counts.part_before)} of {number(counts.whole_before)} a year earlier"
    )


def limits_words(reading: Reading, change: Estimate) -> str:
    """The limits of a change, and what they are."""
    ends = [
        signed_percent(limit).removesuffix("%" if is_points(reading) else "")
        for limit in (change.lower, change.upper)
    ]
    return f"95% interval {' to '.join(ends)}"
