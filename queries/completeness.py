"""How complete and how recent the figures of a profile are."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from model.freshness import freshness
from model.view import View
from queries.profile import RECORDS, WANTED, facet, facets, place_name
from queries.profile_results import Completeness, Facet, Facets, NewestFigure
from queries.store import Reader


def completeness(reader: Reader, *, view: View, today: date | None = None) -> Completeness:
    """How complete and recent each figure of a place's profile is, one row an indicator and place.

    Parameters
    ----------
    today
        Day that is compared with the schedule; None takes the day of today (UTC).
    """
    panels = [facets(reader, view=view, panel=panel) for panel in WANTED]
    return completeness_of(reader, view=view, panels=panels, today=today)


def completeness_of(
    reader: Reader, *, view: View, panels: Iterable[Facets], today: date | None = None
) -> Completeness:
    """The same of panels that are there already."""
    day = today or datetime.now(UTC).date()
    shown: dict[tuple[str, str], Facet] = {}
    for panel in panels:
        for drawn in panel.facets:
            # Drugs of one indicator and place come in one file.
            shown.setdefault((drawn.view.indicator, drawn.view.place), drawn)
    rows = tuple(_newest_of(reader, each, day) for each in shown.values())
    records = (facet(reader, view=view, indicator=name, drug="all") for name in RECORDS)
    return Completeness(
        view.place,
        place_name(reader, view),
        rows,
        tuple(each.own for each in records if each),
        tuple(dict.fromkeys(row.provenance for row in rows)),
    )


def _newest_of(reader: Reader, shown: Facet, today: date) -> NewestFigure:
    series = next(each for each in shown.series if each.place == shown.view.place)
    source = reader.sources.loc[series.provenance.source]
    row = {name: source[name] for name in ("through", "as_of", "period_months", "lag_days")}
    row |= {name: row[name].date() for name in ("through", "as_of")}
    fresh = freshness(row, today)
    return NewestFigure(shown.own, series.provenance, series.incomplete_from, fresh.due, fresh.is_outdated)
