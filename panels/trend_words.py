"""What the trend says of itself: its unit, its scale, its gaps, and where it is still incomplete."""

from collections.abc import Iterator
from datetime import date

from components.numbers import month, number
from components.periods import SERIES_WORDS, short_period
from components.trend_scale import Scaled, scaled
from components.words import counties_summed, joined, unit_phrase, why_no_sum, within_sentence
from model import catalog
from model.observations import HELD_STATUSES
from model.places import NATION
from model.view import View, observed
from panels.late_records_words import LINE, why_incomplete
from queries.results import PlaceSeries, ResolvedView


def trend_subtitle(series: tuple[PlaceSeries, ...], resolved: ResolvedView) -> str:
    """How to read the trend."""
    view = resolved.view
    if not series and view.place in resolved.groups:
        return f"{why_no_sum(resolved)}."
    if not series:
        elsewhere = "a state or county" if view.place == NATION else "its state or the nation"
        return f"No series is published for this place; choose {elsewhere}."
    not_smoothed = "Observed crude rates, not smoothed." if view.measure == "smoothed" else ""
    view = observed(view)
    opening = f"{unit_phrase(view)}, {SERIES_WORDS[resolved.kind]}."
    predicted = (
        "Dotted: predicted once late records arrive." if any(len(line.predicted) for line in series) else ""
    )
    sentences = (
        opening,
        not_smoothed,
        _scale(view, scaled(view, series), resolved.kind),
        "Dotted: predicted once late records arrive." if predicted else "",
        LINE if any(len(line.adjusted) for line in scaled(view, series).series) else "",
        _tail(series, resolved.kind),
        _gaps(series, resolved),
        *_released(view, series),
        _ends_early(series, resolved.period_end),
    )
    return " ".join(filter(None, sentences))


def axis_words(drawn: Scaled, kind: str) -> str:
    """What stands beside the axis: only an index needs a word there."""
    return f"index, {short_period(kind, drawn.base)} = 100" if drawn.base else ""


def _scale(view: View, drawn: Scaled, kind: str) -> str:
    if drawn.base:
        return (
            f"Index: every line is 100 in {short_period(kind, drawn.base)}, the first period that all have; "
            "without intervals."
        )
    if view.scale == "index":
        return "No period is common to all lines, so there is no index and the scale is linear."
    if drawn.scale == "log":
        zeros = f"{number(drawn.zeros)} period{'s' if drawn.zeros > 1 else ''} of zero cannot be drawn on it"
        return "Logarithmic scale: equal steps are equal percent changes" + (
            f"; {zeros}." if drawn.zeros else "."
        )
    return ""


def incomplete_from(series: tuple[PlaceSeries, ...]) -> date | None:
    """First period from which the lines, or some of them, are incomplete."""
    return min((line.incomplete_from for line in series if line.incomplete_from), default=None)


def _tail(series: tuple[PlaceSeries, ...], kind: str) -> str:
    first = incomplete_from(series)
    if first is None:
        return ""
    late = [line.name for line in series if line.incomplete_from]
    whose = "" if len(late) == len(series) else f" for {joined(late)}"
    return (
        f"Shaded: still incomplete{whose}, from {short_period(kind, first)} on "
        f"({why_incomplete(line.provenance.source for line in series if line.incomplete_from)})."
    )


def _gaps(series: tuple[PlaceSeries, ...], resolved: ResolvedView) -> str:
    view = resolved.view
    own = next((line for line in series if line.place == view.place), None)
    if own is None and view.place in resolved.groups:
        return f"{resolved.label(view.place)}: {within_sentence(why_no_sum(resolved))}."
    if own is None:
        return f"No series is published for {resolved.label(view.place)}."
    hidden = {status: int((own.points["status"] == status).sum()) for status in HELD_STATUSES}
    counted = [
        f"{number(count)} period{'s' if count > 1 else ''} {catalog.status_words(status, view.indicator)}"
        for status, count in hidden.items()
        if count
    ]
    return f"Gaps: {', '.join(counted)}." if counted else ""


def _released(view: View, series: tuple[PlaceSeries, ...]) -> Iterator[str]:
    """How many counties of each group are in its line."""
    groups = [line for line in series if line.counties]
    for line in groups:
        summed = line.points.loc[line.points["shown"].notna(), "summed"]
        fewest, most = (int(summed.min()), int(summed.max())) if len(summed) else (0, 0)
        counted = number(most) if fewest == most else f"{number(fewest)} to {number(most)}"
        yield f"{line.name}: {counted} {counties_summed(view, line)}."
    if groups:
        yield "A group's line breaks where its released counties change."


def _ends_early(series: tuple[PlaceSeries, ...], period_end: date | None) -> str:
    """Which lines stop before the period shown, because their source is older."""
    ends = {line.name: line.last_day for line in series}
    early = {name: day for name, day in ends.items() if period_end and day < period_end}
    if not early:
        return ""
    return f"{joined(list(early))}: published through {month(max(early.values()))}."
