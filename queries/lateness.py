"""How complete and how late the figures of a profile are."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from model.freshness import freshness
from model.view import View
from queries.profile import RECORDS, WANTED, facet, facets, place_name
from queries.profile_results import Completeness, Facet, Facets, Lateness
from queries.store import Reader


def completeness(reader: Reader, view: View, today: date | None = None) -> Completeness:
    """How complete and late each figure of a place's profile is, one row an indicator and place.

    Parameters
    ----------
    today
        Day that lateness is counted to; None takes the day of today (UTC).
    """
    return completeness_of(reader, view, [facets(reader, view, panel) for panel in WANTED], today)


def completeness_of(
    reader: Reader, view: View, panels: Iterable[Facets], today: date | None = None
) -> Completeness:
    """The same of panels that are there already."""
    day = today or datetime.now(UTC).date()
    shown: dict[tuple[str, str], Facet] = {}
    for panel in panels:
        for drawn in panel.facets:
            # Drugs of one indicator and place come in one file.
            shown.setdefault((drawn.view.indicator, drawn.view.place), drawn)
    rows = tuple(_lateness(reader, each, day) for each in shown.values())
    records = tuple(each.own for name in RECORDS if (each := facet(reader, view, name, "all")))
    return Completeness(
        view.place,
        place_name(reader, view),
        rows,
        records,
        tuple(dict.fromkeys(row.provenance for row in rows)),
    )


def _lateness(reader: Reader, shown: Facet, today: date) -> Lateness:
    line = next(line for line in shown.series if line.place == shown.view.place)
    source = reader.sources.loc[line.provenance.source]
    row = {name: source[name] for name in ("through", "as_of", "period_months", "lag_days")}
    row |= {name: row[name].date() for name in ("through", "as_of")}
    fresh = freshness(row, today)
    # What is published of the place is late, not what the source has of others.
    return Lateness(shown.own, line.provenance, line.incomplete_from, fresh.due, fresh.late_days)
