"""What is said of counts adjusted for late records, and of why there are none."""

from collections.abc import Iterable
from typing import Final

from components.numbers import number
from methods.completeness import LATE_SHARE
from methods.reporting_triangle import LEAST_RELEASES, SETTLED_AGE
from queries.late_records import SOURCE
from queries.results import LateRecords, PlaceSeries

ADJUSTED: Final = "adjusted for late records"
"""What such figures are called in tables, charts and files."""
LINE: Final = "Dashed: adjusted for late records (95% interval)."


def why_incomplete(sources: Iterable[str]) -> str:
    """By which rule figures of some sources are called incomplete."""
    named = set(sources)
    reasons = (
        "underreported by the agency's note or schedule, and predicted to be over "
        f"{LATE_SHARE:.0%} more, or not predicted"
        if named - {SOURCE}
        else "",
        f"expected to grow by over {LATE_SHARE:.0%}, by how earlier releases were revised"
        if SOURCE in named
        else "",
    )
    return "; ".join(filter(None, reasons))


def late_records_words(series: Iterable[PlaceSeries]) -> tuple[str, ...]:
    """Whether and how the newest counts of counties are adjusted, once for all lines; nothing without any."""
    late = _of_any(series)
    return (_learned(late),) if late else ()


def tested_words(series: Iterable[PlaceSeries]) -> tuple[str, ...]:
    """How well the newest release was predicted; nothing where no count is adjusted."""
    late = _of_any(series)
    if late is None or late.tested is None or late.points.empty:
        return ()
    share = f"{late.tested.coverage:.0%} of {number(late.tested.figures)} counts"
    return (
        "The dashed line adds late records that are still to come; when the newest release was predicted "
        f"from those before it, {share} lay within their 95% interval.",
    )


def _of_any(series: Iterable[PlaceSeries]) -> LateRecords | None:
    """That of a line with adjusted counts, else of any."""
    late = [line.late for line in series if line.late]
    return next((each for each in late if len(each.points)), late[0] if late else None)


def _learned(late: LateRecords) -> str:
    releases = f"{number(late.releases)} release{'' if late.releases == 1 else 's'} of the county file"
    if late.tested is None:
        why = f"this copy holds {releases}, and {number(LEAST_RELEASES)} are needed"
        if late.releases >= LEAST_RELEASES:
            why = f"the {releases} that this copy holds cannot be compared at one interval"
        return f"No adjustment for late records: {why}."
    if late.points.empty:
        return (
            f"Nothing is adjusted for late records: by {releases}, no figure shown here is expected to grow "
            f"by more than {LATE_SHARE:.0%}."
        )
    return (
        f"The dashed line is adjusted for late records: what is expected {SETTLED_AGE} months after the "
        f"period, with the 95% interval, where that is over {LATE_SHARE:.0%} more than reported. "
        f"{releases} show how counts of each age were revised (chain ladder, Mack 1993); that later records "
        "come as those did is assumed."
    )
