"""Answers the Explore page: one view in, everything its panels show out."""

from dataclasses import replace

from data.extract.outlines import Outlines
from model.places import changed_boundaries
from model.view import View
from queries.events import events_near
from queries.fallbacks import instead_of
from queries.headline import headline_figure, released_sum
from queries.maps import map_of
from queries.resolved_view import resolve
from queries.results import ExploreResult
from queries.seizures import areas_of, seized
from queries.series import place_series
from queries.store import Reader
from queries.trend_segments import segments_of


def explore(reader: Reader, view: View, outlines: Outlines) -> ExploreResult:
    """Everything the Explore page shows for a view."""
    resolved = resolve(reader, view)
    on_map = map_of(reader, resolved=resolved, outlines=outlines)
    series = place_series(reader, resolved.observed)
    figure = headline_figure(reader, resolved=resolved, series=series, on_map=on_map)
    is_older = figure.end is not None and figure.end != resolved.period_end
    own_sum = is_older and resolved.view.place not in resolved.groups
    released = released_sum(reader, resolved=resolved, on_map=on_map) if own_sum else None
    if figure.status == "missing" and (note := changed_boundaries(resolved.view.place)):
        resolved = resolved.with_remarks(note)
    seizures = replace(seized(reader, resolved), areas_known=areas_of(reader, resolved.view))
    sources = (
        on_map.provenance if on_map else None,
        *(each.provenance for each in series),
        seizures.provenance,
    )
    provenance = tuple(dict.fromkeys(each for each in sources if each))
    return ExploreResult(
        resolved,
        on_map,
        series,
        figure,
        seizures,
        reader.extract.version,
        any(each.simulated for each in provenance),
        provenance,
        events_near(reader, view=resolved.view, series=series),
        instead=instead_of(reader, resolved=resolved, figure=figure),
        released=released if released and released.value is not None else None,
        segments=segments_of(resolved.observed, series) if view.segments else None,
    )
